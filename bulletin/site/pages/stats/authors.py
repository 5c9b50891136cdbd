"""Authors: their items, adoptions, points and ranks, year by year.

The ledger entries of an author are in the ledger of the unit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import chain, groupby

from bulletin.core.memo import memoized
from bulletin.model import keys, urls
from bulletin.model.archive import Archive
from bulletin.model.keys import Key
from bulletin.model.records import Item
from bulletin.model.registry import Group, Unit
from bulletin.scoring import activity
from bulletin.scoring.authors import Author, all_authors
from bulletin.scoring.yearly import AuthorYear, year_results
from bulletin.site import table_builders
from bulletin.site.context import RenderContext
from bulletin.site.html import esc, href, join_html, url_fragment
from bulletin.site.lists import HtmlParts, section_html
from bulletin.site.page import Heading, Page, Route
from bulletin.site.tables import NO_VALUE, Column, FigureTable, TableRow, count_cell, figure_cell, ratio_cell, text_cell


def routes(archive: Archive) -> Iterator[Route]:
    """Yield the list of authors, and a page for each; none where items name no authors."""
    found = all_authors(archive)
    if found:
        yield Route(url=urls.AUTHORS, kind="authors", section="stats")
    for unit, name in found:
        yield Route(url=urls.author(unit, name), kind="authors", section="stats", key=(unit, name))


def render(context: RenderContext, route: Route) -> Page:
    """Render the list, or an author."""
    return (
        _render_author(context, route, all_authors(context.archive)[route.key[0], route.key[1]])
        if route.key
        else _render_index(context, route)
    )


def inputs(archive: Archive, route: Route) -> Iterator[Key]:
    """Yield what a page depends on: the list on figures and names, an author on items, results and rates."""
    yield keys.REGISTRY
    if not route.key:
        yield keys.counted("authors")
        return
    unit = archive.registry.unit[route.key[0]]
    yield from (keys.listed("authors", unit.id), keys.author_results(unit.id), keys.YEARS)
    yield from (keys.counted("group", unit.group, year) for year in archive.years)


# The list.


def _render_index(context: RenderContext, route: Route) -> Page:
    _ = context._
    found = all_authors(context.archive).values()
    by_unit = {unit.id: list(group) for unit, group in groupby(found, key=lambda author: author.unit)}
    parts, toc = [], []
    for group, units in table_builders.groups_with_units(context):
        rows = [row for unit in units for row in _author_rows(by_unit.get(unit.id, ()))]
        if rows:
            table = _group_table(context, table_builders.group_anchor(group), group.name, rows)
            parts.append(f'<h2 id="{esc(table.anchor)}">{esc(table.title)}</h2>\n{table.html()}')
            toc.append(Heading(level=2, anchor=table.anchor, title=table.title))
    lead = _("{n} authors. An author is a name in a unit; joint items count with the first unit.", n=len(found))
    content = context.render_template(route, "authors", title=_("Authors"), lead=lead, parts=join_html(parts))
    return Page(title=_("Authors"), description=lead, content=content, toc=tuple(toc))


def _group_table(context: RenderContext, anchor: str, title: str, rows: Sequence[TableRow]) -> FigureTable:
    _ = context._
    counted = (_("Sent in"), _("Adopted items"), _("Adoption rate"), _("Times adopted"))
    columns = (Column(_("Unit"), is_text=True), *map(Column, counted), Column(_("Years"), is_text=True))
    return FigureTable(anchor=anchor, title=title, corner=_("Author"), columns=columns, rows=tuple(rows))


def _author_rows(found: Sequence[Author]) -> Iterator[TableRow]:
    for author in found:
        address, items = href(urls.author(author.unit.id, author.name)), author.items
        adopted = sum(1 for item in items if item.adoptions)
        first, last = items[0].date.year, items[-1].date.year
        cells = (
            text_cell(author.unit.name, href(urls.unit(author.unit))),
            count_cell(len(items), address),
            figure_cell(str(adopted), address if adopted else ""),
            ratio_cell(activity.adoption_rate(items), address),
            figure_cell(str(sum(len(item.adoptions) for item in items))),
            text_cell(f"{first}–{last}" if last > first else str(first)),
        )
        yield TableRow(author.name, address, cells)


# An author.


def _render_author(context: RenderContext, route: Route, author: Author) -> Page:
    _, unit = context._, author.unit
    items_by_year: dict[int, list[Item]] = {}
    for item in author.items:
        items_by_year.setdefault(item.date.year, []).append(item)
    years = sorted(items_by_year, reverse=True)
    name, table = _("{author}, {unit}", author=author.name, unit=unit.name), _year_table(context, author, items_by_year)
    parts = join_html(chain(*[_year_section(context, year, items_by_year[year]) for year in years]))
    content = context.render_template(route, "author", title=author.name, unit=unit, results_by_year=table, parts=parts)
    toc = [Heading(level=2, anchor=table.anchor, title=table.title)]
    toc += [Heading(level=2, anchor=str(year), title=context.formatters.year(year)) for year in years]
    description = _("{author}: {n} items.", author=name, n=len(author.items))
    return Page(title=name, description=description, content=content, toc=tuple(toc))


def author_results(archive: Archive, author: Author) -> Mapping[int, AuthorYear]:
    """Return the results of an author in each year with points."""
    found = ((year, year_results(archive, year).authors.get(author.unit.id, {})) for year in archive.years)
    return {year: results[author.name] for year, results in found if author.name in results}


def _year_table(context: RenderContext, author: Author, items_by_year: Mapping[int, Sequence[Item]]) -> FigureTable:
    """Return the results of an author by year, beside the adoption rate of the unit's group."""
    _, results = context._, author_results(context.archive, author)
    heads = [_("Sent in"), _("Adopted items"), _("Adoption rate"), _("Its group's"), _("Times adopted")]
    heads += [_("Points"), _("Rank among authors")] if results else []
    adoptions = Counter([(a.date or item.date).year for item in author.items for a in item.adoptions])
    years = sorted({*items_by_year, *results, *adoptions}, reverse=True)
    return FigureTable(
        anchor="course",
        title=_("Year by year"),
        corner=_("Year"),
        columns=tuple(Column(head) for head in heads),
        rows=tuple(
            [
                _year_row(context, author, year, (items_by_year.get(year, ()), adoptions[year]), results)
                for year in years
            ]
        ),
        notes=(_("The group's adoption rate is that of all items that its units submitted, each once."),),
    )


