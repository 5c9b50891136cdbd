"""Time zones: which day it is where an office is, whatever the machine's own clock is set to."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone, tzinfo

DEFAULT = "Asia/Shanghai"
_BUILT_IN = {DEFAULT: timezone(timedelta(hours=8))}
"""Zones that need no data of the system: there has been no summer time in them since 1992."""
_OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d{2}))?", re.IGNORECASE)
_MOST_HOURS = 14


class UnknownZone(ValueError):
    """A text that names no time zone, or one of which this system has no data."""


def parse_zone(text: str) -> tzinfo:
    """Return the time zone that *text* names: ``Asia/Shanghai`` or ``+08:00``. Raises :class:`UnknownZone`."""
    if text in _BUILT_IN:
        return _BUILT_IN[text]
    if match := _OFFSET.fullmatch(text):
        hours, minutes = int(match[2]), int(match[3] or 0)
        if hours > _MOST_HOURS or minutes >= 60:  # noqa: PLR2004 - minutes of an hour
            raise UnknownZone(text)
        offset = timedelta(hours=hours, minutes=minutes)
        return timezone(offset if match[1] == "+" else -offset)
    # Few archives need it, and many systems have no data for it.
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(text)
    except (LookupError, ValueError, OSError) as error:
        raise UnknownZone(text) from error


def nearest_zone(text: str) -> str:
    """Return the known zone whose name is most like *text*, or ""."""
    from zoneinfo import available_timezones

    from bulletin.core.text import nearest

    return nearest(text, sorted({*_BUILT_IN, *available_timezones()}))


def day_in(zone: tzinfo) -> date:
    """Return the day that it is now in a time zone."""
    return datetime.now(zone).date()
