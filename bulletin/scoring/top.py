"""Who is best at what: the units and authors of a period, by category and in all."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from bulletin.core.dates import Period
from bulletin.model.archive import Archive
from bulletin.model.registry import Category, Unit
from bulletin.model.scheme_enums import Ties
from bulletin.scoring.ledgers import books
from bulletin.scoring.memo import remembered
from bulletin.scoring.standings import ranked, scheme_of, standing

ZERO = Fraction(0)


class Champion(NamedTuple):
    """The units that earned most with items of a category; several where they earned the same."""

    category: Category
    units: tuple[Unit, ...]
    points: Fraction


class Author(NamedTuple):
    """How an author stands: ranked over all units."""

    name: str
    unit: Unit
    points: Fraction
    rank: int


def champions(archive: Archive, period: Period) -> tuple[Champion, ...]:
    """Return the champions of each category in which anything was earned."""
    return remembered(archive, ("champions", period.first, period.last), lambda: _champions(archive, period))


def _champions(archive: Archive, period: Period) -> tuple[Champion, ...]:
    earned: dict[str, dict[str, Fraction]] = {}
    for place in standing(archive, period).ranked:
        for entry in books(archive, period).of(place.unit.id).within(period):
            if entry.item:
                units = earned.setdefault(entry.item.category, {})
                units[place.unit.id] = units.get(place.unit.id, ZERO) + entry.points
    found = []
    for category in archive.registry.categories:
        best = max(earned.get(category.id, {}).values(), default=ZERO)
        if best > 0:
            winners = [archive.registry.unit[unit] for unit, points in earned[category.id].items() if points == best]
            found.append(Champion(category=category, units=tuple(winners), points=best))
    return tuple(found)


def authors(archive: Archive, period: Period) -> tuple[Author, ...]:
    """Return the authors that earned something, the best first; none where the scheme does not score them."""
    return remembered(archive, ("authors", period.first, period.last), lambda: _authors(archive, period))


def _authors(archive: Archive, period: Period) -> tuple[Author, ...]:
    scheme, registry = scheme_of(archive, period), archive.registry
    earned = [(account.points(period), *key) for key, account in books(archive, period).authors.items()]
    order = {unit.id: unit.order for unit in registry.units}
    ordered = sorted((e for e in earned if e[0]), key=lambda e: (-e[0], order.get(e[1], 0), e[2]))
    ranks = ranked([points for points, _, _ in ordered], scheme.ties if scheme else Ties.SKIP)
    return tuple(Author(name=name, unit=registry.unit[u], points=p, rank=ranks[p]) for p, u, name in ordered)
