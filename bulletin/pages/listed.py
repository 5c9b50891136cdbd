"""Rows of long lists as HTML: an item, an adoption, under headings. Each row is made once, however often it stands.

Made here and not in templates, as every item stands in two dozen lists.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date as Day  # noqa: N812 - items have a date

from bulletin import addresses
from bulletin.archive import Adopted, Archive
from bulletin.model import Item
from bulletin.pages.markup import esc, to
from bulletin.pages.shapes import Section
from bulletin.pages.words import Words
from bulletin.vocabulary import Level

UNIT, CATEGORY, SOURCE = "unit", "category", "source"
"""What a list may leave out of its rows, as all of them have it in common; joint items keep their units."""
_Hide = Collection[str]


class Lists:
    """Makes rows for one archive in one language."""

    def __init__(self, archive: Archive, say: Words) -> None:
        self._archive, self._say = archive, say
        self._items: dict[tuple[str, ...], dict[str, str]] = {}
        self._adoptions: dict[tuple[str, ...], dict[int, str]] = {}
        self._related: dict[str, tuple[str, str]] = {}
        self._days: dict[Day, str] = {}
        self._badges: dict[tuple[str, ...], str] = {}
        self._units: dict[tuple[str, ...], str] = {}
        self._sources: dict[tuple[str, int], str] = {}

    def forget(self) -> None:
        """Forget the rows of long lists: what is still wanted is made again."""
        self._items.clear()
        self._adoptions.clear()

    def items(self, items: Iterable[Item], hide: _Hide = (UNIT,)) -> str:
        """Return a list of items, whose rows leave out what *hide* names."""
        rows = self._items.setdefault((*hide,), {})
        listed = [rows.get(item.id) or rows.setdefault(item.id, self._item(item, hide)) for item in items]
        return f'<ul class="b-list b-entries">\n{"".join(listed)}</ul>\n'

    def adoptions(self, events: Iterable[Adopted], hide: _Hide = (UNIT,)) -> str:
        """Return a list of adoptions, whose rows leave out what *hide* names."""
        rows = self._adoptions.setdefault((*hide,), {})
        # Two adoptions may be equal; the archive keeps each of them as long as it lives.
        listed = [rows.get(id(event)) or rows.setdefault(id(event), self._adoption(event, hide)) for event in events]
        return f'<ul class="b-list b-entries b-entries--two">\n{"".join(listed)}</ul>\n'

    def related(self, items: Iterable[Item], *, units: bool) -> str:
        """Return rows of items as they stand beside another item, with or without their units."""
        rows = self._related
        return "".join([(rows.get(item.id) or rows.setdefault(item.id, self._rows(item)))[units] for item in items])

    def sections(self, sections: Iterable[Section], hide: _Hide, depth: int = 2) -> str:
        """Return sections with their headings and lists, each part one level deeper."""
        return "".join(
            [
                section(
                    part.anchor,
                    part.title,
                    part.count,
                    (
                        self.items(part.items, hide) if part.items else "",
                        self.adoptions(part.adoptions, hide) if part.adoptions else "",
                        self.sections(part.parts, hide, depth + 1),
                    ),
                    depth=depth,
                    to=to(part.place.address, part.place.anchor) if part.place else "",
                )
                for part in sections
            ]
        )

    def _item(self, item: Item, hide: _Hide) -> str:
        units = f"<span>{self.units(item.units)}</span>" if UNIT not in hide or len(item.units) > 1 else ""
        category = "" if CATEGORY in hide else self._category(item)
        return (
            f'<li><time datetime="{item.date}">{item.date}</time><a class="b-title" href="{to(addresses.item(item))}">'
            f'{esc(item.title)}</a><span class="b-info">{units}{category}{self._levels(item)}</span></li>\n'
        )

    def _rows(self, item: Item) -> tuple[str, str]:
        """Return the row of an item without and with its units."""
        names = [self._archive.registry.unit[unit].name for unit in item.units]
        title = f'<a class="b-title" href="{to(addresses.item(item))}">{esc(item.title)}</a>'
        rest = f"{self._day(item.date)}{self._levels(item)}</span></li>\n"
        start = f'<li>{title}<span class="b-info">'
        return f"{start}{rest}", f"{start}<span>{esc(self._say._(', ').join(names))}</span>{rest}"

    def _day(self, day: Day) -> str:
        if day not in self._days:
            self._days[day] = f'<time datetime="{day}">{esc(self._say.day(day))}</time>'
        return self._days[day]

    def _category(self, item: Item) -> str:
        return f"<span>{esc(self._archive.registry.category[item.category].name)}</span>"

    def _adoption(self, event: Adopted, hide: _Hide) -> str:
        item, how = event.item, esc(self._say.adoption(event.adoption))
        units = f"<span>{self.units(item.units)}</span>" if UNIT not in hide or len(item.units) > 1 else ""
        said = how if SOURCE in hide else f"{self._source(event)} {how}"
        return (
            f'<li><time datetime="{event.date}">{event.date}</time><span class="b-title">'
            f'<a href="{to(addresses.item(item))}">{esc(item.title)}</a></span><span class="b-info">'
            f"{f'<span>{said}</span>' if said else ''}{units}</span></li>\n"
        )

    def _source(self, event: Adopted) -> str:
        publication, year = event.publication, event.date.year
        key = (publication.id, year)
        if key not in self._sources:
            address = to(addresses.publication(publication, year))
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
            names = [f'<a href="{to(addresses.unit(unit))}">{esc(unit.name)}</a>' for unit in units]
            self._units[ids] = esc(self._say._(", ")).join(names)
        return self._units[ids]


def section(anchor: str, title: str, number: int, inside: str | Sequence[str], *, depth: int = 2, to: str = "") -> str:
    """Return a list under its heading, with how many entries it has."""
    head = f'<a href="{to}">{esc(title)}</a>' if to else esc(title)
    return (
        f'<section id="{esc(anchor)}">\n<h{depth}>{head} <small class="b-count">{number:,}</small></h{depth}>\n'
        f"{inside if isinstance(inside, str) else ''.join(inside)}</section>\n"
    )


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
