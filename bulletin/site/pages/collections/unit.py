"""Units: the items, adoptions and commissions of each, by year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from bulletin.model import aggregates, commissions, keys, urls
from bulletin.model.archive import Archive
from bulletin.model.commissions import Reply
from bulletin.model.keys import Key
from bulletin.model.registry import Unit
from bulletin.scoring.authors import authors_by_unit
from bulletin.scoring.dues import due_inputs, dues_of
from bulletin.site import due_lists, table_builders
from bulletin.site.context import RenderContext
from bulletin.site.html import esc, href
from bulletin.site.lists import linked_title, list_row
from bulletin.site.page import Heading, Page, Route
from bulletin.site.pages.stats import standings
from bulletin.site.tables import Column, CountTable, NavLinks, TableRow, count_cell, count_rows, sum_row, total_cell

SUBMITTED, ADOPTED = "submitted", "adopted"


def routes(archive: Archive) -> Iterator[Route]:
    """Yield the index of units, a page for each, and one for each year of each."""
    yield Route(url=urls.UNITS, kind="unit", section="units")
    for unit in archive.registry.units:
        yield Route(url=urls.unit(unit), kind="unit", section="units", key=(unit.id,))
        for year in years_of_unit(archive, unit):
            yield Route(url=urls.unit(unit, year), kind="unit", section="units", key=(unit.id, str(year)))


def render(context: RenderContext, route: Route) -> Page:
    """Render the index, a unit, or a unit's year."""
    match route.key:
        case (unit, year):
            return _render_year(context, route, context.archive.registry.unit[unit], int(year))
        case (unit,):
            return _render_unit(context, route, context.archive.registry.unit[unit])
    return _render_index(context, route)


def inputs(archive: Archive, route: Route) -> Iterator[Key]:
    """Yield what a page depends on: the index on figures, a unit on its own and its group's, a year on its items."""
    match route.key:
        case (unit, year):
            yield from (keys.listed("unit", unit, int(year)), keys.years_of("unit", unit))
        case (unit,):
            yield from _unit_inputs(archive, archive.registry.unit[unit])
        case _:
            yield from (keys.REGISTRY, keys.NAMES, keys.FIGURES, keys.LEVELS)


def _unit_inputs(archive: Archive, unit: Unit) -> Iterator[Key]:
    yield from (keys.REGISTRY, keys.NAMES, keys.LEVELS, keys.YEARS, keys.CALLS, keys.HAS_POINTS)
    yield from (keys.counted("unit", unit.id), keys.years_of("unit", unit.id), keys.authors(unit.id))
    yield from (keys.item(item.id) for item in archive.by_unit.get(unit.id, ())[-10:])
    for year in archive.years:
        yield from (keys.result(unit.id, year), keys.has_ledger(year), keys.counted("group", unit.group, year))
    owed = dues_of(archive, unit.id)
    yield from (keys.dues_of(unit.id), keys.PERIODS, *due_inputs(owed), *([keys.DAY] if owed else ()))
    for reply in commissions.replies_of(archive, unit.id):
        yield keys.listed("answers", reply.call.id)
        if reply.due and not reply.answered:
            yield keys.DAY


def years_of_unit(archive: Archive, unit: Unit) -> tuple[int, ...]:
    """Return the years in which a unit submitted or was adopted, the newest first."""
    return table_builders.years_with_entries(
        archive, archive.by_unit.get(unit.id, ()), archive.adoptions_by_unit.get(unit.id, ())
    )


def _render_index(context: RenderContext, route: Route) -> Page:
    _, archive = context._, context.archive
    here = [(group, [u for u in units if not u.left]) for group, units in table_builders.groups_with_units(context)]
    found = [
        (table_builders.group_anchor(group), group.name, _units_table(context, units)) for group, units in here if units
    ]
    if left := [unit for unit in archive.registry.units if unit.left]:
        found.append(("left", _("Merged and dissolved"), _units_table(context, left)))
    longest = max((count_table.scale for _anchor, _name, count_table in found), default=0)
    return context.list_page(
        route,
        "unit-index",
        title=_("Units"),
        description=_("Who submits, and how often items were adopted."),
        toc=[Heading(level=2, anchor=anchor, title=name) for anchor, name, _table in found],
        count_tables=[(anchor, name, replace(count_table, longest=longest)) for anchor, name, count_table in found],
    )


