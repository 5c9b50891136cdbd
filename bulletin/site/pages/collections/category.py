"""Categories: the number of items by year and unit, and lists by year."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin.model import aggregates, keys, urls
from bulletin.model.archive import Archive
from bulletin.model.keys import Key
from bulletin.model.records import Item
from bulletin.model.registry import Category
from bulletin.site import table_builders
from bulletin.site.context import RenderContext
from bulletin.site.html import href
from bulletin.site.page import Heading, Page, Route
from bulletin.site.tables import Column, CountTable, NavLinks, TableRow, count_rows, sum_row


def routes(archive: Archive) -> Iterator[Route]:
    """Yield the index of categories, a page for each, and one for each year of each."""
    yield Route(url=urls.CATEGORIES, kind="category", section="items")
    for category in archive.registry.categories:
        yield Route(url=urls.category(category), kind="category", section="items", key=(category.id,))
        for year in table_builders.years_with_entries(archive, archive.by_category.get(category.id, ())):
            key = (category.id, str(year))
            yield Route(url=urls.category(category, year), kind="category", section="items", key=key)


def render(context: RenderContext, route: Route) -> Page:
    """Render the index, a category, or a category's year."""
    match route.key:
        case (identifier, year):
            return _render_year(context, route, context.archive.registry.category[identifier], int(year))
        case (identifier,):
            return _render_category(context, route, context.archive.registry.category[identifier])
    return _render_index(context, route)


def inputs(archive: Archive, route: Route) -> Iterator[Key]:
    """Yield what a page depends on: the index on figures, a category also on its newest items, a year on all of its."""
    yield keys.REGISTRY
    match route.key:
        case (identifier, year):
            yield from (keys.listed("category", identifier, int(year)), keys.years_of("category", identifier))
            yield keys.named("category", identifier)
        case (identifier,):
            yield from (keys.counted("category", identifier), keys.NAMES)
            yield from (keys.item(item.id) for item in archive.by_category.get(identifier, ())[-10:])
        case _:
            yield from (keys.FIGURES, keys.NAMES)


def _render_index(context: RenderContext, route: Route) -> Page:
    _, archive = context._, context.archive
    years, known = table_builders.years_with_entries(archive, archive.items), archive.registry.category
    table = aggregates.crosstab(
        archive.items, table_builders.category_ids(archive), years, lambda i: [i.category], lambda i: i.date.year
    )
    links = NavLinks(
        cell=lambda category, year: href(urls.category(known[category], year)),
        row=lambda category: href(urls.category(known[category]), "years"),
        column=lambda year: href(urls.items(year)),
    )
    heads = [TableRow(category.name, href(urls.category(category))) for category in archive.registry.categories]
    count_table = CountTable(
        corner=_("Category"),
        columns=tuple(Column(str(year), href(urls.year(year))) for year in years),
        rows=(*count_rows(table, heads, links), sum_row(table, _("Total"), links)),
        total=_("Total"),
        bars=True,
        notes=(_("Items count by the day of submission."),),
    )
    description = _("Items by category and year.")
    return context.list_page(
        route, "category-index", title=_("Categories"), description=description, count_table=count_table
    )


def _render_category(context: RenderContext, route: Route, category: Category) -> Page:
    _ = context._
    items = context.archive.by_category.get(category.id, ())
    toc = (
        Heading(level=2, anchor="years", title=_("By year")),
        Heading(level=2, anchor="units", title=_("By unit")),
        Heading(level=2, anchor="newest", title=_("Newest items")),
    )
    return context.list_page(
        route,
        "category",
        title=category.name,
        description=_("Items of the category {category}: {n}.", n=len(items), category=category.name),
        toc=toc if items else (),
        category=category,
        total=len(items),
        by_year=table_builders.count_by_year(context, items, lambda year: href(urls.category(category, year))),
        by_unit=_unit_table(context, category, items),
        newest=table_builders.newest_first(items[-10:]),
    )


def _unit_table(context: RenderContext, category: Category, items: tuple[Item, ...]) -> CountTable:
    _, archive = context._, context.archive
    years = table_builders.years_with_entries(archive, items)
    units = [u for u in archive.registry.units if any(u.id in item.units for item in items)]
    table = aggregates.crosstab(items, [u.id for u in units], years, lambda i: i.units, lambda i: i.date.year)
    links = NavLinks(
        cell=lambda unit, year: href(urls.category(category, year), unit),
        column=lambda year: href(urls.category(category, year)),
    )
    heads = [TableRow(unit.name, href(urls.unit(unit))) for unit in units]
    return CountTable(
        corner=_("Unit"),
        columns=tuple(Column(str(year), href(urls.category(category, year))) for year in years),
        rows=(*count_rows(table, heads, links), sum_row(table, _("Total"), links)),
        total=_("Total"),
        bars=True,
        notes=(_("A joint item counts with each of its units and once in the total."),),
    )


def _render_year(context: RenderContext, route: Route, category: Category, year: int) -> Page:
    _ = context._
    every = context.archive.by_category.get(category.id, ())
    items = table_builders.newest_first(table_builders.of_year(context.archive, every, year))
    return context.list_page(
        route,
        "category-year",
        title=_("{category} in {year}", category=category.name, year=year),
        description=_("Items of the category {category}: {n}.", n=len(items), category=category.name),
        sections=table_builders.group_sections(context, items),
        category=category,
        year=year,
        years=table_builders.years_with_entries(context.archive, every),
        total=len(items),
        joint=any(len(item.units) > 1 for item in items),
    )
