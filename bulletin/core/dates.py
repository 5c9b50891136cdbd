"""Days and periods: how they are written, and which period a day belongs to."""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

_DAY = re.compile(r"(\d{4})\s*(?:-|/|\.|年)\s*(\d{1,2})\s*(?:-|/|\.|月)\s*(\d{1,2})\s*日?")
_SHORT_YEAR = re.compile(r"\d{1,3}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?")
_YEAR = re.compile(r"(\d{4})")
_HALF = re.compile(r"(\d{4})-?H([12])", re.IGNORECASE)
_QUARTER = re.compile(r"(\d{4})-?Q([1-4])", re.IGNORECASE)
_MONTH = re.compile(r"(\d{4})-(\d{1,2})")


_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


class BadDay(ValueError):
    """A text that is no day; ``reason`` is the code of the rule it breaks."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class BadPeriod(ValueError):
    """A text that is no period."""


def parse_day(text: str) -> date:
    """Return the day that *text* names: ``2026-3-5``, ``2026/03/05``, ``2026.3.5`` or ``2026年3月5日``.

    Raises :class:`BadDay` with the reason ``short-year``, ``impossible-date`` or ``unreadable-date``.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    match = _DAY.fullmatch(plain)
    if match is None:
        raise BadDay("short-year" if _SHORT_YEAR.fullmatch(plain) else "unreadable-date")
    year, month, day = map(int, match.groups())
    try:
        return date(year, month, day)
    except ValueError:
        raise BadDay("impossible-date") from None


class Grain(StrEnum):
    """How long a period is: the calendar by which everything is counted."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"

    @property
    def months(self) -> int:
        """How many months a period of this grain has."""
        return _MONTHS[self.value]


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """All days from ``first`` to ``last``, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def label(self) -> str:
        """The period as it is written: ``2026``, ``2026-H1``, ``2026-Q1``, ``2026-03`` or two days."""
        grain = self.grain
        return _label(self.first, grain) if grain else f"{self.first}..{self.last}"

    @classmethod
    def holding(cls, day: date, grain: Grain) -> Period:
        """Return the period of that grain that *day* belongs to."""
        return _holding(day.year, day.month, grain.months)

    @classmethod
    def year(cls, year: int) -> Period:
        """Return the whole of that year."""
        return cls(date(year, 1, 1), date(year, 12, 31))

    @classmethod
    def parse(cls, text: str) -> Period:
        """Return the period that *text* writes; raises :class:`BadPeriod`."""
        plain = unicodedata.normalize("NFKC", text).strip()
        try:
            if ".." in plain:
                first, last = (parse_day(part) for part in plain.split("..", 1))
                if first > last:
                    raise BadPeriod(text)
                return cls(first, last)
            for pattern, grain in ((_YEAR, Grain.YEAR), (_HALF, Grain.HALF), (_QUARTER, Grain.QUARTER)):
                if match := pattern.fullmatch(plain):
                    number = int(match[2]) if grain is not Grain.YEAR else 1
                    return cls.holding(date(int(match[1]), (number - 1) * grain.months + 1, 1), grain)
            if match := _MONTH.fullmatch(plain):
                return cls.holding(date(int(match[1]), int(match[2]), 1), Grain.MONTH)
        except (BadDay, ValueError) as error:
            raise BadPeriod(text) from error
        raise BadPeriod(text)

    @property
    def grain(self) -> Grain | None:
        """The grain of which this is a whole period, or None."""
        return _grain(self.first, self.last)

    @property
    def previous(self) -> Period:
        """The period of the same kind before this one; for two days, as many days."""
        before = self.first - timedelta(days=1)
        if grain := self.grain:
            return Period.holding(before, grain)
        return Period(before - (self.last - self.first), before)

    @property
    def year_before(self) -> Period:
        """The same period of the year before."""
        if grain := self.grain:
            return Period.holding(_year_before(self.first), grain)
        return Period(_year_before(self.first), _year_before(self.last))

    @property
    def to_date(self) -> Period:
        """From the beginning of the year to the end of this period."""
        return Period(self.first.replace(month=1, day=1), self.last)

    def split(self, grain: Grain) -> Iterator[Period]:
        """Yield the periods of that grain that this one touches, in order."""
        day = self.first
        while day <= self.last:
            part = Period.holding(day, grain)
            yield part
            day = part.last + timedelta(days=1)


@lru_cache(maxsize=4096)
def _grain(first: date, last: date) -> Grain | None:
    return next((grain for grain in Grain if last == Period.holding(first, grain).last and first.day == 1), None)


@lru_cache(maxsize=4096)
def _holding(year: int, month: int, months: int) -> Period:
    start = (month - 1) // months * months + 1
    end = start + months - 1
    return Period(date(year, start, 1), date(year, end, calendar.monthrange(year, end)[1]))


def _year_before(day: date) -> date:
    last = calendar.monthrange(day.year - 1, day.month)[1]
    return day.replace(year=day.year - 1, day=min(day.day, last))


def _label(day: date, grain: Grain) -> str:
    number = (day.month - 1) // grain.months + 1
    match grain:
        case Grain.YEAR:
            return f"{day.year:04}"
        case Grain.HALF:
            return f"{day.year:04}-H{number}"
        case Grain.QUARTER:
            return f"{day.year:04}-Q{number}"
        case Grain.MONTH:
            return f"{day.year:04}-{number:02}"
