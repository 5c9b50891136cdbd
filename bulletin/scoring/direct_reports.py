"""Special and direct reports: how long after its event each came, and whether that was in time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from bulletin.model import keys
from bulletin.model.archive import Archive
from bulletin.model.deadlines import deadline_of, lateness
from bulletin.model.enums import Channel
from bulletin.model.keys import Key
from bulletin.model.records import Item
from bulletin.model.scheme import scheme_at


class DirectReport(NamedTuple):
    """A report that did not wait for an issue; ``in_time`` is None without a deadline, or a day of the event."""

    item: Item
    days: int | None
    """Days from the event to the report."""
    in_time: bool | None


def direct_reports(archive: Archive) -> tuple[DirectReport, ...]:
    """Return the special and direct reports, the newest first."""
    found = (item for item in reversed(archive.items) if item.channel in (Channel.SPECIAL, Channel.DIRECT))
    return tuple(DirectReport(item, _days(item), _in_time(archive, item)) for item in found)


def direct_inputs(archive: Archive) -> Iterator[Key]:
    """Yield the keys of the register: which reports there are, what is shown of them, and when they are late."""
    yield from (keys.FIGURES, keys.SCHEMES, keys.REGISTRY, keys.NAMES)
    yield from (keys.item(report.item.id) for report in direct_reports(archive))


def _days(item: Item) -> int | None:
    return (item.date - item.event_date).days if item.event_date else None


def _in_time(archive: Archive, item: Item) -> bool | None:
    """Return whether a report came in time for each of its units."""
    scheme = scheme_at(archive.schemes or archive.deadlines, item.date)
    deadlines = [deadline for unit in item.units if (deadline := deadline_of(scheme, item, unit))]
    if not deadlines or item.event_date is None:
        return None
    return not any(lateness(deadline, item, archive.registry.calendar) for deadline in deadlines)
