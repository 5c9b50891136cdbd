"""Periods that have a circular (years, half-years and quarters with something to show), and their names in text."""

from __future__ import annotations

from bulletin.core.dates import Grain, Period
from bulletin.core.i18n import N_, Translator
from bulletin.core.memo import memoized
from bulletin.model.archive import Archive
from bulletin.scoring import activity

_SEPTEMBER = 9


def years(archive: Archive) -> tuple[Period, ...]:
    """Return every year with events, the newest first."""
    return tuple(Period.year(year) for year in archive.years)


def circular_periods(archive: Archive) -> tuple[Period, ...]:
    """Return every year and, after each, its half-years, each followed by its quarters, the newest first.

    Half-years and quarters are among them that have begun, and in which something was submitted or adopted or a
    scoring scheme was in force.
    """
    return memoized(archive, "circular periods", lambda: _find_periods(archive))


def _find_periods(archive: Archive) -> tuple[Period, ...]:
    found: list[Period] = []
    for year in years(archive):
        found.append(year)
        for half in reversed(list(year.split(Grain.HALF))):
            quarters = [quarter for quarter in half.split(Grain.QUARTER) if _has_content(archive, quarter)]
            found += [half, *reversed(quarters)] if quarters else []
    return tuple(found)


def _has_content(archive: Archive, period: Period) -> bool:
    if period.first > archive.today:
        return False
    if any(one.period == period for one in archive.closed):
        return True
    scored = any(scheme.first <= period.last and period.first <= scheme.last for scheme in archive.schemes)
    return (
        scored
        or period.label in archive.circular_text
        or bool(activity.submitted(archive, "", period) or activity.adoptions(archive, "", period))
    )


def has_circular(archive: Archive, period: Period) -> bool:
    """Whether a period has a circular of its own."""
    return period in memoized(archive, "circular period set", lambda: frozenset(circular_periods(archive)))


def quarter_number(period: Period) -> int:
    """Return which quarter of the year a period ends with, from 1."""
    return (period.last.month + 2) // 3


def year_to_date(period: Period) -> Period | None:
    """Return the period with a circular that reaches from the beginning of the year to the end of *period*.

    There is none for a third quarter: the first nine months have a list of their own.
    """
    if period.last.month == _SEPTEMBER and period.grain is Grain.QUARTER:
        return None
    return period.to_date


_NAMES = {
    Grain.YEAR: (N_("the year {year}"),),
    Grain.HALF: (N_("the first half of {year}"), N_("the second half of {year}")),
    Grain.QUARTER: (
        N_("the first quarter of {year}"),
        N_("the second quarter of {year}"),
        N_("the third quarter of {year}"),
        N_("the fourth quarter of {year}"),
    ),
    Grain.MONTH: (N_("{year}-{month:02}"),),
    Grain.HALF_MONTH: (N_("the first half of {year}-{month:02}"), N_("the second half of {year}-{month:02}")),
    Grain.WEEK: (N_("week {number} of {year}"),),
}
"""The names of periods: one for all of a grain, or one for each number."""
_DAYS = N_("{first} to {last}")


def period_name(period: Period, say: Translator) -> str:
    """Return the name of a period as in a circular: 2026年第三季度, the third quarter of 2026."""
    if period.grain is None:
        return say(_DAYS, first=period.first, last=period.last)
    names, number = _NAMES[period.grain], period.number
    name = names[number - 1] if len(names) > 1 else names[0]
    return say(name, year=period.first.year, month=period.first.month, number=number)
