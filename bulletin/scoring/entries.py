"""Entries of a ledger, and the scores of events that they are made from before it is known which units share them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date as Day  # noqa: N812 - fields are called date
from fractions import Fraction
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple

from bulletin.core.dates import Period
from bulletin.core.numbers import amount
from bulletin.model.records import Item
from bulletin.model.scheme import Clause
from bulletin.model.scheme_enums import Family
from bulletin.scoring import reasons
from bulletin.scoring.events import Event
from bulletin.scoring.points_changes import Changes, changes_between
from bulletin.scoring.reasons import Reason, make_reason


class Forfeit(NamedTuple):
    """All points of a period are lost by a rule, until the forfeit ends."""

    period: Period
    words: str
    line: int
    ends: bool = False
    source: str = ""
    """The unit that lost its points, where they are credited to another: of that one only they are lost."""

    @property
    def end(self) -> Forfeit:
        """The end of this forfeit."""
        return self._replace(ends=True)

    def concerns(self, day: Day, source: str) -> bool:
        """Whether it takes points of a day that were credited from *source*, "" for the unit's own."""
        return day in self.period and self.source in ("", source)


class Entry(NamedTuple):
    """One entry of the ledger; ``why`` says what made its points differ from those of the rule alone."""

    date: Day
    unit: str
    family: Family
    rule: Clause
    event: Event
    points: Fraction
    why: tuple[Reason, ...] = ()
    author: str = ""
    forfeit: Forfeit | None = None
    """The forfeit that begins or ends with the entry."""
    changes: Changes = ()
    """What floors, caps and forfeits gave or took; it is in ``points``."""
    source: str = ""
    """The unit whose points are credited to this one; "" where they are its own."""
    gives_back: Day | None = None
    """The day of what it gives back: of that only what floors and caps had left."""

    @property
    def item(self) -> Item | None:
        """The item that the points are for."""
        return self.event.item

    @property
    def limited_on(self) -> Day:
        """The day whose floors and caps hold for it."""
        return self.gives_back or self.date

    @property
    def is_earned(self) -> bool:
        """Whether something was earned, and not only given back what a lapse had taken."""
        return self.points > 0 and self.gives_back is None and self.family is not Family.LAPSE

    @property
    def words(self) -> str:
        """The words of the rule, as the office put it."""
        return self.rule.words

    @property
    def sort_key(self) -> tuple[object, ...]:
        """Entries of a day are sorted by their event."""
        return (*self.event.sort_key, self.rule.words)


_DAY, _ORDER = attrgetter("date"), attrgetter("sort_key")


def sort_entries(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return entries by day, those of a day by their event; events are compared only for days of several entries."""
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
    """Return an exact sum; amounts of one denominator are added as whole numbers, which is much faster."""
    found: dict[int, int] = {}
    for value in points:
        denominator = value.denominator
        found[denominator] = found.get(denominator, 0) + value.numerator
    return sum((Fraction(number, denominator) for denominator, number in found.items()), Fraction(0))


class _Account(NamedTuple):
    entries: tuple[Entry, ...] = ()


class Account(_Account):
    """The entries of one unit or author, by day."""

    @cached_property
    def _days(self) -> Sequence[Day]:
        return [entry.date for entry in self.entries]

    def within(self, period: Period) -> tuple[Entry, ...]:
        """Return the entries of *period*."""
        days = self._days
        first = bisect_left(days, period.first)
        return self.entries[first : bisect_right(days, period.last, first)]

    def points(self, period: Period) -> Fraction:
        """Return the sum of the entries of *period*."""
        return total(entry.points for entry in self.within(period))


NO_ACCOUNT = Account()


class EventScore(NamedTuple):
    """The points of one event by a rule, and the reasons."""

    key: str
    family: Family
    rule: Clause
    event: Event
    points: Fraction
    why: tuple[Reason, ...] = ()
    changes: Changes = ()
    """What floors and caps of the item gave or took."""

    def with_points(self, points: Fraction, reason: Reason) -> EventScore:
        """Return the score with other points, and the reason for them."""
        return EventScore(self.key, self.family, self.rule, self.event, points, (*self.why, reason), self.changes)


def drop(score: EventScore, reason: Reason) -> EventScore:
    """Return a score without its points, and the reason, which names them."""
    if not score.points:
        return score
    return score.with_points(Fraction(0), Reason(reason.message, {**reason.values, "points": amount(score.points)}))


def rule_key(rules: Sequence[Clause], rule: Clause) -> str:
    """Return what tells the score of a rule that adds from the others of an event; "" for the rule that is chosen."""
    return f"/{next(number for number, other in enumerate(rules) if other is rule)}" if rule.adds else ""


class PendingEntry(NamedTuple):
    """An entry before it is shared among units: the change of a score, on the day of the event that caused it."""

    date: Day
    score: EventScore
    points: Fraction
    why: tuple[Reason, ...]
    changes: Changes = ()


def changed_entries(
    day: Day, before: dict[str, EventScore], now: dict[str, EventScore], gone: Reason | None = None
) -> Iterator[PendingEntry]:
    """Yield a pending entry for each score that is new, has other points than before, or is gone."""
    for key, score in now.items():
        previous = before.get(key)
        if previous is None:
            yield PendingEntry(day, score, score.points, score.why, score.changes)
        elif previous.points is not score.points and previous.points != score.points:
            reason = make_reason(reasons.CHANGED, before=amount(previous.points), after=amount(score.points))
            new = tuple(why for why in score.why if why not in previous.why)
            changes = changes_between(previous.changes, score.changes)
            yield PendingEntry(day, score, score.points - previous.points, (*new, reason), changes)
    for key, score in before.items():
        if key not in now and score.points:
            reason = gone or make_reason(reasons.CHANGED, before=amount(score.points), after="0")
            yield PendingEntry(day, score, -score.points, (reason,), changes_between(score.changes, ()))
