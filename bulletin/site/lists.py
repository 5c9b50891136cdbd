"""Lists as HTML, with a row for each item, adoption or issue, under headings. A row is rendered once for all lists.

Every row comes from :func:`list_row`, in Python and not in templates, as every item is in two dozen lists.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date as Day  # noqa: N812 - items have a date

from bulletin.model import urls
from bulletin.model.archive import Adopted, Archive
from bulletin.model.formatters import Formatters
from bulletin.model.records import Issue, Item
from bulletin.site.fragments import Fragments
from bulletin.site.html import esc, href, link, title_html
from bulletin.site.page import Heading

DEEPEST = 3
"""The last level of headings that a table of contents shows."""
UNIT, CATEGORY, SOURCE = "unit", "category", "source"
"""The parts that rows may leave out if all entries of a list have it in common; joint items keep their units."""
_Hide = Collection[str]
HtmlParts = list[str]
"""Parts of HTML that are joined once for a page, as lists are in nested sections."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSection:
    """Entries under one heading, which may be a link, and further sections within."""

    anchor: str
    title: str
    items: tuple[Item, ...] = ()
    adoptions: tuple[Adopted, ...] = ()
    parts: tuple[ListSection, ...] = ()
    href: str = ""

    @property
    def count(self) -> int:
        """How many entries there are, each once, those of ``parts`` included."""
        return len(self.entry_ids())

    def entry_ids(self) -> set[int]:
        """Return the identities of all entries."""
        return {*map(id, self.items), *map(id, self.adoptions)}.union(*[part.entry_ids() for part in self.parts])


def section_headings(sections: Iterable[ListSection], level: int = 2) -> Iterator[Heading]:
    """Yield the table of contents of *sections*, as deep as tables of contents go."""
    for section in sections:
        yield Heading(level=level, anchor=section.anchor, title=section.title)
        if level < DEEPEST:
            yield from section_headings(section.parts, level + 1)


class ListRenderer:
    """Renders the lists of one archive in one language."""

    def __init__(self, archive: Archive, formatters: Formatters, fragments: Fragments) -> None:
        self._archive, self._formatters, self._fragments = archive, formatters, fragments
        self._items: dict[tuple[str, ...], dict[int, str]] = {}
        self._adoptions: dict[tuple[str, ...], dict[int, str]] = {}
        self._related: dict[str, tuple[str, str, str]] = {}
        self._times: dict[tuple[Day, str], str] = {}
        self._titles: dict[str, str] = {}
        self._treatments: dict[int, str] = {}
        self._badges: dict[tuple[str, ...], str] = {}
        self._sources: dict[tuple[str, int], str] = {}

    def clear(self) -> None:
        """Drop the rows of long lists; what is needed again is rendered again."""
        self._items.clear()
        self._adoptions.clear()
        self._treatments.clear()

    def items(self, items: Iterable[Item], hide: _Hide = (UNIT,)) -> HtmlParts:
        """Return a list of items, whose rows leave out what *hide* names."""
        rows = self._items.setdefault((*hide,), {})
        # An item of a closed period may stand beside the one of the archive, whose id it has.
        return entry_list(
            [rows.get(id(item)) or rows.setdefault(id(item), self._item_row(item, hide)) for item in items]
        )

    def adoptions(self, events: Iterable[Adopted], hide: _Hide = (UNIT,)) -> HtmlParts:
        """Return a list of adoptions, whose rows leave out what *hide* names."""
        rows = self._adoptions.setdefault((*hide,), {})
        # Two adoptions may be equal; the archive keeps each of them as long as it lives.
        listed = [
            rows.get(id(event)) or rows.setdefault(id(event), self._adoption_row(event, hide)) for event in events
        ]
        return entry_list(listed, two_lines=True)

    def issues(self, issues: Iterable[Issue]) -> HtmlParts:
        """Return a list of issues."""
        return entry_list([self._issue_row(issue) for issue in issues])

    def related(self, items: Iterable[Item], *, units: bool) -> str:
        """Return rows of items that are related to another item, with or without their units."""
        rows = self._related
        parts = [rows.get(item.id) or rows.setdefault(item.id, self._related_parts(item)) for item in items]
        # Rows are assembled on use: whole rows of all items would take much memory.
        return "".join([list_row(title, named + rest if units else rest) for title, named, rest in parts])

    def sections(self, sections: Iterable[ListSection], hide: _Hide, depth: int = 2) -> HtmlParts:
        """Return sections with their headings and lists, each part one level deeper."""
        found: HtmlParts = []
        for part in sections:
            inside = self.items(part.items, hide) if part.items else []
            inside += self.adoptions(part.adoptions, hide) if part.adoptions else []
            inside += self.sections(part.parts, hide, depth + 1)
            found += section_html(part.anchor, part.title, part.count, inside, depth=depth, href=part.href)
        return found

    def _item_row(self, item: Item, hide: _Hide) -> str:
        if item.is_withdrawn:
            return self._withdrawn_row()
        category = "" if CATEGORY in hide else self.category(item)
        return list_row(self._title(item), f"{self._units(item, hide)}{category}{self._levels(item)}", day=item.date)

    def _adoption_row(self, event: Adopted, hide: _Hide) -> str:
        if event.item.is_withdrawn:
            return self._withdrawn_row()
        item, how = event.item, self._treatment(event)
        source = how if SOURCE in hide else f"{self._source(event)} {how}"
        info = f"{f'<span>{source}</span>' if source else ''}{self._units(item, hide)}"
        return list_row(row_title(link(item.title, href(urls.item(item)))), info, day=event.date)

    def _withdrawn_row(self) -> str:
        """Return the row of what was counted in a closed period and is there no more: not even its day is told."""
        return list_row(row_title(esc(self._formatters._("(withdrawn since)"))))

    def _issue_row(self, issue: Issue) -> str:
        number = sum(map(self._archive.item.__contains__, self._archive.contents[issue.id]))
        named = link(self._formatters.number(issue) + self._formatters.serial(issue), href(urls.issue(issue)))
        counted = esc(self._formatters._.ngettext("{n} item", "{n} items", number))
        more = f" {esc(issue.title)}" if issue.title else ""
        return list_row(row_title(named + more), f"<span>{counted}</span>", day=issue.date)

    def _related_parts(self, item: Item) -> tuple[str, str, str]:
        """Return the title of an item, its units, and the rest of its row."""
        names, levels = self._fragments.unit_names(item.units), self._levels(item)
        key = (item.date, levels)
        if key not in self._times:
            self._times[key] = f"{self._fragments.time(item.date)}{levels}"
        return self._title(item), f"<span>{names}</span>", self._times[key]

    def _title(self, item: Item) -> str:
        found = self._titles.get(item.id)
        if found is None:
            found = self._titles[item.id] = linked_title(item.title, href(urls.item(item)))
        return found

    def _units(self, item: Item, hide: _Hide) -> str:
        return "" if UNIT in hide and len(item.units) == 1 else self.units(item)

    def units(self, item: Item) -> str:
        """Return the units of an item, each a link, for a row."""
        return f"<span>{self._fragments.unit_links(item.units)}</span>"

    def category(self, item: Item) -> str:
        """Return the category of an item for a row."""
        return f"<span>{esc(self._archive.registry.category[item.category].name)}</span>"

    def _treatment(self, event: Adopted) -> str:
        key = id(event)
        if key not in self._treatments:
            self._treatments[key] = esc(self._formatters.adoption(event.adoption, event.publication.kind))
        return self._treatments[key]

    def _source(self, event: Adopted) -> str:
        publication, year = event.publication, event.date.year
        key = (publication.id, year)
        if key not in self._sources:
            named = link(self._formatters.publication(publication), href(urls.publication(publication, year)))
            self._sources[key] = f"{self._fragments.badge(publication.level)} {named}"
        return self._sources[key]

    def _levels(self, item: Item) -> str:
        if not item.adoptions:
            return ""
        key = tuple([adoption.publication for adoption in item.adoptions])
        if key not in self._badges:
            self._badges[key] = f"<span>{self._fragments.badges(self._archive.levels(item))}</span>"
        return self._badges[key]


