"""Which items the search index has to look at."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from bulletin.build.changes import ArchiveState
from bulletin.model.archive import Archive
from bulletin.model.keys import Key


def changed_documents(before: ArchiveState, after: ArchiveState, touched: Collection[Key]) -> Collection[str]:
    """Return the ids of items of which anything that is searched may have changed, names in the registry excepted."""
    return {i for state in (before, after) for i in _items(state.archive, touched)}


def _items(archive: Archive, touched: Collection[Key]) -> Iterator[str]:
    paths = {key[1] for key in touched if key[0] == "text"}
    if paths:
        yield from (item.id for item in archive.items if item.path in paths)
    for kind, *values in touched:
        if kind == "item":
            yield str(values[0])
        if kind == "issue":
            yield from archive.contents.get(str(values[0]), ())
