"""Which days are work days: Monday to Friday, but for days off, and weekend days that are worked instead (调休)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from bulletin.core.memo import fields_only

_NEXT = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedDays:
    """The days from ``first`` to ``last``, with the name of the holiday that they belong to."""

    name: str
    first: date
    last: date


@dataclass(frozen=True, kw_only=True)
class WorkCalendar:
    """Days off and days that are worked on weekends, as they were announced; all other days go by the week."""

    holidays: tuple[NamedDays, ...] = ()
    worked: tuple[NamedDays, ...] = ()

    @cached_property
    def _off(self) -> frozenset[date]:
        return frozenset(days_of(self.holidays))

    @cached_property
    def _worked(self) -> frozenset[date]:
        return frozenset(days_of(self.worked))

    @cached_property
    def years(self) -> frozenset[int]:
        """The years of which anything is known."""
        return frozenset(day.year for day in self._off | self._worked)

    def is_work_day(self, day: date) -> bool:
        """Whether a day is a work day."""
        return day in self._worked or (day.weekday() < _SATURDAY and day not in self._off)

    def work_day_after(self, day: date, number: int) -> date:
        """Return the *number*-th work day after a day; the day itself for 0."""
        while number:
            day += _NEXT
            number -= self.is_work_day(day)
        return day

    def work_days_between(self, first: date, last: date) -> int:
        """Return how many work days come after *first*, up to and including *last*."""
        return sum(self.is_work_day(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))

    def __getstate__(self) -> dict[str, Any]:
        """Leave out the indexes."""
        return fields_only(self)


def days_of(spans: Iterable[NamedDays]) -> Iterable[date]:
    """Yield every day of some spans."""
    for span in spans:
        yield from (span.first + timedelta(days=n) for n in range((span.last - span.first).days + 1))
