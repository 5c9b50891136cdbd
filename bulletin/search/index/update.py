"""The files of the index that change with a few items: byte for byte those of a whole build, and made without numpy.

An item takes part in a shard by its slot alone, so that only the shards of its own terms change, in which its postings
are replaced. The old ones follow from its line in a file of texts, and have to be found in the shards as they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bulletin.search import index_format
from bulletin.search.document import Document
from bulletin.search.index.builder import (
    Entry,
    Shape,
    head,
    index_shape,
    name_files,
    name_row,
    part_bits,
    segment_entry,
    text_files,
)
from bulletin.search.index.codec import SINGLES, Coding, Run, places_coding, replace_runs
from bulletin.search.index.item_terms import Term, item_terms, title_width
from bulletin.search.index.segments import Segment, assign_slots, line_fingerprint, segment_columns
from bulletin.search.index.shards import PAIRS, Shard
from bulletin.search.index.stored import StoredIndex, StoredSegment
from bulletin.search.index_format import FOLDER, NAME_SLOTS, PART_SLOTS, SHARDS_PER_FILE, TEXT_SLOTS

_FEWEST, _SHARE = 8, 256
"""Eight items may change, and one of so many, before a whole build is as fast."""


class _Place(NamedTuple):
    """Where the postings of an item are: its slot, and how places are written there."""

    segment: str
    slot: int
    coding: Coding


class _Change(NamedTuple):
    """What changes of the postings of a term."""

    at: _Place
    old: Run
    new: Run


class TooManyChangesError(ValueError):
    """A whole build is faster."""


@dataclass(slots=True)
class IndexUpdate:
    """Collects what changes in an existing index."""

    stored: StoredIndex
    document: Callable[[Segment, int], Document]
    """Makes the document of the item at some place of a segment."""
    files: dict[str, bytes] = field(default_factory=dict)
    """The files that change, by address."""
    sizes: list[int] = field(default_factory=list)
    """The sizes of shards."""
    _changes: dict[Term, list[_Change]] = field(default_factory=lambda: defaultdict(list))
    _changed_items: int = 0

    def run(self, segments: Sequence[Segment], changed: Callable[[Segment], Collection[str] | None]) -> list[Entry]:
        """Compute the files, and return the entries of all segments.

        *changed* returns the ids of the items of a segment that are not what they were or may not be, or None if all
        of it is as it was. One of ``stored.ERRORS`` is raised where a whole build is needed.
        """
        entries = []
        for segment in segments:
            ids, known = changed(segment), self.stored.entries.get(segment.name)
            entries.append(known if known and ids is None else self._update_segment(segment, ids or ()))
        for name in self.stored.entries.keys() - {segment.name for segment in segments}:
            self._update_segment(Segment(name, ()), ())
        shape = index_shape(entries)
        if shape != self.stored.shape:
            raise TooManyChangesError(shape)
        self.sizes = self.stored.sizes.copy()
        self._update_shards(shape)
        return entries

    def _count(self, items: int) -> None:
        self._changed_items += items
        if self._changed_items > _FEWEST + self.stored.item_count // _SHARE:
            raise TooManyChangesError(self._changed_items)

    def _update_segment(self, segment: Segment, ids: Collection[str]) -> Entry:
        stored, slots = self.stored.segment(segment.name), assign_slots(segment)
        old = stored.items
        slot_of = {item.id: slot for item, slot in zip(segment.items, slots, strict=True)}
        new = [place for place, item in enumerate(segment.items) if item.id in ids or item.id not in old]
        self._count(len(new))
        documents = {segment.items[place].id: self.document(segment, place) for place in new}
        lines = {i: document.to_line() for i, document in documents.items()}
        rows = {i: known.row for i, known in old.items() if i in slot_of}
        rows |= {i: name_row(document, lines[i]) for i, document in documents.items()}
        bits = part_bits(segment, {slot: rows[i][2] for i, slot in slot_of.items()})
        moved = _moved(stored, slot_of, bits) - lines.keys()
        gone = old.keys() - slot_of.keys()
        self._count(len(moved) + len(gone))
        touched = {*moved, *gone, *lines}
        blocks = {old[i].slot // TEXT_SLOTS for i in touched if i in old}
        blocks |= {slot_of[i] // TEXT_SLOTS for i in touched if i in slot_of}
        known_lines = self.stored.lines(segment.name, old, blocks)
        lines = known_lines | lines
        for i in touched:
            self._replace_terms(
                (_place(segment.name, old[i].slot, stored.bits), known_lines[i]) if i in old else None,
                (_place(segment.name, slot_of[i], bits), lines[i]) if i in slot_of else None,
            )
        removed = [known_lines[i] for i in touched if i in old]
        entry = self._entry(segment, removed, [lines[i] for i in touched if i in slot_of])
        if segment.items:
            blocks.update(range(self.stored.text_blocks(segment.name), index_format.text_blocks(segment.slots)))
            by_slot = dict(sorted((slot, i) for i, slot in slot_of.items()))
            self._write_texts(segment, blocks, {s: lines[i] for s, i in by_slot.items() if s // TEXT_SLOTS in blocks})
            self._write_names(segment, blocks, {slot: rows[i] for slot, i in by_slot.items()})
            widths = [title_width(rows[item.id][1]) for item in segment.items]
            address, data = head(segment.name, segment_columns(segment.items, slots, widths, bits), entry)
            if entry != self.stored.entries.get(segment.name):
                self.files[address] = data
        return entry

    def _entry(self, segment: Segment, removed: Iterable[bytes], added: Iterable[bytes]) -> Entry:
        entry = self.stored.entries.get(segment.name, {"texts": "0", "bytes": 0})
        fingerprint, size = int(entry["texts"], 16), entry["bytes"]
        for sign, lines in ((-1, removed), (1, added)):
            for line in lines:
                fingerprint += sign * line_fingerprint(line)
                size += sign * len(line)
        return segment_entry(segment, fingerprint, size)

    def _replace_terms(self, before: tuple[_Place, bytes] | None, after: tuple[_Place, bytes] | None) -> None:
        """Enter which postings an item no longer has, and which it has now, given where it is and its line."""
        if before == after:
            return
        old, new = (item_terms(Document.from_line(one[1])) if one else {} for one in (before, after))
        if before and after and before[0] == after[0]:
            for term in old.keys() | new.keys():
                if (one := old.get(term, ())) != (other := new.get(term, ())):
                    self._changes[term].append(_Change(after[0], one, other))
            return
        if before:
            for term, run in old.items():
                self._changes[term].append(_Change(before[0], run, ()))
        if after:
            for term, run in new.items():
                self._changes[term].append(_Change(after[0], (), run))

    def _write_texts(self, segment: Segment, blocks: Collection[int], lines: Mapping[int, bytes]) -> None:
        firsts = [block * TEXT_SLOTS for block in blocks if block < index_format.text_blocks(segment.slots)]
        self.files |= text_files(segment.name, firsts, lines)

    def _write_names(self, segment: Segment, blocks: Collection[int], rows: Mapping[int, tuple[str, str, int]]) -> None:
        firsts = {
            block * TEXT_SLOTS // NAME_SLOTS * NAME_SLOTS
            for block in blocks
            if block < index_format.text_blocks(segment.slots)
        }
        self.files |= name_files(segment.name, firsts, rows)

    def _update_shards(self, shape: Shape) -> None:
        in_files: dict[int, dict[int, list[Term]]] = {}
        for kind, number in self._changes:
            place = index_format.shard_of(number, shape.shards)
            in_files.setdefault(place // SHARDS_PER_FILE, {}).setdefault(place, []).append((kind, number))
        for block, places in in_files.items():
            shards = self.stored.shard_file(block)
            for place, terms in places.items():
                at = place - block * SHARDS_PER_FILE
                shards[at] = self._updated_shard(shards[at], place, shape, terms)
                self.sizes[place] = len(shards[at])
            self.files[FOLDER + index_format.shard_file(block)] = b"".join(shards)

    def _updated_shard(self, data: bytes, place: int, shape: Shape, terms: Iterable[Term]) -> bytes:
        shard = Shard(data, place, shape.shards)
        for kind, number in terms:
            changes = [
                (
                    shape.key(at.segment, at.slot),
                    at.coding if kind == PAIRS else SINGLES,
                    at.slot % PART_SLOTS,
                    old,
                    new,
                )
                # An item may get the slot that another one leaves.
                for at, old, new in sorted(self._changes[kind, number], key=lambda change: bool(change.new))
            ]
            shard.replace(number, kind, replace_runs(shard.postings(number, kind), changes))
        return shard.to_bytes()


def _moved(stored: StoredSegment, slot_of: Mapping[str, int], bits: Sequence[int]) -> set[str]:
    """Return the ids of the items that have another slot than before, or whose places are written in another way."""
    before = dict(enumerate(stored.bits))
    recoded = {part for part, now in enumerate(bits) if before.get(part) != now}
    return {
        i
        for i, slot in slot_of.items()
        if i in stored.items and (stored.items[i].slot != slot or slot // PART_SLOTS in recoded)
    }


def _place(segment: str, slot: int, bits: Sequence[int]) -> _Place:
    return _Place(segment, slot, places_coding(bits[slot // PART_SLOTS]))
