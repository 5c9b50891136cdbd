"""Stories: items of which one follows another, the first report, what came after, and a visit later on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bulletin.core.memo import memoized
from bulletin.model.archive import Archive
from bulletin.model.records import Item


def beginnings(items: Iterable[Item]) -> dict[str, str]:
    """Return the item with which its story begins by the id of each item that follows another."""
    before = {item.id: item.follows for item in items if item.follows}
    return {identifier: _beginning(before, identifier) for identifier in before}


def _beginning(before: Mapping[str, str], identifier: str) -> str:
    seen: dict[str, None] = {}
    while identifier in before and identifier not in seen:
        seen[identifier] = None
        identifier = before[identifier]
    # All items of a circle have the same beginning.
    return min(list(seen)[list(seen).index(identifier) :]) if identifier in seen else identifier


def story_of(archive: Archive, item: Item) -> tuple[Item, ...]:
    """Return the items of an item's story in order of days, itself among them; none where it is alone."""
    return memoized(archive, "stories", lambda: _stories(archive.items)).get(item.id, ())


def _stories(items: Iterable[Item]) -> dict[str, tuple[Item, ...]]:
    first = beginnings(items)
    if not first:
        return {}
    begun, found = set(first.values()), dict[str, list[Item]]()
    for item in items:
        if item.id in first or item.id in begun:
            found.setdefault(first.get(item.id, item.id), []).append(item)
    several = (tuple(story) for story in found.values() if len(story) > 1)
    return {item.id: story for story in several for item in story}
