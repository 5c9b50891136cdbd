"""What an item has earned by a day: every rule that looks at the item as a whole is applied here, purely.

An assessment looks at all events up to one of them. The ledger is the differences between one assessment and
the next, so that nothing that happens later changes an entry that was made before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from bulletin.model import Adoption, Endorsement, Level, SentUp
from bulletin.schemes import facts
from bulletin.schemes.numbers import amount
from bulletin.schemes.scheme import Clause, LapseRule, Limit, Rule, Scheme
from bulletin.schemes.terms import Family, Often, Take
from bulletin.schemes.where import Facts
from bulletin.scoring import lapses as lapsing
from bulletin.scoring import notes
from bulletin.scoring.events import Event
from bulletin.scoring.lapses import Lapse
from bulletin.scoring.limits import clipper
from bulletin.scoring.notes import Note, note

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Line:
    """What one event of an item is worth, and why."""

    key: str
    family: Family
    rule: Clause
    event: Event
    points: Fraction
    why: tuple[Note, ...] = ()

    def at(self, points: Fraction, reason: Note) -> Line:
        """Return the line with other points, and the reason for them."""
        return replace(self, points=points, why=(*self.why, reason))


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry before it is shared among units: a change of a line, on the day of the event that made it."""

    date: date
    line: Line
    points: Fraction
    why: tuple[Note, ...]


def drafts(scheme: Scheme, events: Sequence[Event], unit: str) -> Iterator[Draft]:
    """Yield what an item earns *unit* under a scheme, day by day."""
    before: dict[str, Line] = {}
    for number, event in enumerate(events, 1):
        is_last_of_day = number == len(events) or events[number].date > event.date
        if is_last_of_day and event.date in scheme:
            now = {line.key: line for line in _Assessment(scheme, events[:number], unit).lines()}
            yield from changes(event.date, before, now)
            before = now


def changes(day: date, before: dict[str, Line], now: dict[str, Line], gone: Note | None = None) -> Iterator[Draft]:
    """Yield a draft for each line that is new, is worth something else than before, or is gone."""
    for key, line in now.items():
        old = before.get(key)
        if old is None:
            yield Draft(day, line, line.points, line.why)
        elif old.points != line.points:
            reason = note(notes.CHANGED, before=amount(old.points), after=amount(line.points))
            new = tuple(why for why in line.why if why not in old.why)
            yield Draft(day, line, line.points - old.points, (*new, reason))
    for key, line in before.items():
        if key not in now and line.points:
            reason = gone or note(notes.CHANGED, before=amount(line.points), after="0")
            yield Draft(day, line, -line.points, (reason,))


