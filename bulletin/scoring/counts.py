"""What a unit did in a period, found quickly: the lists that figures are the lengths of."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

from bulletin.archive import Adopted, Archive
from bulletin.model import Item
from bulletin.periods import Period
from bulletin.registry import Unit

T = TypeVar("T")


def within(things: Sequence[T], period: Period, day: Callable[[T], date]) -> Sequence[T]:
    """Return those of *things*, sorted by *day*, that lie in *period*."""
    return things[bisect_left(things, period.first, key=day) : bisect_right(things, period.last, key=day)]


def submitted(archive: Archive, unit: str, period: Period) -> Sequence[Item]:
    """Return the items that a unit, or "" for all, submitted in *period*."""
    items = archive.by_unit.get(unit, ()) if unit else archive.items
    return within(items, period, lambda item: item.date)


def adoptions(archive: Archive, unit: str, period: Period) -> Sequence[Adopted]:
    """Return the adoptions of *period*, those of a unit, or "" for all."""
    events = archive.adoptions_by_unit.get(unit, ()) if unit else archive.adoptions
    return within(events, period, lambda event: event.date)


def presence(unit: Unit, period: Period) -> Period | None:
    """Return the part of *period* in which a unit was there."""
    first, last = max(period.first, unit.joined or period.first), min(period.last, unit.left or period.last)
    return Period(first, last) if first <= last else None


def days(period: Period) -> int:
    """Return how many days a period has."""
    return (period.last - period.first).days + 1
