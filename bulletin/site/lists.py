"""Rows of long lists as HTML: an item, an adoption, under headings. Each row is made once, however often it stands.

Made here and not in templates, as every item stands in two dozen lists.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date as Day  # noqa: N812 - items have a date

from bulletin.model import urls
from bulletin.model.archive import Adopted, Archive
from bulletin.model.enums import Level
from bulletin.model.formatters import Formatters
from bulletin.model.records import Item
from bulletin.site.html import esc, to
from bulletin.site.tables import Section

UNIT, CATEGORY, SOURCE = "unit", "category", "source"
"""What a list may leave out of its rows, as all of them have it in common; joint items keep their units."""
_Hide = Collection[str]
Pieces = list[str]
"""HTML that is joined last, once for a page: lists stand in sections that stand in sections."""


class Lists:
    """Makes rows for one archive in one language."""

    def __init__(self, archive: Archive, say: Formatters) -> None:
        self._archive, self._say = archive, say
        self._items: dict[tuple[str, ...], dict[str, str]] = {}
        self._adoptions: dict[tuple[str, ...], dict[int, str]] = {}
        self._related: dict[str, tuple[str, str, str]] = {}
        self._ends: dict[tuple[Day, str], str] = {}
        self._titles: dict[str, str] = {}
        self._ways: dict[int, str] = {}
        self._badges: dict[tuple[str, ...], str] = {}
        self._units: dict[tuple[str, ...], str] = {}
        self._names: dict[tuple[str, ...], str] = {}
        self._sources: dict[tuple[str, int], str] = {}

    def forget(self) -> None:
        """Forget the rows of long lists: what is still wanted is made again."""
        self._items.clear()
        self._adoptions.clear()
        self._ways.clear()

    def items(self, items: Iterable[Item], hide: _Hide = (UNIT,)) -> Pieces:
        """Return a list of items, whose rows leave out what *hide* names."""
        rows = self._items.setdefault((*hide,), {})
        listed = [rows.get(item.id) or rows.setdefault(item.id, self._item(item, hide)) for item in items]
        return ['<ul class="b-list b-entries">\n', *listed, "</ul>\n"]

    def adoptions(self, events: Iterable[Adopted], hide: _Hide = (UNIT,)) -> Pieces:
        """Return a list of adoptions, whose rows leave out what *hide* names."""
        rows = self._adoptions.setdefault((*hide,), {})
        # Two adoptions may be equal; the archive keeps each of them as long as it lives.
        listed = [rows.get(id(event)) or rows.setdefault(id(event), self._adoption(event, hide)) for event in events]
        return ['<ul class="b-list b-entries b-entries--two">\n', *listed, "</ul>\n"]

    def related(self, items: Iterable[Item], *, units: bool) -> str:
        """Return rows of items as they stand beside another item, with or without their units."""
        rows = self._related
        listed = [rows.get(item.id) or rows.setdefault(item.id, self._row(item)) for item in items]
        # Rows are put together where they stand: whole ones of all items would take much room.
        if units:
            return "".join([f"<li>{title}{named}{end}" for title, named, end in listed])
        return "".join([f"<li>{title}{end}" for title, _named, end in listed])

    def sections(self, sections: Iterable[Section], hide: _Hide, depth: int = 2) -> Pieces:
        """Return sections with their headings and lists, each part one level deeper."""
        found: Pieces = []
        for part in sections:
            inside = self.items(part.items, hide) if part.items else []
            inside += self.adoptions(part.adoptions, hide) if part.adoptions else []
            inside += self.sections(part.parts, hide, depth + 1)
            address = to(part.place.address, part.place.anchor) if part.place else ""
            found += section(part.anchor, part.title, part.count, inside, depth=depth, to=address)
        return found

    def _item(self, item: Item, hide: _Hide) -> str:
        units = f"<span>{self.units(item.units)}</span>" if UNIT not in hide or len(item.units) > 1 else ""
        category = "" if CATEGORY in hide else self._category(item)
        day = str(item.date)
        return (
            f'<li><time datetime="{day}">{day}</time>{self._title(item)}'
            f"{units}{category}{self._levels(item)}</span></li>\n"
        )

    def _row(self, item: Item) -> tuple[str, str, str]:
        """Return what stands in the row of an item beside another: its title, its units, the rest."""
        return self._title(item), self._named(item.units), self._end(item.date, self._levels(item))

    def _title(self, item: Item) -> str:
        """Return the title as a link, and the beginning of what is told of the item behind it."""
        found = self._titles.get(item.id)
        if found is None:
            address, title = to(urls.item(item)), esc(item.title)
            found = self._titles[item.id] = f'<a class="b-title" href="{address}">{title}</a><span class="b-info">'
        return found

    def _named(self, units: tuple[str, ...]) -> str:
        if units not in self._names:
            names = [self._archive.registry.unit[unit].name for unit in units]
            self._names[units] = f"<span>{esc(self._say._(', ').join(names))}</span>"
        return self._names[units]

    def _end(self, day: Day, levels: str) -> str:
        key = (day, levels)
        if key not in self._ends:
            said = esc(self._say.day(day))
            self._ends[key] = f'<time datetime="{day}">{said}</time>{levels}</span></li>\n'
        return self._ends[key]

    def _category(self, item: Item) -> str:
        return f"<span>{esc(self._archive.registry.category[item.category].name)}</span>"

    def _adoption(self, event: Adopted, hide: _Hide) -> str:
        item, how = event.item, self._way(event)
        units = f"<span>{self.units(item.units)}</span>" if UNIT not in hide or len(item.units) > 1 else ""
        said = how if SOURCE in hide else f"{self._source(event)} {how}"
        day = str(event.date)
        return (
            f'<li><time datetime="{day}">{day}</time><span class="b-title">'
            f'<a href="{to(urls.item(item))}">{esc(item.title)}</a></span><span class="b-info">'
            f"{f'<span>{said}</span>' if said else ''}{units}</span></li>\n"
        )

    def _way(self, event: Adopted) -> str:
        key = id(event)
        if key not in self._ways:
            self._ways[key] = esc(self._say.adoption(event.adoption))
        return self._ways[key]

    def _source(self, event: Adopted) -> str:
        publication, year = event.publication, event.date.year
        key = (publication.id, year)
        if key not in self._sources:
            address = to(urls.publication(publication, year))
            name = esc(self._say.publication(publication))
            self._sources[key] = f'{self.levels((publication.level,))} <a href="{address}">{name}</a>'
        return self._sources[key]

    def _levels(self, item: Item) -> str:
        if not item.adoptions:
            return ""
        key = tuple([adoption.publication for adoption in item.adoptions])
        if key not in self._badges:
            self._badges[key] = f"<span>{self.levels(self._archive.levels(item))}</span>"
        return self._badges[key]

    def levels(self, levels: Iterable[Level]) -> str:
        """Return a badge for each level."""
        said = [(level.value, esc(self._say.term(level))) for level in levels]
        return " ".join([f'<span class="b-badge b-badge--{level}">{name}</span>' for level, name in said])

    def units(self, ids: tuple[str, ...]) -> str:
        """Return the names of units, each a link."""
        if ids not in self._units:
            units = [self._archive.registry.unit[unit] for unit in ids]
            names = [f'<a href="{to(urls.unit(unit))}">{esc(unit.name)}</a>' for unit in units]
            self._units[ids] = esc(self._say._(", ")).join(names)
        return self._units[ids]


def section(anchor: str, title: str, number: int, inside: Iterable[str], *, depth: int = 2, to: str = "") -> Pieces:
    """Return a list under its heading, with how many entries it has."""
    head = f'<a href="{to}">{esc(title)}</a>' if to else esc(title)
    start = f'<section id="{esc(anchor)}">\n<h{depth}>{head} <small class="b-count">{number:,}</small></h{depth}>\n'
    return [start, *inside, "</section>\n"]


def years_bar(years: Sequence[int], current: int, address: Callable[..., str], *about: object) -> str:
    """Return the way to the same list of other years; *address* is asked with what it is *about* and the year."""
    if len(years) < 2:  # noqa: PLR2004 - two make a choice
        return ""
    listed = [
        f'<li><b aria-current="page">{year}</b></li>'
        if year == current
        else f'<li><a href="{to(address(*about, year))}">{year}</a></li>'
        for year in years
    ]
    return f'<ul class="b-tags b-years">{"".join(listed)}</ul>\n'
