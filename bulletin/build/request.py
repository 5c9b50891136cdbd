"""The request for a build, and its result."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from bulletin.build.output_tree import Changes
from bulletin.content.loader import LoadedArchive
from bulletin.model.archive import Archive
from bulletin.model.registry import Identity

if TYPE_CHECKING:
    from bulletin.build.shell_set import ShellSet
    from bulletin.scoring.yearly import YearResults


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildSummary:
    """What a build did; the keys are the contract of ``--format json``."""

    items: int
    issues: int
    pages_written: int
    pages_unchanged: int
    pages_removed: int
    seconds: float

    @classmethod
    def of(cls, archive: Archive, changes: Changes, seconds: float) -> BuildSummary:
        """Sum up the changes to a site."""
        return cls(
            items=len(archive.items),
            issues=len(archive.issues),
            pages_written=_pages(changes.written),
            pages_unchanged=_pages(changes.unchanged),
            pages_removed=_pages(changes.removed),
            seconds=round(seconds, 2),
        )


@dataclass(frozen=True, slots=True)
class BuildResult:
    """A completed build."""

    summary: BuildSummary
    addresses: frozenset[str]
    """The addresses of all files of the site."""
    written: frozenset[str]
    """The addresses of those that were written."""
    shells: ShellSet
    year_results: Mapping[int, YearResults]
    """The results of years, where they were computed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildRequest:
    """What the command line asks of a build; the defaults are those of ``mkdocs build``."""

    loaded: LoadedArchive | None = None
    """The archive, where it is already loaded."""
    root: Path | None = None
    """Folder of the archive; by default that of its settings."""
    today: date | None = None
    jobs: int | None = None
    cluster: str = ""
    """Address of the scheduler of a Dask cluster that makes the pages, or ""."""
    office: bool = False
    """Whether there is a PDF beside each issue."""
    replace: bool = False
    """Whether the site may replace that of another archive."""
    rename: bool = False
    """Whether the site takes its name from the registry."""
    direct: frozenset[str] = frozenset()
    """Addresses of pages that MkDocs renders itself, for comparison with spliced ones."""
    started: float | None = None
    """Start time by the performance counter; by default when MkDocs begins."""
    progress: Callable[[int, int], None] | None = None
    shells_only: bool = False
    """Whether only MkDocs's part is wanted: shells and hand-written pages, and no site."""

    def refused_identity(self, site: Path) -> Identity | None:
        """Return the archive that the site in the folder *site* must not be of another than; None where it may."""
        root = self.root
        # What lies in the archive's own folder is its own, whatever it is called today.
        is_own = root is not None and Path(os.path.realpath(site)).is_relative_to(os.path.realpath(root))
        return None if self.replace or is_own else self.archive.archive.registry.bulletin.identity

    @property
    def archive(self) -> LoadedArchive:
        """The archive, which has to be loaded."""
        if self.loaded is None:
            raise LookupError("no archive is loaded")
        return self.loaded


def _pages(addresses: tuple[str, ...]) -> int:
    return sum(address.endswith(".html") for address in addresses)
