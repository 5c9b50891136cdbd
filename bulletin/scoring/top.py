"""Top units of a period by category, and its authors by rank."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from bulletin.core.dates import Period
from bulletin.core.memo import memoized
from bulletin.model.archive import Archive
from bulletin.model.registry import Category, Group, Registry, Unit
from bulletin.model.scheme_enums import TieRanking
from bulletin.scoring.closing.printed import standings_for
from bulletin.scoring.ledger import ledgers_for
from bulletin.scoring.rankings import ranks_of
from bulletin.scoring.standings import NO_GROUP, scheme_for

ZERO = Fraction(0)


class TopUnits(NamedTuple):
    """The units that earned most with items of a category; several where they earned the same."""

    category: Category
    units: tuple[Unit, ...]
    points: Fraction


class RankedAuthor(NamedTuple):
    """The points of an author, and the ranks among the authors of all units and of those of the unit's group."""

    name: str
    unit: Unit
    points: Fraction
    rank: int
    rank_in_group: int


class AuthorRanking(NamedTuple):
    """The authors of the units of one group, the best first."""

    group: Group
    authors: tuple[RankedAuthor, ...]


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


def ranked_authors_by_group(archive: Archive, period: Period) -> tuple[AuthorRanking, ...]:
    """Return the authors with points by group, in registry order; those of units of no group come last."""
    registry, found = archive.registry, dict[str, list[RankedAuthor]]()
    for author in ranked_authors(archive, period):
        found.setdefault(_group_of(registry, author.unit.id), []).append(author)
    groups = [group for group in registry.groups if group.id in found]
    groups += [Group(id=NO_GROUP, name="")] if NO_GROUP in found else []
    return tuple(AuthorRanking(group, tuple(found[group.id])) for group in groups)


def _rank_authors(archive: Archive, period: Period) -> tuple[RankedAuthor, ...]:
    scheme, registry = scheme_for(archive, period), archive.registry
    earned = [(account.points(period), *key) for key, account in ledgers_for(archive, period).authors.items()]
    order = {unit.id: unit.order for unit in registry.units}
    ordered = sorted((e for e in earned if e[0]), key=lambda e: (-e[0], order.get(e[1], 0), e[2]))
    ties, by_group = scheme.ties if scheme else TieRanking.SKIP, dict[str, list[Fraction]]()
    for points, unit, _ in ordered:
        by_group.setdefault(_group_of(registry, unit), []).append(points)
    ranks = ranks_of([points for points, _, _ in ordered], ties)
    in_group = {group: ranks_of(points, ties) for group, points in by_group.items()}
    return tuple(
        RankedAuthor(name, registry.unit[unit], points, ranks[points], in_group[_group_of(registry, unit)][points])
        for points, unit, name in ordered
    )


def _group_of(registry: Registry, unit: str) -> str:
    group = registry.unit[unit].group
    return group if group in registry.group else NO_GROUP
