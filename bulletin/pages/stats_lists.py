"""The lists behind a circular's figures: items and adoptions of a period, by unit, publication and topic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from bulletin import addresses
from bulletin.archive import Adopted
from bulletin.i18n import N_
from bulletin.model import Item, Level, Treatment
from bulletin.pages import counting, stats_text, topic
from bulletin.pages.contract import Page, Ref
from bulletin.pages.environment import Studio
from bulletin.pages.listing import page
from bulletin.pages.shapes import Place, Section
from bulletin.periods import Period
from bulletin.registry import Unit
from bulletin.scoring import circular
from bulletin.scoring.circular import Circular, Row

PARTS = (stats_text.ITEMS, stats_text.ADOPTIONS, stats_text.PUBLICATIONS, stats_text.TOPICS)
TITLES = {
    stats_text.ITEMS: N_("{period}: items submitted, by unit"),
    stats_text.ADOPTIONS: N_("{period}: adoptions, by unit"),
    stats_text.PUBLICATIONS: N_("{period}: adoptions, by publication"),
    stats_text.TOPICS: N_("{period}: items, by topic"),
}
ALONE, TOGETHER, UNSAID = "alone", "together", "unsaid"
HOW = {ALONE: N_("as a piece of its own"), TOGETHER: N_("in a composite or in brief"), UNSAID: N_("not said how")}
_HOW = {
    Treatment.SINGLE: ALONE,
    Treatment.FULL: ALONE,
    Treatment.COMPOSITE: TOGETHER,
    Treatment.EXCERPT: TOGETHER,
    Treatment.BRIEF: TOGETHER,
}
MOST = 10
"""How many topics are told apart."""


def how(event: Adopted) -> str:
    """Return how an item was carried: ``alone``, ``together``, or ``unsaid``."""
    return _HOW[event.adoption.treatment] if event.adoption.treatment else UNSAID


def part_anchor(unit: Unit, publication: str, how: str) -> str:
    """Return the anchor of a unit's adoptions by one publication in one way."""
    return f"{unit.id}-{publication}-{how}"


def adopted_anchor(unit: Unit) -> str:
    """Return the anchor of a unit's items that were adopted."""
    return f"{unit.id}-adopted"


def topic_anchor(slug: str, unit: str = "") -> str:
    """Return the anchor of a topic, or of a unit's items on it."""
    return f"t-{slug}" + (f"--{unit}" if unit else "")


def render(studio: Studio, ref: Ref, period: Period, part: str) -> Page:
    """Render one of the lists of a period."""
    found = circular(studio.archive, period)
    make = {
        stats_text.ITEMS: _items,
        stats_text.ADOPTIONS: _adoptions,
        stats_text.PUBLICATIONS: _publications,
        stats_text.TOPICS: _topics,
    }
    name = stats_text.period(studio, period)
    title = studio._(TITLES[part], period=name)
    return page(
        studio,
        ref,
        "stats-list",
        title=title,
        description=title,
        sections=make[part](studio, found),
        period=period,
        name=name,
    )


def _by_group(studio: Studio, found: Circular, section: Callable[[Row], Section]) -> tuple[Section, ...]:
    return tuple(
        Section(
            anchor=counting.group_anchor(table.group),
            title=table.group.name or studio._("Other units"),
            parts=parts,
        )
        for table in found.tables
        if (parts := tuple(s for row in table.rows if (s := section(row)).count))
    )


def _items(studio: Studio, found: Circular) -> tuple[Section, ...]:
    def section(row: Row) -> Section:
        place = Place(addresses.ledger(row.unit, found.period.first.year))
        rest = [item for item in row.now.submitted if not item.adoptions]
        parts = (
            Section(anchor=adopted_anchor(row.unit), title=studio._("Adopted"), items=counting.newest(row.now.adopted)),
            Section(anchor=f"{row.unit.id}-not", title=studio._("Not adopted"), items=counting.newest(rest)),
        )
        filled = tuple(part for part in parts if part.count)
        return Section(anchor=row.unit.id, title=row.unit.name, parts=filled, place=place)

    return _by_group(studio, found, section)


def _adoptions(studio: Studio, found: Circular) -> tuple[Section, ...]:
    registry = studio.archive.registry

    def section(row: Row) -> Section:
        def key(event: Adopted) -> tuple[int, int, str]:
            return (event.level.rank, event.publication.order, how(event))

        parts = []
        for _key, group in groupby(sorted(row.now.adoptions, key=key), key=lambda e: (e.publication.id, how(e))):
            events = tuple(group)
            publication = registry.publication[events[0].publication.id]
            title = f"{studio.say.publication(publication)} {studio._(HOW[how(events[0])])}"
            anchor = part_anchor(row.unit, publication.id, how(events[0]))
            parts.append(Section(anchor=anchor, title=title, adoptions=events))
        place = Place(addresses.ledger(row.unit, found.period.first.year))
        return Section(anchor=row.unit.id, title=row.unit.name, parts=tuple(parts), place=place)

    return _by_group(studio, found, section)


def _publications(studio: Studio, found: Circular) -> tuple[Section, ...]:
    year = found.period.first.year
    return tuple(
        Section(anchor=f"level-{level.value}", title=studio.say.term(level), parts=parts)
        for level in Level
        if (
            parts := tuple(
                Section(
                    anchor=f"publication-{publication.id}",
                    title=studio.say.publication(publication),
                    adoptions=tuple(reversed(events)),
                    place=Place(addresses.publication(publication, year)),
                )
                for publication in found.publications
                if publication.level is level and (events := found.now.taken(publication=publication.id))
            )
        )
    )


def topics(studio: Studio, found: Circular) -> list[tuple[str, str, Sequence[Item]]]:
    """Return slug, name and items of the topics of a period, the most frequent first."""
    named = {name: slug for slug, names in topic.slugs(studio.archive).items() for name in names}
    names = {slug: names[0] for slug, names in topic.slugs(studio.archive).items()}
    items: dict[str, list[Item]] = {}
    for item in found.now.submitted:
        for slug in dict.fromkeys(named[name] for name in item.topics):
            items.setdefault(slug, []).append(item)
    ordered = sorted(items, key=lambda slug: (-len(items[slug]), slug))
    return [(slug, names[slug], items[slug]) for slug in ordered[:MOST]]


def by_unit(items: Iterable[Item]) -> Counter[str]:
    """Return how many of *items* each unit submitted."""
    return Counter(unit for item in items for unit in item.units)


def _topics(studio: Studio, found: Circular) -> tuple[Section, ...]:
    registry = studio.archive.registry
    sections = []
    for slug, name, items in topics(studio, found):
        parts = tuple(
            Section(
                anchor=topic_anchor(slug, unit.id),
                title=unit.name,
                items=counting.newest(item for item in items if unit.id in item.units),
            )
            for unit in registry.units
            if unit.id in by_unit(items)
        )
        place = Place(addresses.topic(name))
        sections.append(Section(anchor=topic_anchor(slug), title=name, parts=parts, place=place))
    return tuple(sections)
