"""Score items: apply the rules that depend on all events of an item up to a day.

The scores after each day are compared with those before; the differences are the entries. So nothing that happens later
changes an earlier entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType

from bulletin.core.numbers import amount
from bulletin.model.attributes import Attribute, unit_attributes
from bulletin.model.enums import Level
from bulletin.model.records import Adoption, Endorsement, Item
from bulletin.model.registry import Registry
from bulletin.model.scheme import Clause, LapseRule, PointsLimit, PointsRule, Scheme, applying_to
from bulletin.model.scheme_enums import AdoptionsCounted, EndorsementsCounted, Family
from bulletin.model.seams import count_items_alike
from bulletin.scoring import reasons
from bulletin.scoring.entries import EventScore, PendingEntry, changed_entries, drop
from bulletin.scoring.events import Event
from bulletin.scoring.lapses import Lapse, lapse_attributes, lapse_reasons
from bulletin.scoring.reasons import Reason, make_reason
from bulletin.scoring.rules.endorsement_choice import choose_endorsements
from bulletin.scoring.rules.event_scorer import EventScorer, multiply
from bulletin.scoring.rules.limits import clip_points
from bulletin.scoring.rules.reductions import Course, is_fulfilled

ZERO = Fraction(0)


class ItemScorer:
    """Computes what items earn under a scheme, which goes on from those of *earlier* scorers.

    Events of earlier schemes keep the points that their own scheme gives them; this one gives what its own events add.
    """

    def __init__(
        self,
        scheme: Scheme,
        registry: Registry,
        earlier: Sequence[ItemScorer] = (),
        fulfilled: Mapping[str, Course] = MappingProxyType({}),
    ) -> None:
        self.scheme, self.earlier, self._publications = scheme, earlier, registry.publication
        self.fulfilled = fulfilled
        self.event_scorer = EventScorer(scheme)
        self._needs_carriers = any(scorer.event_scorer.needs_carriers for scorer in (self, *earlier))
        self._counts_alike = all(count_items_alike(scheme, scorer.scheme) for scorer in earlier)

    def pending_entries(self, events: Sequence[Event], unit: str) -> Iterator[PendingEntry]:
        """Yield the entries of an item for *unit*, day by day, before they are shared."""
        before: dict[str, EventScore] = {}
        first, end = self.scheme.first, self.scheme.last
        given: Mapping[str, Fraction] = {}
        if self.earlier and events[0].date < first:
            given = self._points_given_earlier(events, unit)
            earlier = [event for event in events if event.date < first]
            before = {score.key: score for score in self._scores(earlier, unit, given)}
        for number, event in enumerate(events, 1):
            is_last_of_day = number == len(events) or events[number].date > event.date
            if is_last_of_day and first <= event.date <= end:
                now = {score.key: score for score in self._scores(events[:number], unit, given)}
                for pending in changed_entries(event.date, before, now):
                    causes = self._causes(pending, events[:number], unit, given)
                    yield pending._replace(why=_WITHDRAWN if _is_withdrawn(event) else (*pending.why, *causes))
                before = now

    def days_of_counts(self, item: Item) -> list[date]:
        """Return the days on which rules that ask for several lapses begin or cease to hold for an item."""
        return sorted({day for scorer in (self, *self.earlier) for day, _ in scorer.fulfilled.get(item.id, ())})

    def _causes(
        self, pending: PendingEntry, events: Sequence[Event], unit: str, given: Mapping[str, Fraction]
    ) -> Iterator[Reason]:
        """Yield the reason that names the event of the last day that changed what an earlier one is worth."""
        if pending.score.event.date == pending.date:
            return
        cause = events[-1]
        first = next(place for place, event in enumerate(events) if event.date == pending.date)
        if first < len(events) - 1:
            upto = range(first, len(events) + 1)
            points = [self._points_after(events[:number], unit, given).get(pending.score.key) for number in upto]
            cause = events[max(place for place in upto[:-1] if points[place - first] != points[place - first + 1])]
        match cause.fact:
            case Adoption(publication=publication):
                yield make_reason(reasons.SINCE_ADOPTED, publication=self._publications[publication].name)
            case Endorsement(by=by):
                yield make_reason(reasons.SINCE_ENDORSED, by=by)

    def _points_after(
        self, events: Sequence[Event], unit: str, given: Mapping[str, Fraction]
    ) -> Mapping[str, Fraction]:
        return {score.key: score.points for score in self._scores(events, unit, given)} if events else {}

    def _points_given_earlier(self, events: Sequence[Event], unit: str) -> Mapping[str, Fraction]:
        """Return what earlier schemes gave for each event, where this one would count the item's events otherwise."""
        found: dict[str, Fraction] = {}
        for scorer in () if self._counts_alike else self.earlier:
            for _, score, points, *_ in scorer.pending_entries(events, unit):
                found[score.key] = found.get(score.key, ZERO) + points
        return found

    def _scores(self, events: Sequence[Event], unit: str, given: Mapping[str, Fraction]) -> list[EventScore]:
        """Return the score of each event after the last of them."""
        first, end = self.scheme.first, self.scheme.last
        carriers = _carriers(events) if self._needs_carriers else frozenset()
        scores = [
            self._replace_sent_up(score, events)
            for event in events
            if first <= event.date <= end
            for score in self.event_scorer.scores(event, unit, carriers)
        ]
        if self.earlier and events[0].date < first:
            scores = [*self._earlier_scores(events, unit, carriers, given), *scores]
        steps = self._steps
        if _is_withdrawn(events[0]):
            place = len(steps) - ("limits" in steps)
            steps = (*steps[:place], "withdrawn", *steps[place:])
        if not steps:
            return scores
        schemes = (self.scheme, *(scorer.scheme for scorer in self.earlier))
        item_steps = _ItemSteps(schemes, self.event_scorer, events, unit)
        item_steps.fulfilled = self.fulfilled.get(events[0].item.id, ()) if events[0].item else ()
        for step in steps:
            scores = getattr(item_steps, step)(scores)
        return scores

    def _earlier_scores(
        self, events: Sequence[Event], unit: str, carriers: frozenset[str], given: Mapping[str, Fraction]
    ) -> Iterator[EventScore]:
        """Yield the scores of the events of earlier schemes, each by its own scheme."""
        for scorer in self.earlier:
            for event in events:
                for score in scorer.event_scorer.scores(event, unit, carriers) if event.date in scorer.scheme else ():
                    whole = self._replace_sent_up(score, events)
                    yield whole._replace(points=given.get(score.key, ZERO)) if not self._counts_alike else whole

    @staticmethod
    def _replace_sent_up(score: EventScore, events: Sequence[Event]) -> EventScore:
        """Return the score of a forwarding: no points if it is replaced by an adoption at the same level."""
        rule = score.rule
        if score.family is Family.SENT_UP and isinstance(rule, PointsRule) and rule.unless_adopted:
            levels = {event.level for event in events if isinstance(event.fact, Adoption)}
            if score.event.level in levels:
                return score.with_points(ZERO, make_reason(reasons.SENT_AND_ADOPTED, points=amount(score.points)))
        return score

    @cached_property
    def _steps(self) -> tuple[str, ...]:
        """Return the steps that can make a difference under this scheme, in their order."""
        scheme = self.scheme
        endorsed = scheme.rules.get(Family.ENDORSEMENT, ())
        steps = {
            "endorsements": scheme.endorsements.decides
            or any(rule.often is not EndorsementsCounted.EACH or rule.further is not None for rule in endorsed),
            "several": scheme.several.take is not AdoptionsCounted.SUM,
            "whole_item": any(multiplier.whole_item for multiplier in scheme.multipliers),
            "bonuses": bool(scheme.rules.get(Family.BONUS)),
            "lapses": any(rule.share for rule in scheme.lapses),
            "limits": any(limit.per is None for limit in scheme.limits),
        }
        return tuple(step for step, matters in steps.items() if matters)


