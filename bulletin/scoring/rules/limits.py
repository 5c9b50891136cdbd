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
from bulletin.scoring.points_changes import ChangeKind, Changes, PointsChange
from bulletin.scoring.reasons import Reason, make_reason

ZERO = Fraction(0)


def clip_points(limit: PointsLimit, before: Fraction, points: Fraction) -> tuple[Fraction, tuple[Reason, ...], Changes]:
    """Return what is given of points that come after a sum *before*, clipped by a cap and then by a floor.

    There is a reason and a change for each of them that makes a difference.
    """
    why, changes = [], []
    for kind, clip in _clip_steps(limit):
        clipped = clip(before)
        given = clip(before + points) - clipped
        if given != points:
            values = {"points": amount(points), "given": amount(given), "words": limit.words}
            why.append(make_reason(_MESSAGES[kind, given > points], **values))
            changes.append(PointsChange(kind, given - points, limit.words))
        before, points = clipped, given
    return points, tuple(why), tuple(changes)


_MESSAGES = {
    (ChangeKind.CAP, False): reasons.CAPPED,
    (ChangeKind.CAP, True): reasons.ABSORBED,
    (ChangeKind.FLOOR, True): reasons.RAISED,
    (ChangeKind.FLOOR, False): reasons.REPAID,
}
"""What a cap or a floor does, by whether it gives."""


def _clip_steps(limit: PointsLimit) -> Iterator[tuple[ChangeKind, Callable[[Fraction], Fraction]]]:
    high, low = limit.high, limit.low
    if high is not None:
        yield ChangeKind.CAP, lambda total: min(total, high)
    if low is not None:
        yield ChangeKind.FLOOR, lambda total: max(total, low)


def apply_limits(schemes: Sequence[Scheme], entries: Iterable[Entry]) -> Iterator[Entry]:
    """Yield the entries of one unit, in their order, clipped to the limits of the scheme of their day.

    What is given back later is limited with what had been taken, in its period: just as much comes back.
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
                key = (number, Period.holding(entry.limited_on, limit.per))
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
    return next((place for place, scheme in enumerate(schemes) if entry.limited_on in scheme), -1)


def _given_before(limit: PointsLimit, period: Period, given: Sequence[Entry]) -> Fraction:
    return total(entry.points for entry in given if entry.limited_on in period and _applies_to(limit, entry))


def _applies_to(limit: PointsLimit, entry: Entry) -> bool:
    return entry.family in limit.families and limit.condition.matches(unit_attributes(entry.unit, entry.date))


def _limit_order(limit: PointsLimit) -> tuple[int, int, str]:
    """Sort narrow limits before wide ones, short periods before long ones."""
    return (len(limit.families), limit.per.rank if limit.per else 0, limit.words)


def _clip(entry: Entry, limit: PointsLimit, before: Fraction) -> Entry:
    points, why, changes = clip_points(limit, before, entry.points)
    return entry._replace(points=points, why=entry.why + why, changes=entry.changes + changes) if changes else entry
