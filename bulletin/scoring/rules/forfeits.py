"""Forfeited periods: while a forfeit holds, the points of its period are at most zero; its end gives them back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction

from bulletin.scoring import reasons
from bulletin.scoring.entries import Entry, Forfeit, total
from bulletin.scoring.points_changes import ChangeKind, PointsChange
from bulletin.scoring.reasons import make_reason

ZERO = Fraction(0)
Earned = dict[tuple[date, str], Fraction]
"""Points by their day, and the unit that they are credited from, "" for the unit's own."""


def apply_forfeits(entries: Sequence[Entry]) -> Iterator[Entry]:
    """Yield the entries of one unit, in their order, after forfeits.

    Each entry gets the difference that it makes to what is left: so the entry that ends a forfeit holds what had been
    lost, also in a period that is over.
    """
    if not any(entry.forfeit for entry in entries):
        yield from entries
        return
    earned: Earned = {}
    forfeits: list[Forfeit] = []
    given = ZERO
    for entry in entries:
        place = entry.date, entry.source
        earned[place] = earned.get(place, ZERO) + entry.points
        ended = _update(forfeits, entry.forfeit)
        left = points_left(earned, forfeits)
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


def points_left(earned: Earned, forfeits: Iterable[Forfeit]) -> Fraction:
    """Return the sum of what was *earned*, where that of each forfeited period is at most zero."""
    left = dict(earned)
    for forfeit in sorted(forfeits, key=lambda each: (each.period.last - each.period.first, each.period.first)):
        places = [place for place in left if forfeit.concerns(*place)]
        excess = max(total(left[place] for place in places), ZERO)
        for place in places:
            taken = min(max(left[place], ZERO), excess)
            left[place] -= taken
            excess -= taken
    return total(left.values())


def _given_entry(entry: Entry, points: Fraction, forfeits: Sequence[Forfeit], ended: Forfeit | None) -> Entry:
    if points == entry.points:
        return entry
    if ended:
        reason = make_reason(reasons.RESTORED, words=ended.words)
    else:
        words = next((forfeit.words for forfeit in forfeits if forfeit.concerns(entry.date, entry.source)), "")
        reason = make_reason(reasons.ZEROED, words=words)
    change = PointsChange(ChangeKind.FORFEIT, points - entry.points, reason.values["words"])
    return entry._replace(points=points, why=(*entry.why, reason), changes=(*entry.changes, change))
