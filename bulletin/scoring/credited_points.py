"""Points that stand in another row than what they are for: with parents, and with successors of merged units."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date as Day  # noqa: N812 - as elsewhere in this package
from fractions import Fraction
from typing import TYPE_CHECKING

from bulletin.core.memo import memoized
from bulletin.model.scheme import scheme_at
from bulletin.scoring.rules.attribution import credit_shares

if TYPE_CHECKING:
    from bulletin.scoring.standings import RankedUnit


def points_from_others(standing: RankedUnit) -> Mapping[str, Fraction]:
    """Return the points of a unit that are for items of others, by the unit that submitted them; computed once."""
    return memoized(standing, "points from others", lambda: _points_from_others(standing))


def _points_from_others(standing: RankedUnit) -> Mapping[str, Fraction]:
    found: dict[str, Fraction] = {}
    mine = standing.unit.id
    for entry in standing.results.entries:
        item = entry.item
        if item and entry.points and not item.is_withdrawn and mine not in item.units:
            source = next((unit for unit in item.units if mine in _receivers(standing, unit, entry.date)), None)
            if source:
                found[source] = found.get(source, Fraction(0)) + entry.points
    return {unit: points for unit, points in found.items() if points}


def credited_elsewhere(standing: RankedUnit) -> tuple[str, ...]:
    """Return the other units that have points for the items and adoptions in a unit's row, in registry order."""
    results, unit = standing.results, standing.unit
    days = {item.date for item in results.submitted} | {event.date for event in results.adoptions}
    found = {other for day in days for other in _receivers(standing, unit.id, day)} - {unit.id}
    return tuple(sorted(found, key=lambda other: standing.archive.registry.unit[other].order))


def _receivers(standing: RankedUnit, unit: str, day: Day) -> Iterator[str]:
    """Yield who has the points of a unit on a day."""
    archive = standing.archive
    if scheme := scheme_at(archive.schemes, day):
        entry = archive.registry.unit.get(unit)
        if scheme.credits or (entry and entry.left):
            yield from (share.unit for share in credit_shares(scheme, archive.registry, unit, day) if share.fraction)
