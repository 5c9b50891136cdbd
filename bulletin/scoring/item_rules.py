"""What an item has earned by a day: every rule that looks at the item as a whole is applied here, purely.

An assessment looks at all events up to one of them. The ledger is the differences between one assessment and
the next, so that nothing that happens later changes an entry that was made before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cached_property

from bulletin.core.numbers import amount
from bulletin.model import attributes
from bulletin.model.enums import Level
from bulletin.model.records import Adoption
from bulletin.model.scheme import LapseRule, Limit, Rule, Scheme
from bulletin.model.scheme_enums import Family, Often, Take
from bulletin.scoring import lapses as lapsing
from bulletin.scoring import reasons
from bulletin.scoring.event_rules import Worth, times
from bulletin.scoring.events import Event
from bulletin.scoring.lapses import Lapse
from bulletin.scoring.limits import clipper
from bulletin.scoring.pending_entries import Draft, Line, changes
from bulletin.scoring.reasons import Note, note

ZERO = Fraction(0)


class Assessor:
    """Says what items earn under a scheme."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme
        self.worth = Worth(scheme)

    def drafts(self, events: Sequence[Event], unit: str) -> Iterator[Draft]:
        """Yield what an item earns *unit*, day by day."""
        before: dict[str, Line] = {}
        first, end = self.scheme.first, self.scheme.last
        for number, event in enumerate(events, 1):
            is_last_of_day = number == len(events) or events[number].date > event.date
            if is_last_of_day and first <= event.date <= end:
                now = {line.key: line for line in self._lines(events[:number], unit)}
                yield from changes(event.date, before, now)
                before = now

    def _lines(self, events: Sequence[Event], unit: str) -> list[Line]:
        """Return what each event is worth, as things stand after the last of them."""
        first, end = self.scheme.first, self.scheme.last
        carried = _carriers(events) if self.worth.minds_carriers else frozenset()
        lines = [
            self._sent(line, events)
            for event in events
            if first <= event.date <= end and (line := self.worth.line(event, unit, carried))
        ]
        if not self._steps:
            return lines
        assessment = _Assessment(self.scheme, self.worth, events, unit)
        for step in self._steps:
            lines = getattr(assessment, step)(lines)
        return lines

    @staticmethod
    def _sent(line: Line, events: Sequence[Event]) -> Line:
        """Return the line of an item's being sent up as what it is worth beside an adoption."""
        rule = line.rule
        if line.family is Family.SENT_UP and isinstance(rule, Rule) and rule.unless_adopted:
            levels = {event.level for event in events if isinstance(event.about, Adoption)}
            if line.event.level in levels:
                return line.at(ZERO, note(reasons.SENT_AND_ADOPTED, points=amount(line.points)))
        return line

    @cached_property
    def _steps(self) -> tuple[str, ...]:
        """Return the steps that can make a difference under this scheme, in their order."""
        scheme = self.scheme
        endorsed = scheme.rules.get(Family.ENDORSEMENT, ())
        steps = {
            "endorsements": any(rule.often is not Often.EACH or rule.further is not None for rule in endorsed),
            "several": scheme.several.take is not Take.SUM,
            "whole_item": any(multiplier.of_item for multiplier in scheme.multipliers),
            "bonuses": bool(scheme.rules.get(Family.BONUS)),
            "lapses": any(rule.share for rule in scheme.lapses),
            "limits": any(limit.per is None for limit in scheme.limits),
        }
        return tuple(step for step, matters in steps.items() if matters)


def _carriers(events: Sequence[Event]) -> frozenset[str]:
    return frozenset(event.about.publication for event in events if isinstance(event.about, Adoption))