def _units_table(context: RenderContext, units: list[Unit]) -> CountTable:
    _ = context._
    return CountTable(
        corner=_("Unit"),
        columns=(Column(_("Sent in")), *table_builders.level_columns(context)),
        rows=tuple(_unit_row(context, unit) for unit in units),
        total=_("Adoptions"),
        bars=True,
    )


def _unit_row(context: RenderContext, unit: Unit) -> TableRow:
    archive, address = context.archive, urls.unit(unit)
    taken = Counter(event.level for event in archive.adoptions_by_unit.get(unit.id, ()))
    adopted = href(address, ADOPTED)
    submitted = count_cell(len(archive.by_unit.get(unit.id, ())), href(address, SUBMITTED))
    numbers = (count_cell(taken[level], adopted) for level in table_builders.used_levels(archive))
    cells, total = (submitted, *numbers), total_cell(taken.total(), adopted)
    return TableRow(unit.name, href(address), cells, total, hint=_unit_hint(context, unit))


def _unit_hint(context: RenderContext, unit: Unit) -> str:
    found = years_of_unit(context.archive, unit)
    registry, hints = context.archive.registry, []
    if unit.left and unit.successor in registry.unit:
        hints.append(context._("merged into {unit}", unit=registry.unit[unit.successor].name))
    if found:
        hints.append(f"{found[-1]}–{found[0]}" if len(found) > 1 else f"{found[0]}")
    return " · ".join(hints)


def _render_unit(context: RenderContext, route: Route, unit: Unit) -> Page:
    _, archive, fragments = context._, context.archive, context.fragments
    items, events = archive.by_unit.get(unit.id, ()), archive.adoptions_by_unit.get(unit.id, ())
    authors = authors_by_unit(archive).get(unit.id, ())
    owed = commissions.replies_of(archive, unit.id)
    dues = due_lists.grouped(dues_of(archive, unit.id))
    standing = standings.unit_table(context, unit.id)
    toc = [
        *([Heading(level=2, anchor="now", title=_("Now"))] if dues else ()),
        *([Heading(level=2, anchor=standing.anchor, title=standing.title)] if standing else ()),
        *([Heading(level=2, anchor=SUBMITTED, title=_("Items by year"))] if items else ()),
        *([Heading(level=2, anchor=ADOPTED, title=_("Adoptions by year"))] if events else ()),
        *([Heading(level=2, anchor="commissions", title=_("Commissions"))] if owed else ()),
        *([Heading(level=2, anchor="newest", title=_("Newest items"))] if items else ()),
    ]
    return context.list_page(
        route,
        "unit",
        title=unit.name,
        description=_("{unit}; items: {n}, adoptions: {taken}.", unit=unit.name, n=len(items), taken=len(events)),
        toc=toc,
        unit=unit,
        dues=due_lists.rows(context, dues, units=0),
        overdue=sum(group.day is not None and group.day < archive.today for group in dues),
        standing=standing,
        submitted=_submitted_table(context, unit),
        adopted=_adopted_table(context, unit),
        counts=(len(items), sum(1 for item in items if item.adoptions), len(events)),
        links=_figure_links(unit, len(items), len(events), ranked=standing is not None),
        endorsed=sum(len(item.endorsements) for item in items),
        authors=fragments.author_links_of(unit.id, tuple([author.name for author in authors])) if authors else "",
        partners=_joint_units(archive, unit),
        predecessors=[u for u in archive.registry.units if u.successor == unit.id],
        parts=[u for u in archive.registry.units if u.parent == unit.id],
        owed=[_commission_row(context, reply) for reply in owed],
        newest=table_builders.newest_first(items[-10:]),
    )


def _figure_links(unit: Unit, items: int, events: int, *, ranked: bool) -> tuple[str, ...]:
    """Return the links of the figures at the head: items, results by year, adoptions."""
    address = urls.unit(unit)
    submitted, adopted = href(address, SUBMITTED) if items else "", href(address, ADOPTED) if events else ""
    return submitted, href(address, "standing") if ranked and items else "", adopted


