"""Which items the search index has to look at."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from bulletin.build.changes import ArchiveState
from bulletin.model.archive import Archive
from bulletin.model.keys import Key


def changed_documents(before: ArchiveState, after: ArchiveState, touched: Collection[Key]) -> Collection[str]:
    """Return the ids of items of which anything that is searched may have changed, names in the registry excepted."""
    old, new = before.archive, after.archive
    items = {str(key[1]) for key in touched if key[0] == "item"}
    # An item is touched where the name of its unit has changed, too.
    differing = {identifier for identifier in items if old.item.get(identifier) is not new.item.get(identifier)}
    return differing.union(*(_with_texts_or_issues(archive, touched) for archive in (old, new)))


def _with_texts_or_issues(archive: Archive, touched: Collection[Key]) -> Iterator[str]:
    """Yield the ids of items whose text is touched, or an issue that they are in."""
    paths = {key[1] for key in touched if key[0] == "text"}
    if paths:
        yield from (item.id for item in archive.items if item.path in paths)
    for key in touched:
        if key[0] == "issue":
            yield from archive.contents.get(str(key[1]), ())
