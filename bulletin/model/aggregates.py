"""Counts of items and adoptions; every figure is the length of a list that readers can open.

Items count by the day of their submission, adoptions by theirs. A joint item counts once in a total
and once with each of its units.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from bulletin.core.dates import Period
from bulletin.model.archive import Adopted, Archive
from bulletin.model.enums import Level, PublicationKind
from bulletin.model.records import Item, Outcome
from bulletin.model.registry import Publication

T = TypeVar("T")
R = TypeVar("R", bound=Hashable)
C = TypeVar("C", bound=Hashable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """The totals of a set of items and adoptions."""

    submitted: int
    adopted_items: int
    adoptions: int
    by_level: tuple[tuple[Level, int], ...]
    by_publication: tuple[tuple[Publication, int], ...]


def totals(archive: Archive, period: Period, unit: str | None = None) -> Totals:
    """Return the totals of a period, of all units or of one."""
    items = archive.items if unit is None else archive.by_unit.get(unit, ())
    events = archive.adoptions if unit is None else archive.adoptions_by_unit.get(unit, ())
    submitted = [item for item in items if item.date in period]
    taken = [event for event in events if event.date in period]
    return Totals(
        submitted=len(submitted),
        adopted_items=sum(1 for item in submitted if item.adoptions),
        adoptions=len(taken),
        by_level=tuple((level, n) for level in Level if (n := sum(1 for e in taken if e.level is level))),
        by_publication=publications_of(archive, taken),
    )


def publications_of(archive: Archive, events: Iterable[Adopted]) -> tuple[tuple[Publication, int], ...]:
    """Return how often each publication appears, the highest level first, then in registry order."""
    numbers: dict[str, int] = {}
    for event in events:
        numbers[event.publication.id] = numbers.get(event.publication.id, 0) + 1
    ordered = sorted(archive.registry.publications, key=lambda p: (p.level.rank, p.order))
    return tuple((p, numbers[p.id]) for p in ordered if p.id in numbers)


def headline(archive: Archive, year: int) -> tuple[tuple[Publication, int], ...]:
    """Return the publications named in the summary sentence of a year, with their numbers of adoptions.

    Those that the registry marks ``headline``; where it marks none, every bulletin.
    """
    marked = {p.id for p in archive.registry.publications if p.headline}
    named = marked or {p.id for p in archive.registry.publications if p.kind is PublicationKind.BULLETIN}
    taken = archive.adoptions_by_year.get(year, ())
    return publications_of(archive, [event for event in taken if event.publication.id in named])


@dataclass(frozen=True, slots=True)
class CrossTab(Generic[R, C, T]):
    """A two-way table: the members of each cell, not only their number."""

    rows: tuple[R, ...]
    columns: tuple[C, ...]
    cells: dict[tuple[R, C], tuple[T, ...]]

    def count(self, row: R, column: C) -> int:
        """Return the number of members of a cell."""
        return len(self.cells.get((row, column), ()))

    def row_total(self, row: R) -> int:
        """Return the number of distinct members of a row."""
        return len({id(x) for column in self.columns for x in self.cells.get((row, column), ())})

    def column_total(self, column: C) -> int:
        """Return the number of distinct members of a column."""
        return len({id(x) for row in self.rows for x in self.cells.get((row, column), ())})

    def total(self) -> int:
        """Return the number of distinct members of the table."""
        return len({id(x) for cell in self.cells.values() for x in cell})


def crosstab(
    things: Iterable[T],
    rows: Sequence[R],
    columns: Sequence[C],
    row: Callable[[T], Iterable[R]],
    column: Callable[[T], C],
) -> CrossTab[R, C, T]:
    """Return the table of *things* by *row* and *column*; empty rows and columns stay."""
    cells: dict[tuple[R, C], list[T]] = {}
    for thing in things:
        for key in row(thing):
            cells.setdefault((key, column(thing)), []).append(thing)
    return CrossTab(tuple(rows), tuple(columns), {key: tuple(cell) for key, cell in cells.items()})


def outcomes(archive: Archive) -> tuple[tuple[date, Item, Outcome], ...]:
    """Return every outcome with its item, the newest first; without a date of its own it counts from the item's."""
    found = [(outcome.date or item.date, item, outcome) for item in archive.items for outcome in item.outcomes]
    return tuple(sorted(found, key=lambda entry: (entry[0], entry[1].id), reverse=True))
