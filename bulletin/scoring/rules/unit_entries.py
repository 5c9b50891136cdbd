"""Entries of units without an item: commissions, base points, quotas and thresholds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from bulletin.core.dates import Period
from bulletin.core.numbers import amount, percent
from bulletin.model import commissions
from bulletin.model.archive import Archive
from bulletin.model.attributes import Attribute, unit_attributes
from bulletin.model.records import Call, Item
from bulletin.model.registry import Unit
from bulletin.model.scheme import (
    BasePoints,
    Clause,
    QuotaRule,
    Scheme,
    Target,
    Threshold,
    applying,
    applying_to,
)
from bulletin.model.scheme_enums import CommissionResult, Family, Measure, Shortfall
from bulletin.model.seams import scheme_of
from bulletin.scoring import activity, reasons, targets
from bulletin.scoring.entries import Account, EventScore, PendingEntry, changed_entries, rule_key
from bulletin.scoring.events import Event
from bulletin.scoring.points_changes import ChangeKind, Changes, PointsChange
from bulletin.scoring.reasons import Reason, make_reason

ZERO = Fraction(0)
NEXT = timedelta(days=1)
EventScores = dict[str, EventScore]


def commission_entries(archive: Archive, schemes: Sequence[Scheme], call: Call, unit: str) -> Iterator[PendingEntry]:
    """Yield the entries of a commission for a unit that it addressed: each result by the scheme of its first day.

    From the day on which the unit has left, they are of its successor.
    """
    answers, due = commissions.answers(archive, call, unit), call.due_of(unit)
    if due and not (answers and answers[0].date <= due):
        # What was withdrawn came late all the same.
        late = (item for item in commissions.withdrawn_answers(archive, call, unit) if item.date > due)
        answers = tuple(sorted((*answers, *late), key=lambda item: item.date))
    results = _results_by_day(archive, _Owed(due, call.waiver_of(unit) is not None), answers)
    owing = commissions.owing_units(call, unit)

    def scores_on(day: date) -> EventScores:
        return {
            score.key: score
            for result, (first, item) in results[day].items()
            if (owes := archive.registry.owing_among(owing, unit, first))
            for score in _commission_scores(schemes, result, owes, Event(Family.COMMISSION, first, item, call))
            if score.points < 0 or not (item and item.is_withdrawn)
        }

    return _changed_entries([day for day in results if scheme_of(schemes, day)], scores_on, Reason(reasons.ANSWERED))


class _Owed(NamedTuple):
    """What a unit owes to a commission: until when, and whether it need not any more."""

    due: date | None
    is_waived: bool


Results = dict[CommissionResult, tuple[date, Item | None]]
"""Results of a commission, each with the day since which it holds, and the item that brought it."""


def _results_by_day(archive: Archive, owed: _Owed, answers: Sequence[Item]) -> dict[date, Results]:
    """Return the results on each day on which they change, in order."""
    found: dict[date, Results] = {}
    before: Results = {}
    for day in sorted(set(_commission_days(archive, owed, answers))):
        now = {result: (day, item) for result, item in _commission_results(owed, answers, day)}
        before = {result: _first_of(before.get(result), held) for result, held in now.items()}
        found[day] = before
    return found


def _first_of(before: tuple[date, Item | None] | None, now: tuple[date, Item | None]) -> tuple[date, Item | None]:
    """Return since when a result has held, and by which item: by one that was withdrawn, until another brings it."""
    if before is None or (before[1] and now[1] and before[1].is_withdrawn and not now[1].is_withdrawn):
        return now
    return before


def _commission_scores(
    schemes: Sequence[Scheme], result: CommissionResult, unit: str, event: Event
) -> Iterator[EventScore]:
    scheme = scheme_of(schemes, event.date)
    rules = scheme.rules.get(Family.COMMISSION, ()) if scheme else ()
    for rule in applying_to(unit_attributes(unit, event.date) | {Attribute.RESULT: result}, rules):
        key = result.value + rule_key(rules, rule)
        yield EventScore(key, Family.COMMISSION, rule, event, rule.points)


def _commission_days(archive: Archive, owed: _Owed, answers: Sequence[Item]) -> Iterator[date]:
    """Yield the days on which the result of a commission changes."""
    if owed.due and owed.due + NEXT <= archive.today:
        yield owed.due + NEXT
    yield from (item.date for item in answers)
    yield from (a.date or item.date for item in answers for a in item.adoptions)


def _commission_results(owed: _Owed, answers: Sequence[Item], day: date) -> list[tuple[CommissionResult, Item | None]]:
    """Return the results of a commission on *day*, each with the item that brought it.

    With answers that were withdrawn alone it has failed, whatever they brought. One that is waived does not fail, and
    what comes after its day is neither in time nor late.
    """
    given = [item for item in answers if item.date <= day]
    kept = [item for item in given if not item.is_withdrawn]
    failed: list[tuple[CommissionResult, Item | None]] = []
    if owed.due and day > owed.due and not kept and not owed.is_waived:
        failed = [(CommissionResult.FAILED, None)]
    given = kept or given
    if not given:
        return failed
    late = owed.due is not None and given[0].date > owed.due
    found = [*failed]
    if not (late and owed.is_waived):
        found.append((CommissionResult.LATE if late else CommissionResult.IN_TIME, given[0]))
    adopted = [(a.date or item.date, number) for number, item in enumerate(given) for a in item.adoptions]
    if adopted and min(adopted)[0] <= day:
        found.append((CommissionResult.ADOPTED, given[min(adopted)[1]]))
    return found


def _changed_entries(
    days: Sequence[date], scores_on: Callable[[date], EventScores], gone: Reason | None = None
) -> Iterator[PendingEntry]:
    """Yield the changes of scores from each of *days* to the next."""
    before: EventScores = {}
    for day in days:
        now = scores_on(day)
        yield from changed_entries(day, before, now, gone)
        before = now


def base_entries(
    archive: Archive, scheme: Scheme, span: Period, base: BasePoints, unit: Unit
) -> Iterator[PendingEntry]:
    """Yield the base points of a unit for each period of *span*; those for days after it left are taken back.

    They belong to the scheme of the first day, which also takes them back, even if it has ended by then.
    """
    for window in span.split(base.per):
        present = activity.presence(unit, window)
        if (
            present is None
            or present.first not in scheme
            or not base.condition.matches(unit_attributes(unit.id, present.first))
        ):
            continue
        days = [present.first] + ([present.last] if present.last < window.last else [])

        def scores_on(day: date, window: Period = window, present: Period = present) -> EventScores:
            part = present if day == present.last else Period(present.first, window.last)
            points = base.points
            why: tuple[Reason, ...] = ()
            if base.prorate and part != window:
                points = base.points * activity.number_of_days(part) / activity.number_of_days(window)
                why = (
                    make_reason(
                        reasons.PART, days=str(activity.number_of_days(part)), all=str(activity.number_of_days(window))
                    ),
                )
            return {"": EventScore("", Family.BASE, base, Event(Family.BASE, day, None, window), points, why)}

        yield from _changed_entries([day for day in days if day <= archive.today], scores_on)


def quota_entries(
    archive: Archive, span: Period, quota: QuotaRule, unit: Unit, earned: Account
) -> Iterator[PendingEntry]:
    """Yield the entry of a target, met or not, on the last day of each period that ends in *span*."""
    for target in archive.targets:
        if target.id != quota.target or not targets.applies_to(target, unit):
            continue
        for window in targets.ended_periods(target, archive.today):
            owed = targets.owed(target, unit, window) if window.last in span else 0
            if owed and quota.condition.matches(unit_attributes(unit.id, window.last)):
                counted = targets.achieved(archive, target, unit.id, window, earned)
                done = targets.amount_of(target, counted)
                yield _quota_entry(quota, target, window, done, owed)


def _quota_entry(quota: QuotaRule, target: Target, window: Period, done: Fraction, owed: int) -> PendingEntry:
    points = quota.points
    if done < owed:
        match quota.shortfall:
            case Shortfall.ALL_OR_NOTHING:
                points = ZERO
            case Shortfall.PROPORTION:
                points = quota.points * max(done, ZERO) / owed
            case Shortfall.EACH:
                points = quota.points + quota.each * (owed - done)
    why = [make_reason(reasons.DONE, done=amount(done), quota=str(owed))]
    event = Event(Family.QUOTA, window.last, None, target)
    changes: Changes = ()
    if quota.surplus and done > owed:
        more, reason, changes = _surplus(quota, done - owed)
        points += more
        why.append(reason)
    return _pending_entry(quota, Family.QUOTA, event, points, *why)._replace(changes=changes)


def _surplus(quota: QuotaRule, number: Fraction) -> tuple[Fraction, Reason, Changes]:
    """Return the points for what is over a quota, the reason that says how much it is, and what its most takes."""
    earned = quota.surplus * number
    points = earned if quota.surplus_max is None else min(earned, quota.surplus_max)
    values = {"number": amount(number), "points": amount(points)}
    if points == earned:
        return points, make_reason(reasons.SURPLUS, **values), ()
    change = PointsChange(ChangeKind.CAP, points - earned, quota.words)
    return points, make_reason(reasons.SURPLUS_CAPPED, earned=amount(earned), **values), (change,)


def threshold_entries(
    archive: Archive, span: Period, thresholds: Sequence[Threshold], unit: Unit, earned: Account
) -> Iterator[PendingEntry]:
    """Yield the entries of crossed thresholds of one figure, on the last day of each period that ends in *span*."""
    measure, per = thresholds[0].measure, thresholds[0].per
    for window in span.split(per):
        if window.last not in span or not activity.presence(unit, window):
            continue
        values = unit_attributes(unit.id, window.last)
        matching = [threshold for threshold in thresholds if threshold.condition.matches(values)]
        value = measure_value(archive, measure, unit.id, window, earned) if matching else None
        if value is not None:
            yield from _crossed_entries(matching, window, value)


def _crossed_entries(thresholds: Sequence[Threshold], window: Period, value: Fraction) -> Iterator[PendingEntry]:
    for threshold in applying(thresholds, lambda threshold: _threshold_reason(threshold, value) is not None):
        if reason := _threshold_reason(threshold, value):
            event = Event(Family.THRESHOLD, window.last, None, window)
            yield _pending_entry(threshold, Family.THRESHOLD, event, threshold.points, reason)


def _threshold_reason(threshold: Threshold, value: Fraction) -> Reason | None:
    format_value = percent if threshold.measure is Measure.RATE else amount
    if threshold.below is not None and value < threshold.below:
        return make_reason(reasons.MEASURED, value=format_value(value), limit=format_value(threshold.below))
    if threshold.reaches is not None and value >= threshold.reaches:
        return make_reason(reasons.REACHED, value=format_value(value), limit=format_value(threshold.reaches))
    return None


def measure_value(archive: Archive, measure: Measure, unit: str, period: Period, earned: Account) -> Fraction | None:
    """Return the value of a measure at the end of *period*; None for a rate where nothing was submitted."""
    items = activity.submitted(archive, unit, period)
    adopted = sum(1 for i in items if any((a.date or i.date) <= period.last for a in i.adoptions))
    match measure:
        case Measure.SUBMITTED:
            return Fraction(len(items))
        case Measure.ADOPTED:
            return Fraction(len({event.item.id for event in activity.adoptions(archive, unit, period)}))
        case Measure.ADOPTIONS:
            return Fraction(len(activity.adoptions(archive, unit, period)))
        case Measure.RATE:
            # Whoever withdraws what was not adopted must not pass a threshold by it.
            number = len(items) + len(activity.withdrawn(archive, unit, period))
            return Fraction(adopted, number) if number else None
        case Measure.POINTS:
            return earned.points(period)


def _pending_entry(rule: Clause, family: Family, event: Event, points: Fraction, *why: Reason) -> PendingEntry:
    return PendingEntry(event.date, EventScore(event.key, family, rule, event, points), points, why)
