"""Names of periods, families of points and kinds of lapses on pages of statistics."""

from __future__ import annotations

from bulletin.core.dates import Grain, Period
from bulletin.core.i18n import N_
from bulletin.model import urls
from bulletin.model.scheme_enums import Family
from bulletin.scoring.event_names import family_name, lapse_name
from bulletin.scoring.lapses import Lapse
from bulletin.scoring.periods import period_name
from bulletin.site.context import RenderContext
from bulletin.site.html import esc, href, link

QUARTERS = (N_("first quarter"), N_("second quarter"), N_("third quarter"), N_("fourth quarter"))
HALVES = (N_("first half"), N_("second half"))


def quarter_label(context: RenderContext, number: int) -> str:
    """Return the name of a quarter within its year: 第一季度."""
    return context._(QUARTERS[number - 1])


def part_label(context: RenderContext, period: Period) -> str:
    """Return the name of a quarter or a half within its year: 第一季度, 上半年."""
    if period.grain is Grain.HALF:
        return context._(HALVES[period.first.month // 7])
    return quarter_label(context, (period.first.month + 2) // 3)


def period_label(context: RenderContext, period: Period) -> str:
    """Return the name of a period: 2026年第三季度, 2026年第7周."""
    _, year = context._, period.first.year
    match period.grain:
        case Grain.YEAR:
            return context.formatters.year(year)
        case Grain.HALF | Grain.QUARTER:
            return _("{quarter} of {year}", quarter=part_label(context, period), year=year)
    return period_name(period, context._)


def family_label(context: RenderContext, family: Family) -> str:
    """Return the name of a family of points."""
    return family_name(family, context._)


def lapse_label(context: RenderContext, lapse: Lapse) -> str:
    """Return the name of a lapse's kind."""
    return lapse_name(lapse, context._)


def lapse_subject(lapse: Lapse) -> str:
    """Return what a lapse is about, as HTML; "" for a withdrawn item, which is not named."""
    if lapse.item and not lapse.item.is_withdrawn:
        return link(lapse.item.title, href(urls.item(lapse.item)))
    if lapse.call:
        return link(lapse.call.title, href(urls.call(lapse.call)))
    return esc(lapse.target.words) if lapse.target else ""
