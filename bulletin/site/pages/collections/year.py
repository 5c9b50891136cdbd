"""Years: the sentence of the year, its cross tables, and the lists that their numbers link to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from operator import attrgetter

from bulletin.core.dates import Grain, Period
from bulletin.model import aggregates, keys, urls
from bulletin.model.archive import Archive
from bulletin.model.enums import IssueKind
from bulletin.model.keys import Key
from bulletin.model.records import Item
from bulletin.model.registry import Group, Unit
from bulletin.scoring import activity
from bulletin.scoring.inputs import ranking_inputs
from bulletin.site import table_builders
from bulletin.site.context import RenderContext
from bulletin.site.html import href
from bulletin.site.page import Heading, Page, Route
from bulletin.site.pages import home
from bulletin.site.pages.stats import standings
from bulletin.site.tables import Column, CountTable, NavLinks, TableRow, count_cell, count_rows, sum_row, total_cell

MONTH, GROUP = "month", "group"


def routes(archive: Archive) -> Iterator[Route]:
    """Yield the index of years, and for each year its page, its months and its groups of units."""
    yield Route(url=urls.YEARS, kind="year", section="years")
    for year in archive.years:
        yield Route(url=urls.year(year), kind="year", section="years", key=(str(year),))
        for month in months_with_entries(archive, year):
            key = (str(year), MONTH, str(month))
            yield Route(url=urls.month(year, month), kind="year", section="years", key=key)
        for group in groups_with_items(archive, year):
            yield Route(url=urls.group(group, year), kind="year", section="years", key=(str(year), GROUP, group))


def render(context: RenderContext, route: Route) -> Page:
    """Render the index, a year, a month, or the items of a group in a year."""
    match route.key:
        case (year, "month", month):
            return _render_month(context, route, int(year), int(month))
        case (year, "group", group):
            return _render_group(context, route, int(year), group)
        case (year,):
            return _render_year(context, route, int(year))
    return _render_index(context, route)


def inputs(archive: Archive, route: Route) -> Iterator[Key]:
    """Yield what a page depends on: the index on figures, a year also on ranks, a month or group on its items."""
    yield keys.REGISTRY
    match route.key:
        case (year, "month", month):
            yield from (keys.listed("month", int(year), int(month)), keys.years_of("month", int(year)))
        case (year, "group", group):
            inside = (unit for unit in archive.registry.units if _group_of(archive, unit) == group)
            for unit in inside:
                yield from (keys.listed("unit", unit.id, int(year)), keys.named("unit", unit.id))
        case (year,):
            yield from (keys.counted("items", int(year)), keys.counted("adoptions", int(year)))
            yield from (keys.issues_of(int(year)), keys.LEVELS, keys.YEARS, keys.has_ledger(int(year)), keys.NAMES)
            yield from ranking_inputs(Period.year(int(year)))
        case _:
            yield from (keys.FIGURES, keys.NAMES, keys.ISSUES, keys.LEVELS, keys.YEARS)


def _group_of(archive: Archive, unit: Unit) -> str:
    """Return the group of a unit, "" for none that is known."""
    return unit.group if unit.group in archive.registry.group else ""


def months_with_entries(archive: Archive, year: int) -> tuple[int, ...]:
    """Return the months of a year in which something was submitted or adopted."""
    found = {item.date.month for item in archive.by_year.get(year, ())}
    found |= {event.date.month for event in archive.adoptions_by_year.get(year, ())}
    return tuple(sorted(found))


def groups_with_items(archive: Archive, year: int) -> tuple[str, ...]:
    """Return the ids of the groups whose units submitted in a year, in registry order; "" is no group."""
    registry = archive.registry
    found = {registry.unit[unit].group for item in archive.by_year.get(year, ()) for unit in item.units}
    known = tuple(group.id for group in registry.groups if group.id in found)
    return known if found.issubset(known) else (*known, "")


def _render_index(context: RenderContext, route: Route) -> Page:
    _, archive = context._, context.archive
    count_table = CountTable(
        corner=_("Year"),
        columns=(Column(_("Issues published")), Column(_("Items")), *table_builders.level_columns(context)),
        rows=tuple(_year_row(context, year, len(archive.issues_by_year.get(year, ()))) for year in archive.years),
        total=_("Adoptions"),
        bars=True,
        notes=(_("Issues count by their date, items by the day of submission, adoptions by their own day."),),
    )
    description = _("Issues, items and adoptions of each year.")
    sentences = [(year, sentence) for year in archive.years if (sentence := home.year_sentence(context, year))]
    return context.list_page(
        route, "year-index", title=_("Years"), description=description, count_table=count_table, sentences=sentences
    )


def _year_row(context: RenderContext, year: int, issued: int) -> TableRow:
    archive = context.archive
    events = archive.adoptions_by_year.get(year, ())
    by_level = Counter(event.level for event in events)
    return TableRow(
        context.formatters.year(year),
        href(urls.year(year)),
        cells=(
            count_cell(issued, href(urls.year(year), "issues")),
            count_cell(len(archive.by_year.get(year, ())), href(urls.items(year))),
            *(
                count_cell(by_level[level], href(urls.adoptions(year), level.value))
                for level in table_builders.used_levels(archive)
            ),
        ),
        total=total_cell(len(events), href(urls.adoptions(year))),
    )


def _render_year(context: RenderContext, route: Route, year: int) -> Page:
    _, archive, formatters = context._, context.archive, context.formatters
    issues = archive.issues_by_year.get(year, ())
    items = archive.by_year.get(year, ())
    tables = count_tables(context, year)
    ranked = standings.group_tables(context, year)
    toc = [Heading(level=2, anchor="standings", title=_("Standings"))] if ranked else []
    toc += [Heading(level=2, anchor=anchor, title=title) for anchor, title, _grid in tables]
    toc += [Heading(level=2, anchor="issues", title=_("Issues"))] if issues else []
    return context.list_page(
        route,
        "year",
        title=formatters.year(year),
        description=home.year_sentence_text(context, year) or _("Issues, items and adoptions of each year."),
        toc=toc,
        year=year,
        years=archive.years,
        sentence=home.year_sentence(context, year),
        numbers=_year_figures(context, year, len(issues)),
        issued=len(issues),
        submitted=len(items),
        adopted=sum(1 for item in items if item.adoptions),
        tables=tables,
        ranked=ranked,
        apart=standings.disqualified_rows(context, year) if ranked else "",
        authors=standings.authors_table(context, year) if ranked else None,
        leaders=standings.top_units_by_category(context, year) if ranked else [],
        series=[(kind, found) for kind in IssueKind if (found := [i for i in reversed(issues) if i.kind is kind])],
    )


def _year_figures(context: RenderContext, year: int, issued: int) -> list[tuple[str, str, str]]:
    """Return the figures at the head of a year: label, number, and link."""
    _, archive, here = context._, context.archive, urls.year(year)
    items, adoptions = archive.by_year.get(year, ()), len(archive.adoptions_by_year.get(year, ()))
    units = len({unit for item in items for unit in item.units})
    adopted = sum(1 for item in items if item.adoptions)
    return [
        (_("Issues published"), f"{issued:,}", href(here, "issues") if issued else ""),
        (_("Items submitted"), f"{len(items):,}", href(urls.items(year)) if items else ""),
        (_("Units that submitted"), f"{units:,}", href(here, "units") if units else ""),
        (_("Times adopted"), f"{adoptions:,}", href(urls.adoptions(year)) if adoptions else ""),
        (_("Share adopted"), context.formatters.share(adopted, len(items)), ""),
    ]


def _render_month(context: RenderContext, route: Route, year: int, month: int) -> Page:
    _, archive, formatters = context._, context.archive, context.formatters
    period = Period.holding(date(year, month, 1), Grain.MONTH)
    items = table_builders.newest_first(activity.submitted(archive, "", period))
    events = tuple(reversed(activity.adoptions(archive, "", period)))
    found = months_with_entries(archive, year)
    at = found.index(month)
    name = _("{year}-{month:02}", year=year, month=month)
    return context.list_page(
        route,
        "year-month",
        title=name,
        description=_("Items and adoptions of one month."),
        sections=(
            *table_builders.item_sections(context, table_builders.category_sections(archive, items)),
            *table_builders.adoption_sections(context, events),
        ),
        year=year,
        name=formatters.month(month),
        pager=context.fragments.pager(
            (formatters.month(found[at - 1]), urls.month(year, found[at - 1])) if at else None,
            (formatters.month(found[at + 1]), urls.month(year, found[at + 1])) if at + 1 < len(found) else None,
            _("Month before"),
            _("Month after"),
        ),
        counts=(len(items), len(events)),
    )


def _render_group(context: RenderContext, route: Route, year: int, group: str) -> Page:
    _, archive = context._, context.archive
    known = archive.registry.group
    name = known[group].name if group in known else _("Other units")
    inside = [unit.id for unit in archive.registry.units if _group_of(archive, unit) == group]
    found = {i.id: i for u in inside for i in table_builders.of_year(archive, archive.by_unit.get(u, ()), year)}
    items = table_builders.newest_first(sorted(found.values(), key=attrgetter("date", "id")))
    sections = tuple(section for section in table_builders.unit_sections(archive, items) if section.anchor in inside)
    return context.list_page(
        route,
        "year-group",
        title=_("{group} in {year}", group=name, year=year),
        description=_("Items of a group of units in one year."),
        sections=sections,
        year=year,
        name=name,
        total=len(items),
        joint=any(len(item.units) > 1 for item in items),
    )


def count_tables(context: RenderContext, year: int) -> list[tuple[str, str, CountTable]]:
    """Return anchor, title and table of the counts of a year."""
    _, archive = context._, context.archive
    found = []
    if archive.by_year.get(year):
        found.append(("units", _("Units by category"), _units_by_category(context, year)))
    if archive.adoptions_by_year.get(year):
        found.append(("levels", _("Adoptions by month"), _levels_by_month(context, year)))
    if archive.by_year.get(year):
        found.append(("months", _("Items by month"), _months_by_category(context, year)))
    return found


def _units_by_category(context: RenderContext, year: int) -> CountTable:
    """Return the items of a year by unit and category, group by group."""
    _, archive = context._, context.archive
    items = archive.by_year.get(year, ())
    known = archive.registry.category
    found: list[TableRow] = []
    parted = table_builders.groups_with_units(context)
    for group, members in parted:
        found += _group_rows(context, year, group, members, items)
    whole = aggregates.crosstab(
        items, ("",), table_builders.category_ids(archive), lambda _i: ("",), lambda i: i.category
    )
    links = NavLinks(
        column=lambda category: href(urls.category(known[category], year)),
        total=href(urls.items(year)),
    )
    found.append(sum_row(whole, _("All units"), links))
    return CountTable(
        corner=_("Unit"),
        columns=table_builders.category_columns(archive),
        rows=tuple(found),
        total=_("Total"),
        bars=True,
        notes=(
            _("Items count by the day of submission. A joint item counts with each of its units and once in each sum."),
        ),
    )


def _group_rows(
    context: RenderContext, year: int, group: Group, members: tuple[Unit, ...], items: tuple[Item, ...]
) -> list[TableRow]:
    archive = context.archive
    submitted = {unit for item in items for unit in item.units}
    rows = [unit for unit in members if unit.id in submitted or table_builders.existed_in(unit, year)]
    if not rows:
        return []
    inside = {unit.id for unit in rows}
    table = aggregates.crosstab(
        [item for item in items if inside.intersection(item.units)],
        [unit.id for unit in rows],
        table_builders.category_ids(archive),
        lambda item: [unit for unit in item.units if unit in inside],
        lambda item: item.category,
    )
    heads = [TableRow(unit.name, href(urls.unit(unit))) for unit in rows]
    links = _group_links(archive, year, group)
    total = sum_row(table, context._("Sum of the group"), links)
    return [TableRow(group.name, role="group"), *count_rows(table, heads, links), total]


def _group_links(archive: Archive, year: int, group: Group) -> NavLinks:
    unit, category = archive.registry.unit, archive.registry.category
    return NavLinks(
        cell=lambda u, c: href(urls.unit(unit[u], year), c),
        row=lambda u: href(urls.unit(unit[u], year), table_builders.ITEMS),
        column=lambda c: href(urls.category(category[c], year), table_builders.group_anchor(group)),
        total=href(urls.group(group.id, year)),
    )


def _levels_by_month(context: RenderContext, year: int) -> CountTable:
    """Return the adoptions of a year by month and level."""
    _, formatters = context._, context.formatters
    events = context.archive.adoptions_by_year.get(year, ())
    used = table_builders.used_levels(context.archive)
    table = aggregates.crosstab(events, range(1, 13), used, lambda e: [e.date.month], lambda e: e.level)
    links = NavLinks(
        cell=lambda month, level: href(urls.month(year, month), f"{table_builders.ADOPTIONS}-{level.value}"),
        row=lambda month: href(urls.month(year, month), table_builders.ADOPTIONS),
        column=lambda level: href(urls.adoptions(year), urls.level_anchor(level)),
        total=href(urls.adoptions(year)),
    )
    heads = [TableRow(formatters.month(month)) for month in range(1, 13)]
    return CountTable(
        corner=_("Month"),
        columns=table_builders.level_columns(context),
        rows=(*count_rows(table, heads, links), sum_row(table, _("Whole year"), links)),
        total=_("Total"),
        bars=True,
        notes=(_("Adoptions count by their own day, by the item's where none is given."),),
    )


def _months_by_category(context: RenderContext, year: int) -> CountTable:
    """Return the items of a year by month and category."""
    _, archive, formatters = context._, context.archive, context.formatters
    items, known = archive.by_year.get(year, ()), archive.registry.category
    table = aggregates.crosstab(
        items, range(1, 13), table_builders.category_ids(archive), lambda i: [i.date.month], lambda i: i.category
    )
    links = NavLinks(
        cell=lambda month, category: href(urls.month(year, month), category),
        row=lambda month: href(urls.month(year, month), table_builders.ITEMS),
        column=lambda category: href(urls.category(known[category], year)),
        total=href(urls.items(year)),
    )
    heads = [TableRow(formatters.month(month)) for month in range(1, 13)]
    return CountTable(
        corner=_("Month"),
        columns=table_builders.category_columns(archive),
        rows=(*count_rows(table, heads, links), sum_row(table, _("Whole year"), links)),
        total=_("Total"),
        bars=True,
        notes=(_("Items count by the day of submission."),),
    )
