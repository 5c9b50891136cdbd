"""Links of the figures of a period: addresses of the lists behind them, and anchors in these."""

from __future__ import annotations

from bulletin.core.dates import Grain, Period
from bulletin.core.memo import memoized
from bulletin.model import urls
from bulletin.model.archive import Archive
from bulletin.model.registry import Group, Unit
from bulletin.scoring import activity
from bulletin.scoring.periods import quarter_number, year_to_date
from bulletin.site.html import href, url_fragment

ITEMS, ADOPTIONS, PUBLICATIONS = urls.STATS_ITEMS, urls.STATS_ADOPTIONS, urls.STATS_PUBLICATIONS
TOPICS, YEAR_TO_DATE = urls.STATS_TOPICS, urls.STATS_TO_DATE
ALL_ADOPTIONS = urls.TO_DATE_ADOPTIONS
LISTS = (ITEMS, ADOPTIONS, PUBLICATIONS, TOPICS)
_DECEMBER = 12


def adopted_anchor(unit: Unit) -> str:
    """Return the anchor of a unit's items that were adopted."""
    return f"{unit.id}-adopted"


def treatment_anchor(unit: Unit, publication: str, how: str) -> str:
    """Return the anchor of a unit's adoptions by one publication in one group of treatments."""
    return f"{unit.id}-{publication}-{how}"


def distinct_adoptions_anchor(group: Group) -> str:
    """Return the anchor of a group's adoptions, those of joint items once."""
    return urls.distinct_adoptions_anchor(group.id)


def unit_href(archive: Archive, unit: Unit, year: int) -> str:
    """Return the link of a unit's name: its ledger of the year, its items of the year, or its page."""
    return memoized(archive, ("unit leads", unit.id, year), lambda: _unit_href(archive, unit, year))


def _unit_href(archive: Archive, unit: Unit, year: int) -> str:
    if activity.has_ledger(archive, unit, year):
        return href(urls.ledger(unit, year))
    return href(urls.unit(unit, year if activity.was_active(archive, unit, year) else None))


def year_to_date_href(period: Period) -> str:
    """Return the link to the items of the year up to the end of *period*, by unit and group."""
    whole = year_to_date(period)
    return href(urls.stats(whole.label, ITEMS) if whole else urls.stats(period.label, YEAR_TO_DATE))


def period_anchor(kind: str, period: Period) -> str:
    """Return the anchor of *period* in a unit's ledger."""
    match period.grain:
        case Grain.YEAR:
            return kind
        case Grain.HALF:
            return f"{kind}-to-q2" if quarter_number(period) == 2 else f"{kind}-h2"  # noqa: PLR2004 - the second quarter
    return f"{kind}-q{quarter_number(period)}"


def year_to_date_anchor(kind: str, period: Period) -> str:
    """Return the anchor, in a unit's ledger, of the year up to the end of *period*."""
    if period.last.month == _DECEMBER:
        return kind
    return f"{kind}-q1" if quarter_number(period) == 1 else f"{kind}-to-q{quarter_number(period)}"


def span_anchor(kind: str, period: Period) -> str:
    """Return the anchor, in a unit's ledger, of a list that is separate for each year, half-year and quarter."""
    match period.grain:
        case Grain.YEAR:
            return f"{kind}-year"
        case Grain.HALF:
            return f"{kind}-h{quarter_number(period) // 2}"
    return f"{kind}-q{quarter_number(period)}"


def with_anchor(base: str, anchor: str) -> str:
    """Return the link to an anchor on the page *base*."""
    return f"{base}#{url_fragment(anchor)}"
