"""The lists behind a circular's figures: items and adoptions of a period, by unit, publication and topic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

from bulletin.core.dates import Period
from bulletin.core.i18n import N_
from bulletin.core.memo import memoized
from bulletin.model import keys, urls
from bulletin.model.archive import Adopted, Archive
from bulletin.model.enums import Level, Treatment
from bulletin.model.formatters import group_name
from bulletin.model.keys import Key
from bulletin.model.records import Item
from bulletin.model.registry import Publication
from bulletin.model.topics import topics_by_slug
from bulletin.scoring import circular
from bulletin.scoring.circulars.circular import Circular, CircularRow, CircularTable
from bulletin.scoring.periods import year_to_date
from bulletin.site import anchors, table_builders
from bulletin.site.anchors import ADOPTIONS, ITEMS, PUBLICATIONS, TOPICS, YEAR_TO_DATE
from bulletin.site.context import RenderContext
from bulletin.site.html import href, join_html
from bulletin.site.lists import HtmlParts, section_html
from bulletin.site.page import Heading, Page, Route
from bulletin.site.pages.stats import labels

TITLES = {
    ITEMS: N_("{period}: items submitted, by unit"),
    ADOPTIONS: N_("{period}: adoptions, by unit"),
    PUBLICATIONS: N_("{period}: adoptions, by publication"),
    TOPICS: N_("{period}: items, by topic"),
    YEAR_TO_DATE: N_("The year to the end of {period}: items submitted, by unit, and adoptions"),
}
ALONE, TOGETHER, UNSAID = "alone", "together", "unsaid"
TREATMENT_GROUPS = {
    ALONE: N_("as a piece of its own"),
    TOGETHER: N_("in a composite or in brief"),
    UNSAID: N_("not said how"),
}
_GROUP_OF_TREATMENT = {
    Treatment.SINGLE: ALONE,
    Treatment.FULL: ALONE,
    Treatment.COMPOSITE: TOGETHER,
    Treatment.EXCERPT: TOGETHER,
    Treatment.BRIEF: TOGETHER,
}
MAX_TOPICS = 10
"""The number of topics that have a list."""

AnchoredList = tuple[str, str, HtmlParts]
"""A list: its anchor, its title, its HTML."""


def list_names(period: Period) -> tuple[str, ...]:
    """Return the names of the lists of a period."""
    return (*anchors.LISTS, *(() if year_to_date(period) else (YEAR_TO_DATE,)))


def treatment_group(archive: Archive, event: Adopted) -> str:
    """Return the group of an adoption's treatment: ``alone``, ``together``, or ``unsaid``."""
    treatment = event.adoption.treatment
    return _GROUP_OF_TREATMENT[archive.registry.treatment_kind(treatment)] if treatment else UNSAID


def topic_anchor(slug: str, unit: str = "") -> str:
    """Return the anchor of a topic, or of a unit's items on it."""
    return f"t-{slug}" + (f"--{unit}" if unit else "")


def render_list(context: RenderContext, route: Route, period: Period, part: str) -> Page:
    """Render one of the lists of a period."""
    list_makers: dict[str, Callable[[RenderContext, Circular], Iterable[AnchoredList]]] = {
        ITEMS: _items_by_unit,
        ADOPTIONS: _adoptions_by_unit,
        PUBLICATIONS: _adoptions_by_publication,
        TOPICS: _items_by_topic,
        YEAR_TO_DATE: _year_to_date,
    }
    found = list(list_makers[part](context, circular(context.archive, period)))
    name = labels.period_label(context, period)
    title = context._(TITLES[part], period=name)
    lists = join_html(chain(*[html for _anchor, _title, html in found]))
    content = context.render_template(
        route, "stats-list", title=title, lists=lists, address=urls.stats(period.label), name=name
    )
    toc = tuple(Heading(level=2, anchor=anchor, title=named) for anchor, named, _html in found)
    return Page(title=title, description=title, content=content, toc=toc)


def inputs(period: Period, part: str) -> Iterator[Key]:
    """Yield what one of the lists of a period depends on."""
    yield from (keys.REGISTRY, keys.TOPICS, keys.PERIODS, keys.has_ledger(period.first.year))
    span = period.to_date if part == YEAR_TO_DATE else period
    kinds = {ITEMS: ("submitted",), TOPICS: ("submitted",), YEAR_TO_DATE: ("submitted", "adopted")}
    for number in keys.quarters_of(span):
        yield from (keys.listed(kind, number) for kind in kinds.get(part, ("adopted",)))


def _group_list(
    context: RenderContext, table: CircularTable, number: int, inside: Iterable[HtmlParts]
) -> Iterator[AnchoredList]:
    if number:
        anchor, title = table_builders.group_anchor(table.group), group_name(table.group, context._)
        yield anchor, title, section_html(anchor, title, number, chain(*inside))


def _items_by_unit(context: RenderContext, circular: Circular) -> Iterator[AnchoredList]:
    _, lists, year = context._, context.lists, circular.period.first.year
    adopted, rest = _("Adopted"), _("Not adopted")

    def unit_section(row: CircularRow) -> HtmlParts:
        unit, items = row.unit, row.now.submitted
        adopted_items, other_items = row.now.adopted, [item for item in items if not item.adoptions]
        inside = [
            section_html(anchor, title, len(some), lists.items(reversed(some)), depth=4)
            for anchor, title, some in (
                (anchors.adopted_anchor(unit), adopted, adopted_items),
                (f"{unit.id}-not", rest, other_items),
            )
            if some
        ]
        unit_link, parts = anchors.unit_href(context.archive, unit, year), chain(*inside)
        return section_html(unit.id, unit.name, len(items), parts, depth=3, href=unit_link)

    for table in circular.tables:
        rows = [unit_section(row) for row in table.rows if row.now.submitted]
        number = len({item.id for row in table.rows for item in row.now.submitted})
        yield from _group_list(context, table, number, rows)


