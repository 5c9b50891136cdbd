"""What an edit of some items changes in the index, from the index's own files: without reading all the others."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from bulletin.search import index_format
from bulletin.search.document import Document, blocks
from bulletin.search.index import patching
from bulletin.search.index.builder import Entry, build, drained, entries, head
from bulletin.search.index.segments import fingerprint, stamp, unpacked
from bulletin.search.index.shards import Shard, cut
from bulletin.search.normalize import fold

if TYPE_CHECKING:
    from bulletin.markdown.renderer import Body

Read = Callable[[str], bytes]
"""Gives a file below ``data/search/`` of the site that stands; raises OSError or KeyError where there is none."""
_LAID = ("stamp", "layout", "title", "cells", "sizes")
"""What the columns' file holds besides the columns."""


def update(read: Read, changed: Mapping[str, Body]) -> dict[str, bytes] | None:
    """Return address and new bytes of all files that the *changed* texts, by item id, change: as a whole build would.

    Titles and facts are those of the index that stands. None where it cannot be told: a file is missing, of another
    version, or not what it should be; then the index has to be built.
    """
    try:
        made = dict(_updated(read, changed))
        return {index_format.FOLDER + name: data for name, data in made.items() if read(name) != data}
    except (OSError, LookupError, ValueError, TypeError):
        return None


def _updated(read: Read, changed: Mapping[str, Body]) -> Iterator[tuple[str, bytes]]:
    start = json.loads(read(index_format.START))
    known = entries(read(index_format.START))
    if len(known) != len(start["segments"]):
        raise ValueError
    wanted = dict(changed)
    for place, entry in reversed(list(enumerate(known))):
        open_ = _Open(entry, read)
        texts = {number: wanted.pop(id_) for id_, number in open_.find(wanted)}
        if edits := [edit for number, body in texts.items() if (edit := open_.edit(number, body))]:
            start["segments"][place], files = open_.edited(edits)
            yield from files
    if wanted:
        raise LookupError
    yield index_format.START, index_format.json_bytes(start)


def edited(
    read: Read, entry: Entry, facts: dict[str, Any], titles: Sequence[str], new: Mapping[int, Document]
) -> tuple[Entry, dict[str, bytes]] | None:
    """Return a segment's entry, and all its files that may differ, after some documents, by their numbers, are *new*.

    *facts* are the segment's columns, *titles* those of all its documents. None where it cannot be told, as above.
    """
    try:
        open_ = _Open(entry, read)
        edits = [edit for number, document in new.items() if (edit := open_.exchange(number, document))]
        made, files = open_.edited(edits, facts, max(patching.length(fold(title)) for title in titles))
        return made, {index_format.FOLDER + name: data for name, data in files}
    except (OSError, LookupError, ValueError, TypeError):
        return None


class _Edit(NamedTuple):
    number: int
    old: Document
    new: Document


