"""All items: the newest, the number in each month, and every item of a year."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin.model import aggregates, keys, urls
from bulletin.model.archive import Archive
from bulletin.model.keys import Key
from bulletin.site import table_builders
from bulletin.site.context import RenderContext
from bulletin.site.html import href
from bulletin.site.page import Heading, Page, Route
from bulletin.site.tables import Column, CountTable, NavLinks, TableRow, count_rows, sum_row


def routes(archive: Archive) -> Iterator[Route]:
    """Yield the page of all items, and one for each year."""
    yield Route(url=urls.ITEMS, kind="items", section="items")
    for year in table_builders.years_with_entries(archive, archive.items):
        yield Route(url=urls.items(year), kind="items", section="items", key=(str(year),))


def render(context: RenderContext, route: Route) -> Page:
    """Render the page of all items, or a year's."""
    return _render_year(context, route, int(route.key[0])) if route.key else _render_index(context, route)


def inputs(archive: Archive, route: Route) -> Iterator[Key]:
    """Yield what a page depends on: a year on all of its items, the index on figures and the newest items."""
    if route.key:
        yield from (keys.listed("items", int(route.key[0])), keys.years_of("items"))
        return
    yield from (keys.FIGURES, keys.REGISTRY, keys.PENDING)
    yield from (keys.named("category", category.id) for category in archive.registry.categories)
    yield from (keys.item(item.id) for item in archive.items[-table_builders.NEWEST :])


def _render_index(context: RenderContext, route: Route) -> Page:
    _, archive = context._, context.archive
    toc = (
        Heading(level=2, anchor="newest", title=_("Newest items")),
        Heading(level=2, anchor="months", title=_("By month")),
    )
    return context.list_page(
        route,
        "items",
        title=_("Items"),
        description=_("The newest items, and how many in each month."),
        toc=toc if archive.items else (),
        newest=table_builders.newest_first(archive.items[-table_builders.NEWEST :]),
        count_table=_items_by_month(context),
        categories=[(c, len(archive.by_category.get(c.id, ()))) for c in archive.registry.categories],
    )


def _items_by_month(context: RenderContext) -> CountTable:
    _, archive, formatters = context._, context.archive, context.formatters
    years = table_builders.years_with_entries(archive, archive.items)
    table = aggregates.crosstab(archive.items, years, range(1, 13), lambda i: [i.date.year], lambda i: i.date.month)
    links = NavLinks(
        cell=lambda year, month: href(urls.month(year, month), table_builders.ITEMS),
        row=lambda year: href(urls.items(year)),
    )
    heads = [TableRow(formatters.year(year), href(urls.year(year))) for year in years]
    return CountTable(
        corner=_("Year"),
        columns=tuple(Column(formatters.month(month)) for month in range(1, 13)),
        rows=count_rows(table, heads, links) + ((sum_row(table, _("Total"), NavLinks()),) if len(years) > 1 else ()),
        total=_("Total"),
        notes=(_("Items count by the day of submission."),),
    )


def _render_year(context: RenderContext, route: Route, year: int) -> Page:
    _, archive = context._, context.archive
    items = table_builders.newest_first(archive.by_year[year])
    return context.list_page(
        route,
        "items-year",
        title=_("Items of {year}", year=year),
        description=_("Every item of one year, month by month."),
        sections=table_builders.month_sections(context, items),
        year=year,
        years=table_builders.years_with_entries(archive, archive.items),
        total=len(items),
    )
