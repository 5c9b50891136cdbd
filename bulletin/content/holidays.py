"""Reading ``registry/holidays.toml``: days off, and days that are worked on weekends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bulletin.core.toml import TomlTable
from bulletin.model.work_calendar import NamedDays, WorkCalendar, days_of

HOLIDAYS = "registry/holidays.toml"
_LAST_YEAR = 2199
_LONGEST = 31
"""More days in one entry are a mistake in a year or month."""


def read_holidays(file: TomlTable | None) -> WorkCalendar:
    """Return the calendar that a file holds; entries that are wrong are left out."""
    if file is None:
        return WorkCalendar()
    off, worked = (list(_read_days(file, name)) for name in ("holiday", "workday"))
    _report_repeated_days(off)
    _report_repeated_days(worked)
    file.finish()
    calendar = WorkCalendar(holidays=tuple(days for days, _ in off), worked=tuple(days for days, _ in worked))
    holidays = {day: days for days, _ in off for day in days_of([days])}
    by_week = WorkCalendar(holidays=calendar.holidays)
    for days, table in worked:
        for day in days_of([days]):
            if day in holidays:
                table.note("work-on-holiday", "date", day=str(day), name=holidays[day].name)
            elif by_week.is_work_day(day):
                table.note("worked-anyway", "date", day=str(day))
    return calendar


def _report_repeated_days(entries: list[tuple[NamedDays, TomlTable]]) -> None:
    """Report entries with a day of an earlier one of their name; holidays of two names may fall on one day."""
    known: dict[tuple[str, date], int] = {}
    for days, table in entries:
        key = "date" if "date" in table.data else "first"
        named = [(days.name, day) for day in days_of([days])]
        if twice := next((pair for pair in named if pair in known), None):
            table.note("day-off-twice", key, day=str(twice[1]), first=str(known[twice]))
        known = dict.fromkeys(named, table.line()) | known


def _read_days(file: TomlTable, name: str) -> Iterator[tuple[NamedDays, TomlTable]]:
    """Yield the entries ``[[name]]``, each with its table."""
    listed = file.take(name)
    if not isinstance(listed, list | None):
        file.note("not-tables", name)
        return
    for order, data in enumerate(listed or ()):
        table = file.inner(name, order, data)
        before = len(file.problems)
        title, first, last = table.text_of("name"), *_first_and_last(table)
        if name == "holiday" and not title:
            table.note("missing-setting", "name", example='name = "国庆节"')
        table.finish()
        if len(file.problems) == before and first and last:
            yield NamedDays(name=title, first=first, last=last), table


def _first_and_last(table: TomlTable) -> tuple[date | None, date | None]:
    """Return the days that an entry names: by ``first`` and ``last``, or as one ``date``."""
    one, first, last = (_day(table, key) for key in ("date", "first", "last"))
    if "date" in table.data:
        for key in ("first", "last"):
            if key in table.data:
                table.note("date-and-span", key)
        return one, one
    if "first" not in table.data and "last" not in table.data:
        table.note("missing-setting", "date", example="date = 2026-10-01")
    for key, other in (("first", "last"), ("last", "first")):
        if other in table.data and key not in table.data:
            table.note("missing-setting", key, example=f"{key} = 2026-10-07")
    if first and last and not 0 <= (last - first).days < _LONGEST:
        table.note("bad-span", "last", first=str(first), last=str(last), longest=str(_LONGEST))
    return first, last


def _day(table: TomlTable, key: str) -> date | None:
    """Return a day of a year that an office can know of."""
    day = table.day(key)
    if day is None or day.year <= _LAST_YEAR:
        return day
    table.note("bad-setting", key, example=f"{key} = 2026-10-01")
    return None
