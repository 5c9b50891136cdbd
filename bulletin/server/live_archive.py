"""An archive kept in memory and updated when its files change."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from enum import Enum, auto
from pathlib import Path

from bulletin.content.loader import LoadedArchive, load
from bulletin.model.records import Item


class Changed(Enum):
    """How much of an archive an update has changed."""

    NOTHING = auto()
    TEXT = auto()
    """Texts, and what is measured in them, or problems; all addresses are the same."""
    FACTS = auto()


class LiveArchive:
    """An archive as it is on disk; an update reads again only what may have changed."""

    def __init__(self, root: Path, today: date, jobs: int) -> None:
        """Read the archive in *root* with up to *jobs* processes."""
        self._root, self._jobs = root, jobs
        self.loaded: LoadedArchive = load(root, today, jobs)

    def update(self, paths: Collection[str], today: date) -> Changed:
        """Read what has changed at *paths*, relative to the archive's root; return how much has changed."""
        before, self.loaded = self.loaded, load(self._root, today, self._jobs, self.loaded, paths)
        if self.loaded.archive is before.archive:
            return Changed.NOTHING if self.loaded == before else Changed.TEXT
        return Changed.TEXT if _differ_in_texts_only(before, self.loaded) else Changed.FACTS


def _differ_in_texts_only(before: LoadedArchive, after: LoadedArchive) -> bool:
    old, new = before.reading, after.reading
    if old.sources is not new.sources or before.archive.today != after.archive.today:
        return False
    pairs = ((parsed.fact, new.files[path].fact) for path, parsed in old.files.items())
    return all(
        one is other
        or (
            isinstance(one, Item)
            and isinstance(other, Item)
            and replace(one, chars=other.chars, has_pictures=other.has_pictures) == other
        )
        for one, other in pairs
    )
