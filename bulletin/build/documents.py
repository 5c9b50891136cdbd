"""Which items the search index has to look at."""

from __future__ import annotations

from collections.abc import Collection

from bulletin.build.changes import ArchiveState
from bulletin.model import keys
from bulletin.model.archive import Archive
from bulletin.model.keys import Key


def changed_documents(before: ArchiveState, after: ArchiveState, touched: Collection[Key]) -> Collection[str]:
    """Return the ids of items of which anything that is searched may have changed, names in the registry excepted."""
    old, new = before.archive, after.archive
    # An item is touched where the name of its unit has changed, too.
    found = {
        identifier
        for identifier in keys.names_of("item", touched)
        if old.item.get(identifier) is not new.item.get(identifier)
    }
    for issue in keys.names_of("issue", touched):
        inside = {*old.contents.get(issue, ()), *new.contents.get(issue, ())}
        found |= {identifier for identifier in inside if _issues(old, identifier) != _issues(new, identifier)}
    paths = set(keys.names_of("text", touched))
    return found | {item.id for archive in (old, new) if paths for item in archive.items if item.path in paths}


def _issues(archive: Archive, identifier: str) -> list[tuple[object, ...]]:
    """Return what is searched of the issues that an item is in."""
    return [(issue.date, issue.kind, issue.number) for issue in archive.issues_of.get(identifier, ())]
