"""Rows of long lists as HTML: an item, an adoption, under headings. Each row is made once, however often it stands.

The look is that of ``_lists.html``; made here, as every item stands in a dozen lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bulletin import addresses
from bulletin.archive import Adopted
from bulletin.model import Item, Level
from bulletin.pages.environment import Studio
from bulletin.pages.stats_shapes import esc, to


class Lists:
    """Makes rows in the language of a studio; the unit stands only with joint items, as lists are by unit."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self._items: dict[str, str] = {}
        self._adoptions: dict[int, str] = {}
        self._badges: dict[tuple[Level, ...], str] = {}
        self._units: dict[tuple[str, ...], str] = {}
        self._sources: dict[tuple[str, int], str] = {}

    def items(self, items: Iterable[Item]) -> str:
        """Return a list of items."""
        return f'<ul class="b-list b-entries">\n{"".join([self._item(item) for item in items])}</ul>\n'

    def adoptions(self, events: Iterable[Adopted]) -> str:
        """Return a list of adoptions."""
        rows = "".join([self._adoption(event) for event in events])
        return f'<ul class="b-list b-entries b-entries--two">\n{rows}</ul>\n'

    def _item(self, item: Item) -> str:
        row = self._items.get(item.id)
        if row is None:
            row = self._items[item.id] = self._row(item)
        return row

    def _row(self, item: Item) -> str:
        units = f"<span>{self.units(item.units)}</span>" if len(item.units) > 1 else ""
        levels = f"<span>{self.levels(self._studio.archive.levels(item))}</span>" if item.adoptions else ""
        category = esc(self._studio.archive.registry.category[item.category].name)
        return (
            f'<li><time datetime="{item.date}">{item.date}</time><a class="b-title" href="{to(addresses.item(item))}">'
            f'{esc(item.title)}</a><span class="b-info">{units}<span>{category}</span>{levels}</span></li>\n'
        )

    def _adoption(self, event: Adopted) -> str:
        # Two adoptions may be equal; the archive keeps each of them as long as it lives.
        row = self._adoptions.get(id(event))
        if row is None:
            row = self._adoptions[id(event)] = self._taken(event)
        return row

    def _taken(self, event: Adopted) -> str:
        item = event.item
        units = f"<span>{self.units(item.units)}</span>" if len(item.units) > 1 else ""
        how = esc(self._studio.say.adoption(event.adoption))
        return (
            f'<li><time datetime="{event.date}">{event.date}</time><span class="b-title">'
            f'<a href="{to(addresses.item(item))}">{esc(item.title)}</a></span><span class="b-info"><span>'
            f"{self._source(event)} {how}</span>{units}</span></li>\n"
        )

    def _source(self, event: Adopted) -> str:
        publication, year = event.publication, event.date.year
        key = (publication.id, year)
        if key not in self._sources:
            address = to(addresses.publication(publication, year))
            name = esc(self._studio.say.publication(publication))
            self._sources[key] = f'{self.levels((publication.level,))} <a href="{address}">{name}</a>'
        return self._sources[key]

    def levels(self, levels: tuple[Level, ...]) -> str:
        """Return a badge for each level."""
        if levels not in self._badges:
            say = self._studio.say
            badges = [f'<span class="b-badge b-badge--{x.value}">{esc(say.term(x))}</span>' for x in levels]
            self._badges[levels] = " ".join(badges)
        return self._badges[levels]

    def units(self, ids: tuple[str, ...]) -> str:
        """Return the names of units, each a link."""
        if ids not in self._units:
            units = [self._studio.archive.registry.unit[unit] for unit in ids]
            names = [f'<a href="{to(addresses.unit(unit))}">{esc(unit.name)}</a>' for unit in units]
            self._units[ids] = esc(self._studio._(", ")).join(names)
        return self._units[ids]


def lists(studio: Studio) -> Lists:
    """Return the lists of a studio."""
    kept: dict[str, Lists] = vars(studio).setdefault("_kept", {})
    if "lists" not in kept:
        kept["lists"] = Lists(studio)
    return kept["lists"]


def section(anchor: str, title: str, number: int, inside: str | Sequence[str], *, depth: int = 2, to: str = "") -> str:
    """Return a list under its heading, with how many entries it has."""
    head = f'<a href="{to}">{esc(title)}</a>' if to else esc(title)
    return (
        f'<section id="{esc(anchor)}">\n<h{depth}>{head} <small class="b-count">{number:,}</small></h{depth}>\n'
        f"{inside if isinstance(inside, str) else ''.join(inside)}</section>\n"
    )