_WITHDRAWN = (make_reason(reasons.WITHDRAWN),)


def _is_withdrawn(event: Event) -> bool:
    return event.item is not None and event.item.is_withdrawn


def _carriers(events: Sequence[Event]) -> frozenset[str]:
    return frozenset(event.fact.publication for event in events if isinstance(event.fact, Adoption))


class _ItemSteps:
    """Steps of scoring that depend on all events of an item; each method is one step."""

    def __init__(
        self, schemes: Sequence[Scheme], event_scorer: EventScorer, events: Sequence[Event], unit: str
    ) -> None:
        """Begin with the scheme that scores, followed by those that it goes on from."""
        self.scheme, self.schemes = schemes[0], schemes
        self.event_scorer, self.events, self.unit = event_scorer, events, unit
        self.fulfilled: Course = ()

    def _counts(self, event: Event) -> bool:
        return any(event.date in scheme for scheme in self.schemes)

    def _rule_of(self, score: EventScore) -> Clause:
        """Return the rule of this scheme for the event of a score, also where an earlier scheme scored it."""
        if score.event.date in self.scheme:
            return score.rule
        ours = self.event_scorer.scores(score.event, self.unit, _carriers(self.events))
        return next((each.rule for each in ours if each.rule.adds is score.rule.adds), score.rule)

    def endorsements(self, scores: list[EventScore]) -> list[EventScore]:
        return choose_endorsements(self.scheme, scores, self._rule_of)

    def several(self, scores: list[EventScore]) -> list[EventScore]:
        several = self.scheme.several
        adopted = points_by_event(score for score in scores if score.family is Family.ADOPTION)
        if len(adopted) <= 1:
            return scores
        ranked = [event for event, _ in sorted(adopted.values(), key=lambda found: -found[1])]
        if several.take is AdoptionsCounted.HIGHEST:
            kept, reason = {ranked[0].number}, Reason(reasons.DROPPED)
        else:
            first: dict[Level | None, int] = {}
            for event in ranked:
                first.setdefault(event.level, event.number)
            kept, reason = set(first.values()), Reason(reasons.DROPPED_LEVEL)
            if several.take is AdoptionsCounted.BEST:
                kept = set(list(first.values())[: several.best])
                reason = make_reason(reasons.DROPPED_BEST, best=str(several.best))
        return [
            drop(score, reason) if score.family is Family.ADOPTION and score.event.number not in kept else score
            for score in scores
        ]

    def whole_item(self, scores: list[EventScore]) -> list[EventScore]:
        """Multiply the adoptions of the item by the highest multiplier that one of them matches."""
        adopted = [e for e in self.events if isinstance(e.fact, Adoption) and self._counts(e)]
        carriers = _carriers(self.events)
        attributes = [self.event_scorer.attributes(event, self.unit, carriers) for event in adopted]
        whole = [multiplier for multiplier in self.scheme.multipliers if multiplier.whole_item]
        found = [multiplier for multiplier in whole if any(multiplier.condition.matches(a) for a in attributes)]
        if not found:
            return scores
        best = max(found, key=lambda m: m.times)
        return [
            multiply(score, best.times, best.words) if score.family is Family.ADOPTION and score.points else score
            for score in scores
        ]

    def bonuses(self, scores: list[EventScore]) -> list[EventScore]:
        found = list(scores)
        for number, (rule, earned) in enumerate(self._earned_bonuses()):
            for event in earned if rule.every_time else earned[:1]:
                key = f"{Family.BONUS}/{number}/{event.key if rule.every_time else ''}"
                # One for each event is about that event, whichever adoption completed the condition of several.
                about = event if rule.every_time else self._completing_event(rule, event)
                found.append(EventScore(key, Family.BONUS, rule, about, rule.points))
        return found

    def _earned_bonuses(self) -> list[tuple[PointsRule, list[Event]]]:
        """Return each bonus with the events that earn it."""
        rules, carriers = self.scheme.rules.get(Family.BONUS, ()), _carriers(self.events)
        earned: dict[int, list[Event]] = {id(rule): [] for rule in rules}
        for event in (event for event in self.events if self._counts(event)):
            about = [rule for rule in rules if rule.on is event.family]
            values = self.event_scorer.attributes(event, self.unit, carriers) if about else {}
            for rule in applying_to(values, about):
                earned[id(rule)].append(event)
        return [(rule, earned[id(rule)]) for rule in rules]

    def _completing_event(self, rule: PointsRule, event: Event) -> Event:
        """Return the event that met the condition of a bonus: *event*, or a later adoption that it asks for."""
        allowed = rule.condition.values.get(Attribute.ADOPTED_BY)
        if allowed is None:
            return event
        places = {id(e): place for place, e in enumerate(self.events)}
        carried = next(e for e in self.events if isinstance(e.fact, Adoption) and e.fact.publication in allowed)
        return max(event, carried, key=lambda e: places[id(e)])

    def lapses(self, scores: list[EventScore]) -> list[EventScore]:
        reducing: dict[int, tuple[LapseRule, Lapse]] = {}
        for lapse in (e.fact for e in self.events if isinstance(e.fact, Lapse)):
            values = lapse_attributes(lapse, self.scheme)
            held = [r for r in self.scheme.lapses if is_fulfilled(self.fulfilled, self.events[-1].date, r, lapse)]
            for rule in applying_to(values, held):
                reducing.setdefault(id(rule), (rule, lapse))
        for rule in (rule for rule in self.scheme.lapses if rule.share and id(rule) in reducing):
            # Of points that are taken nothing can be lost: a lapse would pay.
            if sum((score.points for score in scores), ZERO) > 0:
                scores = [_reduce(score, *reducing[id(rule)]) for score in scores]
        return scores

    def withdrawn(self, scores: list[EventScore]) -> list[EventScore]:
        """Return what a withdrawn item has lost: what it earned is gone."""
        return [score for score in scores if score.points < 0]

    def limits(self, scores: list[EventScore]) -> list[EventScore]:
        for limit in (limit for limit in self.scheme.limits if limit.per is None):
            scores = list(_clip(scores, limit, self.unit))
        return scores


