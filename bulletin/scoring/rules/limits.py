"""Floors and caps: sums of entries are clipped as they grow, so that an earlier entry never changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction

from bulletin.core.dates import Period
from bulletin.core.numbers import amount
from bulletin.model.attributes import unit_attributes
from bulletin.model.scheme import PointsLimit, Scheme
from bulletin.scoring import reasons
from bulletin.scoring.entries import Entry
from bulletin.scoring.reasons import make_reason

ZERO = Fraction(0)


def clip_function(limit: PointsLimit) -> Callable[[Fraction], Fraction]:
    """Return the function that clips a sum to a limit."""

    def clip(total: Fraction) -> Fraction:
        total = total if limit.high is None else min(total, limit.high)
        return total if limit.low is None else max(total, limit.low)

    return clip


def apply_limits(scheme: Scheme, entries: Iterable[Entry]) -> Iterator[Entry]:
    """Yield the entries of one unit, in their order, clipped to the limits of a scheme.

    Each entry gets the difference that it makes to the clipped sum: the sum of what is given is the clipped sum of what
    was earned.
    """
    limits = sorted((limit for limit in scheme.limits if limit.per), key=_limit_order)
    totals: dict[tuple[int, Period], Fraction] = {}
    if not limits:
        yield from entries
        return
    for entry in entries:
        for number, limit in enumerate(limits):
            if limit.per and entry.family in limit.families and _applies_to(limit, entry):
                key = (number, Period.holding(entry.date, limit.per))
                before = totals.get(key, ZERO)
                totals[key] = before + entry.points
                entry = _clip(entry, limit, before)  # noqa: PLW2901 - each limit takes the result of the previous one
        yield entry


def _applies_to(limit: PointsLimit, entry: Entry) -> bool:
    return limit.condition.matches(unit_attributes(entry.unit, entry.date))


def _limit_order(limit: PointsLimit) -> tuple[int, int, str]:
    """Sort narrow limits before wide ones, short periods before long ones."""
    return (len(limit.families), limit.per.rank if limit.per else 0, limit.words)


def _clip(entry: Entry, limit: PointsLimit, before: Fraction) -> Entry:
    clip = clip_function(limit)
    given = clip(before + entry.points) - clip(before)
    if given == entry.points:
        return entry
    message = reasons.REGAINED
    if entry.points > 0 and clip(before) <= before:
        message = reasons.CAPPED
    elif entry.points < 0 and clip(before) >= before:
        message = reasons.RAISED
    reason = make_reason(message, points=amount(entry.points), given=amount(given), words=limit.words)
    return entry._replace(points=given, why=(*entry.why, reason))
