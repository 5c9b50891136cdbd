"""Entries of a ledger, and the scores of events that they are made from before it is known which units share them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date as Day  # noqa: N812 - fields are called date
from fractions import Fraction
from operator import attrgetter
from typing import NamedTuple

from bulletin.core.dates import Period
from bulletin.core.numbers import amount
from bulletin.model.records import Item
from bulletin.model.scheme import Clause
from bulletin.model.scheme_enums import Family
from bulletin.scoring import reasons
from bulletin.scoring.events import Event
from bulletin.scoring.reasons import Reason, make_reason


class Entry(NamedTuple):
    """One line of the ledger; ``why`` tells what made the points other than the rule alone would."""

    date: Day
    unit: str
    family: Family
    rule: Clause
    event: Event
    points: Fraction
    why: tuple[Reason, ...] = ()
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
    def sort_key(self) -> tuple[object, ...]:
        """Entries of a day stand by their event."""
        return (*self.event.sort_key, self.rule.words)


_DAY, _ORDER = attrgetter("date"), attrgetter("sort_key")


def sort_entries(entries: Iterable[Entry]) -> tuple[Entry, ...]:
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


class EventScore(NamedTuple):
    """What one event is worth, and why."""

    key: str
    family: Family
    rule: Clause
    event: Event
    points: Fraction
    why: tuple[Reason, ...] = ()

    def with_points(self, points: Fraction, reason: Reason) -> EventScore:
        """Return the line with other points, and the reason for them."""
        return EventScore(self.key, self.family, self.rule, self.event, points, (*self.why, reason))


class PendingEntry(NamedTuple):
    """An entry before it is shared among units: a change of a line, on the day of the event that made it."""

    date: Day
    score: EventScore
    points: Fraction
    why: tuple[Reason, ...]


def changed_entries(
    day: Day, before: dict[str, EventScore], now: dict[str, EventScore], gone: Reason | None = None
) -> Iterator[PendingEntry]:
    """Yield a draft for each line that is new, is worth something else than before, or is gone."""
    for key, line in now.items():
        old = before.get(key)
        if old is None:
            yield PendingEntry(day, line, line.points, line.why)
        elif old.points is not line.points and old.points != line.points:
            reason = make_reason(reasons.CHANGED, before=amount(old.points), after=amount(line.points))
            new = tuple(why for why in line.why if why not in old.why)
            yield PendingEntry(day, line, line.points - old.points, (*new, reason))
    for key, line in before.items():
        if key not in now and line.points:
            reason = gone or make_reason(reasons.CHANGED, before=amount(line.points), after="0")
            yield PendingEntry(day, line, -line.points, (reason,))
