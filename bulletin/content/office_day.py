"""The day that it is where the office of an archive is, which its ``registry/bulletin.toml`` says."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from bulletin.core.time_zones import DEFAULT, UnknownZone, day_in, parse_zone

BULLETIN = "registry/bulletin.toml"


def office_day(root: Path) -> date:
    """Return today in the time zone of the archive at *root*; in the default one where it names none that is known."""
    try:
        return day_in(parse_zone(_zone_name(root)))
    except UnknownZone:
        # Reading the registry reports it.
        return day_in(parse_zone(DEFAULT))


def _zone_name(root: Path) -> str:
    try:
        data = (root / BULLETIN).read_bytes()
    except OSError:
        return DEFAULT
    if b"timezone" not in data and "时区".encode() not in data:
        return DEFAULT
    # Takes 10 ms to import, and hardly any archive needs it.
    from bulletin.content.registry import read_registry

    return read_registry({BULLETIN: data})[0].bulletin.timezone
