"""The files of the index: what ``build.py search`` and the pages of the site read."""

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
from bulletin.search.document import Document, document, title
from bulletin.search.index.builder import (
    ALONE,
    Crew,
    Entry,
    Files,
    build,
    drained,
    entries,
    names_of,
    noted,
    stored_documents,
)
from bulletin.search.index.segments import Segment, columns, fingerprints, segments, stamp
from bulletin.search.query.fields import FIELDS

if TYPE_CHECKING:
    from bulletin.markdown.renderer import Body
    from bulletin.model.archive import Archive
    from bulletin.model.records import Item

_WORTH_A_POOL = 20_000
"""Items from which on several processes index: the start of each costs more than it saves where there are fewer."""


def files(
    archive: Archive,
    bodies: Mapping[str, Body],
    *,
    old: Callable[[str], bytes | None] = lambda _: None,
    has: Callable[[str], bool] = lambda _: False,
    jobs: int = 1,
    edited: Mapping[str, Collection[int]] = MappingProxyType({}),
) -> Iterator[tuple[str, bytes | None]]:
    """Yield address and bytes of every file of the index; None where the *old* one stands as it should.

    *old* returns a file of the site that stands, *has* says whether it has a file; *edited* which items of a segment
    that it has are others, if that is known. Each file is made and forgotten.
    """
    stood = {entry["name"]: entry for entry in entries(old(index_format.FOLDER + index_format.START))}
    made: list[Entry] = []
    with _crew(len(archive.items), jobs) as crew:
        for segment in segments(searched(archive)):
            entry = stood.get(segment.name)
            documents = _to_index(archive, bodies, segment, entry, old=old, has=has, edited=edited.get(segment.name))
            if entry and documents is None:
                made.append(entry)
                yield from ((name, None) for name in names_of(entry))
            else:
                making = build(segment.name, columns(segment.items), _titles(segment), documents or (), crew)
                made.append((yield from making))
    yield from shared(archive, made, old)


def searched(archive: Archive) -> Sequence[Item]:
    """Return the items that can be found: all that may be read."""
    return [item for item in archive.items if not item.is_withheld] if archive.withheld else archive.items


def _to_index(
    archive: Archive,
    bodies: Mapping[str, Body],
    segment: Segment,
    entry: Entry | None,
    *,
    old: Callable[[str], bytes | None],
    has: Callable[[str], bool],
    edited: Collection[int] | None,
) -> Iterable[Document] | None:
    """Return the documents of a segment that has to be built; None if the existing one, with that *entry*, is right."""
    if entry is None or not all(map(has, names_of(entry))):
        return _documents(archive, bodies, segment)
    if edited is not None and not edited:
        return None
    documents = edited and _edited(archive, bodies, segment, edited, entry=entry, old=old)
    documents = documents or list(_documents(archive, bodies, segment))
    return None if entry["stamp"] == stamp(columns(segment.items), fingerprints(documents)) else documents


def _edited(
    archive: Archive,
    bodies: Mapping[str, Body],
    segment: Segment,
    numbers: Collection[int],
    *,
    entry: Entry,
    old: Callable[[str], bytes | None],
) -> list[Document] | None:
    """Return a segment's documents: those of the *numbers* made anew, all others as the existing index has them.

    To make a document needs its text, which would have to be read and rendered. None where the index cannot be used.
    """
    try:
        documents = stored_documents(lambda name: old(index_format.FOLDER + name) or b"", entry)
        for number in numbers:
            item = segment.items[number]
            documents[number] = document(archive, item, bodies[item.path])
    except (OSError, LookupError, ValueError, TypeError):
        return None
    return documents


def segment_files(archive: Archive, bodies: Mapping[str, Body], segment: Segment) -> tuple[Entry, Files]:
    """Return a segment's entry in the start file, and all its files; *bodies* need hold only those of its items."""
    documents = _documents(archive, bodies, segment)
    entry, found = drained(build(segment.name, columns(segment.items), _titles(segment), documents))
    return entry, iter(found)


def shared(archive: Archive, made: Sequence[Entry], old: Callable[[str], bytes | None] = lambda _: None) -> Files:
    """Yield the files that all segments share, given the entries of all of them in order."""
    yield index_format.FOLDER + index_format.FOLDS, folds(old(index_format.FOLDER + index_format.FOLDS))
    yield index_format.FOLDER + index_format.START, index_format.json_bytes(_start(archive) | {"segments": list(made)})


def folds(old: bytes | None) -> bytes:
    """Return the table of folding; *old* is one that stands."""
    made_of = [index_format.VERSION, unicodedata.unidata_version, normalize.fingerprint()]
    if old is not None and old.startswith(index_format.json_bytes({"of": made_of})[:-2] + b","):
        return old
    return index_format.json_bytes({"of": made_of} | asdict(normalize.table()))


def _documents(archive: Archive, bodies: Mapping[str, Body], segment: Segment) -> Iterable[Document]:
    return (document(archive, item, bodies[item.path]) for item in segment.items)


def _titles(segment: Segment) -> list[str]:
    return [title(item) for item in segment.items]


@contextmanager
def _crew(items: int, jobs: int) -> Iterator[Crew]:
    """Have processes for a large index; they begin when there is something to do."""
    if jobs == 1 or items < _WORTH_A_POOL:
        yield ALONE
        return
    with parallel.process_pool(jobs) as pool:
        # No more than are soon at work: each that waits is held in memory.
        yield Crew(lambda *some: pool.submit(noted, *some).result, 2 * jobs)


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