def points_by_event(scores: Iterable[EventScore]) -> dict[int, tuple[Event, Fraction]]:
    """Return events of one family by their number, each with the points of all its scores, in their order."""
    found: dict[int, tuple[Event, Fraction]] = {}
    for score in scores:
        known = found.get(score.event.number)
        found[score.event.number] = (score.event, score.points + (known[1] if known else ZERO))
    return found


def _reduce(score: EventScore, rule: LapseRule, lapse: Lapse) -> EventScore:
    if not score.points:
        return score
    message = reasons.ALL_LOST if rule.share == 1 else reasons.SHARE_LOST
    reason = make_reason(message, points=amount(score.points), share=str(rule.share), words=rule.words)
    reduced = score.with_points(score.points * (1 - rule.share), reason)
    return reduced._replace(why=(*reduced.why, *lapse_reasons(lapse)))


def _clip(scores: Sequence[EventScore], limit: PointsLimit, unit: str) -> Iterator[EventScore]:
    total = ZERO
    for score in scores:
        is_limited = score.family in limit.families
        if not is_limited or not limit.condition.matches(unit_attributes(unit, score.event.date)):
            yield score
            continue
        points, why, changes = clip_points(limit, total, score.points)
        total += score.points
        yield score._replace(points=points, why=score.why + why, changes=score.changes + changes) if changes else score
