"""Which items are in the chapters of compilations."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from bulletin.model.archive import Archive
from bulletin.model.records import Chapter, Item

TextOf = Callable[[Item], str]
"""Returns the text of an item, without markup."""


def chapter_items(archive: Archive, chapter: Chapter, text_of: TextOf) -> tuple[Item, ...]:
    """Return the items of a chapter that may be read: as listed, or chosen, by day."""
    if chapter.listed:
        found = (archive.item.get(identifier) for identifier in chapter.listed)
        return tuple(item for item in found if item and not item.is_withheld)
    words = _folded(chapter.search).split()
    return tuple(
        item
        for item in archive.items
        if not item.is_withheld and is_chosen(chapter, item) and _has_words(item, words, text_of)
    )


def chapter_title(archive: Archive, chapter: Chapter) -> str:
    """Return the title of a chapter, or what it is chosen by."""
    registry = archive.registry
    category = registry.category[chapter.category].name if chapter.category else ""
    units = "、".join(registry.unit[unit].name for unit in chapter.units)
    year = str(chapter.year or "")
    return chapter.title or " ".join(filter(None, ("、".join(chapter.topics), units, category, year, chapter.search)))


def is_chosen(chapter: Chapter, item: Item) -> bool:
    """Return whether an item is what a chapter chooses, whatever words it searches for."""
    if chapter.year and item.date.year != chapter.year:
        return False
    if chapter.category and item.category != chapter.category:
        return False
    if chapter.units and not set(chapter.units) & set(item.units):
        return False
    return not chapter.topics or not set(chapter.topics).isdisjoint(item.topics)


def _has_words(item: Item, words: list[str], text_of: TextOf) -> bool:
    if not words:
        return True
    text = _folded(f"{item.title}\n{text_of(item)}")
    return all(word in text for word in words)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
