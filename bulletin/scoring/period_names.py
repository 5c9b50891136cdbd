"""What a period is called in running text."""

from __future__ import annotations

from bulletin.core.dates import Grain, Period
from bulletin.core.i18n import N_, Translator

_YEAR = N_("the year {year}")
_HALVES = N_("the first half of {year}"), N_("the second half of {year}")
_QUARTERS = (
    N_("the first quarter of {year}"),
    N_("the second quarter of {year}"),
    N_("the third quarter of {year}"),
    N_("the fourth quarter of {year}"),
)
_MONTH = N_("{year}-{month:02}")
_DAYS = N_("{first} to {last}")


def period_name(period: Period, say: Translator) -> str:
    """Say a period as a circular names it: 2026年第三季度, the third quarter of 2026."""
    year, month = period.first.year, period.first.month
    match period.grain:
        case Grain.YEAR:
            return say(_YEAR, year=year)
        case Grain.HALF:
            return say(_HALVES[month // 7], year=year)
        case Grain.QUARTER:
            return say(_QUARTERS[(month - 1) // 3], year=year)
        case Grain.MONTH:
            return say(_MONTH, year=year, month=month)
    return say(_DAYS, first=period.first, last=period.last)