def _year_row(
    context: RenderContext,
    author: Author,
    year: int,
    numbers: tuple[Sequence[Item], int],
    results: Mapping[int, AuthorYear],
) -> TableRow:
    """Return a row of *numbers*: the items of the year, and how many adoptions it had."""
    archive, unit = context.archive, author.unit
    items, adoptions = numbers
    adopted = sum(1 for item in items if item.adoptions)
    circular = href(urls.stats(str(year)))
    here = href(urls.author(unit.id, author.name), str(year)) if items else ""
    cells = [
        count_cell(len(items), here),
        figure_cell(str(adopted), here if adopted else ""),
        ratio_cell(activity.adoption_rate(items), here),
        ratio_cell(
            group_adoption_rate(archive, unit, year), f"{circular}#{url_fragment(author_group_anchor(archive, unit))}"
        ),
        figure_cell(str(adoptions)),
    ]
    if results:
        result = results.get(year)
        ledger = href(urls.ledger(unit, year), author_anchor(author.name)) if result else ""
        cells.append(figure_cell(result.points if result else NO_VALUE, ledger))
        cells.append(figure_cell(str(result.rank) if result else NO_VALUE))
    return TableRow(context.formatters.year(year), circular, tuple(cells))


def author_anchor(name: str) -> str:
    """Return the anchor of an author's entries in the ledger of the unit."""
    return f"author-{name}"


def author_group_anchor(archive: Archive, unit: Unit) -> str:
    """Return the anchor of a unit's group in a circular."""
    return table_builders.group_anchor(archive.registry.group.get(unit.group, Group(id="", name="")))


def group_adoption_rate(archive: Archive, unit: Unit, year: int) -> Fraction | None:
    """Return the adoption rate of a unit's group in a year, each item once."""
    return memoized(archive, "rates of groups", lambda: _group_adoption_rates(archive)).get(
        (author_group_anchor(archive, unit), year)
    )


def _group_adoption_rates(archive: Archive) -> dict[tuple[str, int], Fraction]:
    """Return adopted over submitted items of each group and year."""
    groups = {unit.id: author_group_anchor(archive, unit) for unit in archive.registry.units}
    found: dict[tuple[str, int], list[int]] = {}
    for item in archive.items:
        for group in {groups[unit] for unit in item.units if unit in groups}:
            numbers = found.setdefault((group, item.date.year), [0, 0])
            numbers[0] += bool(item.adoptions)
            numbers[1] += 1
    return {key: Fraction(adopted, all_) for key, (adopted, all_) in found.items()}


def _year_section(context: RenderContext, year: int, items: Sequence[Item]) -> HtmlParts:
    return section_html(str(year), context.formatters.year(year), len(items), context.lists.items(reversed(items)))
