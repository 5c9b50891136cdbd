"""Pages and files that need not be made: those that show the same as in the last build.

What is known of a build is a value that can be kept: ``prints``, the digest of each page and file by its address;
``segments``, those of the parts of the search index, by name; ``courses``, how all stood in each year, as JSON;
``frame``, what the shells are known by.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from bulletin.addresses import DATA, FEEDS
from bulletin.archive import Archive
from bulletin.pages import plan
from bulletin.pages.fingerprints import courses, fingerprints
from bulletin.pages.shown import Marks, Shown
from bulletin.press.shells import Shell
from bulletin.reading import Read
from bulletin.scoring.fingerprint import digest
from bulletin.search.files import searched
from bulletin.search.segments import segments

Known = Mapping[str, Any]
"""What is known of a build."""


def known(archive: Archive, reads: Iterable[Read], scored: str = "{}") -> dict[str, Any]:
    """Return what can be known of a build before it; the years that are *scored* are not scored again."""
    found = json.dumps(courses(archive, json.loads(scored)))
    figures = fingerprints(archive)
    shown = Shown(archive, {read.path: Marks(read.front, read.whole) for read in reads}, figures)
    parts = {s.name: digest(shown.base, *map(shown.document, s.items)) for s in segments(searched(archive))}
    prints = {**figures, **dict(shown.pages(plan.plan(archive))), **dict(shown.feeds()), **dict(shown.files())}
    return {"courses": found, "prints": prints, "segments": parts}


def frame(shells: Iterable[Shell], *more: object) -> bytes:
    """Return what shells, and whatever *more* stands on all pages, are known by."""
    hasher = blake2b(repr(more).encode(), digest_size=16)
    for shell in sorted(repr(shell) for shell in shells):
        hasher.update(shell.encode())
    return hasher.digest()


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands as it should."""

    pages: Collection[str] = frozenset()
    """Addresses of pages."""
    files: Collection[str] = frozenset()
    """Addresses of data files and feeds."""
    segments: Collection[str] = frozenset()
    """Names of parts of the search index."""

    @classmethod
    def between(cls, before: Known, now: Known) -> Standing:
        """Return what is the same in two builds."""
        if before.get("frame") != now["frame"]:
            return cls()
        old: Mapping[str, bytes] = before.get("prints", {})
        same = {address for address, known in now["prints"].items() if old.get(address) == known}
        files = {address for address in same if address.startswith((DATA, FEEDS)) and not address.endswith("/")}
        parts: Mapping[str, bytes] = before.get("segments", {})
        return cls(same - files, files, {name for name, known in now["segments"].items() if parts.get(name) == known})
