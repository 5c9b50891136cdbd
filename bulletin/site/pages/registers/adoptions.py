"""All adoptions: by level and year, the newest, and every adoption of a year."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin.model import aggregates, keys, urls
from bulletin.model.archive import Archive
from bulletin.model.keys import Key
from bulletin.site import table_builders
from bulletin.site.context import RenderContext
from bulletin.site.html import href
from bulletin.site.page import Heading, Page, Route
from bulletin.site.tables import CountTable, NavLinks, TableRow, count_rows, sum_row


def routes(archive: Archive) -> Iterator[Route]:
    """Yield the page of all adoptions, and one for each year."""
    yield Route(url=urls.ADOPTIONS, kind="adoptions", section="adoptions")
    for year in archive.adoptions_by_year:
        yield Route(url=urls.adoptions(year), kind="adoptions", section="adoptions", key=(str(year),))


def render(context: RenderContext, route: Route) -> Page:
    """Render the page of all adoptions, or a year's."""
    return _render_year(context, route, int(route.key[0])) if route.key else _render_index(context, route)


def inputs(archive: Archive, route: Route) -> Iterator[Key]:
    """Yield what a page depends on: a year on all of its adoptions, the index on figures and the newest items."""
    yield from (keys.REGISTRY, keys.LEVELS)
    if route.key:
        yield from (keys.listed("adoptions", int(route.key[0])), keys.years_of("adoptions"))
        return
    yield from (keys.FIGURES, keys.NAMES)
    yield from (keys.item(event.item.id) for event in archive.adoptions[-table_builders.NEWEST :])


def _render_index(context: RenderContext, route: Route) -> Page:
    _, archive = context._, context.archive
    toc = (
        Heading(level=2, anchor="years", title=_("By year")),
        Heading(level=2, anchor="publications", title=_("By publication")),
        Heading(level=2, anchor="newest", title=_("Newest adoptions")),
    )
    return context.list_page(
        route,
        "adoptions",
        title=_("Adoptions"),
        description=_("What other publications carried of ours."),
        toc=toc if archive.adoptions else (),
        count_table=_levels_by_year(context),
        publications=aggregates.publications_of(archive, archive.adoptions),
        newest=tuple(reversed(archive.adoptions[-table_builders.NEWEST :])),
        endorsed=len(archive.endorsements),
    )


def _levels_by_year(context: RenderContext) -> CountTable:
    _, archive, formatters = context._, context.archive, context.formatters
    years, used = table_builders.years_with_entries(archive, (), archive.adoptions), table_builders.used_levels(archive)
    table = aggregates.crosstab(archive.adoptions, years, used, lambda e: [e.date.year], lambda e: e.level)
    links = NavLinks(
        cell=lambda year, level: href(urls.adoptions(year), urls.level_anchor(level)),
        row=lambda year: href(urls.adoptions(year)),
    )
    heads = [TableRow(formatters.year(year), href(urls.year(year))) for year in years]
    return CountTable(
        corner=_("Year"),
        columns=table_builders.level_columns(context),
        rows=count_rows(table, heads, links) + ((sum_row(table, _("Total"), NavLinks()),) if len(years) > 1 else ()),
        total=_("Total"),
        bars=True,
        notes=(_("Adoptions count by their own day, by the item's where none is given."),),
    )


def _render_year(context: RenderContext, route: Route, year: int) -> Page:
    _, archive = context._, context.archive
    events = tuple(reversed(archive.adoptions_by_year[year]))
    return context.list_page(
        route,
        "adoptions-year",
        title=_("Adoptions of {year}", year=year),
        description=_("Every adoption of one year, the highest level first."),
        sections=table_builders.level_sections(context, events),
        year=year,
        years=table_builders.years_with_entries(archive, (), archive.adoptions),
        total=len(events),
        items=len({event.item.id for event in events}),
    )
