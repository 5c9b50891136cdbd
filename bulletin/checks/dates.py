"""Checks of dates: their order, and which units existed; the docstring of each is its rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain

from bulletin.checks.context import Check, CheckContext, ItemCheck, item_problem
from bulletin.core.dates import Period
from bulletin.core.problems import Problem
from bulletin.model.records import Endorsement, Item
from bulletin.model.registry import Registry, Unit


def check_future_dates(context: CheckContext) -> Iterator[Problem]:
    """No date of an item or issue is after today."""
    today = context.today
    for item in context.future_items:
        for key, day, line in (("date", item.date, 0), ("event-date", item.event_date, 0), *_later_dates(item)):
            if day and day > today:
                yield item_problem(item, "future-date", key, line, text=str(day), today=str(today))
    for issue in context.issues:
        if issue.date > today:
            values = {"text": str(issue.date), "today": str(today)}
            yield item_problem(issue, "future-date", "date", **values)


def check_circular_texts(context: CheckContext) -> Iterator[Problem]:
    """The text of a circular is of a period that has begun, in a year in which there is anything."""
    days = chain((i.date for i in context.published), (i.date for i in context.issues), _adoption_days(context))
    years = {day.year for day in days} if context.circular_texts else set()
    for text in context.circular_texts:
        first = Period.parse(text.id).first
        if first > context.today or first.year not in years:
            yield Problem(path=text.path, code="circular-not-shown", line=1, values={"name": text.id})


def _adoption_days(context: CheckContext) -> Iterator[date]:
    return (adoption.date for item in context.published for adoption in item.adoptions if adoption.date)


def last_day(item: Item) -> date:
    """Return the latest day that an item names, apart from the last on which it may be read."""
    later = [day for _, day, _ in _later_dates(item) if day] if _has_later_dates(item) else []
    return max(item.date, item.event_date or item.date, *later)


def check_date_order(item: Item, _registry: Registry) -> Sequence[Problem]:
    """An event comes before its report, the report before its adoption, endorsement, outcome, correction and expiry."""
    if (
        not (item.expires or item.event_time)
        and (item.event_date or item.date) <= item.date
        and not _has_later_dates(item)
    ):
        return ()
    problems = [
        _order_problem(item, (key, day), ("date", item.date), line)
        for key, day, line in (("expires", item.expires, 0), *_later_dates(item))
        if day and day < item.date
    ]
    if item.event_date == item.date and item.time and item.time < item.event_time:
        line = item.line_of("event-time")
        problems.append(_order_problem(item, ("time", item.time), ("event-time", item.event_time), line))
    if item.event_date and item.event_date > item.date:
        line = item.line_of("event-date")
        problems.append(_order_problem(item, ("date", item.date), ("event-date", item.event_date), line))
    return problems


def check_event_time(item: Item, _registry: Registry) -> Sequence[Problem]:
    """A time of an event has its day."""
    return [item_problem(item, "event-time-alone", "event-time")] if item.event_time and not item.event_date else ()


def check_feedback_days(item: Item, _registry: Registry) -> Sequence[Problem]:
    """Feedback is due, and comes, after its endorsement; where it is due, the day on which it came is known."""
    problems = []
    for e in item.endorsements:
        earlier = ("endorsements", e.date or item.date)
        for key, day in (("follow-up-due", e.follow_up_due), ("follow-up-date", e.follow_up_date)):
            if day and day < earlier[1]:
                problems.append(_order_problem(item, (key, day), earlier, e.line))
        if e.follow_up and e.follow_up_due and not e.follow_up_date:
            values = {"due": str(e.follow_up_due)}
            problems.append(item_problem(item, "feedback-without-day", "follow-up-date", e.line, **values))
    return problems


def _has_later_dates(item: Item) -> bool:
    later = item.adoptions or item.sent_up or item.endorsements or item.outcomes or item.corrections
    return bool(later or item.withdrawn_on)


def _later_dates(item: Item) -> list[tuple[str, date | None, int]]:
    """Return key, date and line of every event after an item was submitted."""
    return [
        *[("adopted-by", a.date, a.line) for a in item.adoptions],
        *[("sent-up", s.date, s.line) for s in item.sent_up],
        *[("endorsements", e.date, e.line) for e in item.endorsements],
        *[("follow-up-date", came, e.line) for e in item.endorsements if (came := _ordered_feedback(item, e))],
        *[("outcomes", o.date, o.line) for o in item.outcomes],
        *[("corrections", c.date, c.line) for c in item.corrections],
        ("withdrawn-on", item.withdrawn_on, 0),
    ]


def _ordered_feedback(item: Item, endorsement: Endorsement) -> date | None:
    came = endorsement.follow_up_date
    return came if came and came >= (endorsement.date or item.date) else None


def _order_problem(item: Item, later: tuple[str, object], earlier: tuple[str, object], line: int) -> Problem:
    values = {"later": later[0], "later_day": str(later[1]), "earlier": earlier[0], "earlier_day": str(earlier[1])}
    return item_problem(item, "date-order", later[0], line, **values)


def check_year_folder(item: Item, _registry: Registry) -> Sequence[Problem]:
    """An item is in the folder of the year of its date."""
    if item.id.startswith(f"{item.date.year}/"):
        return ()
    return [item_problem(item, "year-folder", "date", date=str(item.date), year=item.id.split("/")[0])]


def check_units_existed(item: Item, registry: Registry) -> Sequence[Problem]:
    """An item comes from units that had joined and not left when it was submitted."""
    problems = []
    for identifier in item.units:
        unit = registry.unit[identifier]
        if (unit.joined and item.date < unit.joined) or (unit.left and item.date > unit.left):
            values = {"unit": unit.name, "date": str(item.date), "span": _membership_period(unit)}
            near = _replacement_names(registry, unit, item.date)
            problems.append(item_problem(item, "unit-not-there", "unit", nearest=near, **values))
    return problems


def _membership_period(unit: Unit) -> str:
    return f"{unit.joined or ''}–{unit.left or ''}"


def _replacement_names(registry: Registry, unit: Unit, day: date) -> str:
    if unit.left and day > unit.left and unit.successor in registry.unit:
        return registry.unit[unit.successor].name
    before = [u.name for u in registry.units if u.successor == unit.id]
    return "、".join(before)


def check_call_due_dates(context: CheckContext) -> Iterator[Problem]:
    """A call is due on or after the day it goes out, and extended to a later day."""
    for call in context.calls:
        if call.due and call.due < call.date:
            values = {"later": "due", "later_day": str(call.due), "earlier": "date", "earlier_day": str(call.date)}
            yield item_problem(call, "date-order", "due", **values)
        for given in call.extended:
            if call.due is None:
                yield item_problem(call, "extended-without-due", "extended", given.line)
            elif given.due <= call.due:
                values = {"day": str(given.due), "due": str(call.due)}
                yield item_problem(call, "not-extended", "extended", given.line, **values)


ITEM_CHECKS: tuple[ItemCheck, ...] = (
    check_date_order,
    check_event_time,
    check_feedback_days,
    check_year_folder,
    check_units_existed,
)
CHECKS: tuple[Check, ...] = (check_future_dates, check_call_due_dates, check_circular_texts)
