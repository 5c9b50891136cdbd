"""The index of an existing site, as far as it is needed to build the next one.

What it says is checked where it is used: a file that is missing or damaged raises one of ``ERRORS``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from bulletin.search import index_format
from bulletin.search.document import Document
from bulletin.search.index.builder import Entry, Shape, file_addresses, index_shape
from bulletin.search.index.segments import decode_numbers, decode_slots, line_fingerprint
from bulletin.search.index.shards import split_shards
from bulletin.search.index_format import ALIGN, FOLDER, SHARDS_PER_FILE, TEXT_SLOTS

ReadOld = Callable[[str], bytes | None]
"""Returns a file of the existing site by its address, or None."""
ERRORS = (OSError, LookupError, ValueError, TypeError, AttributeError)
_KEYS = {"name", "stamp", "texts", "ids", "items", "slots", "bytes"}


class StoredItem(NamedTuple):
    """An item in a segment of the existing index."""

    slot: int
    row: tuple[str, str, int]


class StoredSegment(NamedTuple):
    """The items of a segment by their ids, and the bits of places in an entry, part by part."""

    items: Mapping[str, StoredItem]
    bits: Sequence[int]


@dataclass(frozen=True, slots=True)
class StoredIndex:
    """The start file of an existing index, and a reader of its other files."""

    old: ReadOld
    start: Mapping[str, Any]
    entries: Mapping[str, Entry]
    """The segments by name."""
    sizes: list[int]
    """The size of each shard."""

    @classmethod
    def open(cls, old: ReadOld, has: Callable[[str], bool]) -> StoredIndex | None:
        """Return the existing index; None where it is not valid, of another version, or lacks a file."""
        try:
            start = json.loads(old(FOLDER + index_format.START) or b"{}")
            entries = {entry["name"]: entry for entry in start["segments"] if entry.keys() >= _KEYS}
            sizes = [size * ALIGN for size in decode_numbers(start["sizes"])]
            if start["version"] != index_format.VERSION or len(entries) != len(start["segments"]):
                return None
            found = cls(old, start, entries, sizes)
            whole = found.shape.shards == len(sizes) and all(map(has, file_addresses(entries.values(), len(sizes))))
        except ERRORS:
            return None
        return found if whole else None

    @property
    def shape(self) -> Shape:
        """The shape of the index."""
        return index_shape(list(self.entries.values()))

    @property
    def item_count(self) -> int:
        """How many items it has."""
        return sum(entry["items"] for entry in self.entries.values())

    def text_blocks(self, name: str) -> int:
        """Return how many files of texts a segment has."""
        return index_format.text_blocks(self.entries[name]["slots"]) if name in self.entries else 0

    def read(self, name: str) -> bytes:
        """Return a file by its name; FileNotFoundError if it is missing."""
        data = self.old(FOLDER + name)
        if data is None:
            raise FileNotFoundError(name)
        return data

    def segment(self, name: str) -> StoredSegment:
        """Return the items of a segment; none where there is no such segment."""
        if name not in self.entries:
            return StoredSegment({}, ())
        entry = self.entries[name]
        columns = json.loads(self.read(index_format.head_file(name)))
        if columns["stamp"] != entry["stamp"]:
            raise ValueError(name)
        files = index_format.names_files(name, entry["slots"])
        rows = [tuple(row) for file in files for row in json.loads(self.read(file))]
        slots = sorted(decode_slots(columns["slots"]))
        items = {row[0]: StoredItem(slot, row) for slot, row in zip(slots, rows, strict=True)}
        return StoredSegment(items, decode_numbers(columns["bits"]))

    def lines(self, name: str, items: Mapping[str, StoredItem], blocks: set[int]) -> dict[str, bytes]:
        """Return the lines of the items in some files of texts of a segment, by the ids of items."""
        found: dict[str, bytes] = {}
        of_blocks: dict[int, list[StoredItem]] = {block: [] for block in blocks}
        for item in items.values():
            if (block := item.slot // TEXT_SLOTS) in of_blocks:
                of_blocks[block].append(item)
        for block, some in of_blocks.items():
            if not some:
                continue
            lines = self.read(index_format.texts_file(name, block)).splitlines(keepends=True)
            for item, line in zip(sorted(some), lines, strict=True):
                identifier, _, size = item.row
                if len(line) != size:
                    raise ValueError(name)
                found[identifier] = line
        return found

    def documents(self, name: str) -> dict[str, Document]:
        """Return all documents of a segment by id, if their fingerprint is the right one."""
        entry = self.entries[name]
        files = index_format.texts_files(name, entry["slots"])
        lines = [line for file in files for line in self.read(file).splitlines(keepends=True)]
        if sum(map(line_fingerprint, lines)) % (1 << 64) != int(entry["texts"], 16):
            raise ValueError(name)
        return {document.id: document for document in map(Document.from_line, lines)}

    def shard_file(self, block: int) -> list[bytes]:
        """Return the shards of a file."""
        sizes = self.sizes[block * SHARDS_PER_FILE : (block + 1) * SHARDS_PER_FILE]
        return split_shards(self.read(index_format.shard_file(block)), sizes)
