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

_DAY = re.compile(r"(\d{4})\s*(?:-|/|\.|年)\s*(\d{1,2})\s*(?:-|/|\.|月)\s*(\d{1,2})\s*[日号]?|(\d{4})(\d\d)(\d\d)")
_CHINESE_DAY = re.compile(
    r"([〇零○一二三四五六七八九]{4})年(十?[一二]|[一三四五六七八九十])月([一二三四五六七八九十]{1,3})[日号]"
)
_CHINESE_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_SHORT_YEAR = re.compile(r"\d{1,3}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?")
_YEAR = re.compile(r"(\d{4})")
_HALF = re.compile(r"(\d{4})-?H([12])", re.IGNORECASE)
_QUARTER = re.compile(r"(\d{4})-?Q([1-4])", re.IGNORECASE)
_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_HALF_MONTH = re.compile(r"(\d{4})-(\d{1,2})-?(?:H([12])|([上下])(?:半月)?)", re.IGNORECASE)
_WEEK = re.compile(r"(\d{4})-?W(\d{1,2})", re.IGNORECASE)

_TIME = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
_LOOSE_TIME = re.compile(r"(上午|下午|晚上|晚)?\s*(\d{1,2})\s*(?:[:.时点]\s*(\d{1,2})?\s*分?)(?::\d{2})?")
_AFTERNOON = ("下午", "晚上", "晚")

_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_MIDDLE = 15
"""The last day of the first half of a month."""
_THURSDAY, _SUNDAY = 4, 7
_NEXT = timedelta(days=1)


class BadDay(ValueError):
    """A text that is no day; ``reason`` is the code of the rule it breaks."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class BadPeriod(ValueError):
    """A text that is no period."""


def parse_day(text: str) -> date:
    """Return the day that *text* names: ``2026-3-5``, ``2026/03/05``, ``20260305``, ``2026年3月5日``.

    The numbers of the last may be Chinese: 二〇二六年三月五日.

    Raises :class:`BadDay` with the reason ``short-year``, ``impossible-date`` or ``unreadable-date``.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if match := _CHINESE_DAY.fullmatch(plain):
        year, month, day = map(_chinese_number, match.groups())
    elif match := _DAY.fullmatch(plain):
        year, month, day = (int(part) for part in match.groups() if part)
    else:
        raise BadDay("short-year" if _SHORT_YEAR.fullmatch(plain) else "unreadable-date")
    try:
        return date(year, month, day)
    except ValueError:
        raise BadDay("impossible-date") from None


def _chinese_number(text: str) -> int:
    """Return a number up to 99 in Chinese, or the digits of a year; more than that is 0."""
    tens, ten, ones = text.rpartition("十")
    digits = f"{tens or 1}{ones or 0}" if ten else text
    return int(digits.translate(_CHINESE_DIGITS)) if "十" not in digits else 0


class BadTime(ValueError):
    """A text that is no time of day; ``meant`` is the time that was probably meant, or ""."""

    def __init__(self, meant: str = "") -> None:
        super().__init__(meant)
        self.meant = meant


def parse_time(text: str) -> str:
    """Return the time of day that *text* names, which has to be written as ``16:10``. Raises :class:`BadTime`."""
    if _TIME.fullmatch(text):
        return text
    match = _LOOSE_TIME.fullmatch(unicodedata.normalize("NFKC", text).strip())
    hour, minute = (int(match[2]), int(match[3] or 0)) if match else (24, 0)
    hour += 12 if match and match[1] in _AFTERNOON and hour < 12 else 0  # noqa: PLR2004 - hours after noon
    raise BadTime(f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else "")  # noqa: PLR2004 - hours, minutes


class Grain(StrEnum):
    """How long a period is: the calendar by which everything is counted, short periods first.

    Periods of a grain have every day once, and none lies in two years. Weeks may lie in two months; all others nest.
    """

    WEEK = "week"
    HALF_MONTH = "half-month"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"

    @property
    def rank(self) -> int:
        """Its place among all grains, the shortest first."""
        return _RANK[self]


