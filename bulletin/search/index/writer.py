"""All files of the index, which ``build.py search`` and the pages of the site read."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from bulletin.core import parallel
from bulletin.model.enums import Level
from bulletin.search import index_format, normalize
from bulletin.search.document import Document, make_document
from bulletin.search.index.builder import (
    SEQUENTIAL,
    Builder,
    Entry,
    Executor,
    Files,
    file_addresses,
    index_shape,
    index_texts,
)
from bulletin.search.index.segments import (
    Segment,
    encode_numbers,
    ids_fingerprint,
    line_fingerprint,
    split_into_segments,
)
from bulletin.search.index.stored import ERRORS, ReadOld, StoredIndex
from bulletin.search.index.update import IndexUpdate
from bulletin.search.index_format import ALIGN, FOLDER
from bulletin.search.query_fields import FIELDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bulletin.markdown.renderer import Body
    from bulletin.model.archive import Archive
    from bulletin.model.records import Item

_MIN_ITEMS_FOR_POOL = 20_000
"""Number of items from which several processes index; with fewer, to start them costs more than they save."""


def index_files(
    archive: Archive,
    bodies: Mapping[str, Body],
    *,
    old: ReadOld = lambda _: None,
    has: Callable[[str], bool] = lambda _: False,
    jobs: int = 1,
    changed: Collection[str] | None = None,
) -> Iterator[tuple[str, bytes | None]]:
    """Yield address and bytes of every file of the index; None instead of the bytes where the existing file is right.

    *old* returns a file of the existing site, *has* says whether it has the file. *changed* are the ids of the items
    that may differ from those of the existing index, new and deleted ones or not; of the others no body is looked at.
    Where it is None, all are compared with the index. Names in the registry are compared here.
    """
    stored = StoredIndex.open(old, has)
    changes = _Changes(archive, bodies, stored, changed)
    segments = list(split_into_segments(searchable_items(archive)))
    found = changes.update(segments)
    if found is None:
        yield from _build(archive, changes, segments, jobs, old)
        return
    entries, sizes, files = found
    yield from ((address, files.get(address)) for address in file_addresses(entries, len(sizes)))
    yield from _shared_files(archive, entries, sizes, old)


def _build(archive: Archive, changes: _Changes, segments: Sequence[Segment], jobs: int, old: ReadOld) -> Files:
    with _executor(len(archive.items), jobs) as executor:
        builder = Builder(executor)
        for segment in segments:
            yield from builder.add(segment, changes.documents(segment))
        yield from builder.finish()
    yield from _shared_files(archive, builder.entries, builder.sizes, old)


@dataclass(frozen=True, slots=True)
class _Changes:
    """What differs from the existing index."""

    archive: Archive
    bodies: Mapping[str, Body]
    stored: StoredIndex | None
    changed: Collection[str] | None

    def update(self, segments: Sequence[Segment]) -> tuple[list[Entry], list[int], Mapping[str, bytes]] | None:
        """Return entries, sizes of shards and new files; None where the whole index has to be built."""
        if self.stored is None:
            return None
        update = IndexUpdate(self.stored, self.document)
        try:
            entries = update.run(segments, self.changed_ids(self.stored))
        except ERRORS:
            return None
        return entries, update.sizes, update.files

    def document(self, segment: Segment, place: int) -> Document:
        """Return the item at some place of a segment as it is searched."""
        item = segment.items[place]
        return make_document(self.archive, item, self.bodies[item.path])

    def documents(self, segment: Segment) -> Callable[[int], Document]:
        """Return what returns the documents of a segment; those of unchanged items are in the existing index."""
        make = partial(self.document, segment)
        if self.stored is None or self.changed is None or segment.name not in self.stored.entries:
            return make
        try:
            known = self.stored.documents(segment.name)
            changed = self.changed_ids(self.stored)(segment) or ()
        except ERRORS:
            return make
        ids = [item.id for item in segment.items]
        return lambda place: make(place) if ids[place] in changed or ids[place] not in known else known[ids[place]]

    def changed_ids(self, stored: StoredIndex) -> Callable[[Segment], Collection[str] | None]:
        """Return what returns the ids of those items of a segment that may have changed, or None if it has not."""
        renamed = self._renamed_publications(stored.start["names"]["publication"])

        def changed(segment: Segment) -> Collection[str] | None:
            entry = stored.entries.get(segment.name)
            if entry is None:
                return frozenset()
            if self.changed is None:
                return self._differing(stored, segment)
            ids = {
                item.id
                for item in segment.items
                if item.id in self.changed
                or (renamed and any(adoption.publication in renamed for adoption in item.adoptions))
            }
            return ids if ids or entry["ids"] != ids_fingerprint(segment) else None

        return changed

    def _differing(self, stored: StoredIndex, segment: Segment) -> Collection[str]:
        """Return the ids of the items of a segment whose lines are not those of the existing index."""
        lines = {item.id: self.document(segment, place).to_line() for place, item in enumerate(segment.items)}
        if f"{sum(map(line_fingerprint, lines.values())) % (1 << 64):x}" == stored.entries[segment.name]["texts"]:
            return frozenset()
        known = stored.documents(segment.name)
        return {i for i, line in lines.items() if i not in known or known[i].to_line() != line}

    def _renamed_publications(self, names: Mapping[str, Sequence[str]]) -> Collection[str]:
        """Return the publications that have another name than in the existing index; numbers of issues tell it."""
        return {p.id for p in self.archive.registry.publications if names.get(p.id, [None])[0] != p.name}


def searchable_items(archive: Archive) -> Sequence[Item]:
    """Return the items that can be found: all that may be read."""
    return [item for item in archive.items if not item.is_withheld] if archive.withheld else archive.items


def _shared_files(archive: Archive, entries: Sequence[Entry], sizes: Sequence[int], old: ReadOld) -> Files:
    """Yield the files that all segments share besides the shards."""
    yield FOLDER + index_format.FOLDS, folding_file(old(FOLDER + index_format.FOLDS))
    yield FOLDER + index_format.START, index_format.json_bytes(_start(archive, entries, sizes))


def folding_file(old: bytes | None) -> bytes:
    """Return the file of the folding table; *old*, an existing one, if it is of the same version."""
    version = [index_format.VERSION, unicodedata.unidata_version, normalize.folding_fingerprint()]
    if old is not None and old.startswith(index_format.json_bytes({"of": version})[:-2] + b","):
        return old
    return index_format.json_bytes({"of": version} | asdict(normalize.folding_table()))


@contextmanager
def _executor(items: int, jobs: int) -> Iterator[Executor]:
    """Provide an executor: with processes for a large index, which start with the first batch."""
    if jobs == 1 or items < _MIN_ITEMS_FOR_POOL:
        yield SEQUENTIAL
        return
    with parallel.process_pool(jobs) as pool:
        # Every pending part is held in memory.
        yield Executor(lambda *part: pool.submit(index_texts, *part).result, 2 * jobs)


def _start(archive: Archive, entries: Sequence[Entry], sizes: Sequence[int]) -> dict[str, Any]:
    registry, shape = archive.registry, index_shape(entries)
    stamps = "".join([entry["stamp"] for entry in entries])
    return {
        "version": index_format.VERSION,
        "fields": FIELDS,
        "names": {
            "unit": {u.id: [u.name, *u.aliases, *u.former_names] for u in registry.units},
            "category": {c.id: [c.name] for c in registry.categories},
            "publication": {p.id: [p.name, *p.aliases] for p in registry.publications},
            "level": {level.value: list(level.names) for level in Level},
            "endorsed": {"yes": ["有", "是"], "no": ["无", "否", "没有"]},
        },
        "levels": {p.id: p.level.value for p in registry.publications},
        "epoch": shape.epoch,
        "depth": shape.depth,
        "stamp": blake2b(f"{shape} {stamps}".encode(), digest_size=4).hexdigest(),
        "sizes": encode_numbers([size // ALIGN for size in sizes]),
        "segments": entries,
    }
