"""Find pages and files that need not be made: those whose content is the same as in the last build.

What is known of a build is a value that can be saved: ``prints``, the digest of each page and file by its address;
``segments``, for each segment of the search index the digest of the registry, the number of items, and their digests;
``year_results``, the results of each year, as JSON; ``frame``, the digest of the shells; ``stale``, the paths of texts
that were replaced in the site since.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from bulletin.build.cache.facts_digests import SIZE
from bulletin.build.cache.page_digests import FileDigests, PageDigests
from bulletin.build.cache.stats_digests import stats_digests, year_results_by_digest
from bulletin.content.parsed_file import ParsedFile
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
    year_results = json.dumps(year_results_by_digest(archive, json.loads(scored)))
    of_stats = stats_digests(archive)
    of_files = {read.path: FileDigests(read.front_digest, read.file_digest) for read in parsed_files}
    digests = PageDigests(archive, of_files, of_stats)
    segments = {
        s.name: (digests.base, len(s.items), b"".join(map(digests.document, s.items)))
        for s in split_into_segments(searchable_items(archive))
    }
    pages = dict(digests.pages(routes.all_routes(archive)))
    prints = {**of_stats, **pages, **dict(digests.feeds()), **dict(digests.files())}
    return {"year_results": year_results, "prints": prints, "segments": segments}


def frame(shells: Iterable[Shell], *more: object) -> bytes:
    """Return the digest of shells, and of whatever *more* is on all pages."""
    hasher = blake2b(repr(more).encode(), digest_size=16)
    for shell in sorted(repr(shell) for shell in shells):
        hasher.update(shell.encode())
    return hasher.digest()


@dataclass(frozen=True, slots=True)
class UnchangedOutputs:
    """Pages, files and items of the search index that are up to date."""

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
    """Yield the changed items of each segment that has as many items and the same registry as before."""
    old, stale = before.get("segments", {}), frozenset(before.get("stale", ()))
    for part in split_into_segments(searchable_items(archive)):
        was, is_ = old.get(part.name, ()), now["segments"][part.name]
        if was[:2] == is_[:2]:
            items = zip(part.items, _split_digests(was[2]), _split_digests(is_[2]), strict=True)
            yield part.name, [n for n, (item, one, two) in enumerate(items) if one != two or item.path in stale]


def _split_digests(digests: bytes) -> Iterator[bytes]:
    return (digests[at : at + SIZE] for at in range(0, len(digests), SIZE))
