"""What a unit did in a period, found quickly: the lists that figures are the lengths of."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Generic, NamedTuple, TypeVar

from bulletin.core.dates import Period
from bulletin.model.archive import Adopted, Archive
from bulletin.model.records import Item
from bulletin.model.registry import Unit
from bulletin.scoring.memo import remembered

T = TypeVar("T")


class Dated(NamedTuple, Generic[T]):
    """Things by day, and their days, so that those of a period are found without looking at any of them."""

    days: Sequence[date]
    things: Sequence[T]

    def within(self, period: Period) -> Sequence[T]:
        """Return the things of *period*."""
        first = bisect_left(self.days, period.first)
        return self.things[first : bisect_right(self.days, period.last, first)]


def dated(things: Sequence[T]) -> Dated[T]:
    """Return *things*, which have a ``date`` and are sorted by it."""
    return Dated([thing.date for thing in things], things)  # type: ignore[attr-defined]


NO_ITEMS: Dated[Item] = Dated((), ())
NO_ADOPTIONS: Dated[Adopted] = Dated((), ())


def _submitted(archive: Archive) -> Mapping[str, Dated[Item]]:
    return {"": dated(archive.items)} | {unit: dated(items) for unit, items in archive.by_unit.items()}


def _adoptions(archive: Archive) -> Mapping[str, Dated[Adopted]]:
    return {"": dated(archive.adoptions)} | {unit: dated(e) for unit, e in archive.adoptions_by_unit.items()}


def submitted(archive: Archive, unit: str, period: Period) -> Sequence[Item]:
    """Return the items that a unit, or "" for all, submitted in *period*."""
    found = remembered(archive, "submitted by unit", lambda: _submitted(archive))
    return found.get(unit, NO_ITEMS).within(period)


def adoptions(archive: Archive, unit: str, period: Period) -> Sequence[Adopted]:
    """Return the adoptions of *period*, those of a unit, or "" for all."""
    found = remembered(archive, "adoptions by unit", lambda: _adoptions(archive))
    return found.get(unit, NO_ADOPTIONS).within(period)


def rate(items: Sequence[Item]) -> Fraction | None:
    """Return adopted over submitted items; None where nothing was submitted."""
    return Fraction(sum(1 for item in items if item.adoptions), len(items)) if items else None


def is_silent(archive: Archive, unit: Unit, period: Period) -> bool:
    """Whether a unit was there in some part of *period* and submitted nothing."""
    return presence(unit, period) is not None and not submitted(archive, unit.id, period)


def presence(unit: Unit, period: Period) -> Period | None:
    """Return the part of *period* in which a unit was there."""
    if not unit.joined and not unit.left:
        return period
    first, last = max(period.first, unit.joined or period.first), min(period.last, unit.left or period.last)
    return Period(first, last) if first <= last else None


def days(period: Period) -> int:
    """Return how many days a period has."""
    return (period.last - period.first).days + 1
