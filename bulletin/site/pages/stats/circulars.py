"""Statistics: the index of circulars, and for each year, half-year and quarter its circular and the lists behind it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from markupsafe import Markup

from bulletin.core.dates import Grain, Period
from bulletin.core.memo import memoized
from bulletin.exports import catalog
from bulletin.model import keys, urls
from bulletin.model.archive import Archive
from bulletin.model.keys import Key
from bulletin.schemes.explain import explain
from bulletin.schemes.explain_rules import points_text
from bulletin.scoring import circular
from bulletin.scoring.authors import all_authors
from bulletin.scoring.circulars.circular import Circular
from bulletin.scoring.circulars.participation import answered_calls, silent_units
from bulletin.scoring.circulars.status import status_text
from bulletin.scoring.closing.printed import circulated_results
from bulletin.scoring.inputs import period_inputs
from bulletin.scoring.periods import circular_periods
from bulletin.site import anchors
from bulletin.site.context import RenderContext
from bulletin.site.html import esc, href, join_html
from bulletin.site.lists import linked_title, list_row
from bulletin.site.page import Heading, Page, Route
from bulletin.site.pages.stats import charts, circular_tables, circular_text, labels, period_lists, supplements
from bulletin.site.pages.stats.author_ranking import author_rankings
from bulletin.site.tables import Column, FigureTable, TableRow, count_cell, figure_cell, ratio_cell


def routes(archive: Archive) -> Iterator[Route]:
    """Yield the index, and for each period its circular and the lists that its figures link to."""
    yield Route(url=urls.STATS, kind="stats", section="stats")
    for period in circular_periods(archive):
        label = period.label
        yield Route(url=urls.stats(label), kind="stats", section="stats", key=(label,))
        for part in period_lists.list_names(period):
            yield Route(url=urls.stats(label, part), kind="stats", section="stats", key=(label, part))


def render(context: RenderContext, route: Route) -> Page:
    """Render the index, a circular, or a list of a period."""
    match route.key:
        case (label, part):
            return period_lists.render_list(context, route, Period.parse(label), part)
        case (label,):
            return _render_circular(context, route, Period.parse(label))
    return _render_index(context, route)


def inputs(archive: Archive, route: Route) -> Iterator[Key]:
    """Yield what a page depends on: the index on all figures, a circular on those that it compares, a list on items."""
    match route.key:
        case (label, part):
            yield from period_lists.inputs(Period.parse(label), part)
        case (label,):
            period = Period.parse(label)
            yield from (keys.LEVELS, keys.TOPICS)
            yield from circular_inputs(archive, period)
            last = min(period.last, archive.today)
            months = [month.first for month in charts.twelve_months_to(last)]
            yield from (keys.counted("month", first.year, first.month) for first in months)
        case _:
            yield from (keys.FIGURES, keys.REGISTRY, keys.NAMES, keys.SCHEMES)
            yield from (keys.PERIODS, keys.LEVELS, keys.YEARS, keys.DAY)
            yield keys.HAS_POINTS


def circular_inputs(archive: Archive, period: Period) -> Iterator[Key]:
    """Yield what the text and the tables of a circular depend on."""
    yield from (keys.YEARS, keys.HAS_POINTS, keys.BULLETIN)
    yield from map(keys.issues_of, range(period.first.year, period.last.year + 1))
    yield from period_inputs(period)
    yield keys.text(circular_text.source_path(period.label))
    for call in answered_calls(archive, period):
        yield from (keys.call(call), keys.counted("answers", call))


def _render_index(context: RenderContext, route: Route) -> Page:
    _, archive = context._, context.archive
    title, lead = _("Statistics"), _("Circulars of each year, half-year and quarter: items and adoptions.")
    if archive.shows_points:
        lead = _("Circulars of each year, half-year and quarter: items, adoptions, points and ranks.")
    content = context.render_template(
        route,
        "stats-index",
        title=title,
        lead=lead,
        table=_overview_table(context),
        schemes=[(scheme, _scheme_rules(context, scheme.id)) for scheme in reversed(archive.schemes)],
        levels=charts.levels_chart(context),
        authors=all_authors(archive),
    )
    toc = [Heading(level=2, anchor="periods", title=_("Circulars"))]
    toc += (
        [Heading(level=2, anchor="levels", title=_("Adoptions by level, year by year"))]
        if len(archive.years) > 1
        else []
    )
    toc += [Heading(level=2, anchor="schemes", title=_("Scoring schemes"))]
    known = tuple(heading for heading in toc if f'id="{heading.anchor}"' in content)
    return Page(title=title, description=lead, content=content, toc=known)


def _overview_table(context: RenderContext) -> FigureTable:
    _ = context._
    heads = (_("Items submitted"), _("Adopted items"), _("Adoption rate"), _("Times adopted"), _("Nothing submitted"))
    return FigureTable(
        anchor="periods",
        title=_("Circulars"),
        corner=_("Period"),
        columns=tuple(Column(head) for head in heads),
        rows=tuple(_period_row(context, period) for period in circular_periods(context.archive)),
    )


def _period_row(context: RenderContext, period: Period) -> TableRow:
    archive, label = context.archive, period.label
    address, items = href(urls.stats(label)), href(urls.stats(label, anchors.ITEMS))
    results = circulated_results(archive, period)
    submitted, adopted = results.submitted, len(results.adopted)
    silent = len(silent_units(archive, period))
    cells = (
        count_cell(len(submitted), items),
        figure_cell(f"{adopted:,}", items if adopted else ""),
        ratio_cell(results.rate, items if submitted else ""),
        count_cell(len(results.adoptions), href(urls.stats(label, anchors.PUBLICATIONS))),
        figure_cell(f"{silent:,}", f"{address}#circular" if silent else ""),
    )
    role = "sum" if period.grain is Grain.YEAR else ""
    return TableRow(labels.period_label(context, period), address, cells, role=role)


def _render_circular(context: RenderContext, route: Route, period: Period) -> Page:
    _, archive = context._, context.archive
    found = circular(archive, period)
    name, parts = labels.period_label(context, period), circular_tables.table_groups(context, found)
    parts += circular_tables.published_sums(context, period)
    if authors := author_rankings(context, found):
        parts.append(circular_tables.TableGroup(anchor="authors", title=_("Authors"), tables=authors))
    since = supplements.supplements_table(context, found)
    heat, listed = charts.topics_heat_map(context, found), circular_periods(archive)
    toc = [Heading(level=2, anchor=part.anchor, title=part.title) for part in parts]
    toc += [Heading(level=2, anchor=supplements.ANCHOR, title=_("Supplements"))] if since else []
    toc += [Heading(level=2, anchor="best", title=_("Best items"))] if found.top_items else []
    toc += [Heading(level=2, anchor="trend", title=_("Month by month"))]
    toc += [Heading(level=2, anchor="topics", title=_("Units and topics"))] if heat else []
    how = _("How this is counted") if found.scheme else _("How items are counted")
    toc += [Heading(level=2, anchor="how", title=how)]
    content = context.render_template(
        route,
        "stats",
        title=_("Circular of {period}", period=name),
        name=name,
        label=period.label,
        scheme=found.scheme,
        compares_ranks=found.scheme and found.compares_ranks,
        how=how,
        status=status_text(archive, period, _),
        closed=found.closed,
        supplements=since,
        supplement_lists=supplements.supplement_lists(context, found),
        text=circular_text.text_html(context, found),
        parts=parts,
        best=_top_item_rows(context, found),
        trend=charts.trend_chart(context, period),
        heat=heat,
        around=_period_links(
            context, _("Periods of the year"), [p for p in listed if p.first.year == period.first.year], period
        ),
        years=_period_links(
            context, _("In other years"), [p for p in listed if _is_same_part_of_year(p, period)], period
        ),
        jumps=toc,
        files=[(kind, urls.DATA + catalog.stats_file(period.label, kind)) for kind in catalog.FIGURE_FORMATS],
        rules=_scheme_rules(context, found.scheme.id) if found.scheme else "",
    )
    description = _("How items were submitted and adopted in {period}.", period=name)
    if found.scheme:
        description = _("How items were submitted and adopted in {period}, and how units rank.", period=name)
    # Its tables need the width: what is on the page is listed at its head, and not beside it.
    return Page(title=_("Circular of {period}", period=name), description=description, content=content)


def _is_same_part_of_year(one: Period, other: Period) -> bool:
    return one.grain is other.grain and one.first.month == other.first.month


def _period_links(context: RenderContext, label: str, listed: list[Period], current: Period) -> Markup:
    """Return links to other periods, under a label."""
    names = [(p, esc(labels.period_label(context, p))) for p in listed]
    parts = [
        f'<li><b aria-current="page">{name}</b></li>'
        if p == current
        else f'<li><a href="{href(urls.stats(p.label))}">{name}</a></li>'
        for p, name in names
    ]
    head = f'<li class="b-soft">{esc(label)}</li>'
    return join_html(['<ul class="b-tags b-years">', head, *parts, "</ul>\n"] if len(listed) > 1 else [])


def _top_item_rows(context: RenderContext, found: Circular) -> Markup:
    """Return rows of the items with the most points."""
    archive = context.archive
    rows = [
        list_row(
            linked_title(item.title, href(urls.item(item))),
            f"{context.lists.units(item)}<span>{context.fragments.badges(archive.levels(item))}</span>"
            f"<b>{esc(points_text(points, context._))}</b>",
        )
        for item, points in found.top_items
    ]
    return join_html(rows)


def _scheme_rules(context: RenderContext, scheme: str) -> Markup:
    """Return the rules of a scheme in the office's words, each with the sentences that explain it."""
    return memoized(context.archive, ("rules", context.language, scheme), lambda: _render_scheme_rules(context, scheme))


def _render_scheme_rules(context: RenderContext, identifier: str) -> Markup:
    archive, _ = context.archive, context._
    scheme = next(scheme for scheme in archive.schemes if scheme.id == identifier)
    parts = ['<dl class="b-rules b-screen">\n']
    explained = explain(scheme, archive.registry, _, archive.targets)
    for words, group in groupby(explained, key=lambda pair: pair[1] or pair[0]):
        sentences = "".join([f"<dd>{esc(sentence)}</dd>" for sentence, _words in group if sentence != words])
        # A rule that equals its explanation has nothing to add, but HTML requires a description for each term.
        parts.append(f"<div><dt>{esc(words)}</dt>{sentences or '<dd></dd>'}</div>\n")
    return join_html([*parts, "</dl>\n"])