def _submitted_table(context: RenderContext, unit: Unit) -> CountTable:
    _, archive = context._, context.archive
    found = years_of_unit(archive, unit)
    table = aggregates.crosstab(
        archive.by_unit.get(unit.id, ()),
        found,
        table_builders.category_ids(archive),
        lambda item: [item.date.year],
        lambda item: item.category,
    )
    links = NavLinks(
        cell=lambda year, category: href(urls.unit(unit, year), category),
        row=lambda year: href(urls.unit(unit, year), table_builders.ITEMS),
    )
    return CountTable(
        corner=_("Year"),
        columns=table_builders.category_columns(archive),
        rows=(*count_rows(table, _year_rows(context, unit), links), *_total_row(context, table, len(found))),
        total=_("Total"),
        bars=True,
        notes=(_("Items count by the day of submission; a joint item counts with each of its units."),),
    )


def _adopted_table(context: RenderContext, unit: Unit) -> CountTable:
    _, archive = context._, context.archive
    found = years_of_unit(archive, unit)
    table = aggregates.crosstab(
        archive.adoptions_by_unit.get(unit.id, ()),
        found,
        table_builders.used_levels(archive),
        lambda event: [event.date.year],
        lambda event: event.level,
    )
    links = NavLinks(
        cell=lambda year, level: href(urls.unit(unit, year), f"{table_builders.ADOPTIONS}-{level.value}"),
        row=lambda year: href(urls.unit(unit, year), table_builders.ADOPTIONS),
    )
    return CountTable(
        corner=_("Year"),
        columns=table_builders.level_columns(context),
        rows=(*count_rows(table, _year_rows(context, unit), links), *_total_row(context, table, len(found))),
        total=_("Total"),
        bars=True,
        notes=(_("Adoptions count by their own day, by the item's where none is given."),),
    )


def _total_row(context: RenderContext, table: aggregates.CrossTab, rows: int) -> tuple[TableRow, ...]:  # type: ignore[type-arg]
    return (sum_row(table, context._("Total"), NavLinks()),) if rows > 1 else ()


def _year_rows(context: RenderContext, unit: Unit) -> list[TableRow]:
    formatters = context.formatters
    return [
        TableRow(formatters.year(year), href(urls.unit(unit, year))) for year in years_of_unit(context.archive, unit)
    ]


def _commission_row(context: RenderContext, reply: Reply) -> str:
    call = reply.call
    due = f"<span>{esc(context._('due {day}', day=reply.due))}</span>" if reply.due else ""
    address = href(urls.call(call))
    return list_row(linked_title(call.title, address), f"{due}{context.fragments.reply_state(reply)}", day=call.date)


def _joint_units(archive: Archive, unit: Unit) -> list[tuple[Unit, int]]:
    joint = Counter(u for item in archive.by_unit.get(unit.id, ()) for u in item.units if u != unit.id)
    return [(archive.registry.unit[u], n) for u, n in sorted(joint.items(), key=lambda pair: (-pair[1], pair[0]))]


def _render_year(context: RenderContext, route: Route, unit: Unit, year: int) -> Page:
    _, archive = context._, context.archive
    items = table_builders.newest_first(table_builders.of_year(archive, archive.by_unit.get(unit.id, ()), year))
    events = tuple(reversed(table_builders.of_year(archive, archive.adoptions_by_unit.get(unit.id, ()), year)))
    sections = (
        *table_builders.item_sections(context, table_builders.category_sections(archive, items)),
        *table_builders.adoption_sections(context, events),
    )
    return context.list_page(
        route,
        "unit-year",
        title=_("{unit} in {year}", unit=unit.name, year=year),
        description=_("{unit}; items: {n}, adoptions: {taken}.", unit=unit.name, n=len(items), taken=len(events)),
        sections=sections,
        unit=unit,
        year=year,
        years=years_of_unit(archive, unit),
        counts=(len(items), len(events)),
    )
