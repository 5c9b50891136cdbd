"""How units and authors stood year by year: a few values a year, which can be kept from one build to the next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from bulletin.core.dates import Period
from bulletin.core.numbers import amount, percent
from bulletin.model.archive import Archive
from bulletin.scoring.ledgers import books
from bulletin.scoring.memo import remembered
from bulletin.scoring.standings import Place, standing

APART = -1
"""Stands for the rank of a unit that is out of the awards."""


class Stood(NamedTuple):
    """How a unit stood in a year: ``rank`` of ``ranked`` in its group; points and completion as they are shown."""

    rank: int | None
    ranked: int
    points: str | None
    completion: str | None


class Wrote(NamedTuple):
    """How an author stood among all authors of a year."""

    rank: int
    points: str


class Course(NamedTuple):
    """How all stood in a year: units by id, authors by unit id and name."""

    units: Mapping[str, Stood]
    authors: Mapping[str, Mapping[str, Wrote]]


def course(archive: Archive, year: int) -> Course:
    """Return how all stood in a year; it is made once."""
    return remembered(archive, ("course", year), lambda: _make(archive, Period.year(year)))


def _make(archive: Archive, year: Period) -> Course:
    units = {
        place.unit.id: _stood(place, len(ranking.ranked))
        for ranking in standing(archive, year).groups
        for place in ranking.places
    }
    found: dict[str, dict[str, Wrote]] = {}
    if books(archive, year).authors:
        from bulletin.scoring.top import authors

        for author in authors(archive, year):
            found.setdefault(author.unit.id, {})[author.name] = Wrote(author.rank, amount(author.points, 2))
    return Course(units, found)


def _stood(place: Place, ranked: int) -> Stood:
    target = next(iter(place.completions), None)
    return Stood(
        APART if place.disqualified else place.rank,
        ranked,
        None if place.points is None else amount(place.points, 2),
        percent(target.ratio) if target and target.ratio is not None else None,
    )


def kept(found: Course) -> Any:  # noqa: ANN401 - what JSON can hold
    """Return a course as JSON can hold it."""
    return [found.units, found.authors]


def recalled(value: Any) -> Course:  # noqa: ANN401 - what JSON gave
    """Return the course that :func:`kept` gave."""
    units, authors = value
    return Course(
        {unit: Stood(*stood) for unit, stood in units.items()},
        {unit: {name: Wrote(*wrote) for name, wrote in names.items()} for unit, names in authors.items()},
    )
