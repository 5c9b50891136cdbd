"""How units and authors stood year by year: a few values a year, which can be kept from one build to the next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from bulletin.core.dates import Period
from bulletin.core.memo import memoized
from bulletin.core.numbers import amount, percent
from bulletin.model.archive import Archive
from bulletin.scoring.ledger import ledgers_for
from bulletin.scoring.standings import RankedUnit, standings_for

DISQUALIFIED = -1
"""Stands for the rank of a unit that is out of the awards."""


class UnitYear(NamedTuple):
    """How a unit stood in a year: ``rank`` of ``ranked`` in its group; points and completion as they are shown."""

    rank: int | None
    ranked: int
    points: str | None
    completion: str | None


class AuthorYear(NamedTuple):
    """How an author stood among all authors of a year."""

    rank: int
    points: str


class YearResults(NamedTuple):
    """How all stood in a year: units by id, authors by unit id and name."""

    units: Mapping[str, UnitYear]
    authors: Mapping[str, Mapping[str, AuthorYear]]


def year_results(archive: Archive, year: int) -> YearResults:
    """Return how all stood in a year; it is made once."""
    return memoized(archive, ("year results", year), lambda: _compute(archive, Period.year(year)))


def _compute(archive: Archive, year: Period) -> YearResults:
    units = {
        place.unit.id: _unit_year(place, len(ranking.ranked))
        for ranking in standings_for(archive, year).groups
        for place in ranking.units
    }
    found: dict[str, dict[str, AuthorYear]] = {}
    if ledgers_for(archive, year).authors:
        from bulletin.scoring.top import ranked_authors

        for author in ranked_authors(archive, year):
            found.setdefault(author.unit.id, {})[author.name] = AuthorYear(author.rank, amount(author.points, 2))
    return YearResults(units, found)


def _unit_year(place: RankedUnit, ranked: int) -> UnitYear:
    target = next(iter(place.completions), None)
    return UnitYear(
        DISQUALIFIED if place.disqualified else place.rank,
        ranked,
        None if place.points is None else amount(place.points, 2),
        percent(target.ratio) if target and target.ratio is not None else None,
    )


def dump_year_results(found: YearResults) -> Any:  # noqa: ANN401 - what JSON can hold
    """Return a course as JSON can hold it."""
    return [found.units, found.authors]


def load_year_results(value: Any) -> YearResults:  # noqa: ANN401 - what JSON gave
    """Return the course that :func:`kept` gave."""
    units, authors = value
    return YearResults(
        {unit: UnitYear(*stood) for unit, stood in units.items()},
        {unit: {name: AuthorYear(*wrote) for name, wrote in names.items()} for unit, names in authors.items()},
    )
