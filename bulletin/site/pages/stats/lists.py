"""The lists behind a circular's figures: items and adoptions of a period, by unit, publication and topic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

from bulletin.core.dates import Period
from bulletin.core.i18n import N_
from bulletin.core.memo import memoized
from bulletin.model import urls
from bulletin.model.archive import Adopted, Archive
from bulletin.model.enums import Level, Treatment
from bulletin.model.records import Item
from bulletin.model.registry import Publication
from bulletin.model.topics import topics_by_slug
from bulletin.scoring import circular
from bulletin.scoring.circulars.circular import Circular, CircularRow, CircularTable
from bulletin.scoring.periods import year_to_date
from bulletin.site import anchors, table_builders
from bulletin.site.anchors import ADOPTIONS, ITEMS, PUBLICATIONS, SO_FAR, TOPICS
from bulletin.site.context import RenderContext
from bulletin.site.html import href, join_html
from bulletin.site.lists import Pieces, section
from bulletin.site.page import Heading, Page, Route
from bulletin.site.pages.stats import labels

TITLES = {
    ITEMS: N_("{period}: items submitted, by unit"),
    ADOPTIONS: N_("{period}: adoptions, by unit"),
    PUBLICATIONS: N_("{period}: adoptions, by publication"),
    TOPICS: N_("{period}: items, by topic"),
    SO_FAR: N_("The year to the end of {period}: items submitted, by unit, and adoptions"),
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

Part = tuple[str, str, Pieces]
"""A list: its anchor, its title, its HTML."""


def parts(period: Period) -> tuple[str, ...]:
    """Return the lists that a period has."""
    return (*anchors.PARTS, *(() if year_to_date(period) else (SO_FAR,)))


def how(event: Adopted) -> str:
    """Return how an item was carried: ``alone``, ``together``, or ``unsaid``."""
    return _HOW[event.adoption.treatment] if event.adoption.treatment else UNSAID


def topic_anchor(slug: str, unit: str = "") -> str:
    """Return the anchor of a topic, or of a unit's items on it."""
    return f"t-{slug}" + (f"--{unit}" if unit else "")


def render(context: RenderContext, route: Route, period: Period, part: str) -> Page:
    """Render one of the lists of a period."""
    make: dict[str, Callable[[RenderContext, Circular], Iterable[Part]]] = {
        ITEMS: _items,
        ADOPTIONS: _adoptions,
        PUBLICATIONS: _publications,
        TOPICS: _topics,
        SO_FAR: _so_far,
    }
    found = list(make[part](context, circular(context.archive, period)))
    name = labels.period(context, period)
    title = context._(TITLES[part], period=name)
    lists = join_html(chain(*[html for _anchor, _title, html in found]))
    content = context.html(route, "stats-list", title=title, lists=lists, address=urls.stats(period.label), name=name)
    toc = tuple(Heading(level=2, anchor=anchor, title=named) for anchor, named, _html in found)
    return Page(title=title, description=title, content=content, toc=toc)


def _group(context: RenderContext, table: CircularTable, number: int, inside: Iterable[Pieces]) -> Iterator[Part]:
    if number:
        anchor, title = table_builders.group_anchor(table.group), table.group.name or context._("Other units")
        yield anchor, title, section(anchor, title, number, chain(*inside))


def _items(context: RenderContext, found: Circular) -> Iterator[Part]:
    _, made, year = context._, context.lists, found.period.first.year
    adopted, rest = _("Adopted"), _("Not adopted")

    def told(row: CircularRow) -> Pieces:
        unit, items = row.unit, row.now.submitted
        taken, left = row.now.adopted, [item for item in items if not item.adoptions]
        inside = [
            section(anchor, title, len(some), made.items(reversed(some)), depth=4)
            for anchor, title, some in (
                (anchors.adopted_anchor(unit), adopted, taken),
                (f"{unit.id}-not", rest, left),
            )
            if some
        ]
        place, parts = anchors.of_unit(context.archive, unit, year), chain(*inside)
        return section(unit.id, unit.name, len(items), parts, depth=3, href=place)

    for table in found.tables:
        rows = [told(row) for row in table.rows if row.now.submitted]
        number = len({item.id for row in table.rows for item in row.now.submitted})
        yield from _group(context, table, number, rows)


