"""Calendar files (RFC 5545) of what units still owe: days on which something is due, for Outlook or a phone."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING

from bulletin.exports import catalog
from bulletin.exports.context import ExportContext, ExportFile
from bulletin.model import keys, urls
from bulletin.model.records import Call, Item
from bulletin.model.urls import percent_encode
from bulletin.scoring.due_texts import KINDS, title
from bulletin.scoring.dues import Due, all_dues, due_inputs, dues_of

if TYPE_CHECKING:
    from icalendar import Event

_NAMESPACE = uuid.UUID("0f6a1d0c-31c6-5c8e-9a55-5f6f1f1d7a11")


def files(context: ExportContext) -> Iterator[ExportFile]:
    """Yield the calendar of all dues, and one for each unit that is there."""
    archive = context.archive
    for address, unit in catalog.calendars(archive):
        dues = dues_of(archive, unit) if unit else all_dues(archive)
        inputs = [
            keys.BULLETIN,
            keys.REGISTRY,
            keys.NAMES,
            keys.dues_of(unit) if unit else keys.DUES,
            *due_inputs(dues),
        ]
        yield ExportFile(address, inputs, partial(_unit_calendar, context, unit))


def _unit_calendar(context: ExportContext, unit: str) -> bytes:
    archive = context.archive
    if not unit:
        return _calendar(context, all_dues(archive), "")
    return _calendar(context, dues_of(archive, unit), archive.registry.unit[unit].name)


def _calendar(context: ExportContext, dues: Sequence[Due], unit: str) -> bytes:
    # Takes 60 ms to import, and most builds make no calendar anew.
    from icalendar import Calendar

    name = context.archive.registry.bulletin.name
    calendar = Calendar()
    calendar.add("prodid", "-//bulletin-archive//due//")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", context.say("{bulletin}: what is due", bulletin=f"{name} {unit}".strip()))
    for due in dues:
        if due.day:
            calendar.add_component(_event(context, due))
    return bytes(calendar.to_ical())


def _event(context: ExportContext, due: Due) -> Event:
    from icalendar import Event

    say, archive = context.say, context.archive
    event = Event()
    words = {"unit": due.unit.name, "kind": say(KINDS[due.kind]), "title": title(due, say)}
    event.add("summary", say("{unit}: {kind} “{title}”", **words))
    event.add("dtstart", due.day)
    event.add("dtend", due.day and due.day + timedelta(days=1))
    # The same bytes for the same archive on the same day.
    event.add("dtstamp", datetime.combine(archive.today, time(), UTC))
    by = due.endorsement.by if due.endorsement else ""
    event.add("uid", str(uuid.uuid5(_NAMESPACE, f"{due.kind} {due.unit.id} {due.fact.id} {by} {due.day}")))
    if context.site_url and (page := _page(due)):
        event.add("url", context.site_url.rstrip("/") + "/" + percent_encode(page))
    return event


def _page(due: Due) -> str:
    if isinstance(due.fact, Call):
        return urls.call(due.fact)
    return urls.item(due.fact) if isinstance(due.fact, Item) and not due.fact.is_withdrawn else ""
