"""Topics: what items were about; topics that share an address share a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from types import SimpleNamespace

from bulletin.model import urls
from bulletin.model.archive import Archive
from bulletin.model.records import Item
from bulletin.site import table_builders
from bulletin.site.context import Studio
from bulletin.site.list_page import page
from bulletin.site.page import Page, Ref
from bulletin.site.tables import Place, Section

SPLIT = 100
"""A topic with more items than this has a page for each year."""


def refs(archive: Archive) -> Iterator[Ref]:
    """Yield the index of topics, a page for each, and pages by year for the long ones."""
    yield Ref(url=urls.TOPICS, kind="topic", section="topics")
    for slug, names in slugs(archive).items():
        yield Ref(url=urls.topic(slug), kind="topic", section="topics", key=("", *names))
        items = items_of(archive, names)
        if len(items) > SPLIT:
            for year in table_builders.years_of(archive, items):
                yield Ref(url=urls.topic(slug, year), kind="topic", section="topics", key=(str(year), *names))


def render(studio: Studio, ref: Ref) -> Page:
    """Render the index, a topic, or a topic's year."""
    match ref.key:
        case ("", *names):
            return _topic(studio, ref, tuple(names))
        case (year, *names):
            return _year(studio, ref, tuple(names), int(year))
    return _index(studio, ref)


def slugs(archive: Archive) -> Mapping[str, tuple[str, ...]]:
    """Return the topics by the folder they live in, in order of their first use."""
    found: dict[str, list[str]] = {}
    for topic in archive.by_topic:
        found.setdefault(urls.topic_slug(topic), []).append(topic)
    return {slug: tuple(names) for slug, names in found.items()}


def items_of(archive: Archive, names: tuple[str, ...]) -> tuple[Item, ...]:
    """Return the items of one or several topics, each once, by date."""
    if len(names) == 1:
        return archive.by_topic[names[0]]
    unique = {item.id: item for name in names for item in archive.by_topic[name]}
    return tuple(sorted(unique.values(), key=lambda item: (item.date, item.id)))


def _index(studio: Studio, ref: Ref) -> Page:
    _, archive = studio._, studio.archive
    found = [(slug, names, items_of(archive, names)) for slug, names in slugs(archive).items()]
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
    return page(studio, ref, "topic-index", title=_("Topics"), description=description, topics=topics)


def _topic(studio: Studio, ref: Ref, names: tuple[str, ...]) -> Page:
    _, archive, say = studio._, studio.archive, studio.say
    items = items_of(archive, names)
    years, split = table_builders.years_of(archive, items), len(items) > SPLIT
    sections = tuple(
        Section(
            anchor=str(year),
            title=say.year(year),
            items=table_builders.newest(table_builders.of_year(archive, items, year)),
        )
        for year in years
    )
    place = (lambda year: Place(urls.topic(names[0], year))) if split else lambda year: Place(ref.url, str(year))
    units = Counter(unit for item in items for unit in item.units)
    return page(
        studio,
        ref,
        "topic",
        title=_(", ").join(names),
        description=_("{n} items on {topic}.", n=len(items), topic=_(", ").join(names)),
        sections=() if split else sections,
        split=split,
        total=len(items),
        first=items[0].date,
        last=items[-1].date,
        by_year=table_builders.per_year(studio, items, place),
        units=[(archive.registry.unit[u], n) for u, n in sorted(units.items(), key=lambda p: (-p[1], p[0]))],
    )


def _year(studio: Studio, ref: Ref, names: tuple[str, ...], year: int) -> Page:
    _, archive = studio._, studio.archive
    every = items_of(archive, names)
    items, name = table_builders.newest(table_builders.of_year(archive, every, year)), _(", ").join(names)
    return page(
        studio,
        ref,
        "topic-year",
        title=_("{topic} in {year}", topic=name, year=year),
        description=_("{n} items on {topic}.", n=len(items), topic=name),
        sections=table_builders.by_month(studio, items),
        name=name,
        slug=urls.topic_slug(names[0]),
        year=year,
        years=table_builders.years_of(archive, every),
        total=len(items),
    )
