"""The periods that have a circular: every year in which something happened, and its quarters."""

from __future__ import annotations

from bulletin.archive import Archive
from bulletin.periods import Grain, Period


def years(archive: Archive) -> tuple[Period, ...]:
    """Return every year in which something happened, the newest first."""
    return tuple(Period.year(year) for year in archive.years)


def periods(archive: Archive) -> tuple[Period, ...]:
    """Return every year and, after each, its quarters that have begun, the newest first."""
    found: list[Period] = []
    for year in years(archive):
        quarters = [quarter for quarter in year.split(Grain.QUARTER) if quarter.first <= archive.today]
        found += [year, *reversed(quarters)]
    return tuple(found)
