"""The index as it is read: the start file, columns, shards."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from bulletin.core.i18n import N_
from bulletin.core.problems import BulletinError
from bulletin.search import index_format
from bulletin.search.document import Document
from bulletin.search.index.segments import unpacked
from bulletin.search.index.shards import Shard, cut

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

Read = Callable[[str], bytes]
"""Gives a file of the index by its name; raises OSError or KeyError where there is none."""

_BROKEN = N_("The search index is not whole: {file}. Build the site again.")


@dataclass
class Segment:
    """One segment, of which only what is asked for is read."""

    entry: Mapping[str, Any]
    read: Read
    _shards: dict[int, Shard] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many items it has."""
        return int(self.entry["items"])

    @cached_property
    def head(self) -> dict[str, Any]:
        """Its columns, as they lie in the file."""
        head: dict[str, Any] = json.loads(self.read(index_format.head(self.entry["name"])))
        if head["stamp"] != self.entry["stamp"]:
            raise BulletinError(_BROKEN, file=index_format.head(self.entry["name"]))
        return head

    @cached_property
    def begins(self) -> Numbers:
        """Where in the row of all places each item begins."""
        return np.concatenate([[0], np.cumsum(np.array(self.cells, dtype=np.int64))])[:-1] * index_format.CELL

    @cached_property
    def cells(self) -> tuple[int, ...]:
        """The length of each item in cells."""
        return tuple(unpacked(self.head["cells"]))

    @cached_property
    def sizes(self) -> list[int]:
        """The size of each shard."""
        return [size * index_format.ALIGN for size in unpacked(self.head["sizes"])]

    @cached_property
    def days(self) -> list[str]:
        """The day of each item, as 2026-03-31."""
        steps = np.cumsum(unpacked(self.head["days"]))
        found: list[str] = (np.datetime64(self.head["first"]) + steps).astype(str).tolist()
        return found

    def column(self, name: str) -> tuple[list[list[str]], Numbers]:
        """Return the combinations of values of a field, and which of them each item has."""
        return self.head[name]["sets"], np.array(unpacked(self.head[name]["of"]), dtype=np.int64)

    def places(self, first: int, second: int) -> Numbers:
        """Return all places of a pair of units, or of a number."""
        return np.cumsum(self._entries(first, second, 0))

    def singles(self, unit: int) -> tuple[Numbers, Numbers, NDArray[np.bool_]]:
        """Return the items that hold a unit, how often, and whether in the title."""
        values = self._entries(unit, 0, 1)
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

    def _entries(self, first: int, second: int, which: int) -> Numbers:
        number, shards = index_format.mix(first, second), self.entry["shards"]
        place = index_format.shard(number, shards)
        if place not in self._shards:
            self._read_shards(place // index_format.SHARDS)
        return _varints(self._shards[place].get(number, which))

    def _read_shards(self, block: int) -> None:
        name = index_format.shard_file(self.entry["name"], block)
        low, stamp = block * index_format.SHARDS, bytes.fromhex(self.head["layout"])
        try:
            for place, data in enumerate(cut(self.read(name), self.sizes[low : low + index_format.SHARDS]), low):
                if data[:4] != stamp:
                    raise BulletinError(_BROKEN, file=name)
                self._shards[place] = Shard(data, place, self.entry["shards"])
        except (OSError, KeyError, ValueError) as error:
            raise BulletinError(_BROKEN, file=name) from error


class Index:
    """A whole index."""

    def __init__(self, read: Read) -> None:
        """Take the way to its files."""
        self._read = read
        try:
            start: dict[str, Any] = json.loads(read(index_format.START))
        except (OSError, KeyError, ValueError) as error:
            raise BulletinError(_BROKEN, file=index_format.START) from error
        self.names: Mapping[str, Mapping[str, list[str]]] = start["names"]
        self.levels: Mapping[str, str] = start["levels"]
        self.segments = [Segment(entry, read) for entry in start["segments"]]

    @cached_property
    def topics(self) -> Mapping[str, list[str]]:
        """Every topic, as its own name."""
        sets = (found for segment in self.segments for found in segment.head["topic"]["sets"])
        return {topic: [topic] for found in sets for topic in found}

    def named(self, field: str) -> Mapping[str, list[str]]:
        """Return the names of a field's values, by id."""
        return self.topics if field == "topic" else self.names[field]

    def title(self, segment: Segment, number: int) -> tuple[str, str]:
        """Return id and title of an item."""
        name = index_format.names(segment.entry["name"], number // index_format.NAMES)
        identifier, title, _ = json.loads(self._read(name))[number % index_format.NAMES]
        return identifier, title

    def text(self, segment: Segment, number: int) -> Document:
        """Return what an item says."""
        lines = self._read(index_format.texts(segment.entry["name"], number // index_format.TEXTS)).splitlines()
        return Document.read(lines[number % index_format.TEXTS])


def _varints(data: bytes) -> Numbers:
    row = np.frombuffer(data, dtype=np.uint8)
    if not len(row):
        return np.zeros(0, dtype=np.int64)
    begins = np.concatenate([[0], np.flatnonzero(row < 128) + 1])[:-1]  # noqa: PLR2004 - seven bits
    steps = np.arange(len(row)) - np.repeat(begins, np.diff(np.append(begins, len(row))))
    return np.add.reduceat((row & 127).astype(np.int64) << (7 * steps), begins)
