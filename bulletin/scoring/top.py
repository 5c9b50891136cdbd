"""Top units of a period by category, and its authors by rank."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from bulletin.core.dates import Period
from bulletin.core.memo import memoized
from bulletin.model.archive import Archive
from bulletin.model.registry import Category, Unit
from bulletin.model.scheme_enums import TieRanking
from bulletin.scoring.closing.printed import standings_for
from bulletin.scoring.ledger import ledgers_for
from bulletin.scoring.rankings import ranks_of
from bulletin.scoring.standings import scheme_for

ZERO = Fraction(0)


class TopUnits(NamedTuple):
    """The units that earned most with items of a category; several where they earned the same."""

    category: Category
    units: tuple[Unit, ...]
    points: Fraction


class RankedAuthor(NamedTuple):
    """The points and the rank of an author among the authors of all units."""

    name: str
    unit: Unit
    points: Fraction
    rank: int


def top_units(archive: Archive, period: Period) -> tuple[TopUnits, ...]:
    """Return the top units of each category in which points were earned."""
    return memoized(archive, ("top units", period.first, period.last), lambda: _find_top_units(archive, period))


def _find_top_units(archive: Archive, period: Period) -> tuple[TopUnits, ...]:
    earned: dict[str, dict[str, Fraction]] = {}
    for row in standings_for(archive, period).ranked:
        for entry in ledgers_for(archive, period).account(row.unit.id).within(period):
            if entry.item:
                units = earned.setdefault(entry.item.category, {})
                units[row.unit.id] = units.get(row.unit.id, ZERO) + entry.points
    found = []
    for category in archive.registry.categories:
        best = max(earned.get(category.id, {}).values(), default=ZERO)
        if best > 0:
            best_units = [archive.registry.unit[unit] for unit, points in earned[category.id].items() if points == best]
            found.append(TopUnits(category=category, units=tuple(best_units), points=best))
    return tuple(found)


def ranked_authors(archive: Archive, period: Period) -> tuple[RankedAuthor, ...]:
    """Return the authors with points, the best first; none where the scheme does not score authors."""
    return memoized(archive, ("ranked authors", period.first, period.last), lambda: _rank_authors(archive, period))


def _rank_authors(archive: Archive, period: Period) -> tuple[RankedAuthor, ...]:
    scheme, registry = scheme_for(archive, period), archive.registry
    earned = [(account.points(period), *key) for key, account in ledgers_for(archive, period).authors.items()]
    order = {unit.id: unit.order for unit in registry.units}
    ordered = sorted((e for e in earned if e[0]), key=lambda e: (-e[0], order.get(e[1], 0), e[2]))
    ranks = ranks_of([points for points, _, _ in ordered], scheme.ties if scheme else TieRanking.SKIP)
    return tuple(RankedAuthor(name=name, unit=registry.unit[u], points=p, rank=ranks[p]) for p, u, name in ordered)