def _year_to_date(context: RenderContext, circular: Circular) -> Iterator[AnchoredList]:
    lists = context.lists
    for table in circular.tables:
        rows = [
            section_html(
                row.unit.id, row.unit.name, len(row.to_date.submitted), lists.items(row.to_date.submitted), depth=3
            )
            for row in table.rows
            if row.to_date.submitted
        ]
        number = len({item.id for row in table.rows for item in row.to_date.submitted})
        yield from _group_list(context, table, number, rows)
    if events := circular.to_date.adoptions:
        title = context._("Adoptions")
        yield (
            anchors.ALL_ADOPTIONS,
            title,
            section_html(anchors.ALL_ADOPTIONS, title, len(events), lists.adoptions(reversed(events))),
        )


def _adoptions_by_unit(context: RenderContext, circular: Circular) -> Iterator[AnchoredList]:
    for table in circular.tables:
        rows = [_unit_adoptions(context, row, circular.period.first.year) for row in table.rows if row.now.adoptions]
        events = table.events
        yield from _group_list(context, table, len(events), rows)
        if len(events) != table.adoptions:
            anchor = anchors.distinct_adoptions_anchor(table.group)
            title = context._("{group}: each adoption once", group=group_name(table.group, context._))
            yield anchor, title, section_html(anchor, title, len(events), context.lists.adoptions(events))


def _unit_adoptions(context: RenderContext, row: CircularRow, year: int) -> HtmlParts:
    """Return a unit's adoptions, by publication and group of treatments."""
    lists, unit = context.lists, row.unit
    by_treatment: dict[tuple[int, int, str, str], list[Adopted]] = {}
    for event in row.now.adoptions:
        publication = event.publication
        key = publication.level.rank, publication.order, publication.id, treatment_group(context.archive, event)
        by_treatment.setdefault(key, []).append(event)
    inside: HtmlParts = []
    for (_rank, _order, publication_id, group), events in sorted(by_treatment.items()):
        title = f"{context.formatters.publication(events[0].publication)} {context._(TREATMENT_GROUPS[group])}"
        anchor = anchors.treatment_anchor(unit, publication_id, group)
        inside += section_html(anchor, title, len(events), lists.adoptions(events), depth=4)
    address = anchors.unit_href(context.archive, unit, year)
    return section_html(unit.id, unit.name, len(row.now.adoptions), inside, depth=3, href=address)


def _adoptions_by_publication(context: RenderContext, circular: Circular) -> Iterator[AnchoredList]:
    lists, formatters, year = context.lists, context.formatters, circular.period.first.year
    by_publication: dict[str, list[Adopted]] = {}
    for event in circular.now.adoptions:
        by_publication.setdefault(event.publication.id, []).append(event)
    for level in Level:
        publications: list[Publication] = [
            p for p in circular.publications if p.level is level and p.id in by_publication
        ]
        inside = [
            section_html(
                f"publication-{publication.id}",
                formatters.publication(publication),
                len(by_publication[publication.id]),
                lists.adoptions(reversed(by_publication[publication.id])),
                depth=3,
                href=href(urls.publication(publication, year)),
            )
            for publication in publications
        ]
        if inside:
            anchor, title = f"level-{level.value}", formatters.term(level)
            yield (
                anchor,
                title,
                section_html(anchor, title, sum(len(by_publication[p.id]) for p in publications), chain(*inside)),
            )


def frequent_topics(archive: Archive, period: Period) -> tuple[tuple[str, str, Sequence[Item]], ...]:
    """Return slug, name and items of the topics of a period, the most frequent first."""
    return memoized(archive, ("topics", period.first, period.last), lambda: _count_topics(archive, period))


def _count_topics(archive: Archive, period: Period) -> tuple[tuple[str, str, Sequence[Item]], ...]:
    slugs = memoized(archive, "slugs", lambda: topics_by_slug(archive))
    named = memoized(archive, "slug of", lambda: {name: slug for slug, names in slugs.items() for name in names})
    items: dict[str, list[Item]] = {}
    for item in circular(archive, period).now.submitted:
        for slug in dict.fromkeys([named[name] for name in item.topics]):
            items.setdefault(slug, []).append(item)
    ordered = sorted(items, key=lambda slug: (-len(items[slug]), slug))
    return tuple((slug, slugs[slug][0], items[slug]) for slug in ordered[:MAX_TOPICS])


def count_by_unit(items: Iterable[Item]) -> Counter[str]:
    """Return how many of *items* each unit submitted."""
    return Counter([unit for item in items for unit in item.units])


def _items_by_topic(context: RenderContext, circular: Circular) -> Iterator[AnchoredList]:
    lists, registry = context.lists, context.archive.registry
    for slug, name, items in frequent_topics(context.archive, circular.period):
        units: dict[str, list[Item]] = {}
        for item in items:
            for unit in item.units:
                units.setdefault(unit, []).append(item)
        inside = [
            section_html(
                topic_anchor(slug, unit.id),
                unit.name,
                len(units[unit.id]),
                lists.items(reversed(units[unit.id])),
                depth=3,
            )
            for unit in registry.units
            if unit.id in units
        ]
        anchor = topic_anchor(slug)
        yield anchor, name, section_html(anchor, name, len(items), chain(*inside), href=href(urls.topic(name)))