_RANK = {grain: number for number, grain in enumerate(Grain)}


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """All days from ``first`` to ``last``, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def label(self) -> str:
        """The period as it is written: 2026, 2026-H1, 2026-Q1, 2026-03, 2026-03-H1, 2026-W07 or two days."""
        grain = self.grain
        return _label(self.first, grain) if grain else f"{self.first}..{self.last}"

    @classmethod
    def holding(cls, day: date, grain: Grain) -> Period:
        """Return the period of that grain that *day* belongs to."""
        match grain:
            case Grain.WEEK:
                return _week(day)
            case Grain.HALF_MONTH:
                month = _holding(day.year, day.month, 1)
                middle = day.replace(day=_MIDDLE)
                return cls(month.first, middle) if day <= middle else cls(middle + _NEXT, month.last)
        return _holding(day.year, day.month, _MONTHS[grain])

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
                    return cls.holding(date(int(match[1]), (number - 1) * _MONTHS[grain] + 1, 1), grain)
            if match := _MONTH.fullmatch(plain):
                return cls.holding(date(int(match[1]), int(match[2]), 1), Grain.MONTH)
            if match := _HALF_MONTH.fullmatch(plain):
                is_first = "1" in (match[3] or "") or match[4] == "上"
                day = date(int(match[1]), int(match[2]), _MIDDLE) + (timedelta() if is_first else _NEXT)
                return cls.holding(day, Grain.HALF_MONTH)
            if match := _WEEK.fullmatch(plain):
                return cls.holding(date.fromisocalendar(int(match[1]), int(match[2]), _THURSDAY), Grain.WEEK)
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
        before = self.first - _NEXT
        if grain := self.grain:
            return Period.holding(before, grain)
        return Period(before - (self.last - self.first), before)

    @property
    def year_before(self) -> Period:
        """The same period of the year before; for a week 53, the last week of that year."""
        if self.grain is Grain.WEEK:
            weeks = list(Period.year(self.first.year - 1).split(Grain.WEEK))
            return weeks[min(self.number, len(weeks)) - 1]
        if grain := self.grain:
            return Period.holding(_year_before(self.first), grain)
        return Period(_year_before(self.first), _year_before(self.last))

    @property
    def number(self) -> int:
        """Which of its grain it is in its year, from 1; which half-month of its month; 0 for other days."""
        grain = self.grain
        return _number(self.first, grain) if grain else 0

    @property
    def to_date(self) -> Period:
        """From the beginning of the year to the end of this period."""
        return Period(self.first.replace(month=1, day=1), self.last)

    def split(self, grain: Grain) -> Iterator[Period]:
        """Yield the periods of that grain that this one touches, in order."""
        yield from _split(self.first, self.last, grain)

    def counted(self, grain: Grain) -> Iterator[Period]:
        """Yield the whole periods of that grain that are counted in this one: those in it, and a week that ends in it.

        So each week counts in one month and one quarter, though it may lie in two.
        """
        for part in self.split(grain):
            if part.last <= self.last and (part.first >= self.first or grain is Grain.WEEK):
                yield part


@lru_cache(maxsize=4096)
def _split(first: date, last: date, grain: Grain) -> tuple[Period, ...]:
    found, day = list[Period](), first
    while day <= last:
        found.append(Period.holding(day, grain))
        day = found[-1].last + _NEXT
    return tuple(found)


@lru_cache(maxsize=4096)
def _grain(first: date, last: date) -> Grain | None:
    period = Period(first, last)
    return next((grain for grain in Grain if Period.holding(first, grain) == period), None)


@lru_cache(maxsize=4096)
def _week(day: date) -> Period:
    """Return the week of a day, from Monday to Sunday; it belongs to the year that has its Thursday.

    At the turn of a year a week ends with the year: the days that are left over belong to the next week, or to the one
    before, of their own year. So a year has each of its weeks once, and its first and last have four to ten days.
    """
    thursday = day + timedelta(days=_THURSDAY - day.isoweekday())
    last_week = _number_of_weeks(day.year)
    number = thursday.isocalendar().week
    if thursday.year != day.year:
        number = 1 if thursday.year < day.year else last_week
    first = date(day.year, 1, 1) if number == 1 else date.fromisocalendar(day.year, number, 1)
    last = date(day.year, 12, 31) if number == last_week else date.fromisocalendar(day.year, number, _SUNDAY)
    return Period(first, last)


def _number_of_weeks(year: int) -> int:
    # The 28th of December is always in the last week.
    return date(year, 12, 28).isocalendar().week


@lru_cache(maxsize=4096)
def _holding(year: int, month: int, months: int) -> Period:
    start = (month - 1) // months * months + 1
    end = start + months - 1
    return Period(date(year, start, 1), date(year, end, calendar.monthrange(year, end)[1]))


def _year_before(day: date) -> date:
    last = calendar.monthrange(day.year - 1, day.month)[1]
    return day.replace(year=day.year - 1, day=min(day.day, last))


def _number(first: date, grain: Grain) -> int:
    match grain:
        case Grain.WEEK:
            return 1 if (first.month, first.day) == (1, 1) else first.isocalendar().week
        case Grain.HALF_MONTH:
            return 1 if first.day == 1 else 2
    return (first.month - 1) // _MONTHS[grain] + 1


def _label(day: date, grain: Grain) -> str:
    number = _number(day, grain)
    match grain:
        case Grain.WEEK:
            return f"{day.year:04}-W{number:02}"
        case Grain.HALF_MONTH:
            return f"{day.year:04}-{day.month:02}-H{number}"
        case Grain.YEAR:
            return f"{day.year:04}"
        case Grain.HALF:
            return f"{day.year:04}-H{number}"
        case Grain.QUARTER:
            return f"{day.year:04}-Q{number}"
        case Grain.MONTH:
            return f"{day.year:04}-{number:02}"
