"""Checks of what deadlines count by: times of day on items, and days off in the registry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from bulletin.core.i18n import N_
from bulletin.core.problems import Problem
from bulletin.model.deadlines import deadline_of, is_surely_late, missing_times
from bulletin.model.records import Item
from bulletin.model.schema import ITEM
from bulletin.model.scheme import Deadline, Scheme, scheme_at
from bulletin.model.scheme_enums import TimeUnit
from bulletin.model.work_calendar import WorkCalendar

_UNKNOWN = N_("whether the item came in time cannot be told")
_LATE = N_("the item is late, and by how much cannot be told exactly")


def hours_can_be_counted(items: Iterable[Item], schemes: tuple[Scheme, ...]) -> Iterator[Problem]:
    """Items under a deadline in hours have the times by which they are counted."""
    by_hours = {id(scheme) for scheme in schemes if any(d.unit is TimeUnit.HOURS for d in scheme.deadlines)}
    for item in items if by_hours else ():
        scheme = scheme_at(schemes, item.date)
        deadlines = [deadline_of(scheme, item, unit) for unit in item.units] if id(scheme) in by_hours else []
        for deadline in deadlines:
            if deadline and (missing := missing_times(deadline, item)):
                yield from (_missing_time(item, deadline, key) for key in missing)
                break


def _missing_time(item: Item, deadline: Deadline, key: str) -> Problem:
    spec = ITEM.field(key)
    values = {"words": deadline.words, "key": key, "name": spec.chinese[0], "example": spec.example}
    values["reason"] = _LATE if is_surely_late(deadline, item) else _UNKNOWN
    return Problem(path=item.path, code="no-time", line=item.line_of("date"), field=key, values=values)


def days_off_are_known(schemes: Iterable[Scheme], calendar: WorkCalendar, today: date) -> Iterator[Problem]:
    """Of each year in which a scheme counts work days, the registry has the days off."""
    for scheme in schemes:
        deadline = next((d for d in scheme.deadlines if d.unit is TimeUnit.WORK_DAYS), None)
        years = range(scheme.first.year, min(scheme.last, today).year + 1) if deadline else ()
        for year in (year for year in years if year not in calendar.years):
            line = deadline.line if deadline else 1
            yield Problem(
                path=scheme.path, code="unknown-holidays", line=line, field="work-days", values={"year": str(year)}
            )
