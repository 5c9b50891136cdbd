"""One segment: what its files are made of, and how they are made."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from bulletin.search import layout, shards
from bulletin.search.segments import fingerprint, packed, stamp

if TYPE_CHECKING:
    from bulletin.search.documents import Document
    from bulletin.search.postings import Postings

Entry = dict[str, Any]
"""What the start file says of a segment."""
Files = Iterator[tuple[str, bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A segment with all that its files are made of, those of the texts excepted."""

    name: str
    columns: dict[str, Any]
    names: tuple[tuple[str, str, int], ...]
    """Of each item its id, its title, and the length of its line in a file of texts."""
    below: deque[str]
    """Of each item what is below its title, not folded; it is emptied when it is built, as it is large."""
    texts: int
    """The sum of its items' fingerprints."""

    @property
    def stamp(self) -> str:
        """What changes with any of it."""
        return stamp(self.columns, self.texts)


def entries(start: bytes | None) -> list[Entry]:
    """Return the entries of segments in a start file; none where it cannot be read."""
    try:
        found = json.loads(start or b"{}")
        listed = found["segments"] if found["version"] == layout.VERSION else []
        return [entry for entry in listed if entry.keys() >= {"name", "stamp", "texts", "items", "shards"}]
    except (ValueError, LookupError, TypeError, AttributeError):
        # What cannot be read is made anew.
        return []


def names_of(entry: Entry) -> Iterator[str]:
    """Yield the addresses of a segment's files."""
    name, items = entry["name"], entry["items"]
    found = [layout.head(name)]
    found += [layout.shard_file(name, block) for block in range(layout.blocks(entry["shards"], layout.SHARDS))]
    found += [layout.names(name, block) for block in range(layout.blocks(items, layout.NAMES))]
    found += [layout.texts(name, block) for block in range(layout.blocks(items, layout.TEXTS))]
    yield from (layout.FOLDER + one for one in found)


def planned_of(name: str, facts: dict[str, Any], documents: Iterable[Document]) -> tuple[Plan, list[tuple[str, bytes]]]:
    """Return what a segment's files are made of, and those of its texts."""
    texts: list[tuple[str, bytes]] = []
    names, below, prints = [], [], 0
    left = iter(documents)
    while some := list(islice(left, layout.TEXTS)):
        lines = [one.data() for one in some]
        prints += sum(map(fingerprint, lines))
        names += [(one.id, one.title, len(line)) for one, line in zip(some, lines, strict=True)]
        below += [one.below() for one in some]
        # Joined at once: the lines would be held a second time.
        texts.append((layout.FOLDER + layout.texts(name, len(texts)), b"".join(lines)))
    planned = Plan(name=name, columns=facts, names=tuple(names), below=deque(below), texts=prints % (1 << 64))
    return planned, texts


def build(planned: Plan) -> tuple[Entry, Files]:
    """Return the entry of a segment in the start file, and its files, those of its texts excepted."""
    # Not before it is known that something is to be indexed: numpy takes a tenth of a second to import.
    from bulletin.search import postings

    below = planned.below
    made = postings.index((title, below.popleft()) for _, title, _ in planned.names)
    entry = {
        "name": planned.name,
        "stamp": planned.stamp,
        "texts": f"{planned.texts:x}",
        "items": len(planned.names),
        "shards": len(made.shards),
    }
    return entry, _files(planned, made)


def _files(planned: Plan, made: Postings) -> Files:
    name, folder = planned.name, layout.FOLDER
    yield folder + layout.head(name), head(planned.columns, planned.stamp, made.title, made.cells, made.sizes)
    for number, data in enumerate(shards.filed(made.shards)):
        yield folder + layout.shard_file(name, number), data
    for block in range(layout.blocks(len(planned.names), layout.NAMES)):
        rows = planned.names[block * layout.NAMES : (block + 1) * layout.NAMES]
        yield folder + layout.names(name, block), layout.json_bytes(rows)


def head(facts: dict[str, Any], stamp: str, title: int, cells: Sequence[int], sizes: Sequence[int]) -> bytes:
    """Return the file of a segment's columns."""
    laid = {
        "layout": layout.layout_stamp(title, cells).hex(),
        "title": title,
        "cells": packed(cells),
        "sizes": packed([size // layout.ALIGN for size in sizes]),
    }
    return layout.json_bytes(facts | {"stamp": stamp} | laid)
