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
from bulletin.scoring.entries import EventScore, PendingEntry, changed_entries
from bulletin.scoring.events import Event
from bulletin.scoring.lapses import Lapse
from bulletin.scoring.reasons import Reason, make_reason
from bulletin.scoring.rules.event_scorer import EventScorer, multiply
from bulletin.scoring.rules.limits import clip_function

ZERO = Fraction(0)


class ItemScorer:
    """Says what items earn under a scheme."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme
        self.event_scorer = EventScorer(scheme)

    def pending_entries(self, events: Sequence[Event], unit: str) -> Iterator[PendingEntry]:
        """Yield what an item earns *unit*, day by day."""
        before: dict[str, EventScore] = {}
        first, end = self.scheme.first, self.scheme.last
        for number, event in enumerate(events, 1):
            is_last_of_day = number == len(events) or events[number].date > event.date
            if is_last_of_day and first <= event.date <= end:
                now = {line.key: line for line in self._scores(events[:number], unit)}
                yield from changed_entries(event.date, before, now)
                before = now

    def _scores(self, events: Sequence[Event], unit: str) -> list[EventScore]:
        """Return what each event is worth, as things stand after the last of them."""
        first, end = self.scheme.first, self.scheme.last
        carried = _carriers(events) if self.event_scorer.needs_carriers else frozenset()
        lines = [
            self._replace_sent_up(line, events)
            for event in events
            if first <= event.date <= end and (line := self.event_scorer.score(event, unit, carried))
        ]
        if not self._steps:
            return lines
        assessment = _ItemSteps(self.scheme, self.event_scorer, events, unit)
        for step in self._steps:
            lines = getattr(assessment, step)(lines)
        return lines

    @staticmethod
    def _replace_sent_up(line: EventScore, events: Sequence[Event]) -> EventScore:
        """Return the line of an item's being sent up as what it is worth beside an adoption."""
        rule = line.rule
        if line.family is Family.SENT_UP and isinstance(rule, Rule) and rule.unless_adopted:
            levels = {event.level for event in events if isinstance(event.fact, Adoption)}
            if line.event.level in levels:
                return line.with_points(ZERO, make_reason(reasons.SENT_AND_ADOPTED, points=amount(line.points)))
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
    return frozenset(event.fact.publication for event in events if isinstance(event.fact, Adoption))


class _ItemSteps:
    """The rules that look at all events of an item together; each method is one step."""

    def __init__(self, scheme: Scheme, worth: EventScorer, events: Sequence[Event], unit: str) -> None:
        self.scheme, self.event_scorer, self.events, self.unit = scheme, worth, events, unit

    def endorsements(self, lines: list[EventScore]) -> list[EventScore]:
        seen: set[tuple[str, Level | None]] = set()
        found = []
        for line in lines:
            rule = line.rule
            if line.family is Family.ENDORSEMENT and isinstance(rule, Rule):
                key = (rule.words, line.event.level if rule.often is Often.ONCE_PER_LEVEL else None)
                line = _repeat(line, rule) if key in seen else line  # noqa: PLW2901 - the line as it stands now
                seen.add(key)
            found.append(line)
        return found

    def several(self, lines: list[EventScore]) -> list[EventScore]:
        several = self.scheme.several
        adopted = [line for line in lines if line.family is Family.ADOPTION]
        if len(adopted) <= 1:
            return lines
        ranked = sorted(adopted, key=lambda line: -line.points)
        if several.take is Take.HIGHEST:
            kept, reason = {ranked[0].key}, Reason(reasons.DROPPED)
        else:
            first: dict[Level | None, EventScore] = {}
            for line in ranked:
                first.setdefault(line.event.level, line)
            kept, reason = {line.key for line in first.values()}, Reason(reasons.DROPPED_LEVEL)
            if several.take is Take.BEST:
                kept = {line.key for line in list(first.values())[: several.best]}
                reason = make_reason(reasons.DROPPED_BEST, best=str(several.best))
        return [
            _drop(line, reason) if line.family is Family.ADOPTION and line.key not in kept else line for line in lines
        ]

    def whole_item(self, lines: list[EventScore]) -> list[EventScore]:
        """Multiply the item's adoptions by the strongest multiplier that one of them brings about."""
        adopted = [e for e in self.events if isinstance(e.fact, Adoption) and e.date in self.scheme]
        carried = _carriers(self.events)
        marks = [self.event_scorer.attributes(event, self.unit, carried) for event in adopted]
        whole = [multiplier for multiplier in self.scheme.multipliers if multiplier.of_item]
        found = [multiplier for multiplier in whole if any(multiplier.where.holds(m) for m in marks)]
        if not found:
            return lines
        best = max(found, key=lambda m: m.times)
        return [
            multiply(line, best.times, best.words) if line.family is Family.ADOPTION and line.points else line
            for line in lines
        ]

    def bonuses(self, lines: list[EventScore]) -> list[EventScore]:
        found, carried = list(lines), _carriers(self.events)
        for number, rule in enumerate(self.scheme.rules.get(Family.BONUS, ())):
            events = [e for e in self.events if e.family is rule.on and e.date in self.scheme]
            earned = [e for e in events if rule.where.holds(self.event_scorer.attributes(e, self.unit, carried))]
            for event in earned if rule.often_per_item else earned[:1]:
                key = f"{Family.BONUS}/{number}/{event.key if rule.often_per_item else ''}"
                found.append(EventScore(key, Family.BONUS, rule, event, rule.points))
        return found

    def lapses(self, lines: list[EventScore]) -> list[EventScore]:
        happened = [e.fact for e in self.events if isinstance(e.fact, Lapse)]
        for rule in (rule for rule in self.scheme.lapses if rule.share and happened):
            fitting = [lapse for lapse in happened if rule.where.holds(lapsing.lapse_attributes(lapse, self.scheme))]
            if fitting:
                lines = [_reduce(line, rule, fitting[0]) for line in lines]
        return lines

    def limits(self, lines: list[EventScore]) -> list[EventScore]:
        for limit in (limit for limit in self.scheme.limits if limit.per is None):
            if limit.where.holds(attributes.of_unit(self.unit, self.events[-1].date)):
                lines = list(_clip(lines, limit))
        return lines


def _drop(line: EventScore, reason: Reason) -> EventScore:
    if not line.points:
        return line
    return line.with_points(ZERO, Reason(reason.message, {**reason.values, "points": amount(line.points)}))


def _repeat(line: EventScore, rule: Rule) -> EventScore:
    """Return the line of an endorsement that is not the first of its rule."""
    if rule.often is not Often.EACH:
        return _drop(line, Reason(reasons.ENDORSED_BEFORE))
    return line if rule.further is None else line.with_points(rule.further, Reason(reasons.FURTHER))


def _reduce(line: EventScore, rule: LapseRule, lapse: Lapse) -> EventScore:
    if not line.points:
        return line
    reason = make_reason(reasons.SHARE_LOST, points=amount(line.points), share=str(rule.share), words=rule.words)
    less = line.with_points(line.points * (1 - rule.share), reason)
    return less._replace(why=(*less.why, *lapsing.lapse_reasons(lapse)))


def _clip(lines: Sequence[EventScore], limit: Limit) -> Iterator[EventScore]:
    clip = clip_function(limit)
    total = ZERO
    for line in lines:
        if line.family not in limit.families:
            yield line
            continue
        given = clip(total + line.points) - clip(total)
        total += line.points
        values = {"points": amount(line.points), "given": amount(given), "words": limit.words}
        yield line if given == line.points else line.with_points(given, make_reason(reasons.CLIPPED_ITEM, **values))
