"""Which documents of the search index have changed, segment by segment."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from bulletin.build.changes import ArchiveState
from bulletin.model.archive import Archive
from bulletin.model.keys import Key
from bulletin.search.index.segments import split_into_segments
from bulletin.search.index.writer import searchable_items


def changed_documents(
    before: ArchiveState, after: ArchiveState, touched: Collection[Key]
) -> Mapping[str, Collection[int]]:
    """Return the numbers of the changed items of each segment that has the same items as before."""
    changed = _changed_items(after.archive, touched)
    old = {
        part.name: [item.id for item in part.items] for part in split_into_segments(searchable_items(before.archive))
    }
    return {
        part.name: [number for number, item in enumerate(part.items) if item.id in changed]
        for part in split_into_segments(searchable_items(after.archive))
        if old.get(part.name) == [item.id for item in part.items]
    }


def _changed_items(archive: Archive, touched: Collection[Key]) -> set[object]:
    """Return the ids of items of which anything that is searched may have changed."""
    found: set[object] = {key[1] for key in touched if key[0] == "item"}
    paths = {key[1] for key in touched if key[0] == "text"}
    found |= {item.id for item in archive.items if item.path in paths} if paths else set()
    for key in touched:
        if key[0] == "issue":
            found.update(archive.contents.get(str(key[1]), ()))
    return found
