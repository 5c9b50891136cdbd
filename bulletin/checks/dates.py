"""Rules of days: what comes before what, and who was there when; each a generator whose docstring is the rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from bulletin.checks.context import Findings, Rule, item_problem
from bulletin.core.problems import Problem
from bulletin.model.records import Item
from bulletin.model.registry import Unit


def nothing_lies_in_the_future(f: Findings) -> Iterator[Problem]:
    """No date of an item or issue lies after today."""
    for item in f.items:
        for key, day, line in (("date", item.date, 0), ("event-date", item.event_date, 0), *_what_followed(item)):
            if day and day > f.today:
                yield item_problem(item, "future-date", key, line, text=str(day), today=str(f.today))
    for issue in f.issues:
        if issue.date > f.today:
            values = {"text": str(issue.date), "today": str(f.today)}
            yield Problem(path=issue.path, code="future-date", line=issue.line_of("date"), field="date", values=values)


def dates_follow_each_other(f: Findings) -> Iterator[Problem]:
    """An event comes before its report, the report before its adoption, endorsement, outcome, correction and expiry."""
    for item in f.items:
        if item.expires and item.expires < item.date:
            yield _late(item, ("expires", item.expires), ("date", item.date), 0)
        if item.event_date and item.event_date > item.date:
            yield _late(item, ("date", item.date), ("event-date", item.event_date), item.line_of("event-date"))
        for key, day, line in _what_followed(item):
            if day and day < item.date:
                yield _late(item, (key, day), ("date", item.date), line)


def _what_followed(item: Item) -> Sequence[tuple[str, date | None, int]]:
    """Return key, day and line of all that came after an item."""
    if not (item.adoptions or item.sent_up or item.endorsements or item.outcomes or item.corrections):
        return ()
    return [
        *(("adopted-by", a.date, a.line) for a in item.adoptions),
        *(("sent-up", s.date, s.line) for s in item.sent_up),
        *(("endorsements", e.date, e.line) for e in item.endorsements),
        *(("outcomes", o.date, o.line) for o in item.outcomes),
        *(("corrections", c.date, c.line) for c in item.corrections),
    ]


def _late(item: Item, later: tuple[str, date], earlier: tuple[str, date], line: int) -> Problem:
    values = {"later": later[0], "later_day": str(later[1]), "earlier": earlier[0], "earlier_day": str(earlier[1])}
    return item_problem(item, "date-order", later[0], line, **values)


def folders_are_years(f: Findings) -> Iterator[Problem]:
    """An item lies in the folder of the year of its date."""
    for item in f.items:
        year = item.id.split("/")[0]
        if year != str(item.date.year):
            yield item_problem(item, "year-folder", "date", date=str(item.date), year=year)


def units_exist_at_the_time(f: Findings) -> Iterator[Problem]:
    """An item comes from units that had joined and not left when it was submitted."""
    for item in f.items:
        for identifier in item.units:
            unit = f.registry.unit[identifier]
            if (unit.joined and item.date < unit.joined) or (unit.left and item.date > unit.left):
                values = {"unit": unit.name, "date": str(item.date), "span": _span(unit)}
                near = _instead(f, unit, item.date)
                yield item_problem(item, "unit-not-there", "unit", 0, nearest=near, **values)


def _span(unit: Unit) -> str:
    return f"{unit.joined or ''}–{unit.left or ''}"


def _instead(f: Findings, unit: Unit, day: date) -> str:
    if unit.left and day > unit.left and unit.successor in f.registry.unit:
        return f.registry.unit[unit.successor].name
    before = [u.name for u in f.registry.units if u.successor == unit.id]
    return "、".join(before)


def due_follows_date(f: Findings) -> Iterator[Problem]:
    """A call is due on or after the day it goes out."""
    for call in f.calls:
        if call.due and call.due < call.date:
            values = {"later": "due", "later_day": str(call.due), "earlier": "date", "earlier_day": str(call.date)}
            yield Problem(path=call.path, code="date-order", line=1, field="due", values=values)


RULES: tuple[Rule, ...] = (
    nothing_lies_in_the_future,
    dates_follow_each_other,
    folders_are_years,
    units_exist_at_the_time,
    due_follows_date,
)
