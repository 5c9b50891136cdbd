"""The two-way tables of a year: units by category, levels by month, months by category."""

from __future__ import annotations

from bulletin.model import aggregates, urls
from bulletin.model.archive import Archive
from bulletin.model.records import Item
from bulletin.model.registry import Group, Unit
from bulletin.site import table_builders
from bulletin.site.context import Studio
from bulletin.site.tables import Grid, Head, Line, Place, Ways, lines, summed


def tables(studio: Studio, year: int) -> list[tuple[str, str, Grid]]:
    """Return anchor, title and table of everything that is counted for a year."""
    _, archive = studio._, studio.archive
    found = []
    if archive.by_year.get(year):
        found.append(("units", _("Units by category"), units(studio, year)))
    if archive.adoptions_by_year.get(year):
        found.append(("levels", _("Adoptions by month"), levels(studio, year)))
    if archive.by_year.get(year):
        found.append(("months", _("Items by month"), months(studio, year)))
    return found


def units(studio: Studio, year: int) -> Grid:
    """Return who submitted what in a year, group by group."""
    _, archive = studio._, studio.archive
    items = archive.by_year.get(year, ())
    known = archive.registry.category
    found: list[Line] = []
    parted = table_builders.groups(studio)
    for group, members in parted:
        found += _group(studio, year, group, members, items)
    whole = aggregates.crosstab(
        items, ("",), table_builders.category_ids(archive), lambda _i: ("",), lambda i: i.category
    )
    ways = Ways(
        column=lambda category: Place(urls.category(known[category], year)),
        whole=Place(urls.items(year)),
    )
    found.append(summed(whole, Head(_("All units")), ways))
    return Grid(
        corner=_("Unit"),
        heads=table_builders.category_heads(archive),
        lines=tuple(found),
        total=_("Total"),
        bars=True,
        notes=(
            _("Items count by the day of submission. A joint item counts with each of its units and once in each sum."),
        ),
    )


def _group(studio: Studio, year: int, group: Group, members: tuple[Unit, ...], items: tuple[Item, ...]) -> list[Line]:
    archive = studio.archive
    submitted = {unit for item in items for unit in item.units}
    rows = [unit for unit in members if unit.id in submitted or table_builders.active_in(unit, year)]
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
    heads = [Head(unit.name, Place(urls.unit(unit))) for unit in rows]
    ways = _ways(archive, year, group)
    total = summed(table, Head(studio._("Sum of the group")), ways)
    return [Line(head=Head(group.name), role="group"), *lines(table, heads, ways), total]


def _ways(archive: Archive, year: int, group: Group) -> Ways:
    unit, category = archive.registry.unit, archive.registry.category
    return Ways(
        cell=lambda u, c: Place(urls.unit(unit[u], year), c),
        row=lambda u: Place(urls.unit(unit[u], year), table_builders.ITEMS),
        column=lambda c: Place(urls.category(category[c], year), table_builders.group_anchor(group)),
        whole=Place(urls.group(group.id, year)),
    )


def levels(studio: Studio, year: int) -> Grid:
    """Return the adoptions of a year by month and level."""
    _, say = studio._, studio.say
    events = studio.archive.adoptions_by_year.get(year, ())
    used = table_builders.levels(studio.archive)
    table = aggregates.crosstab(events, range(1, 13), used, lambda e: [e.date.month], lambda e: e.level)
    ways = Ways(
        cell=lambda month, level: Place(urls.month(year, month), f"{table_builders.ADOPTIONS}-{level.value}"),
        row=lambda month: Place(urls.month(year, month), table_builders.ADOPTIONS),
        column=lambda level: Place(urls.adoptions(year), urls.level_anchor(level)),
        whole=Place(urls.adoptions(year)),
    )
    heads = [Head(say.month(month)) for month in range(1, 13)]
    return Grid(
        corner=_("Month"),
        heads=table_builders.level_heads(studio),
        lines=(*lines(table, heads, ways), summed(table, Head(_("Whole year")), ways)),
        total=_("Total"),
        bars=True,
        notes=(_("Adoptions count by their own day, by the item's where none is given."),),
    )


def months(studio: Studio, year: int) -> Grid:
    """Return the items of a year by month and category."""
    _, archive, say = studio._, studio.archive, studio.say
    items, known = archive.by_year.get(year, ()), archive.registry.category
    table = aggregates.crosstab(
        items, range(1, 13), table_builders.category_ids(archive), lambda i: [i.date.month], lambda i: i.category
    )
    ways = Ways(
        cell=lambda month, category: Place(urls.month(year, month), category),
        row=lambda month: Place(urls.month(year, month), table_builders.ITEMS),
        column=lambda category: Place(urls.category(known[category], year)),
        whole=Place(urls.items(year)),
    )
    heads = [Head(say.month(month)) for month in range(1, 13)]
    return Grid(
        corner=_("Month"),
        heads=table_builders.category_heads(archive),
        lines=(*lines(table, heads, ways), summed(table, Head(_("Whole year")), ways)),
        total=_("Total"),
        bars=True,
        notes=(_("Items count by the day of submission."),),
    )
