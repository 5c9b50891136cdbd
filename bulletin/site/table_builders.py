"""What several kinds of list pages share: columns by level and category, sections by unit, level or month."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import TypeVar

from bulletin.model import urls
from bulletin.model.archive import Adopted, Archive
from bulletin.model.enums import Level
from bulletin.model.records import Item
from bulletin.model.registry import Group, Unit
from bulletin.site.context import RenderContext
from bulletin.site.html import href
from bulletin.site.lists import ListSection
from bulletin.site.tables import Column, CountTable, TableRow, total_cell

T = TypeVar("T", Item, Adopted)

NEWEST = 30
ITEMS = "items"
ADOPTIONS = "adoptions"


def newest_first(items: Iterable[Item]) -> tuple[Item, ...]:
    """Return *items*, which are in order of date, in reverse."""
    return tuple(reversed(tuple(items)))


def group_by_year(archive: Archive, listed: tuple[T, ...]) -> Mapping[int, tuple[T, ...]]:
    """Return items by the year of their submission, or adoptions by the year in which they count."""
    kept: dict[int, tuple[object, dict[int, tuple[T, ...]]]] = vars(archive).setdefault("_split", {})
    found = kept.get(id(listed))
    # An id may be that of another list in another process.
    if found is None or found[0] is not listed:
        years: dict[int, list[T]] = {}
        for thing in listed:
            years.setdefault(thing.date.year, []).append(thing)
        found = kept[id(listed)] = (listed, {year: tuple(things) for year, things in years.items()})
    return found[1]


def of_year(archive: Archive, listed: tuple[T, ...], year: int) -> tuple[T, ...]:
    """Return the items of a list that were submitted, or its adoptions that count, in *year*."""
    return group_by_year(archive, listed).get(year, ())


def years_with_entries(archive: Archive, items: tuple[Item, ...], events: tuple[Adopted, ...] = ()) -> tuple[int, ...]:
    """Return the years in which something was submitted or adopted, the newest first."""
    return tuple(sorted({*group_by_year(archive, items), *group_by_year(archive, events)}, reverse=True))


def used_levels(archive: Archive) -> tuple[Level, ...]:
    """Return the levels of the publications that ever adopted something, the highest first."""
    used = {archive.registry.publication[p].level for p in archive.adoptions_by_publication}
    return tuple(level for level in Level if level in used)


def level_columns(context: RenderContext) -> tuple[Column, ...]:
    """Return a column for each level in use."""
    formatters = context.formatters
    return tuple(Column(formatters.term(level), level=level) for level in used_levels(context.archive))


def category_columns(archive: Archive) -> tuple[Column, ...]:
    """Return a column for each category, with a link to its page."""
    return tuple(Column(c.name, href(urls.category(c))) for c in archive.registry.categories)


def category_ids(archive: Archive) -> tuple[str, ...]:
    """Return the ids of the categories in their order."""
    return tuple(c.id for c in archive.registry.categories)


def groups_with_units(context: RenderContext) -> tuple[tuple[Group, tuple[Unit, ...]], ...]:
    """Return every group that has units, with them, in registry order; units of no group come last."""
    registry = context.archive.registry
    members: dict[str, list[Unit]] = {group.id: [] for group in registry.groups}
    for unit in registry.units:
        members.setdefault(unit.group if unit.group in registry.group else "", []).append(unit)
    rest = Group(id="", name=context._("Other units"))
    return tuple((registry.group.get(key, rest), tuple(units)) for key, units in members.items() if units)


def existed_in(unit: Unit, year: int) -> bool:
    """Whether a unit existed in some part of *year*."""
    return (unit.joined is None or unit.joined.year <= year) and (unit.left is None or unit.left.year >= year)


def category_sections(archive: Archive, items: Sequence[Item]) -> tuple[ListSection, ...]:
    """Return a section of *items* for each category that has any."""
    found: dict[str, list[Item]] = {}
    for item in items:
        found.setdefault(item.category, []).append(item)
    categories = sorted([archive.registry.category[one] for one in found], key=attrgetter("order"))
    return tuple(ListSection(anchor=one.id, title=one.name, items=tuple(found[one.id])) for one in categories)


def level_sections(context: RenderContext, events: Sequence[Adopted], prefix: str = "") -> tuple[ListSection, ...]:
    """Return a section of adoptions for each level, the highest first; *prefix* goes before each anchor."""
    formatters, found = context.formatters, dict[Level, list[Adopted]]()
    for event in events:
        found.setdefault(event.level, []).append(event)
    return tuple(
        ListSection(
            anchor=prefix + urls.level_anchor(level), title=formatters.term(level), adoptions=tuple(found[level])
        )
        for level in Level
        if level in found
    )


def unit_sections(archive: Archive, items: Sequence[Item]) -> tuple[ListSection, ...]:
    """Return a section of *items* for each unit, in registry order; a joint item is in that of each of its units."""
    found: dict[str, list[Item]] = {}
    for item in items:
        for unit in item.units:
            found.setdefault(unit, []).append(item)
    return tuple(
        ListSection(anchor=unit.id, title=unit.name, items=tuple(found[unit.id]), href=href(urls.unit(unit)))
        for unit in archive.registry.units
        if unit.id in found
    )


def group_sections(context: RenderContext, items: Sequence[Item]) -> tuple[ListSection, ...]:
    """Return a section of *items* for each group, with one for each unit within."""
    sections = {section.anchor: section for section in unit_sections(context.archive, items)}
    found = []
    for group, units in groups_with_units(context):
        parts = tuple(sections[unit.id] for unit in units if unit.id in sections)
        if parts:
            found.append(ListSection(anchor=group_anchor(group), title=group.name, parts=parts))
    return tuple(found)


def group_anchor(group: Group) -> str:
    """Return the anchor of a group within a list by units."""
    return urls.group_anchor(group.id)


def month_sections(context: RenderContext, items: Sequence[Item]) -> tuple[ListSection, ...]:
    """Return a section for each month of the items of one year, which are in order of date."""
    formatters = context.formatters
    return tuple(
        ListSection(anchor=month_anchor(month), title=formatters.month(month), items=tuple(found))
        for month, found in groupby(items, key=lambda item: item.date.month)
    )


def month_anchor(month: int) -> str:
    """Return the anchor of a month within a list of a year."""
    return f"m{month:02}"


def item_sections(context: RenderContext, parts: tuple[ListSection, ...]) -> tuple[ListSection, ...]:
    """Return the section of all items, with *parts* within; no section if there are none."""
    return (ListSection(anchor=ITEMS, title=context._("Items"), parts=parts),) if parts else ()


def adoption_sections(context: RenderContext, events: Sequence[Adopted]) -> tuple[ListSection, ...]:
    """Return the section of adoptions, with one for each level within; no section if there are none."""
    parts = level_sections(context, events, f"{ADOPTIONS}-")
    return (ListSection(anchor=ADOPTIONS, title=context._("Adoptions"), parts=parts),) if parts else ()


def count_by_year(context: RenderContext, items: tuple[Item, ...], address: Callable[[int], str]) -> CountTable:
    """Return the table of *items* by year; each year links to its *address*."""
    _, formatters = context._, context.formatters
    numbers = group_by_year(context.archive, items)
    found = tuple(
        TableRow(formatters.year(year), address(year), total=total_cell(len(numbers[year]), address(year)))
        for year in sorted(numbers, reverse=True)
    )
    return CountTable(corner=_("Year"), columns=(), rows=found, total=_("Items"), bars=True)