def _so_far(context: RenderContext, found: Circular) -> Iterator[Part]:
    made = context.lists
    for table in found.tables:
        rows = [
            section(row.unit.id, row.unit.name, len(row.to_date.submitted), made.items(row.to_date.submitted), depth=3)
            for row in table.rows
            if row.to_date.submitted
        ]
        number = len({item.id for row in table.rows for item in row.to_date.submitted})
        yield from _group(context, table, number, rows)
    if events := found.to_date.adoptions:
        title = context._("Adoptions")
        yield anchors.TAKEN, title, section(anchors.TAKEN, title, len(events), made.adoptions(reversed(events)))


def _adoptions(context: RenderContext, found: Circular) -> Iterator[Part]:
    for table in found.tables:
        rows = [_taken(context, row, found.period.first.year) for row in table.rows if row.now.adoptions]
        events = table.events
        yield from _group(context, table, len(events), rows)
        if len(events) != table.adoptions:
            anchor = anchors.once_anchor(table.group)
            title = context._("{group}: each adoption once", group=table.group.name or context._("Other units"))
            yield anchor, title, section(anchor, title, len(events), context.lists.adoptions(events))


def _taken(context: RenderContext, row: CircularRow, year: int) -> Pieces:
    """Return a unit's adoptions, by publication and how."""
    made, unit = context.lists, row.unit
    ways: dict[tuple[int, int, str, str], list[Adopted]] = {}
    for event in row.now.adoptions:
        paper = event.publication
        ways.setdefault((paper.level.rank, paper.order, paper.id, how(event)), []).append(event)
    inside: Pieces = []
    for (_rank, _order, publication, way), events in sorted(ways.items()):
        title = f"{context.say.publication(events[0].publication)} {context._(HOW[way])}"
        anchor = anchors.part_anchor(unit, publication, way)
        inside += section(anchor, title, len(events), made.adoptions(events), depth=4)
    address = anchors.of_unit(context.archive, unit, year)
    return section(unit.id, unit.name, len(row.now.adoptions), inside, depth=3, href=address)


def _publications(context: RenderContext, found: Circular) -> Iterator[Part]:
    made, say, year = context.lists, context.say, found.period.first.year
    taken: dict[str, list[Adopted]] = {}
    for event in found.now.adoptions:
        taken.setdefault(event.publication.id, []).append(event)
    for level in Level:
        papers: list[Publication] = [p for p in found.publications if p.level is level and p.id in taken]
        inside = [
            section(
                f"publication-{paper.id}",
                say.publication(paper),
                len(taken[paper.id]),
                made.adoptions(reversed(taken[paper.id])),
                depth=3,
                href=href(urls.publication(paper, year)),
            )
            for paper in papers
        ]
        if inside:
            anchor, title = f"level-{level.value}", say.term(level)
            yield anchor, title, section(anchor, title, sum(len(taken[p.id]) for p in papers), chain(*inside))


def topics(archive: Archive, period: Period) -> tuple[tuple[str, str, Sequence[Item]], ...]:
    """Return slug, name and items of the topics of a period, the most frequent first."""
    return memoized(archive, ("topics", period.first, period.last), lambda: _frequent(archive, period))


def _frequent(archive: Archive, period: Period) -> tuple[tuple[str, str, Sequence[Item]], ...]:
    slugs = memoized(archive, "slugs", lambda: topics_by_slug(archive))
    named = memoized(archive, "slug of", lambda: {name: slug for slug, names in slugs.items() for name in names})
    items: dict[str, list[Item]] = {}
    for item in circular(archive, period).now.submitted:
        for slug in dict.fromkeys([named[name] for name in item.topics]):
            items.setdefault(slug, []).append(item)
    ordered = sorted(items, key=lambda slug: (-len(items[slug]), slug))
    return tuple((slug, slugs[slug][0], items[slug]) for slug in ordered[:MOST])


def by_unit(items: Iterable[Item]) -> Counter[str]:
    """Return how many of *items* each unit submitted."""
    return Counter([unit for item in items for unit in item.units])


def _topics(context: RenderContext, found: Circular) -> Iterator[Part]:
    made, registry = context.lists, context.archive.registry
    for slug, name, items in topics(context.archive, found.period):
        units: dict[str, list[Item]] = {}
        for item in items:
            for unit in item.units:
                units.setdefault(unit, []).append(item)
        inside = [
            section(
                topic_anchor(slug, unit.id),
                unit.name,
                len(units[unit.id]),
                made.items(reversed(units[unit.id])),
                depth=3,
            )
            for unit in registry.units
            if unit.id in units
        ]
        anchor = topic_anchor(slug)
        yield anchor, name, section(anchor, name, len(items), chain(*inside), href=href(urls.topic(name)))
