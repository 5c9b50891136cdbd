"""Reading the index: the start file, columns, shards, texts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from bulletin.core.i18n import N_
from bulletin.core.problems import BulletinError
from bulletin.search import index_format
from bulletin.search.document import Document
from bulletin.search.index.codec import IN_TITLE, read_part, read_places, split_parts
from bulletin.search.index.codec import SINGLES as SINGLES_CODING
from bulletin.search.index.segments import decode_numbers, decode_slots
from bulletin.search.index.shards import PAIRS, SINGLES, Shard, split_shards
from bulletin.search.index_format import Read

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

_BROKEN = N_("The search index is not whole: {file}. Build the site again.")


LOCAL_BITS = 22
"""A place is the number of its slot, and in so many bits below the place within the item."""
Postings = Callable[[int, int], Sequence[tuple[int, bytes]]]
"""Returns the parts of a term, given its number and its kind, each with its key."""


@dataclass()
class SegmentReader:
    """One segment, whose files are read when they are needed."""

    entry: Mapping[str, Any]
    read: Read
    postings: Postings
    first_key: int
    """The key of its first part."""

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
    def slots(self) -> list[int]:
        """The slot of each item."""
        return decode_slots(self.head["slots"])

    @cached_property
    def item_of_slot(self) -> Numbers:
        """The item in each slot, or -1."""
        items = np.full(self.entry["slots"], -1, dtype=np.int64)
        items[self.slots] = np.arange(self.size)
        return items

    @cached_property
    def title_widths(self) -> Numbers:
        """The width of each item's title."""
        return np.array(decode_numbers(self.head["titles"]), dtype=np.int64) * index_format.TITLE_CELL

    @cached_property
    def bits(self) -> list[int]:
        """How many bits of a place are in an entry, part by part."""
        return decode_numbers(self.head["bits"])

    @cached_property
    def days(self) -> list[str]:
        """The day of each item, as 2026-03-31."""
        steps = np.cumsum(decode_numbers(self.head["days"]))
        found: list[str] = (np.datetime64(self.head["first"]) + steps).astype(str).tolist()
        return found

    def column(self, name: str) -> tuple[list[list[str]], Numbers]:
        """Return the combinations of values of a field, and which of them each item has."""
        column = self.head[name]
        sets = [[column["names"][value] for value in decode_numbers(found)] for found in column["sets"]]
        return sets, np.array(decode_numbers(column["of"]), dtype=np.int64)

    def places(self, first: int, second: int) -> Numbers:
        """Return all places of a pair of units, or of a run of digits, in the order of slots."""
        parts = self._parts(index_format.pair_number(first, second), PAIRS)
        found = [
            base + slot << LOCAL_BITS | place
            for base, part in parts
            for slot, place in read_places(self.bits[base // index_format.PART_SLOTS], part)
        ]
        return np.array(found, dtype=np.int64)

    def items_at(self, places: Numbers) -> tuple[Numbers, NDArray[np.bool_]]:
        """Return of each place the item, and whether it is in the title."""
        items = self.item_of_slot[places >> LOCAL_BITS]
        if (items < 0).any():
            raise BulletinError(_BROKEN, file=index_format.head_file(self.entry["name"]))
        return items, (places & ((1 << LOCAL_BITS) - 1)) < self.title_widths[items]

    def singles(self, unit: int) -> tuple[Numbers, Numbers, NDArray[np.bool_]]:
        """Return the items that contain a unit, how often, and whether in the title."""
        parts = self._parts(index_format.pair_number(unit, 0), SINGLES)
        found = [
            (base + slot, count or 1, flags)
            for base, part in parts
            for slot, flags, count in read_part(SINGLES_CODING, part)
        ]
        slots, counts, flags = np.array(found, dtype=np.int64).reshape(-1, 3).T
        return self.items_at(slots << LOCAL_BITS)[0], counts, (flags & IN_TITLE) > 0

    def _parts(self, number: int, kind: int) -> Iterator[tuple[int, bytes]]:
        """Yield the parts of a term in this segment, each with its first slot."""
        for key, part in self.postings(number, kind):
            first = (key - self.first_key) * index_format.PART_SLOTS
            if 0 <= first < self.entry["slots"]:
                yield first, part


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
        self._sizes = [size * index_format.ALIGN for size in decode_numbers(start["sizes"])]
        self._shards: dict[int, Shard] = {}
        epoch, depth = start["epoch"], start["depth"]
        self.segments = [
            SegmentReader(entry, read, self.postings, epoch - int(entry["name"]) << depth)
            for entry in start["segments"]
        ]

    def postings(self, number: int, kind: int) -> Sequence[tuple[int, bytes]]:
        """Return the parts of a term, each with its key."""
        place = index_format.shard_of(number, len(self._sizes))
        if place not in self._shards:
            self._read_shards(place // index_format.SHARDS_PER_FILE)
        return split_parts(self._shards[place].postings(number, kind))

    def _read_shards(self, block: int) -> None:
        name, low = index_format.shard_file(block), block * index_format.SHARDS_PER_FILE
        sizes = self._sizes[low : low + index_format.SHARDS_PER_FILE]
        try:
            for place, data in enumerate(split_shards(self._read(name), sizes), low):
                self._shards[place] = Shard(data, place, len(self._sizes))
        except (OSError, KeyError, ValueError) as error:
            raise BulletinError(_BROKEN, file=name) from error

    @cached_property
    def topics(self) -> Mapping[str, list[str]]:
        """Names of topics, which are the topics themselves."""
        return {topic: [topic] for segment in self.segments for topic in segment.head["topic"]["names"]}

    def named(self, field: str) -> Mapping[str, list[str]]:
        """Return the names of a field's values, by id."""
        return self.topics if field == "topic" else self.names[field]

    def title(self, segment: SegmentReader, number: int) -> tuple[str, str]:
        """Return id and title of an item."""
        data = self._read(
            index_format.names_file(segment.entry["name"], segment.slots[number] // index_format.NAME_SLOTS)
        )
        identifier, title, _ = json.loads(data)[_row(segment, number, index_format.NAME_SLOTS)]
        return identifier, title

    def text(self, segment: SegmentReader, number: int) -> Document:
        """Return the document of an item."""
        block = segment.slots[number] // index_format.TEXT_SLOTS
        lines = self._read(index_format.texts_file(segment.entry["name"], block)).splitlines()
        return Document.from_line(lines[_row(segment, number, index_format.TEXT_SLOTS)])


def _row(segment: SegmentReader, number: int, slots: int) -> int:
    """Return how many items precede an item in its file, which has those of so many slots."""
    slot = segment.slots[number]
    return int((segment.item_of_slot[slot - slot % slots : slot] >= 0).sum())
