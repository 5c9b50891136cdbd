"""Forfeited periods: while a forfeit holds, the points of its period are at most zero; its end gives them back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction

from bulletin.core.dates import Period
from bulletin.scoring import reasons
from bulletin.scoring.entries import Entry, Forfeit, total
from bulletin.scoring.points_changes import ChangeKind, PointsChange
from bulletin.scoring.reasons import make_reason

ZERO = Fraction(0)


def apply_forfeits(entries: Sequence[Entry]) -> Iterator[Entry]:
    """Yield the entries of one unit, in their order, after forfeits.

    Each entry gets the difference that it makes to what is left: so the entry that ends a forfeit holds what had been
    lost, also in a period that is over.
    """
    if not any(entry.forfeit for entry in entries):
        yield from entries
        return
    earned: dict[date, Fraction] = {}
    forfeits: list[Forfeit] = []
    given = ZERO
    for entry in entries:
        earned[entry.date] = earned.get(entry.date, ZERO) + entry.points
        ended = _update(forfeits, entry.forfeit)
        left = points_left(earned, [forfeit.period for forfeit in forfeits])
        yield _given_entry(entry, left - given, forfeits, ended)
        given = left


def _update(forfeits: list[Forfeit], change: Forfeit | None) -> Forfeit | None:
    """Begin or end a forfeit; return the one that ended."""
    if change is None:
        return None
    if not change.ends:
        forfeits.append(change)
        return None
    begun = change._replace(ends=False)
    if begun not in forfeits:
        return None
    forfeits.remove(begun)
    return change


def points_left(earned: dict[date, Fraction], forfeited: Iterable[Period]) -> Fraction:
    """Return the sum of what was *earned* day by day, where that of each forfeited period is at most zero."""
    left = dict(earned)
    for period in sorted(forfeited, key=lambda period: (period.last - period.first, period.first)):
        days = [day for day in left if day in period]
        excess = max(total(left[day] for day in days), ZERO)
        for day in days:
            taken = min(max(left[day], ZERO), excess)
            left[day] -= taken
            excess -= taken
    return total(left.values())


def _given_entry(entry: Entry, points: Fraction, forfeits: Sequence[Forfeit], ended: Forfeit | None) -> Entry:
    if points == entry.points:
        return entry
    if ended:
        reason = make_reason(reasons.RESTORED, words=ended.words)
    else:
        words = next((forfeit.words for forfeit in forfeits if entry.date in forfeit.period), "")
        reason = make_reason(reasons.ZEROED, words=words)
    change = PointsChange(ChangeKind.FORFEIT, points - entry.points, reason.values["words"])
    return entry._replace(points=points, why=(*entry.why, reason), changes=(*entry.changes, change))
