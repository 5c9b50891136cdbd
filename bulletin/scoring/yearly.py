"""Results of units and authors by year: few values, which can be kept from one build to the next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from bulletin.core.dates import Period
from bulletin.core.memo import memoized
from bulletin.core.numbers import amount, percent
from bulletin.model.archive import Archive
from bulletin.scoring.closing.printed import standings_for
from bulletin.scoring.ledger import ledgers_for
from bulletin.scoring.standings import RankedUnit
from bulletin.scoring.top import ranked_authors

DISQUALIFIED = -1
"""The rank of a disqualified unit."""


class UnitYear(NamedTuple):
    """The results of a unit: ``rank`` among ``ranked`` units of its group; points and completion as they are shown."""

    rank: int | None
    ranked: int
    points: str | None
    completion: str | None


class AuthorYear(NamedTuple):
    """The rank of an author among all authors of a year, and the points as they are shown."""

    rank: int
    points: str


class YearResults(NamedTuple):
    """The results of a year: units by id, authors by unit id and name."""

    units: Mapping[str, UnitYear]
    authors: Mapping[str, Mapping[str, AuthorYear]]


def year_results(archive: Archive, year: int) -> YearResults:
    """Return the results of a year; they are computed once."""
    known = known_year_results(archive)
    if year not in known:
        known[year] = _compute(archive, Period.year(year))
    return known[year]


def _compute(archive: Archive, year: Period) -> YearResults:
    units = {
        row.unit.id: _unit_year(row, sum(1 for one in ranking.ranked if one.rank is not None))
        for ranking in standings_for(archive, year).groups
        for row in ranking.units
    }
    found: dict[str, dict[str, AuthorYear]] = {}
    if ledgers_for(archive, year).authors:
        for author in ranked_authors(archive, year):
            found.setdefault(author.unit.id, {})[author.name] = AuthorYear(author.rank, amount(author.points))
    return YearResults(units, found)


def _unit_year(row: RankedUnit, ranked: int) -> UnitYear:
    target = next(iter(row.whole_completions), None)
    return UnitYear(
        DISQUALIFIED if row.disqualified else row.rank,
        ranked,
        None if row.points is None else amount(row.points),
        percent(target.ratio) if target and target.ratio is not None else None,
    )


def known_year_results(archive: Archive) -> dict[int, YearResults]:
    """Return the results of the years for which they were computed."""
    return memoized(archive, "year results", dict[int, YearResults])


def keep_year_results(archive: Archive, results: Mapping[int, YearResults]) -> None:
    """Give an archive results of years that are known to be right for it."""
    known_year_results(archive).update(results)


def dump_year_results(results: Mapping[int, YearResults]) -> Any:  # noqa: ANN401 - plain values
    """Return results of years as plain values."""
    return {
        year: (
            {unit: tuple(values) for unit, values in found.units.items()},
            {unit: {name: tuple(values) for name, values in names.items()} for unit, names in found.authors.items()},
        )
        for year, found in results.items()
    }


def load_year_results(values: Any) -> Mapping[int, YearResults]:  # noqa: ANN401 - plain values
    """Return the results that :func:`dump_year_results` was given."""
    return {
        year: YearResults(
            {unit: UnitYear(*found) for unit, found in units.items()},
            {unit: {name: AuthorYear(*found) for name, found in names.items()} for unit, names in authors.items()},
        )
        for year, (units, authors) in values.items()
    }
