"""Deadlines: which one an item is under, and by how much it missed it, in days, work days or hours."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from bulletin.model.attributes import EventFacts, item_attributes
from bulletin.model.scheme_enums import TimeUnit

if TYPE_CHECKING:
    from bulletin.model.records import Item
    from bulletin.model.scheme import Deadline, Scheme
    from bulletin.model.work_calendar import WorkCalendar

_LAST_MINUTE = "23:59"


class Lateness(NamedTuple):
    """By how much an item was late; ``at_least`` where a time of day that is not known leaves more possible."""

    amount: Fraction = Fraction(0)
    unit: TimeUnit = TimeUnit.DAYS
    at_least: bool = False


def deadline_of(scheme: Scheme | None, item: Item, unit: str) -> Deadline | None:
    """Return the deadline of an item for one of its units: the narrowest that applies."""
    if scheme is None or not scheme.deadlines:
        return None
    any_condition = any(deadline.condition.attributes for deadline in scheme.deadlines)
    event = item_attributes(EventFacts(item, unit, item.date), scheme.attributes) if any_condition else {}
    return next((deadline for deadline in scheme.deadlines if deadline.condition.matches(event)), None)


def lateness(deadline: Deadline, item: Item, calendar: WorkCalendar) -> Lateness | None:
    """Return by how much an item missed a deadline after its event; None where it is in time, or that is not known."""
    if item.event_date is None:
        return None
    match deadline.unit:
        case TimeUnit.DAYS:
            late = Fraction((item.date - item.event_date).days) - deadline.limit
        case TimeUnit.WORK_DAYS:
            due = calendar.work_day_after(item.event_date, int(deadline.limit))
            # What comes on a day off after its due day is late by one work day, as if it had come on the next one.
            late = Fraction(max(1, calendar.work_days_between(due, item.date)) if item.date > due else 0)
        case TimeUnit.HOURS:
            late = _hours_since_event(item)[0] - deadline.limit
    missing = deadline.unit is TimeUnit.HOURS and not (item.time and item.event_time)
    return Lateness(late, deadline.unit, missing) if late > 0 else None


def missing_times(deadline: Deadline | None, item: Item) -> tuple[str, ...]:
    """Return the keys of what is missing to tell whether an item met a deadline in hours."""
    if deadline is None or deadline.unit is not TimeUnit.HOURS:
        return ()
    if item.event_date and _hours_since_event(item)[1] <= deadline.limit:
        return ()
    given = {"event-date": item.event_date, "event-time": item.event_time, "time": item.time}
    return tuple(key for key, value in given.items() if not value)


def is_surely_late(deadline: Deadline, item: Item) -> bool:
    """Whether an item missed a deadline in hours, whatever the times of day were that are not known."""
    return item.event_date is not None and _hours_since_event(item)[0] > deadline.limit


def _hours_since_event(item: Item) -> tuple[Fraction, Fraction]:
    """Return the least and the most hours from an event to its report: equal where both times are known."""
    days = (item.date - item.event_date).days if item.event_date else 0
    least = _minutes(item.time or "00:00") - _minutes(item.event_time or _LAST_MINUTE)
    most = _minutes(item.time or _LAST_MINUTE) - _minutes(item.event_time or "00:00")
    return days * 24 + Fraction(least, 60), days * 24 + Fraction(most, 60)


def _minutes(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)
