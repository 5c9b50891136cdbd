"""The files of the index: what ``build.py search`` and the pages of the site read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from typing import Any

from bulletin import processes
from bulletin.archive import Archive
from bulletin.model import Level
from bulletin.render import Body
from bulletin.search import folding, layout
from bulletin.search.documents import Document, document
from bulletin.search.folding import fold
from bulletin.search.query import FIELDS
from bulletin.search.segments import Plan, packed, plan, segments

_WORTH_A_POOL = 3000
Entry = dict[str, Any]


def files(
    archive: Archive,
    bodies: Mapping[str, Body],
    old: Callable[[str], bytes | None] = lambda _: None,
    has: Callable[[str], bool] = lambda _: False,
    jobs: int = 1,
) -> Iterator[tuple[str, bytes | None]]:
    """Yield address and bytes of every file of the index; None where the *old* one stands as it should.

    *old* returns a file of the site that stands, *has* says whether it has a file.
    """
    stood = _segments(old(layout.FOLDER + layout.START))
    plans = [
        plan(segment, [document(archive, item, bodies[item.path]) for item in segment.items])
        for segment in segments(archive.items)
    ]
    kept = [entry for p in plans if (entry := stood.get(p.name)) and _stands(entry, p, has)]
    names = {entry["name"] for entry in kept}
    entries = {entry["name"]: entry for entry in kept}
    for entry in kept:
        yield from ((layout.FOLDER + name, None) for name in _names(entry))
    for entry, made in _built([p for p in plans if p.name not in names], jobs):
        entries[entry["name"]] = entry
        yield from ((layout.FOLDER + name, data) for name, data in made)
    for p in plans:
        yield from ((layout.FOLDER + layout.text(d.id), _json(_text(d))) for d in p.documents)
    yield layout.FOLDER + layout.FOLDS, _json(asdict(folding.table()))
    start = _start(archive) | {"segments": [entries[p.name] for p in plans]}
    yield layout.FOLDER + layout.START, _json(start)


def _segments(start: bytes | None) -> dict[str, Entry]:
    try:
        found = json.loads(start or b"{}")
        entries = found["segments"] if found["version"] == layout.VERSION else []
        return {entry["name"]: entry for entry in entries if entry.keys() >= {"stamp", "items", "shards"}}
    except (ValueError, LookupError, TypeError, AttributeError):
        # What cannot be read is made anew.
        return {}


def _stands(entry: Entry, planned: Plan, has: Callable[[str], bool]) -> bool:
    return bool(entry["stamp"] == planned.stamp) and all(has(layout.FOLDER + name) for name in _names(entry))


def _names(entry: Entry) -> Iterator[str]:
    """Yield the names of a segment's files."""
    name = entry["name"]
    yield layout.head(name)
    yield from (layout.shard_file(name, number) for number in range(entry["shards"]))
    yield from (layout.names(name, block) for block in range(-(-entry["items"] // layout.NAMES)))


def _built(plans: Sequence[Plan], jobs: int) -> Iterator[tuple[Entry, list[tuple[str, bytes]]]]:
    if jobs == 1 or len(plans) == 1 or sum(len(p.documents) for p in plans) < _WORTH_A_POOL:
        yield from map(build, plans)
        return
    with ProcessPoolExecutor(min(jobs, len(plans)), processes.context()) as pool:
        yield from pool.map(build, plans)


def build(planned: Plan) -> tuple[Entry, list[tuple[str, bytes]]]:
    """Return the entry of a segment in the start file, and its files."""
    # Not before it is known that something is to be indexed: numpy takes a tenth of a second to import.
    from bulletin.search import postings

    texts = [(fold(d.title), "\0".join(d.parts())) for d in planned.documents]
    made = postings.index(texts, bytes.fromhex(planned.stamp))
    name = planned.name
    entry = {"name": name, "stamp": planned.stamp, "items": len(texts), "shards": len(made.shards)}
    head = planned.columns | {"stamp": planned.stamp, "title": made.title, "cells": packed(made.cells)}
    found = [(layout.head(name), _json(head))]
    found += [(layout.shard_file(name, number), data) for number, data in enumerate(made.shards)]
    blocks = [planned.documents[n : n + layout.NAMES] for n in range(0, len(texts), layout.NAMES)]
    found += [
        (layout.names(name, number), _json([[d.id, d.title] for d in block])) for number, block in enumerate(blocks)
    ]
    return entry, found


def _text(document: Document) -> Entry:
    return {
        "title": document.title,
        "blocks": document.blocks,
        "notes": [*document.notes, *document.authors],
    }


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


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