@dataclass(frozen=True, slots=True)
class _Assessment:
    scheme: Scheme
    events: Sequence[Event]
    unit: str

    def lines(self) -> list[Line]:
        """Return what each event is worth, as things stand after the last of them."""
        lines = [line for event in self.events if event.date in self.scheme for line in self._line(event)]
        for step in (self._endorsements, self._several, self._whole_item, self._bonuses, self._lapses, self._limits):
            lines = step(lines)
        return lines

    def _facts(self, event: Event) -> Facts:
        item = event.item
        if item is None:
            raise TypeError(event)
        carried = frozenset(e.about.publication for e in self.events if isinstance(e.about, Adoption))
        found = facts.of_item(item, self.unit, event.date, self.scheme.marks, carried)
        match event.about:
            case Adoption() as adoption:
                return found | facts.of_adoption(adoption)
            case Endorsement() as endorsement:
                return found | facts.of_endorsement(endorsement)
            case SentUp() as sent:
                return found | facts.of_sending(sent)
        return found

    def _line(self, event: Event) -> Iterator[Line]:
        rules = self.scheme.rules.get(event.family, ())
        if not rules:
            return
        marks = self._facts(event)
        rule = next((rule for rule in rules if rule.where.holds(marks)), None)
        if rule is None:
            return
        line = Line(event.key, event.family, rule, event, rule.points)
        if event.family is Family.ADOPTION:
            for times in self.scheme.multipliers:
                if not times.of_item and times.where.holds(marks):
                    line = _times(line, times.times, times.words)
        if isinstance(event.about, SentUp) and rule.unless_adopted and event.level in self._levels():
            line = line.at(ZERO, note(notes.SENT_AND_ADOPTED, points=amount(line.points)))
        yield line

    def _levels(self) -> set[Level | None]:
        return {event.level for event in self.events if isinstance(event.about, Adoption)}

    def _endorsements(self, lines: list[Line]) -> list[Line]:
        seen: set[tuple[str, Level | None]] = set()
        found = []
        for line in lines:
            rule = line.rule
            if line.family is Family.ENDORSEMENT and isinstance(rule, Rule):
                key = (rule.words, line.event.level if rule.often is Often.ONCE_PER_LEVEL else None)
                line = _again(line, rule) if key in seen else line  # noqa: PLW2901 - the line as it stands now
                seen.add(key)
            found.append(line)
        return found

    def _several(self, lines: list[Line]) -> list[Line]:
        several = self.scheme.several
        adopted = [line for line in lines if line.family is Family.ADOPTION]
        if several.take is Take.SUM or len(adopted) <= 1:
            return lines
        ranked = sorted(adopted, key=lambda line: -line.points)
        if several.take is Take.HIGHEST:
            kept, reason = {ranked[0].key}, Note(notes.DROPPED)
        else:
            first: dict[Level | None, Line] = {}
            for line in ranked:
                first.setdefault(line.event.level, line)
            kept, reason = {line.key for line in first.values()}, Note(notes.DROPPED_LEVEL)
            if several.take is Take.BEST:
                kept = {line.key for line in list(first.values())[: several.best]}
                reason = note(notes.DROPPED_BEST, best=str(several.best))
        return [_dropped(line, reason) if line in adopted and line.key not in kept else line for line in lines]

    def _whole_item(self, lines: list[Line]) -> list[Line]:
        """Multiply the item's adoptions by the strongest multiplier that one of them brings about."""
        whole = [times for times in self.scheme.multipliers if times.of_item]
        if not whole:
            return lines
        marks = [self._facts(e) for e in self.events if isinstance(e.about, Adoption) and e.date in self.scheme]
        found = [times for times in whole if any(times.where.holds(m) for m in marks)]
        if not found:
            return lines
        times = max(found, key=lambda m: m.times)
        return [
            _times(line, times.times, times.words) if line.family is Family.ADOPTION and line.points else line
            for line in lines
        ]

    def _bonuses(self, lines: list[Line]) -> list[Line]:
        found = list(lines)
        for number, rule in enumerate(self.scheme.rules.get(Family.BONUS, ())):
            events = [e for e in self.events if e.family is rule.on and e.date in self.scheme]
            earned = [e for e in events if rule.where.holds(self._facts(e))]
            for event in earned if rule.often_per_item else earned[:1]:
                key = f"{Family.BONUS}/{number}/{event.key if rule.often_per_item else ''}"
                found.append(Line(key, Family.BONUS, rule, event, rule.points))
        return found

    def _lapses(self, lines: list[Line]) -> list[Line]:
        happened = [e.about for e in self.events if isinstance(e.about, Lapse)]
        for rule in (rule for rule in self.scheme.lapses if rule.share and happened):
            fitting = [lapse for lapse in happened if rule.where.holds(lapsing.marks(lapse, self.scheme))]
            if fitting:
                lines = [_less(line, rule, fitting[0]) for line in lines]
        return lines

    def _limits(self, lines: list[Line]) -> list[Line]:
        for limit in (limit for limit in self.scheme.limits if limit.per is None):
            if limit.where.holds(facts.of_unit(self.unit, self.events[-1].date)):
                lines = list(_clipped(lines, limit))
        return lines


def _times(line: Line, times: Fraction, words: str) -> Line:
    reason = note(notes.TIMES, points=amount(line.points), times=amount(times), words=words)
    return line.at(line.points * times, reason)


def _dropped(line: Line, reason: Note) -> Line:
    if not line.points:
        return line
    return line.at(ZERO, Note(reason.message, {**reason.values, "points": amount(line.points)}))


def _again(line: Line, rule: Rule) -> Line:
    """Return the line of an endorsement that is not the first of its rule."""
    if rule.often is not Often.EACH:
        return _dropped(line, Note(notes.ENDORSED_BEFORE))
    return line if rule.further is None else line.at(rule.further, Note(notes.FURTHER))


def _less(line: Line, rule: LapseRule, lapse: Lapse) -> Line:
    if not line.points:
        return line
    reason = note(notes.SHARE_LOST, points=amount(line.points), share=str(rule.share), words=rule.words)
    less = line.at(line.points * (1 - rule.share), reason)
    return replace(less, why=(*less.why, *lapsing.describe(lapse)))


def _clipped(lines: Sequence[Line], limit: Limit) -> Iterator[Line]:
    clip = clipper(limit)
    total = ZERO
    for line in lines:
        if line.family not in limit.families:
            yield line
            continue
        given = clip(total + line.points) - clip(total)
        total += line.points
        values = {"points": amount(line.points), "given": amount(given), "words": limit.words}
        yield line if given == line.points else line.at(given, note(notes.CLIPPED_ITEM, **values))
