"""A circular's figures as running text, as an office writes it, each number a link to what it counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction

from markupsafe import Markup, escape

from bulletin.core.dates import Grain
from bulletin.core.i18n import N_
from bulletin.core.numbers import amount, percent
from bulletin.model import urls
from bulletin.model.registry import Unit
from bulletin.scoring.circulars.circular import Circular
from bulletin.scoring.lapses import Lapse
from bulletin.scoring.period_results import PeriodResults
from bulletin.scoring.periods import year_to_date
from bulletin.site import anchors, table_builders
from bulletin.site.anchors import ADOPTIONS, ITEMS, PUBLICATIONS
from bulletin.site.context import RenderContext
from bulletin.site.html import esc, href
from bulletin.site.html import link as link_to
from bulletin.site.pages.stats.labels import period_label

FIRST = 3
"""The number of items named."""


def paragraphs(context: RenderContext, circular: Circular) -> Iterator[Markup]:
    """Yield the paragraphs: totals and comparisons, groups, the best items, units with nothing submitted or adopted."""
    yield Markup("").join(
        [
            _submitted_sentence(context, circular),
            _adopted_sentence(context, circular),
            _year_to_date_sentence(context, circular),
        ]
    )
    yield Markup("").join(_group_sentences(context, circular))
    if top_items := _top_items_sentence(context, circular):
        yield top_items
    if shortcomings := Markup("").join(_shortcoming_sentences(context, circular)):
        yield shortcomings


def linked_number(number: int, address: str, anchor: str = "") -> Markup:
    """Return a number as a link to what it counts; 0 is no link."""
    if not number:
        return Markup("0")
    return Markup(f'<a class="b-figure" href="{href(address, anchor)}">{number:,}</a>')  # noqa: S704 - a number


def format_sentence(context: RenderContext, message: str, /, **values: object) -> Markup:
    """Return a translated sentence as HTML; its values may be markup."""
    escaped = {name: value if isinstance(value, Markup) else esc(str(value)) for name, value in values.items()}
    return Markup(context._(message).format(**escaped))  # noqa: S704 - sentences of the catalogue are ours


def _join_names(context: RenderContext, parts: Iterable[Markup]) -> Markup:
    return escape(context._(", ")).join(parts)


def _submitted_sentence(context: RenderContext, circular: Circular) -> Markup:
    now, name = circular.now, period_label(context, circular.period)
    if not now.submitted:
        return format_sentence(context, N_("{period}: nothing was submitted."), period=name)
    number = linked_number(len(now.submitted), urls.stats(circular.period.label, ITEMS))
    units = linked_number(
        len([row for row in circular.rows if row.now.submitted]), urls.stats(circular.period.label, ITEMS)
    )
    compared = _comparison(context, circular, lambda span: len(span.submitted))
    return format_sentence(
        context,
        N_("{period}: {n} items submitted by {units} units{compared}."),
        period=name,
        n=number,
        units=units,
        compared=compared,
    )


def _adopted_sentence(context: RenderContext, circular: Circular) -> Markup:
    now = circular.now
    if not now.adoptions:
        return format_sentence(context, N_(" Nothing was adopted."))
    number = linked_number(len(now.adoptions), urls.stats(circular.period.label, PUBLICATIONS))
    levels = [
        format_sentence(
            context,
            N_("{n} {level}"),
            n=linked_number(n, *_level_link(circular, level)),
            level=context.formatters.term(level),
        )
        for level in table_builders.used_levels(context.archive)
        if (n := now.by_level[level])
    ]
    compared = _comparison(context, circular, lambda span: len(span.adoptions))
    sentence = format_sentence(
        context,
        N_(" Adopted {n} times ({levels}){compared}."),
        n=number,
        levels=_join_names(context, levels),
        compared=compared,
    )
    if now.rate is None:
        return sentence
    items = linked_number(len(now.adopted), urls.stats(circular.period.label, ITEMS))
    values = {"items": items, "rate": percent(now.rate)}
    return sentence + format_sentence(context, N_(" Of the items submitted {items} were adopted, {rate}."), **values)


def _level_link(circular: Circular, level: object) -> tuple[str, str]:
    return urls.stats(circular.period.label, PUBLICATIONS), f"level-{getattr(level, 'value', '')}"


def _comparison(context: RenderContext, circular: Circular, count: Callable[[PeriodResults], int]) -> Markup:
    """Return the comparison of a number with the period before, and with the same period a year before."""
    comparisons = []
    for name, span in zip(
        _COMPARED_PERIODS[circular.period.grain or Grain.QUARTER], (circular.before, circular.year_before), strict=False
    ):
        if span.submitted or span.adoptions:
            comparisons.append(_comparison_with(context, name, count(circular.now), count(span), span))
    return Markup("").join(comparisons)


_COMPARED_PERIODS = {
    Grain.YEAR: (N_("the year before"),),
    Grain.HALF: ("", N_("the same half of the year before")),
    Grain.QUARTER: (N_("the quarter before"), N_("the same quarter of the year before")),
}


def _comparison_with(context: RenderContext, name: str, now: int, before: int, span: PeriodResults) -> Markup:
    called = context._(name) if name else period_label(context, span.period)
    link = Markup(link_to(called, href(urls.stats(span.period.label))))  # noqa: S704 - escaped there
    if now == before:
        return format_sentence(context, N_(", as many as in {before}"), before=link)
    ratio = percent(abs(Fraction(now - before, before))) if before else ""
    share = format_sentence(context, N_(" ({share})"), share=ratio) if ratio else ""
    message = N_(", {n} more than in {before}{share}") if now > before else N_(", {n} fewer than in {before}{share}")
    return format_sentence(context, message, n=abs(now - before), before=link, share=share)


def _year_to_date_sentence(context: RenderContext, circular: Circular) -> Markup:
    if circular.period.first == circular.to_date.period.first:
        return Markup("")
    whole = year_to_date(circular.period)
    items = urls.stats(whole.label, ITEMS) if whole else urls.stats(circular.period.label, anchors.YEAR_TO_DATE)
    taken = urls.stats(whole.label, PUBLICATIONS) if whole else items
    submitted, adopted = len(circular.to_date.submitted), len(circular.to_date.adoptions)
    values = {
        "n": linked_number(submitted, items),
        "adoptions": linked_number(adopted, taken, "" if whole else anchors.ALL_ADOPTIONS),
    }
    return format_sentence(
        context, N_(" In the year so far {n} items were submitted, and adopted {adoptions} times."), **values
    )


def _group_sentences(context: RenderContext, circular: Circular) -> Iterator[Markup]:
    for table in circular.tables if len(circular.tables) > 1 else ():
        name = table.group.name or context._("Other units")
        anchor, label = table_builders.group_anchor(table.group), circular.period.label
        joint = len(table.events) != table.adoptions
        values = {
            "n": linked_number(len(table.items), urls.stats(label, ITEMS), anchor),
            "average": amount(table.average, 2),
            "adoptions": linked_number(
                len(table.events),
                urls.stats(label, ADOPTIONS),
                anchors.distinct_adoptions_anchor(table.group) if joint else anchor,
            ),
        }
        yield format_sentence(
            context, N_("{group}: {n} items, {average} a unit, adopted {adoptions} times. "), group=name, **values
        )


def _top_items_sentence(context: RenderContext, circular: Circular) -> Markup:
    if not circular.top_items:
        return Markup("")
    entries = [
        format_sentence(
            context,
            N_("“{title}” ({units}, {points} points)"),
            title=Markup('<a href="{}">{}</a>').format(href(urls.item(item)), item.title),
            units=unit_links(context, [context.archive.registry.unit[u] for u in item.units]),
            points=amount(points, 2),
        )
        for item, points in circular.top_items[:FIRST]
    ]
    return format_sentence(context, N_("Most points: {items}."), items=_join_names(context, entries))


def unit_links(context: RenderContext, listed: Iterable[Unit]) -> Markup:
    """Return the names of units, each a link."""
    names = (Markup(link_to(unit.name, href(urls.unit(unit)))) for unit in listed)  # noqa: S704 - escaped there
    return _join_names(context, names)


def _shortcoming_sentences(context: RenderContext, circular: Circular) -> Iterator[Markup]:
    zero = circular.zero_reports
    if zero:
        values = {"n": len(zero), "units": unit_links(context, zero)}
        yield format_sentence(context, N_("Nothing submitted ({n} units): {units}. "), **values)
    sent = [unit for unit in circular.zero_adoptions if unit not in zero]
    if sent:
        values = {"n": len(sent), "units": unit_links(context, sent)}
        yield format_sentence(context, N_("Submitted, but nothing adopted ({n} units): {units}. "), **values)
    if circular.unmet:
        yield format_sentence(
            context, N_("Commissions not answered: {calls}."), calls=_call_links(context, circular.unmet)
        )


def _call_links(context: RenderContext, lapses: Sequence[Lapse]) -> Markup:
    registry = context.archive.registry
    entries = [
        format_sentence(
            context,
            N_("{unit}: “{title}”"),
            unit=unit_links(context, [registry.unit[lapse.unit]]),
            title=Markup('<a href="{}">{}</a>').format(href(urls.call(lapse.call)), lapse.call.title),
        )
        for lapse in lapses
        if lapse.call
    ]
    return _join_names(context, entries)
