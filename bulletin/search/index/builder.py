"""Building the index from all its documents: the files of each segment, and the shards that all segments share."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from bulletin.search import index_format
from bulletin.search.index.segments import (
    Segment,
    assign_slots,
    ids_fingerprint,
    line_fingerprint,
    segment_columns,
    segment_stamp,
)
from bulletin.search.index_format import FOLDER, NAME_SLOTS, PART_SLOTS, SHARDS_PER_FILE, TEXT_SLOTS

if TYPE_CHECKING:
    from bulletin.search.document import Document

    # As in index_texts.
    from bulletin.search.index.text_layout import SlottedText
    from bulletin.search.index.tokenize import PartialIndex

Entry = dict[str, Any]
"""What the start file says about a segment."""
Files = Iterator[tuple[str, bytes]]
"""Addresses and bytes of files."""


class Executor(NamedTuple):
    """Runs the indexing of parts, in this process or in others."""

    submit: Callable[[Sequence[SlottedText], int], Callable[[], PartialIndex]]
    """Starts a part, given its texts and the bits of places in an entry; returns what waits for the result."""
    pending_limit: int
    """How many parts may be submitted before the first result is awaited."""


class Shape(NamedTuple):
    """Numbers on which all postings depend."""

    epoch: int
    """The year from which segments are numbered downwards, as most edits are of the newest."""
    depth: int
    """How many bits number the parts of a segment."""
    shards: int
    """How many shards there are."""

    def key(self, segment: str, slot: int) -> int:
        """Return the key of the part that holds a slot."""
        return self.epoch - int(segment) << self.depth | slot // PART_SLOTS


def index_shape(entries: Sequence[Entry]) -> Shape:
    """Return the shape of an index that has these segments."""
    return Shape(
        epoch=index_format.epoch_after(max((int(entry["name"]) for entry in entries), default=0)),
        depth=max((index_format.part_depth(entry["slots"]) for entry in entries), default=0),
        shards=index_format.shard_count(sum(entry["bytes"] for entry in entries)),
    )


def file_addresses(entries: Iterable[Entry], shards: int) -> Iterator[str]:
    """Yield the addresses of the files of an index, except those of ``shared_files``."""
    yield from (FOLDER + one for one in index_format.shard_files(shards))
    for entry in entries:
        name, slots = entry["name"], entry["slots"]
        yield FOLDER + index_format.head_file(name)
        yield from (FOLDER + one for one in index_format.names_files(name, slots))
        yield from (FOLDER + one for one in index_format.texts_files(name, slots))


def index_texts(texts: Sequence[SlottedText], bits: int) -> PartialIndex:
    """Return the postings of the texts of a part."""
    # Takes 0.1 s to import, with numpy, and an edit does without.
    from bulletin.search.index.tokenize import index_part

    return index_part(texts, bits)


SEQUENTIAL = Executor(lambda texts, bits: partial(index_texts, texts, bits), 0)
"""Indexes each part in this process when its result is asked for."""


class Builder:
    """Builds an index; segments are added in order, and their files are yielded as they are made."""

    def __init__(self, executor: Executor = SEQUENTIAL) -> None:
        """Start with no segment."""
        self._executor = executor
        self.entries: list[Entry] = []
        self.sizes: list[int] = []
        """Sizes of shards, when :meth:`finish` has made them."""
        self._pending: deque[tuple[int, int, Callable[[], PartialIndex]]] = deque()
        self._parts: list[tuple[int, int, PartialIndex]] = []
        self._segments: list[tuple[Segment, list[int], list[int]]] = []

    def add(self, segment: Segment, document: Callable[[int], Document]) -> Files:
        """Yield the files of texts and names of a segment; *document* returns that of the item at some place.

        Documents are taken part by part and not kept.
        """
        slots = assign_slots(segment)
        places = {slot: place for place, slot in enumerate(slots)}
        fingerprint, size, bits = 0, 0, list[int]()
        for first in range(0, segment.slots, PART_SLOTS):
            found = {slot: document(places[slot]) for slot in range(first, first + PART_SLOTS) if slot in places}
            lines = {slot: one.to_line() for slot, one in found.items()}
            fingerprint += sum(map(line_fingerprint, lines.values()))
            size_of_part = sum(map(len, lines.values()))
            size += size_of_part
            bits.append(index_format.place_bits(size_of_part, len(lines)))
            end = min(first + PART_SLOTS, segment.slots)
            yield from text_files(segment.name, range(first, end, TEXT_SLOTS), lines)
            yield from name_files(
                segment.name,
                range(first, end, NAME_SLOTS),
                {slot: name_row(found[slot], lines[slot]) for slot in found},
            )
            texts = [(slot - first, one.title, one.text_below_title()) for slot, one in found.items()]
            self._submit(len(self._segments), first // PART_SLOTS, texts, bits[-1])
        self._segments.append((segment, slots, bits))
        self.entries.append(segment_entry(segment, fingerprint, size))

    def _submit(self, segment: int, part: int, texts: Sequence[SlottedText], bits: int) -> None:
        if texts:
            self._pending.append((segment, part, self._executor.submit(texts, bits)))
        while len(self._pending) > self._executor.pending_limit:
            self._await()

    def _await(self) -> None:
        segment, part, result = self._pending.popleft()
        self._parts.append((segment, part, result()))

    def finish(self) -> Files:
        """Yield the columns of all segments and the files of shards."""
        # As in index_texts.
        from bulletin.search.index.postings import Postings

        while self._pending:
            self._await()
        shape, postings = index_shape(self.entries), Postings()
        widths: list[list[int]] = [[] for _ in self._segments]
        for number, _, found in self._parts:
            widths[number] += found.title_widths
        keys = [shape.key(self.entries[number]["name"], part * PART_SLOTS) for number, part, _ in self._parts]
        for key, (_, _, found) in sorted(zip(keys, self._parts, strict=True), key=itemgetter(0)):
            postings.add(key, found)
        for (segment, slots, bits), entry, in_slot_order in zip(self._segments, self.entries, widths, strict=True):
            by_slot = dict(zip(sorted(slots), in_slot_order, strict=True))
            columns = segment_columns(segment.items, slots, [by_slot[slot] for slot in slots], bits)
            yield head(segment.name, columns, entry)
        self._parts.clear()
        shards = postings.shards(shape.shards)
        for block in range(len(index_format.shard_files(shape.shards))):
            some = [next(shards) for _ in range(min(SHARDS_PER_FILE, shape.shards - block * SHARDS_PER_FILE))]
            self.sizes += map(len, some)
            yield FOLDER + index_format.shard_file(block), b"".join(some)


def segment_entry(segment: Segment, fingerprint: int, size: int) -> Entry:
    """Return the entry of a segment whose texts have that fingerprint and size; :func:`head` completes it."""
    return {
        "name": segment.name,
        "stamp": "",
        "texts": f"{fingerprint % (1 << 64):x}",
        "ids": ids_fingerprint(segment),
        "items": len(segment.items),
        "slots": segment.slots,
        "bytes": size,
    }


def part_bits(segment: Segment, sizes: Mapping[int, int]) -> list[int]:
    """Return how many bits of a place are in an entry, part by part, given the sizes of lines by slot."""
    count = -(-segment.slots // PART_SLOTS)
    items, total = [0] * count, [0] * count
    for slot, size in sizes.items():
        items[slot // PART_SLOTS] += 1
        total[slot // PART_SLOTS] += size
    return list(map(index_format.place_bits, total, items))


def head(name: str, columns: dict[str, Any], entry: Entry) -> tuple[str, bytes]:
    """Return the file of a segment's columns, and enter its stamp into the *entry*."""
    entry["stamp"] = segment_stamp(columns, int(entry["texts"], 16))
    return FOLDER + index_format.head_file(name), index_format.json_bytes(columns | {"stamp": entry["stamp"]})


def name_row(document: Document, line: bytes) -> tuple[str, str, int]:
    """Return an item's row in a file of names: its id, its title, and the size of its line in a file of texts."""
    return document.id, document.title, len(line)


def text_files(name: str, firsts: Iterable[int], lines: Mapping[int, bytes]) -> Files:
    """Yield those files of texts whose *firsts* slots are given."""
    for first in firsts:
        data = b"".join([lines[slot] for slot in range(first, first + TEXT_SLOTS) if slot in lines])
        yield FOLDER + index_format.texts_file(name, first // TEXT_SLOTS), data


def name_files(name: str, firsts: Iterable[int], rows: Mapping[int, tuple[str, str, int]]) -> Files:
    """Yield those files of names whose *firsts* slots are given."""
    for first in firsts:
        found = [rows[slot] for slot in range(first, first + NAME_SLOTS) if slot in rows]
        yield FOLDER + index_format.names_file(name, first // NAME_SLOTS), index_format.json_bytes(found)
