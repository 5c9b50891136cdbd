"""The files of the index: what ``build.py search`` and the pages of the site read."""

from __future__ import annotations

import unicodedata
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from bulletin import processes
from bulletin.model import Level
from bulletin.search import folding, layout
from bulletin.search.building import Entry, Files, Plan, build, entries, names_of, planned_of
from bulletin.search.documents import Document, document
from bulletin.search.fields import FIELDS
from bulletin.search.segments import Segment, columns, segments

if TYPE_CHECKING:
    from concurrent.futures import Future

    from bulletin.archive import Archive
    from bulletin.model import Item
    from bulletin.render import Body

_WORTH_A_POOL = 20_000
"""Items from which on several processes index: each costs the start of one more, and the room of one more segment."""


def files(
    archive: Archive,
    bodies: Mapping[str, Body],
    old: Callable[[str], bytes | None] = lambda _: None,
    has: Callable[[str], bool] = lambda _: False,
    jobs: int = 1,
) -> Iterator[tuple[str, bytes | None]]:
    """Yield address and bytes of every file of the index; None where the *old* one stands as it should.

    *old* returns a file of the site that stands, *has* says whether it has a file. One segment after the other is
    made and forgotten.
    """
    stood = {entry["name"]: entry for entry in entries(old(layout.FOLDER + layout.START))}
    made: dict[str, Entry] = {}

    def work() -> Iterator[Iterable[tuple[str, bytes | None]] | Plan]:
        for segment in segments(searched(archive)):
            planned, texts = planned_of(segment.name, columns(segment.items), _documents(archive, bodies, segment))
            entry = stood.get(planned.name)
            if entry and entry["stamp"] == planned.stamp and all(map(has, names_of(entry))):
                made[planned.name] = entry
                yield [(name, None) for name in names_of(entry)]
            else:
                # Its place among the others, which may be done before it.
                made[planned.name] = {}
                texts.reverse()
                yield _emptied(texts)
                yield planned

    for entry, found in _built(work(), len(archive.items), jobs):
        made |= {entry["name"]: entry} if entry else {}
        yield from found
    yield from shared(archive, list(made.values()), old)


def searched(archive: Archive) -> Sequence[Item]:
    """Return the items that can be found: all that may be read."""
    return [item for item in archive.items if not item.is_withheld] if archive.withheld else archive.items


def _emptied(texts: list[tuple[str, bytes]]) -> Files:
    """Yield what a list holds, from its end, and keep nothing of it."""
    while texts:
        yield texts.pop()


def segment_files(archive: Archive, bodies: Mapping[str, Body], segment: Segment) -> tuple[Entry, Files]:
    """Return a segment's entry in the start file, and all its files; *bodies* need hold only those of its items."""
    planned, texts = planned_of(segment.name, columns(segment.items), _documents(archive, bodies, segment))
    entry, found = build(planned)
    return entry, iter([*texts, *found])


def shared(archive: Archive, made: Sequence[Entry], old: Callable[[str], bytes | None] = lambda _: None) -> Files:
    """Yield the files that all segments share, given the entries of all of them in order."""
    yield layout.FOLDER + layout.FOLDS, folds(old(layout.FOLDER + layout.FOLDS))
    yield layout.FOLDER + layout.START, layout.json_bytes(_start(archive) | {"segments": list(made)})


def folds(old: bytes | None) -> bytes:
    """Return the table of folding; *old* is one that stands."""
    made_of = [layout.VERSION, unicodedata.unidata_version, folding.fingerprint()]
    if old is not None and old.startswith(layout.json_bytes({"of": made_of})[:-2] + b","):
        return old
    return layout.json_bytes({"of": made_of} | asdict(folding.table()))


def _documents(archive: Archive, bodies: Mapping[str, Body], segment: Segment) -> Iterator[Document]:
    return (document(archive, item, bodies[item.path]) for item in segment.items)


def _built(
    work: Iterable[Iterable[tuple[str, bytes | None]] | Plan], items: int, jobs: int
) -> Iterator[tuple[Entry | None, Iterable[tuple[str, bytes | None]]]]:
    """Yield what is done already as it is, and the files of each plan once they are made."""
    if jobs == 1 or items < _WORTH_A_POOL:
        for one in work:
            yield build(one) if isinstance(one, Plan) else (None, one)
        return
    from concurrent.futures import ProcessPoolExecutor

    waiting: deque[Future[tuple[Entry, Files]]] = deque()
    with ProcessPoolExecutor(jobs, processes.context()) as pool:
        for one in work:
            if isinstance(one, Plan):
                # No more than are at work: each that waits would be held in memory.
                if len(waiting) == jobs:
                    yield waiting.popleft().result()
                waiting.append(pool.submit(_listed, one))
            else:
                yield None, one
        for future in waiting:
            yield future.result()


def _listed(planned: Plan) -> tuple[Entry, Files]:
    entry, found = build(planned)
    return entry, iter(list(found))


def _start(archive: Archive) -> Entry:
    registry = archive.registry
    return {
        "version": layout.VERSION,
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
