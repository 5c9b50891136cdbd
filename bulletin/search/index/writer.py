"""All files of the index, which ``build.py search`` and the pages of the site read."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from types import MappingProxyType
from typing import TYPE_CHECKING

from bulletin.core import parallel
from bulletin.model.enums import Level
from bulletin.search import index_format, normalize
from bulletin.search.document import Document, make_document, search_title
from bulletin.search.index.builder import (
    SEQUENTIAL,
    Entry,
    Executor,
    Files,
    build_segment,
    collect,
    file_addresses,
    index_texts,
    read_entries,
)
from bulletin.search.index.rebuild import stored_documents
from bulletin.search.index.segments import (
    Segment,
    documents_fingerprint,
    segment_columns,
    segment_stamp,
    split_into_segments,
)
from bulletin.search.index_format import FOLDER
from bulletin.search.query_fields import FIELDS

if TYPE_CHECKING:
    from bulletin.markdown.renderer import Body
    from bulletin.model.archive import Archive
    from bulletin.model.records import Item

_MIN_ITEMS_FOR_POOL = 20_000
"""Number of items from which several processes index; with fewer, to start them costs more than they save."""

ReadOld = Callable[[str], bytes | None]
"""Returns a file of the existing site by its address, or None."""


def index_files(
    archive: Archive,
    bodies: Mapping[str, Body],
    *,
    old: ReadOld = lambda _: None,
    has: Callable[[str], bool] = lambda _: False,
    jobs: int = 1,
    edited: Mapping[str, Collection[int]] = MappingProxyType({}),
) -> Iterator[tuple[str, bytes | None]]:
    """Yield address and bytes of every file of the index; None instead of the bytes where the existing file is right.

    *old* returns a file of the existing site, *has* says whether it has the file. *edited* says, where it is known,
    which items of a segment have changed. No file is kept in memory.
    """
    existing = {entry["name"]: entry for entry in read_entries(old(FOLDER + index_format.START))}
    entries: list[Entry] = []
    with _executor(len(archive.items), jobs) as executor:
        for segment in split_into_segments(searchable_items(archive)):
            entry = existing.get(segment.name)
            documents = _documents_to_index(
                archive, bodies, segment, entry, old=old, has=has, edited=edited.get(segment.name)
            )
            if entry and documents is None:
                entries.append(entry)
                yield from ((address, None) for address in file_addresses(entry))
            else:
                columns, titles = segment_columns(segment.items), _titles(segment)
                entries.append((yield from build_segment(segment.name, columns, titles, documents or (), executor)))
    yield from shared_files(archive, entries, old)


def searchable_items(archive: Archive) -> Sequence[Item]:
    """Return the items that can be found: all that may be read."""
    return [item for item in archive.items if not item.is_withheld] if archive.withheld else archive.items


def build_segment_files(archive: Archive, bodies: Mapping[str, Body], segment: Segment) -> tuple[Entry, Files]:
    """Return the entry of one segment and its files; *bodies* need hold only those of its items."""
    documents = _documents(archive, bodies, segment)
    entry, files = collect(build_segment(segment.name, segment_columns(segment.items), _titles(segment), documents))
    return entry, iter(files)


def shared_files(archive: Archive, entries: Sequence[Entry], old: ReadOld = lambda _: None) -> Files:
    """Yield the files that all segments share, given the *entries* of all segments in order."""
    yield FOLDER + index_format.FOLDS, folding_file(old(FOLDER + index_format.FOLDS))
    yield FOLDER + index_format.START, index_format.json_bytes(_start(archive) | {"segments": list(entries)})


def folding_file(old: bytes | None) -> bytes:
    """Return the file of the folding table; *old*, an existing one, if it is of the same version."""
    version = [index_format.VERSION, unicodedata.unidata_version, normalize.folding_fingerprint()]
    if old is not None and old.startswith(index_format.json_bytes({"of": version})[:-2] + b","):
        return old
    return index_format.json_bytes({"of": version} | asdict(normalize.folding_table()))


def _documents_to_index(
    archive: Archive,
    bodies: Mapping[str, Body],
    segment: Segment,
    entry: Entry | None,
    *,
    old: ReadOld,
    has: Callable[[str], bool],
    edited: Collection[int] | None,
) -> Iterable[Document] | None:
    """Return the documents of a segment that has to be built; None if the existing segment is right.

    *entry* is that of the existing segment.
    """
    if entry is None or not all(map(has, file_addresses(entry))):
        return _documents(archive, bodies, segment)
    if edited is not None and not edited:
        return None
    documents = edited and _updated_documents(archive, bodies, segment, edited, entry=entry, old=old)
    documents = documents or list(_documents(archive, bodies, segment))
    stamp = segment_stamp(segment_columns(segment.items), documents_fingerprint(documents))
    return None if entry["stamp"] == stamp else documents


def _updated_documents(
    archive: Archive,
    bodies: Mapping[str, Body],
    segment: Segment,
    edited: Collection[int],
    *,
    entry: Entry,
    old: ReadOld,
) -> list[Document] | None:
    """Return the documents of a segment: new ones of the *edited* items, all others from the existing index.

    A new document needs the text of its item, which would have to be read and rendered. None where the existing index
    cannot be used.
    """
    try:
        documents = stored_documents(lambda name: old(FOLDER + name) or b"", entry)
        for number in edited:
            item = segment.items[number]
            documents[number] = make_document(archive, item, bodies[item.path])
    except (OSError, LookupError, ValueError, TypeError):
        return None
    return documents


def _documents(archive: Archive, bodies: Mapping[str, Body], segment: Segment) -> Iterable[Document]:
    return (make_document(archive, item, bodies[item.path]) for item in segment.items)


def _titles(segment: Segment) -> list[str]:
    return [search_title(item) for item in segment.items]


@contextmanager
def _executor(items: int, jobs: int) -> Iterator[Executor]:
    """Provide an executor: with processes for a large index, which start with the first batch."""
    if jobs == 1 or items < _MIN_ITEMS_FOR_POOL:
        yield SEQUENTIAL
        return
    with parallel.process_pool(jobs) as pool:
        # Every pending batch is held in memory.
        yield Executor(lambda *batch: pool.submit(index_texts, *batch).result, 2 * jobs)


def _start(archive: Archive) -> Entry:
    registry = archive.registry
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
    }