class _Assessment:
    """The rules that look at all events of an item together; each method is one step."""

    def __init__(self, scheme: Scheme, worth: Worth, events: Sequence[Event], unit: str) -> None:
        self.scheme, self.worth, self.events, self.unit = scheme, worth, events, unit

    def endorsements(self, lines: list[Line]) -> list[Line]:
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

    def several(self, lines: list[Line]) -> list[Line]:
        several = self.scheme.several
        adopted = [line for line in lines if line.family is Family.ADOPTION]
        if len(adopted) <= 1:
            return lines
        ranked = sorted(adopted, key=lambda line: -line.points)
        if several.take is Take.HIGHEST:
            kept, reason = {ranked[0].key}, Note(reasons.DROPPED)
        else:
            first: dict[Level | None, Line] = {}
            for line in ranked:
                first.setdefault(line.event.level, line)
            kept, reason = {line.key for line in first.values()}, Note(reasons.DROPPED_LEVEL)
            if several.take is Take.BEST:
                kept = {line.key for line in list(first.values())[: several.best]}
                reason = note(reasons.DROPPED_BEST, best=str(several.best))
        return [
            _dropped(line, reason) if line.family is Family.ADOPTION and line.key not in kept else line
            for line in lines
        ]

    def whole_item(self, lines: list[Line]) -> list[Line]:
        """Multiply the item's adoptions by the strongest multiplier that one of them brings about."""
        adopted = [e for e in self.events if isinstance(e.about, Adoption) and e.date in self.scheme]
        carried = _carriers(self.events)
        marks = [self.worth.facts(event, self.unit, carried) for event in adopted]
        whole = [multiplier for multiplier in self.scheme.multipliers if multiplier.of_item]
        found = [multiplier for multiplier in whole if any(multiplier.where.holds(m) for m in marks)]
        if not found:
            return lines
        best = max(found, key=lambda m: m.times)
        return [
            times(line, best.times, best.words) if line.family is Family.ADOPTION and line.points else line
            for line in lines
        ]

    def bonuses(self, lines: list[Line]) -> list[Line]:
        found, carried = list(lines), _carriers(self.events)
        for number, rule in enumerate(self.scheme.rules.get(Family.BONUS, ())):
            events = [e for e in self.events if e.family is rule.on and e.date in self.scheme]
            earned = [e for e in events if rule.where.holds(self.worth.facts(e, self.unit, carried))]
            for event in earned if rule.often_per_item else earned[:1]:
                key = f"{Family.BONUS}/{number}/{event.key if rule.often_per_item else ''}"
                found.append(Line(key, Family.BONUS, rule, event, rule.points))
        return found

    def lapses(self, lines: list[Line]) -> list[Line]:
        happened = [e.about for e in self.events if isinstance(e.about, Lapse)]
        for rule in (rule for rule in self.scheme.lapses if rule.share and happened):
            fitting = [lapse for lapse in happened if rule.where.holds(lapsing.marks(lapse, self.scheme))]
            if fitting:
                lines = [_less(line, rule, fitting[0]) for line in lines]
        return lines

    def limits(self, lines: list[Line]) -> list[Line]:
        for limit in (limit for limit in self.scheme.limits if limit.per is None):
            if limit.where.holds(attributes.of_unit(self.unit, self.events[-1].date)):
                lines = list(_clipped(lines, limit))
        return lines


def _dropped(line: Line, reason: Note) -> Line:
    if not line.points:
        return line
    return line.at(ZERO, Note(reason.message, {**reason.values, "points": amount(line.points)}))


def _again(line: Line, rule: Rule) -> Line:
    """Return the line of an endorsement that is not the first of its rule."""
    if rule.often is not Often.EACH:
        return _dropped(line, Note(reasons.ENDORSED_BEFORE))
    return line if rule.further is None else line.at(rule.further, Note(reasons.FURTHER))


def _less(line: Line, rule: LapseRule, lapse: Lapse) -> Line:
    if not line.points:
        return line
    reason = note(reasons.SHARE_LOST, points=amount(line.points), share=str(rule.share), words=rule.words)
    less = line.at(line.points * (1 - rule.share), reason)
    return less._replace(why=(*less.why, *lapsing.describe(lapse)))


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
        yield line if given == line.points else line.at(given, note(reasons.CLIPPED_ITEM, **values))
