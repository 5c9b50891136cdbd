"""Days that do not exist, weekdays of other days, years that the text's own day shows to be wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from bulletin.checks.proofreading.prose import Mistake, Prose

_WEEKDAYS = "一二三四五六日"
_WEEKDAY = re.compile("[期周拜][一二三四五六日天]")
# Each begins with a class of its first characters: searches for such are several times as fast.
_DAY = re.compile(
    r"\d(?<!\d\d)\d? ?月 ?\d{1,2} ?[日号](?P<weekday>[（(，, ]?(?:星期|周|礼拜)(?P<name>[一二三四五六日天])[）)]?)?"
)
_NUMBERS = re.compile(r"\d+")
_YEAR = re.compile(r"((?:19|20)\d\d) ?年 ?\Z")
_TIME = re.compile(r"\d(?<!\d\d)\d? ?时 ?\d{1,2} ?分(?!之)")
_NAMED_YEAR = re.compile(
    r"(?P<name>今年|本年度|去年|上年度|明年)[（(](?P<year>(?:19|20)\d\d)年?度?[）)]|(?P<name2>今年|去年|明年)(?:是|即)(?P<year2>(?:19|20)\d\d)年"
)
_SHIFT = {"今年": 0, "本年度": 0, "去年": -1, "上年度": -1, "明年": 1}
_OTHER_TIMES = re.compile(
    r"去年|上年|同期|以来|起[，,至]|自|从|成立|至|届|印发|施行|实施|修订|通过|《|明年|到期|截至|往年|历年|此前|曾|公布|出生|前"
)
_NEAR = 10
"""At most so many days before the text's own day, in another year, a day is taken for a mistyped one."""
_LEAP_YEAR = 2024
_LAST_HOUR, _LAST_MINUTE = 24, 59


class _Day(NamedTuple):
    """A day as a text has it."""

    start: int
    year: int | None
    month: int
    day: int
    written: str
    weekday: str
    """As it is written beside the day, "" where it is not."""
    name: str


def _days(text: str) -> Iterator[_Day]:
    for found in _DAY.finditer(text) if "月" in text else ():
        year = _YEAR.search(text, max(found.start() - 8, 0), found.start())
        start = year.start() if year else found.start()
        month, day = map(int, _NUMBERS.findall(found[0])[:2])
        weekday = found["weekday"] or ""
        yield _Day(
            start,
            int(year[1]) if year else None,
            month,
            day,
            text[start : found.end() - len(weekday)],
            weekday,
            found["name"] or "",
        )


def find_impossible_days(prose: Prose) -> Iterator[Mistake]:
    """Yield days and times that there are not."""
    text = prose.text
    for day in _days(text) if "月" in prose.after_digits else ():
        # Of a day without a year the year may be a leap year.
        if not _date(day.year or _LEAP_YEAR, day.month, day.day):
            yield Mistake(day.start, day.written, "")
    for found in _TIME.finditer(text) if "时" in prose.after_digits else ():
        hour, minute = map(int, _NUMBERS.findall(found[0]))
        if hour > _LAST_HOUR or minute > _LAST_MINUTE:
            yield Mistake(found.start(), found[0], "")


def find_wrong_weekdays(prose: Prose) -> Iterator[Mistake]:
    """Yield weekdays that are not those of the day beside them."""
    for day in _days(prose.text) if "月" in prose.after_digits and _WEEKDAY.search(prose.text) else ():
        if not day.weekday:
            continue
        meant = _date(day.year, day.month, day.day) if day.year else _nearest(prose.day, day.month, day.day)
        if meant and meant.weekday() != _WEEKDAYS.index(day.name.replace("天", "日")):
            right = day.weekday.replace(day.name, _WEEKDAYS[meant.weekday()])
            yield Mistake(day.start, day.written + day.weekday, day.written + right)


def find_other_years(prose: Prose) -> Iterator[Mistake]:
    """Yield years that are not those of the text's day: 今年（2024年）; a day just before it, but of another year."""
    text, today = prose.text, prose.day
    if today is None:
        return
    for found in _NAMED_YEAR.finditer(text) if "年" in text else ():
        name, year = found["name"] or found["name2"], found["year"] or found["year2"]
        if int(year) != (right := today.year + _SHIFT[name]):
            yield Mistake(found.start(), found[0], found[0].replace(year, str(right)))
    for day in _days(text) if "月" in prose.after_digits else ():
        meant = _date(today.year, day.month, day.day)
        if day.year is None or abs(day.year - today.year) != 1 or meant is None:
            continue
        begin = max(text.rfind("。", 0, day.start), text.rfind("\n", 0, day.start)) + 1
        sentence = text[begin : day.start + len(day.written) + 8]
        if 0 <= (today - meant).days <= _NEAR and not _OTHER_TIMES.search(sentence):
            yield Mistake(day.start, day.written, day.written.replace(str(day.year), str(today.year), 1))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _nearest(today: date | None, month: int, day: int) -> date | None:
    """Return the day that is meant where no year is said: that nearest to the text's own day."""
    if today is None:
        return None
    days = [found for year in (today.year - 1, today.year, today.year + 1) if (found := _date(year, month, day))]
    return min(days, key=lambda one: abs(one - today), default=None)
