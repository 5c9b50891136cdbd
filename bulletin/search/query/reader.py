"""Reading the index: the start file, columns, shards, texts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from bulletin.core.i18n import N_
from bulletin.core.problems import BulletinError
from bulletin.search import index_format
from bulletin.search.document import Document
from bulletin.search.index.segments import decode_numbers
from bulletin.search.index.shards import PAIRS, SINGLES, Shard, split_shards
from bulletin.search.index_format import Read

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

_BROKEN = N_("The search index is not whole: {file}. Build the site again.")


@dataclass
class SegmentReader:
    """One segment, whose files are read when they are needed."""

    entry: Mapping[str, Any]
    read: Read
    _shards: dict[int, Shard] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many items it has."""
        return int(self.entry["items"])

    @cached_property
    def head(self) -> dict[str, Any]:
        """Its columns as in the file."""
        head: dict[str, Any] = json.loads(self.read(index_format.head_file(self.entry["name"])))
        if head["stamp"] != self.entry["stamp"]:
            raise BulletinError(_BROKEN, file=index_format.head_file(self.entry["name"]))
        return head

    @cached_property
    def starts(self) -> Numbers:
        """The place where each item starts."""
        return np.concatenate([[0], np.cumsum(np.array(self.cells, dtype=np.int64))])[:-1] * index_format.CELL

    @cached_property
    def cells(self) -> tuple[int, ...]:
        """The width of each item in cells."""
        return tuple(decode_numbers(self.head["cells"]))

    @cached_property
    def sizes(self) -> list[int]:
        """The size of each shard."""
        return [size * index_format.ALIGN for size in decode_numbers(self.head["sizes"])]

    @cached_property
    def days(self) -> list[str]:
        """The day of each item, as 2026-03-31."""
        steps = np.cumsum(decode_numbers(self.head["days"]))
        found: list[str] = (np.datetime64(self.head["first"]) + steps).astype(str).tolist()
        return found

    def column(self, name: str) -> tuple[list[list[str]], Numbers]:
        """Return the combinations of values of a field, and which of them each item has."""
        return self.head[name]["sets"], np.array(decode_numbers(self.head[name]["of"]), dtype=np.int64)

    def places(self, first: int, second: int) -> Numbers:
        """Return all places of a pair of units, or of a run of digits."""
        return np.cumsum(self._postings(first, second, PAIRS))

    def singles(self, unit: int) -> tuple[Numbers, Numbers, NDArray[np.bool_]]:
        """Return the items that contain a unit, how often, and whether in the title."""
        values = self._postings(unit, 0, SINGLES)
        documents, counts, titled, at, last = [], [], [], 0, 0
        listed = values.tolist()
        while at < len(listed):
            value = listed[at]
            last += value >> 2
            documents.append(last)
            titled.append(bool(value & 2))
            counts.append(listed[at + 1] if value & 1 else 1)
            at += 1 + (value & 1)
        return np.array(documents, dtype=np.int64), np.array(counts, dtype=np.int64), np.array(titled, dtype=bool)

    def _postings(self, first: int, second: int, kind: int) -> Numbers:
        number, shards = index_format.pair_number(first, second), self.entry["shards"]
        place = index_format.shard_of(number, shards)
        if place not in self._shards:
            self._read_shards(place // index_format.SHARDS_PER_FILE)
        return _decode_varints(self._shards[place].postings(number, kind))

    def _read_shards(self, block: int) -> None:
        name = index_format.shard_file(self.entry["name"], block)
        low, stamp = block * index_format.SHARDS_PER_FILE, bytes.fromhex(self.head["layout"])
        sizes = self.sizes[low : low + index_format.SHARDS_PER_FILE]
        try:
            for place, data in enumerate(split_shards(self.read(name), sizes), low):
                if data[:4] != stamp:
                    raise BulletinError(_BROKEN, file=name)
                self._shards[place] = Shard(data, place, self.entry["shards"])
        except (OSError, KeyError, ValueError) as error:
            raise BulletinError(_BROKEN, file=name) from error


class Index:
    """A whole index."""

    def __init__(self, read: Read) -> None:
        """Open the index; BulletinError if its start file is missing or not valid."""
        self._read = read
        try:
            start: dict[str, Any] = json.loads(read(index_format.START))
        except (OSError, KeyError, ValueError) as error:
            raise BulletinError(_BROKEN, file=index_format.START) from error
        self.names: Mapping[str, Mapping[str, list[str]]] = start["names"]
        self.levels: Mapping[str, str] = start["levels"]
        self.segments = [SegmentReader(entry, read) for entry in start["segments"]]

    @cached_property
    def topics(self) -> Mapping[str, list[str]]:
        """Names of topics, which are the topics themselves."""
        sets = (found for segment in self.segments for found in segment.head["topic"]["sets"])
        return {topic: [topic] for found in sets for topic in found}

    def named(self, field: str) -> Mapping[str, list[str]]:
        """Return the names of a field's values, by id."""
        return self.topics if field == "topic" else self.names[field]

    def title(self, segment: SegmentReader, number: int) -> tuple[str, str]:
        """Return id and title of an item."""
        block, row = divmod(number, index_format.NAMES_PER_FILE)
        identifier, title, _ = json.loads(self._read(index_format.names_file(segment.entry["name"], block)))[row]
        return identifier, title

    def text(self, segment: SegmentReader, number: int) -> Document:
        """Return the document of an item."""
        block, line = divmod(number, index_format.TEXTS_PER_FILE)
        lines = self._read(index_format.texts_file(segment.entry["name"], block)).splitlines()
        return Document.from_line(lines[line])


def _decode_varints(data: bytes) -> Numbers:
    encoded = np.frombuffer(data, dtype=np.uint8)
    if not len(encoded):
        return np.zeros(0, dtype=np.int64)
    starts = np.concatenate([[0], np.flatnonzero(encoded < 128) + 1])[:-1]  # noqa: PLR2004 - seven bits
    steps = np.arange(len(encoded)) - np.repeat(starts, np.diff(np.append(starts, len(encoded))))
    return np.add.reduceat((encoded & 127).astype(np.int64) << (7 * steps), starts)