class _Open:
    """A segment that is being changed."""

    def __init__(self, entry: Entry, read: Read) -> None:
        self.entry, self.read = entry, read
        self.texts: dict[int, list[bytes]] = {}
        """Files of texts, by their number, as lines."""

    def find(self, wanted: Mapping[str, Body]) -> Iterator[tuple[str, int]]:
        """Yield which of some items this segment has, and their numbers."""
        marks = {f'["{id_}",'.encode(): id_ for id_ in wanted}
        for block in range(index_format.blocks(self.entry["items"], index_format.NAMES)):
            data = self.read(index_format.names(self.entry["name"], block))
            for mark, id_ in marks.items():
                if mark in data:
                    ids = [row[0] for row in json.loads(data)]
                    yield id_, block * index_format.NAMES + ids.index(id_)

    def edit(self, number: int, body: Body) -> _Edit | None:
        """Return what becomes of an item; None where it stays the same."""
        old = Document.read(self._line(number))
        return self.exchange(number, old._replace(blocks=tuple(blocks(body))))

    def exchange(self, number: int, new: Document) -> _Edit | None:
        """Return what becomes of an item that is another document now; None where it is not."""
        old = Document.read(self._line(number))
        return None if new == old else _Edit(number, old, new)

    def edited(
        self, edits: list[_Edit], columns: dict[str, Any] | None = None, longest: int = 0
    ) -> tuple[Entry, list[tuple[str, bytes]]]:
        """Return the segment's new entry, and the files that may differ.

        Its *columns* and how long the *longest* title is are those that stand where nothing else is said.
        """
        facts = json.loads(self.read(index_format.head(self.entry["name"])))
        if facts["stamp"] != self.entry["stamp"]:
            raise ValueError
        columns = columns or {name: value for name, value in facts.items() if name not in _LAID}
        cells = unpacked(facts["cells"])
        another = longest and index_format.title_room(longest) != facts["title"]
        if another or any(self._room(edit.new, facts["title"]) != cells[edit.number] for edit in edits):
            return self._laid_anew(columns, edits)
        files = list(self._texts(edits))
        prints = sum(fingerprint(edit.new.data()) - fingerprint(edit.old.data()) for edit in edits)
        texts = (int(self.entry["texts"], 16) + prints) % (1 << 64)
        entry = self.entry | {"stamp": stamp(columns, texts), "texts": f"{texts:x}"}
        sizes = [size * index_format.ALIGN for size in unpacked(facts["sizes"])]
        files += self._shards(edits, facts, cells, sizes)
        files.append((index_format.head(entry["name"]), head(columns, entry["stamp"], facts["title"], cells, sizes)))
        return entry, files

    def _room(self, document: Document, title: int) -> int:
        return index_format.room(title + patching.length(document.folded()[1])) // index_format.CELL

    def _line(self, number: int) -> bytes:
        return self._lines(number // index_format.TEXTS)[number % index_format.TEXTS]

    def _lines(self, block: int) -> list[bytes]:
        if block not in self.texts:
            self.texts[block] = self.read(index_format.texts(self.entry["name"], block)).splitlines(keepends=True)
        return self.texts[block]

    def _laid_anew(self, columns: dict[str, Any], edits: list[_Edit]) -> tuple[Entry, list[tuple[str, bytes]]]:
        """Build the segment from its texts: one needs another room, and all places behind it move."""
        new = {edit.number: edit.new for edit in edits}
        lines = [
            line
            for block in range(index_format.blocks(self.entry["items"], index_format.TEXTS))
            for line in self._lines(block)
        ]
        if sum(map(fingerprint, lines)) % (1 << 64) != int(self.entry["texts"], 16):
            raise ValueError
        documents = [new.get(number) or Document.read(line) for number, line in enumerate(lines)]
        entry, files = drained(build(self.entry["name"], columns, [one.title for one in documents], documents))
        return entry, [(address.removeprefix(index_format.FOLDER), data) for address, data in files]

    def _texts(self, edits: list[_Edit]) -> Iterator[tuple[str, bytes]]:
        """Yield the files of texts, and those of titles, which hold ids and the lengths of texts, too."""
        name = self.entry["name"]
        rows = {}
        for edit in edits:
            line, lines = edit.new.data(), self._lines(edit.number // index_format.TEXTS)
            sizes = list(map(len, lines))
            lines[edit.number % index_format.TEXTS] = line
            block, at = divmod(edit.number, index_format.NAMES)
            if block not in rows:
                rows[block] = json.loads(self.read(index_format.names(name, block)))
            low = at - at % index_format.TEXTS
            if [row[2] for row in rows[block][low : low + index_format.TEXTS]] != sizes:
                raise ValueError
            rows[block][at] = [edit.new.id, edit.new.title, len(line)]
        for block in {edit.number // index_format.TEXTS for edit in edits}:
            yield index_format.texts(name, block), b"".join(self._lines(block))
        for block, found in rows.items():
            yield index_format.names(name, block), index_format.json_bytes(found)

    def _shards(
        self, edits: list[_Edit], facts: dict[str, Any], cells: list[int], sizes: list[int]
    ) -> Iterator[tuple[str, bytes]]:
        """Yield the files of shards whose terms the edits change; note their new *sizes*."""
        files = _Shards(self.entry, self.read, bytes.fromhex(facts["layout"]), sizes)
        for edit in edits:
            old, new = (patching.terms(*one.folded(), facts["title"]) for one in (edit.old, edit.new))
            begin = sum(cells[: edit.number]) * index_format.CELL
            for pair in old.places.keys() | new.places.keys():
                before, after = old.places.get(pair, []), new.places.get(pair, [])
                if before != after:
                    shard, number = files.of(*pair)
                    shard.put(number, 0, patching.moved(shard.get(number, 0), begin, before, after))
            for unit in old.singles.keys() | new.singles.keys():
                if old.singles.get(unit) != new.singles.get(unit):
                    shard, number = files.of(unit, 0)
                    noted = shard.get(number, 1), edit.number, old.singles.get(unit), new.singles.get(unit)
                    shard.put(number, 1, patching.recounted(*noted))
        yield from files.written()


class _Shards:
    """The shards that are changed, by the files they lie in."""

    def __init__(self, entry: Entry, read: Read, stamp: bytes, sizes: list[int]) -> None:
        self.entry, self.read, self.stamp, self.sizes = entry, read, stamp, sizes
        self.files: dict[int, list[bytes]] = {}
        self.shards: dict[int, Shard] = {}

    def of(self, first: int, second: int) -> tuple[Shard, int]:
        """Return the shard of a pair, and the pair's number."""
        number = index_format.mix(first, second)
        place = index_format.shard(number, self.entry["shards"])
        if place not in self.shards:
            block, at = divmod(place, index_format.SHARDS)
            if block not in self.files:
                data = self.read(index_format.shard_file(self.entry["name"], block))
                self.files[block] = cut(
                    data, self.sizes[block * index_format.SHARDS : (block + 1) * index_format.SHARDS]
                )
            if self.files[block][at][:4] != self.stamp:
                raise ValueError
            self.shards[place] = Shard(self.files[block][at], place, self.entry["shards"])
        return self.shards[place], number

    def written(self) -> Iterator[tuple[str, bytes]]:
        """Yield the files with what has changed."""
        for place, shard in self.shards.items():
            data = shard.whole(self.stamp)
            self.files[place // index_format.SHARDS][place % index_format.SHARDS] = data
            self.sizes[place] = len(data)
        for block, shards in self.files.items():
            yield index_format.shard_file(self.entry["name"], block), b"".join(shards)
