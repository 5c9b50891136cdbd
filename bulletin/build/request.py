"""What is asked of a build, and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bulletin.build.output_tree import Changes
from bulletin.content.loader import Loaded
from bulletin.model.archive import Archive


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a build did; the keys are the contract of ``--format json``."""

    items: int
    issues: int
    pages_written: int
    pages_unchanged: int
    pages_removed: int
    seconds: float

    @classmethod
    def of(cls, archive: Archive, changes: Changes, seconds: float) -> Summary:
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
class Result:
    """A site that was put in place."""

    summary: Summary
    files: tuple[str, ...]
    """The addresses of all its files."""
    places: Mapping[str, bytes]
    """Where texts stand in its files, packed, by address; b"" where there are none."""
    left: frozenset[str]
    """Addresses of the files that were not made, as they stood as they should."""
    known: dict[str, Any]
    """What is known of it, see :mod:`bulletin.build.cache.unchanged`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One build as the command line wants it; without anything, what ``mkdocs build`` does."""

    loaded: Loaded | None = None
    """The archive, where it has been read already."""
    root: Path | None = None
    """Where the archive lies; by default where its settings are."""
    today: date | None = None
    jobs: int | None = None
    cluster: str = ""
    """Address of a cluster's scheduler, where the pages are to be made there."""
    rename: bool = False
    """Whether the site takes its name from the registry."""
    direct: frozenset[str] = frozenset()
    """Addresses of pages that MkDocs renders itself, for comparison with spliced ones."""
    started: float | None = None
    """When the work began, by the performance counter; by default when MkDocs begins."""
    progress: Callable[[int, int], None] | None = None
    before: Mapping[str, Any] | None = None
    """What is known of the site that stands, {} for nothing; None where nobody wants to know."""
    frames: bool = False
    """Whether only MkDocs's own part is wanted: shells and hand-written pages, and no site."""


def _pages(addresses: tuple[str, ...]) -> int:
    return sum(address.endswith(".html") for address in addresses)
