"""Floors and caps: sums of entries are clipped as they grow, so that an earlier entry never changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import count

from bulletin.core.dates import Period
from bulletin.core.numbers import amount
from bulletin.model.attributes import unit_attributes
from bulletin.model.scheme import PointsLimit, Scheme
from bulletin.model.seams import say_the_same
from bulletin.scoring import reasons
from bulletin.scoring.entries import Entry, total
from bulletin.scoring.reasons import make_reason

ZERO = Fraction(0)


def clip_function(limit: PointsLimit) -> Callable[[Fraction], Fraction]:
    """Return the function that clips a sum to a limit."""

    def clip(total: Fraction) -> Fraction:
        total = total if limit.high is None else min(total, limit.high)
        return total if limit.low is None else max(total, limit.low)

    return clip


def apply_limits(schemes: Sequence[Scheme], entries: Iterable[Entry]) -> Iterator[Entry]:
    """Yield the entries of one unit, in their order, clipped to the limits of the scheme of their day.

    Each entry gets the difference that it makes to the clipped sum: the sum of what is given is the clipped sum of what
    was earned. A limit goes on in the next of *schemes* that says the same; to others counts what was given before.
    """
    if not any(limit.per for scheme in schemes for limit in scheme.limits):
        yield from entries
        return
    by_scheme = _numbered_limits(schemes)
    totals: dict[tuple[int, Period], Fraction] = {}
    given: list[Entry] = []
    for entry in entries:
        for number, limit in by_scheme[_place_of(schemes, entry)]:
            if limit.per and _applies_to(limit, entry):
                key = (number, Period.holding(entry.date, limit.per))
                before = totals[key] if key in totals else _given_before(limit, key[1], given)
                totals[key] = before + entry.points
                entry = _clip(entry, limit, before)  # noqa: PLW2901 - each limit takes the result of the previous one
        if len(schemes) > 1:
            given.append(entry)
        yield entry


def _numbered_limits(schemes: Sequence[Scheme]) -> list[list[tuple[int, PointsLimit]]]:
    """Return the limits of each scheme in order; one that says what one of the scheme before says has its number."""
    found: list[list[tuple[int, PointsLimit]]] = []
    numbers = count()
    for scheme in schemes:
        free = list(found[-1]) if found else []
        numbered = []
        for limit in sorted((limit for limit in scheme.limits if limit.per), key=_limit_order):
            same = next((pair for pair in free if say_the_same([pair[1]], [limit])), None)
            if same:
                free.remove(same)
            numbered.append((same[0] if same else next(numbers), limit))
        found.append(numbered)
    return found


def _place_of(schemes: Sequence[Scheme], entry: Entry) -> int:
    return next((place for place, scheme in enumerate(schemes) if entry.date in scheme), -1)


def _given_before(limit: PointsLimit, period: Period, given: Sequence[Entry]) -> Fraction:
    return total(entry.points for entry in given if entry.date in period and _applies_to(limit, entry))


def _applies_to(limit: PointsLimit, entry: Entry) -> bool:
    return entry.family in limit.families and limit.condition.matches(unit_attributes(entry.unit, entry.date))


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
    return entry._replace(points=given, why=(*entry.why, reason._replace(change=given - entry.points)))
