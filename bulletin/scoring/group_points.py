"""Sums of points of groups, for archives that publish nothing else of points.

A sum is given only where neither it nor a difference of two sums says what one unit earned: for quarters that are over
and in which enough units have points, and for longer periods as the sum of such quarters. All groups have no sum.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from bulletin.core.dates import Grain, Period
from bulletin.core.memo import memoized
from bulletin.model.archive import Archive
from bulletin.model.registry import Group
from bulletin.model.scheme_enums import Family
from bulletin.scoring.closing.printed import circulated_results
from bulletin.scoring.entries import Entry, total
from bulletin.scoring.standings import NO_GROUP

MIN_UNITS = 3
"""In a group of two, each of them would know the points of the other."""


class GroupPoints(NamedTuple):
    """A group and the sum of its points in a period; None where it is not given."""

    group: Group
    points: Fraction | None


def group_points(archive: Archive, period: Period) -> tuple[GroupPoints, ...]:
    """Return the published sums of all groups in which there are points in *period*, in registry order."""
    if archive.scored is None:
        return ()
    quarters = [_quarter_sums(archive, archive.scored, quarter) for quarter in _scored_quarters(archive.scored, period)]
    groups = (*archive.registry.groups, Group(id=NO_GROUP, name=""))
    return tuple(
        GroupPoints(group, _sum_of([quarter.get(group.id) for quarter in quarters]))
        for group in groups
        if any(group.id in quarter for quarter in quarters)
    )


def _sum_of(parts: list[Fraction | None]) -> Fraction | None:
    """Return the sum of quarters; None where one of them is not given, as the others would tell it."""
    given = [part for part in parts if part is not None]
    return sum(given, Fraction(0)) if len(given) == len(parts) else None


def _scored_quarters(scored: Archive, period: Period) -> list[Period]:
    """Return the quarters of a period in which a scheme was in force; none where it is no whole number of quarters."""
    if period.grain not in (Grain.YEAR, Grain.HALF, Grain.QUARTER):
        return []
    in_force = [Period(scheme.first, scheme.last) for scheme in scored.schemes]
    return [
        quarter
        for quarter in period.split(Grain.QUARTER)
        if any(span.first <= quarter.last and quarter.first <= span.last for span in in_force)
    ]


def _quarter_sums(archive: Archive, scored: Archive, quarter: Period) -> Mapping[str, Fraction | None]:
    """Return the sum of each group with units that have points in a quarter; None where it is not given."""
    return memoized(archive, ("group points", quarter.first), lambda: _compute(scored, quarter))


def _compute(scored: Archive, quarter: Period) -> dict[str, Fraction | None]:
    accounts: dict[str, list[Sequence[Entry]]] = {}
    for unit in scored.registry.units:
        if entries := circulated_results(scored, quarter, unit.id).entries:
            accounts.setdefault(unit.group if unit.group in scored.registry.group else NO_GROUP, []).append(entries)
    is_over = quarter.last < scored.today
    return {
        group: total(entry.points for entries in listed for entry in entries)
        if is_over and sum(map(_has_own_points, listed)) >= MIN_UNITS
        else None
        for group, listed in accounts.items()
    }


def _has_own_points(entries: Sequence[Entry]) -> bool:
    """Whether a unit has points beside those that every unit has."""
    return any(entry.points and entry.family is not Family.BASE for entry in entries)
