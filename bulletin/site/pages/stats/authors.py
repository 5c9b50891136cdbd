"""Authors: by unit, with their items, adoptions and points; those with many items have a page each, year by year.

The ledger entries of an author are in the ledger of the unit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from bulletin.core.i18n import Translator
from bulletin.model import keys, urls
from bulletin.model.archive import Archive
from bulletin.model.keys import Key
from bulletin.model.records import Item
from bulletin.scoring import activity
from bulletin.scoring.authors import Author, all_authors, authors_by_unit
from bulletin.scoring.yearly import AuthorYear, year_results
from bulletin.site import table_builders
from bulletin.site.context import RenderContext
from bulletin.site.html import esc, href, join_html, link
from bulletin.site.lists import HtmlParts, section_html
from bulletin.site.page import Heading, Page, Route
from bulletin.site.tables import (
    NO_VALUE,
    Column,
    FigureTable,
    TableCell,
    TableRow,
    count_cell,
    figure_cell,
    ratio_cell,
    text_cell,
)

SECTION_LENGTH = 10
"""The number of items listed among the authors of a unit, newest first; an author who has more has a page as well."""


def routes(archive: Archive) -> Iterator[Route]:
    """Yield the list of authors, a page for those of each unit, and one for each who has many items."""
    if all_authors(archive):
        yield Route(url=urls.AUTHORS, kind="authors", section="stats")
    for unit, authors in authors_by_unit(archive).items():
        yield Route(url=urls.unit_authors(unit), kind="authors", section="stats", key=(unit,))
        for author in authors:
            if has_page(author):
                yield Route(
                    url=urls.author_page(unit, author.name), kind="authors", section="stats", key=(unit, author.name)
                )


def has_page(author: Author) -> bool:
    """Whether an author has an own page."""
    return len(author.items) > SECTION_LENGTH


def render(context: RenderContext, route: Route) -> Page:
    """Render the list, the authors of a unit, or an author."""
    match route.key:
        case (unit, name):
            return _render_author(context, route, all_authors(context.archive)[unit, name])
        case (unit,):
            return _render_unit(context, route, authors_by_unit(context.archive)[unit])
    return _render_index(context, route)


def inputs(archive: Archive, route: Route) -> Iterator[Key]:  # noqa: ARG001 - as of every kind of page
    """Yield what a page depends on: the list on names, the authors of a unit on points, an author on ranks, too."""
    yield keys.REGISTRY
    match route.key:
        case (unit, name):
            yield from (
                keys.listed("authors", unit),
                keys.author_result(unit, name),
                keys.YEARS,
                keys.named("unit", unit),
            )
        case (unit,):
            yield from (keys.listed("authors", unit), keys.author_points(unit), keys.YEARS, keys.named("unit", unit))
        case _:
            yield from (keys.AUTHORS, keys.NAMES)


# The list.


def _render_index(context: RenderContext, route: Route) -> Page:
    _, by_unit = context._, authors_by_unit(context.archive)
    parts, toc = [], []
    for group, units in table_builders.groups_with_units(context):
        rows = [_names_of_unit(context, by_unit[unit.id]) for unit in units if unit.id in by_unit]
        if rows:
            anchor = table_builders.group_anchor(group)
            parts.append(f'<h2 id="{esc(anchor)}">{esc(group.name)}</h2>\n{"".join(rows)}')
            toc.append(Heading(level=2, anchor=anchor, title=group.name))
    number = len(all_authors(context.archive))
    lead = _("Authors: {n}. An author is a name in a unit; joint items count with the first unit.", n=number)
    content = context.render_template(route, "authors", title=_("Authors"), lead=lead, parts=join_html(parts))
    return Page(title=_("Authors"), description=lead, content=content, toc=tuple(toc))


def _names_of_unit(context: RenderContext, authors: Sequence[Author]) -> str:
    unit = authors[0].unit
    names = context.fragments.author_links_of(unit.id, tuple([author.name for author in authors]))
    return (
        f'<h3><a href="{href(urls.unit_authors(unit.id))}">{esc(unit.name)}</a>'
        f' <small class="b-count">{len(authors)}</small></h3>\n<p>{names}</p>\n'
    )


# The authors of a unit.


def _render_unit(context: RenderContext, route: Route, authors: Sequence[Author]) -> Page:
    _, unit = context._, authors[0].unit
    title, table = _("Authors of {unit}", unit=unit.name), _authors_table(context, authors)
    parts = [part for author in authors for part in _author_section(context, author)]
    content = context.render_template(route, "unit-authors", unit=unit, table=table, parts=join_html(parts))
    toc = [Heading(level=2, anchor=table.anchor, title=table.title)]
    toc += [Heading(level=2, anchor=urls.author(unit.id, author.name)[1], title=author.name) for author in authors]
    description = _("{unit}; authors: {n}.", unit=unit.name, n=len(authors))
    return Page(title=title, description=description, content=content, toc=tuple(toc))


def _authors_table(context: RenderContext, authors: Sequence[Author]) -> FigureTable:
    _ = context._
    return FigureTable(
        anchor="overview",
        title=_("Authors"),
        corner=_("Author"),
        columns=(*map(Column, _activity_heads(_)), Column(_("Years"), is_text=True)),
        rows=tuple(map(_author_row, authors)),
    )


def _author_row(author: Author) -> TableRow:
    items, here = author.items, href(*urls.author(author.unit.id, author.name))
    listed = href(urls.author_page(author.unit.id, author.name)) if has_page(author) else here
    first, last = items[0].date.year, items[-1].date.year
    cells = (
        *_activity_cells(items, sum(len(item.adoptions) for item in items), listed),
        text_cell(f"{first}–{last}" if last > first else str(first)),
    )
    return TableRow(author.name, here, cells)


def _author_section(context: RenderContext, author: Author) -> HtmlParts:
    """Return the section of an author: the points of each year, and the newest items."""
    _, results = context._, author_results(context.archive, author)
    page = href(urls.author_page(author.unit.id, author.name)) if has_page(author) else ""
    points = [
        link(
            _("{year}, points: {points}", year=context.formatters.year(year), points=result.points),
            href(urls.ledger(author.unit, year), author_anchor(author.name)),
        )
        for year, result in results.items()
    ]
    earned = f'<p class="b-note">{esc(_("; ")).join(points)}</p>\n' if points else ""
    listed, number = context.lists.items(author.items[: -SECTION_LENGTH - 1 : -1]), len(author.items)
    all_items = _("All items")
    more = f'<p class="b-more"><a href="{page}">{esc(all_items)} ›</a></p>\n' if page else ""
    anchor = urls.author(author.unit.id, author.name)[1]
    return section_html(anchor, author.name, number, [earned, *listed, more], href=page)


# An author.


def _render_author(context: RenderContext, route: Route, author: Author) -> Page:
    _, unit = context._, author.unit
    items_by_year: dict[int, list[Item]] = {}
    for item in author.items:
        items_by_year.setdefault(item.date.year, []).append(item)
    years = sorted(items_by_year, reverse=True)
    name, table = _("{author}, {unit}", author=author.name, unit=unit.name), _year_table(context, author, items_by_year)
    parts = join_html([part for year in years for part in _year_section(context, year, items_by_year[year])])
    content = context.render_template(route, "author", title=author.name, unit=unit, results_by_year=table, parts=parts)
    toc = [Heading(level=2, anchor=table.anchor, title=table.title)]
    toc += [Heading(level=2, anchor=str(year), title=context.formatters.year(year)) for year in years]
    description = _("{author}; items: {n}.", author=name, n=len(author.items))
    return Page(title=name, description=description, content=content, toc=tuple(toc))


def author_results(archive: Archive, author: Author) -> Mapping[int, AuthorYear]:
    """Return the results of an author in each year with points."""
    found = ((year, year_results(archive, year).authors.get(author.unit.id, {})) for year in archive.years)
    return {year: results[author.name] for year, results in found if author.name in results}


def _year_table(context: RenderContext, author: Author, items_by_year: Mapping[int, Sequence[Item]]) -> FigureTable:
    """Return the results of an author by year."""
    _, results = context._, author_results(context.archive, author)
    heads = _activity_heads(_)
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
    )


def _year_row(
    context: RenderContext,
    author: Author,
    year: int,
    numbers: tuple[Sequence[Item], int],
    results: Mapping[int, AuthorYear],
) -> TableRow:
    """Return a row of *numbers*: the items of the year, and how many adoptions it had."""
    unit = author.unit
    items, adoptions = numbers
    here = href(urls.author_page(unit.id, author.name), str(year)) if items else ""
    cells = _activity_cells(items, adoptions, here)
    if results:
        result = results.get(year)
        ledger = href(urls.ledger(unit, year), author_anchor(author.name)) if result else ""
        cells.append(figure_cell(result.points if result else NO_VALUE, ledger))
        cells.append(figure_cell(str(result.rank) if result else NO_VALUE))
    return TableRow(context.formatters.year(year), href(urls.stats(str(year))), tuple(cells))


def _activity_heads(_: Translator) -> list[str]:
    return [_("Sent in"), _("Adopted items"), _("Adoption rate"), _("Times adopted")]


def _activity_cells(items: Sequence[Item], adoptions: int, listed: str) -> list[TableCell]:
    """Return the cells below these heads; *listed* is the address of the list of the items."""
    adopted = sum(1 for item in items if item.adoptions)
    return [
        count_cell(len(items), listed),
        figure_cell(str(adopted), listed if adopted else ""),
        ratio_cell(activity.adoption_rate(items), listed),
        figure_cell(str(adoptions)),
    ]


def author_anchor(name: str) -> str:
    """Return the anchor of an author's entries in the ledger of the unit."""
    return f"author-{name}"


def _year_section(context: RenderContext, year: int, items: Sequence[Item]) -> HtmlParts:
    return section_html(str(year), context.formatters.year(year), len(items), context.lists.items(reversed(items)))
