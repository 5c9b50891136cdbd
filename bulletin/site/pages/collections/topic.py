"""Topics, with their items by year; topics that share an address share a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from types import SimpleNamespace

from bulletin.model import keys, urls
from bulletin.model.archive import Archive
from bulletin.model.keys import Key
from bulletin.model.topics import items_on_topics, topics_by_slug
from bulletin.site import table_builders
from bulletin.site.context import RenderContext
from bulletin.site.html import href
from bulletin.site.lists import ListSection
from bulletin.site.page import Page, Route

SPLIT = 100
"""A topic with more items than this has a page for each year."""


def routes(archive: Archive) -> Iterator[Route]:
    """Yield the index of topics, a page for each, and pages by year for the long ones."""
    yield Route(url=urls.TOPICS, kind="topic", section="topics")
    for slug, names in topics_by_slug(archive).items():
        yield Route(url=urls.topic(slug), kind="topic", section="topics", key=("", *names))
        items = items_on_topics(archive, names)
        if len(items) > SPLIT:
            for year in table_builders.years_with_entries(archive, items):
                yield Route(url=urls.topic(slug, year), kind="topic", section="topics", key=(str(year), *names))


def render(context: RenderContext, route: Route) -> Page:
    """Render the index, a topic, or a topic's year."""
    match route.key:
        case ("", *names):
            return _render_topic(context, route, tuple(names))
        case (year, *names):
            return _render_year(context, route, tuple(names), int(year))
    return _render_index(context, route)


def inputs(_archive: Archive, route: Route) -> Iterator[Key]:
    """Yield what a page depends on: the index on figures, a topic on its items, a year on those of the year."""
    yield keys.TOPICS
    match route.key:
        case ("", first, *_):
            yield keys.listed("topic", urls.topic_slug(first))
        case (year, first, *_):
            slug = urls.topic_slug(first)
            yield from (keys.listed("topic", slug, int(year)), keys.years_of("topic", slug))
        case _:
            yield keys.FIGURES


def _render_index(context: RenderContext, route: Route) -> Page:
    _, archive = context._, context.archive
    found = [(slug, names, items_on_topics(archive, names)) for slug, names in topics_by_slug(archive).items()]
    found.sort(key=lambda entry: (-len(entry[2]), entry[0]))
    most = len(found[0][2]) if found else 1
    topics = [
        SimpleNamespace(
            slug=slug,
            names=names,
            n=len(items),
            weight=1 + 4 * (len(items) - 1) // max(1, most - 1),
            first=items[0].date.year,
            last=items[-1].date.year,
        )
        for slug, names, items in found
    ]
    description = _("What items were about, the most frequent topics first.")
    return context.list_page(route, "topic-index", title=_("Topics"), description=description, topics=topics)


def _render_topic(context: RenderContext, route: Route, names: tuple[str, ...]) -> Page:
    _, archive, formatters = context._, context.archive, context.formatters
    items = items_on_topics(archive, names)
    years, split = table_builders.years_with_entries(archive, items), len(items) > SPLIT
    sections = tuple(
        ListSection(
            anchor=str(year),
            title=formatters.year(year),
            items=table_builders.newest_first(table_builders.of_year(archive, items, year)),
        )
        for year in years
    )
    place = (lambda year: href(urls.topic(names[0], year))) if split else lambda year: href(route.url, str(year))
    units = Counter(unit for item in items for unit in item.units)
    return context.list_page(
        route,
        "topic",
        title=_(", ").join(names),
        description=_("Items on {topic}: {n}.", n=len(items), topic=_(", ").join(names)),
        sections=() if split else sections,
        split=split,
        total=len(items),
        first=items[0].date,
        last=items[-1].date,
        by_year=table_builders.count_by_year(context, items, place),
        units=[(archive.registry.unit[u], n) for u, n in sorted(units.items(), key=lambda p: (-p[1], p[0]))],
    )


def _render_year(context: RenderContext, route: Route, names: tuple[str, ...], year: int) -> Page:
    _, archive = context._, context.archive
    every = items_on_topics(archive, names)
    items, name = table_builders.newest_first(table_builders.of_year(archive, every, year)), _(", ").join(names)
    return context.list_page(
        route,
        "topic-year",
        title=_("{topic} in {year}", topic=name, year=year),
        description=_("Items on {topic}: {n}.", n=len(items), topic=name),
        sections=table_builders.month_sections(context, items),
        name=name,
        slug=urls.topic_slug(names[0]),
        year=year,
        years=table_builders.years_with_entries(archive, every),
        total=len(items),
    )