def list_row(title: str, info: str | None = None, *, day: Day | None = None) -> str:
    """Return a row of a list as a line of HTML; *title*, and *info* beside it, are HTML.

    The day is in figures, in front of the title.
    """
    dated = f'<time datetime="{day}">{day}</time>' if day else ""
    beside = "" if info is None else f'<span class="b-info">{info}</span>'
    return f"<li>{dated}{title}{beside}</li>\n"


def row_title(html: str) -> str:
    """Return the title of a row of which only a part is a link, or none."""
    return f'<span class="b-title">{html}</span>'


def linked_title(text: str, href: str) -> str:
    """Return the title of a row that is a link as a whole."""
    return f'<a class="b-title" href="{href}">{title_html(text)}</a>'


def entry_list(rows: Iterable[str], *, two_lines: bool = False) -> HtmlParts:
    """Return a list of rows that begin with a day; with *two_lines* their titles are on a line of their own."""
    return [f'<ul class="b-list b-entries{" b-entries--two" if two_lines else ""}">\n', *rows, "</ul>\n"]


def section_html(
    anchor: str, title: str, number: int, inside: Iterable[str], *, depth: int = 2, href: str = ""
) -> HtmlParts:
    """Return a list under its heading, with the number of its entries."""
    head = link(title, href)
    start = f'<section id="{esc(anchor)}">\n<h{depth}>{head} <small class="b-count">{number:,}</small></h{depth}>\n'
    return [start, *inside, "</section>\n"]


def year_links(years: Sequence[int], current: int, address: Callable[..., str], *about: object) -> str:
    """Return links to the same list of other years; *address* is called with *about* and the year."""
    if len(years) < 2:  # noqa: PLR2004 - a single year needs no links
        return ""
    listed = [
        f'<li><b aria-current="page">{year}</b></li>'
        if year == current
        else f'<li><a href="{href(address(*about, year))}">{year}</a></li>'
        for year in years
    ]
    return f'<ul class="b-tags b-years">{"".join(listed)}</ul>\n'
