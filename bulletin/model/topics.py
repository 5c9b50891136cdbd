"""Topics by address, and the items on them."""

from __future__ import annotations

from collections.abc import Mapping

from bulletin.model import urls
from bulletin.model.archive import Archive
from bulletin.model.records import Item


def topics_by_slug(archive: Archive) -> Mapping[str, tuple[str, ...]]:
    """Return the topics by the folder of their page, in order of first use; topics that share a slug share a page."""
    found: dict[str, list[str]] = {}
    for topic in archive.by_topic:
        found.setdefault(urls.topic_slug(topic), []).append(topic)
    return {slug: tuple(names) for slug, names in found.items()}


def items_on_topics(archive: Archive, names: tuple[str, ...]) -> tuple[Item, ...]:
    """Return the items of one or several topics, each once, by date."""
    if len(names) == 1:
        return archive.by_topic[names[0]]
    unique = {item.id: item for name in names for item in archive.by_topic[name]}
    return tuple(sorted(unique.values(), key=lambda item: (item.date, item.id)))
