"""The periods that have a circular: every year, half-year and quarter in which there is something to tell."""

from __future__ import annotations

from bulletin.core.dates import Grain, Period
from bulletin.model.archive import Archive
from bulletin.scoring import counts
from bulletin.scoring.memo import remembered

_SEPTEMBER = 9


def years(archive: Archive) -> tuple[Period, ...]:
    """Return every year in which something happened, the newest first."""
    return tuple(Period.year(year) for year in archive.years)


def periods(archive: Archive) -> tuple[Period, ...]:
    """Return every year and, after each, its half-years, each followed by its quarters, the newest first.

    Half-years and quarters are among them that have begun, and in which something was submitted or adopted or a
    scoring scheme was in force.
    """
    return remembered(archive, "periods", lambda: _periods(archive))


def _periods(archive: Archive) -> tuple[Period, ...]:
    found: list[Period] = []
    for year in years(archive):
        found.append(year)
        for half in reversed(list(year.split(Grain.HALF))):
            quarters = [quarter for quarter in half.split(Grain.QUARTER) if _is_told_of(archive, quarter)]
            found += [half, *reversed(quarters)] if quarters else []
    return tuple(found)


def _is_told_of(archive: Archive, period: Period) -> bool:
    if period.first > archive.today:
        return False
    scored = any(scheme.first <= period.last and period.first <= scheme.last for scheme in archive.schemes)
    return scored or bool(counts.submitted(archive, "", period) or counts.adoptions(archive, "", period))


def has(archive: Archive, period: Period) -> bool:
    """Whether a period has a circular of its own."""
    return period in remembered(archive, "told periods", lambda: frozenset(periods(archive)))


def number(period: Period) -> int:
    """Return which quarter of the year a period ends with, from 1."""
    return (period.last.month + 2) // 3


def so_far(period: Period) -> Period | None:
    """Return the period with a circular that reaches from the beginning of the year to the end of *period*.

    There is none for a third quarter: the first nine months have a list of their own.
    """
    if period.last.month == _SEPTEMBER and period.grain is Grain.QUARTER:
        return None
    return period.to_date
