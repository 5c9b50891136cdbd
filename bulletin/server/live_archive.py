"""An archive kept in memory and updated when its files change."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from pathlib import Path

from bulletin.content.loader import LoadedArchive, load


class LiveArchive:
    """An archive as it is on disk; an update reads again only what may have changed."""

    def __init__(self, root: Path, today: date, jobs: int) -> None:
        """Read the archive in *root* with up to *jobs* processes."""
        self._root, self._jobs = root, jobs
        self.loaded: LoadedArchive = load(root, today, jobs, compare=True)

    def update(self, paths: Collection[str], today: date) -> bool:
        """Read what has changed at *paths*, relative to the archive's root; return whether that makes a difference."""
        before = self.loaded
        self.loaded = load(self._root, today, self._jobs, before, paths, compare=True)
        return self.loaded is not before and self.loaded != before
