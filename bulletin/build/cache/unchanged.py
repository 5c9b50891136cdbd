"""Find pages and files that need not be made: those whose content is the same as in the last build.

What is known of a build is a value that can be kept: ``prints``, the digest of each page and file by its address;
``segments``, for each part of the search index what the registry was known by, how many items it holds and the digests
of these; ``courses``, how all stood in each year, as JSON; ``frame``, what the shells are known by; ``stale``, the
paths of texts that were exchanged in the site since.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from bulletin.build.cache.facts_digests import SIZE
from bulletin.build.cache.page_digests import Marks, Shown
from bulletin.build.cache.stats_digests import courses, fingerprints
from bulletin.content.file_reader import ParsedFile
from bulletin.model.archive import Archive
from bulletin.model.urls import DATA, FEEDS
from bulletin.search.index.segments import split_into_segments
from bulletin.search.index.writer import searchable_items
from bulletin.site import routes
from bulletin.site.shells import Shell

Known = Mapping[str, Any]
"""What is known of a build."""


def known(archive: Archive, parsed_files: Iterable[ParsedFile], scored: str = "{}") -> dict[str, Any]:
    """Return the digests of a build before it is made; the years that are *scored* are not scored again."""
    found = json.dumps(courses(archive, json.loads(scored)))
    figures = fingerprints(archive)
    shown = Shown(archive, {read.path: Marks(read.front_digest, read.file_digest) for read in parsed_files}, figures)
    parts = {
        s.name: (shown.base, len(s.items), b"".join(map(shown.document, s.items)))
        for s in split_into_segments(searchable_items(archive))
    }
    prints = {**figures, **dict(shown.pages(routes.all_routes(archive))), **dict(shown.feeds()), **dict(shown.files())}
    return {"courses": found, "prints": prints, "segments": parts}


def frame(shells: Iterable[Shell], *more: object) -> bytes:
    """Return what shells, and whatever *more* stands on all pages, are known by."""
    hasher = blake2b(repr(more).encode(), digest_size=16)
    for shell in sorted(repr(shell) for shell in shells):
        hasher.update(shell.encode())
    return hasher.digest()


@dataclass(frozen=True, slots=True)
class UnchangedOutputs:
    """What is up to date."""

    pages: Collection[str] = frozenset()
    """Addresses of pages."""
    files: Collection[str] = frozenset()
    """Addresses of data files and feeds."""
    edited: Mapping[str, Collection[int]] = field(default_factory=dict)
    """The changed items of each segment of the search index, by number."""

    @classmethod
    def between(cls, before: Known, now: Known, archive: Archive) -> UnchangedOutputs:
        """Return what is the same in two builds, the second one of *archive*."""
        if before.get("frame") != now["frame"]:
            return cls()
        old: Mapping[str, bytes] = before.get("prints", {})
        same = {address for address, known in now["prints"].items() if old.get(address) == known}
        files = {address for address in same if address.startswith((DATA, FEEDS)) and not address.endswith("/")}
        return cls(same - files, files, dict(_edited(before, now, archive)))


def _edited(before: Known, now: Known, archive: Archive) -> Iterator[tuple[str, list[int]]]:
    """Yield which items of the parts of the index that have as many as before, under the same registry, are others."""
    old, stale = before.get("segments", {}), frozenset(before.get("stale", ()))
    for part in split_into_segments(searchable_items(archive)):
        was, is_ = old.get(part.name, ()), now["segments"][part.name]
        if was[:2] == is_[:2]:
            items = zip(part.items, _cut(was[2]), _cut(is_[2]), strict=True)
            yield part.name, [n for n, (item, one, two) in enumerate(items) if one != two or item.path in stale]


def _cut(digests: bytes) -> Iterator[bytes]:
    return (digests[at : at + SIZE] for at in range(0, len(digests), SIZE))
