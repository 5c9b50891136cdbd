"""An entry of the ledger: so many points for that unit or author, by that rule, for that event."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date as Day  # noqa: N812 - fields are called date
from fractions import Fraction
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from bulletin.core.dates import Period
from bulletin.model.records import Item
from bulletin.model.scheme_enums import Family
from bulletin.scoring.reasons import Note

if TYPE_CHECKING:
    from bulletin.model.scheme import Clause
    from bulletin.scoring.events import Event


class Entry(NamedTuple):
    """One line of the ledger; ``why`` tells what made the points other than the rule alone would."""

    date: Day
    unit: str
    family: Family
    rule: Clause
    event: Event
    points: Fraction
    why: tuple[Note, ...] = ()
    author: str = ""
    forfeits: Period | None = None
    """The period whose points are lost, where the rule says so."""

    @property
    def item(self) -> Item | None:
        """The item that the points are for."""
        return self.event.item

    @property
    def words(self) -> str:
        """The rule, as the scheme puts it."""
        return self.rule.words

    @property
    def order(self) -> tuple[object, ...]:
        """Entries of a day stand by their event."""
        return (*self.event.order, self.rule.words)


_DAY, _ORDER = attrgetter("date"), attrgetter("order")


def in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return entries by day, those of a day by their event; the latter is looked at only where it matters."""
    ordered = sorted(entries, key=_DAY)
    first, number = 0, len(ordered)
    while first < number:
        day, last = ordered[first].date, first + 1
        while last < number and ordered[last].date == day:
            last += 1
        if last - first > 1:
            ordered[first:last] = sorted(ordered[first:last], key=_ORDER)
        first = last
    return tuple(ordered)


def total(points: Iterable[Fraction]) -> Fraction:
    """Return an exact sum; amounts of one denominator are added as whole numbers, which is far cheaper."""
    found: dict[int, int] = {}
    for value in points:
        denominator = value.denominator
        found[denominator] = found.get(denominator, 0) + value.numerator
    return sum((Fraction(number, denominator) for denominator, number in found.items()), Fraction(0))
