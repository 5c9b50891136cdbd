"""One segment: what its files are made of, and how they are made."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from bulletin.search import index_format
from bulletin.search.document import Document, blocks
from bulletin.search.index.segments import fingerprint, packed, stamp

if TYPE_CHECKING:
    from bulletin.markdown.renderer import Body
    from bulletin.search.index.postings import Postings
    from bulletin.search.index.text_matrix import Text
    from bulletin.search.index.tokenize import Part

Entry = dict[str, Any]
"""What the start file says of a segment."""
Files = Iterator[tuple[str, bytes]]
Read = Callable[[str], bytes]
"""Gives a file below ``data/search/`` of an existing site; raises OSError or LookupError where there is none."""
Making = Generator[tuple[str, bytes], None, Entry]
"""Yields the files of a segment as they are made, and returns its entry."""


_LAID = ("stamp", "layout", "title", "cells", "sizes")
"""What a segment's ``head.json`` holds besides the columns."""


class Crew(NamedTuple):
    """Who finds out what documents note."""

    begin: Callable[[Sequence[Text], int], Callable[[], Part]]
    """Begins with some texts, each of whose titles takes so many places; what it returns waits for the answer."""
    ahead: int
    """How much may be begun before an answer is waited for."""


def entries(start: bytes | None) -> list[Entry]:
    """Return the entries of segments in a start file; none where it cannot be read."""
    try:
        found = json.loads(start or b"{}")
        listed = found["segments"] if found["version"] == index_format.VERSION else []
        return [entry for entry in listed if entry.keys() >= {"name", "stamp", "texts", "items", "shards"}]
    except (ValueError, LookupError, TypeError, AttributeError):
        # What cannot be read is made anew.
        return []


def names_of(entry: Entry) -> Iterator[str]:
    """Yield the addresses of a segment's files."""
    name, items = entry["name"], entry["items"]
    found = [index_format.head(name)]
    found += [
        index_format.shard_file(name, block)
        for block in range(index_format.blocks(entry["shards"], index_format.SHARDS))
    ]
    found += [index_format.names(name, block) for block in range(index_format.blocks(items, index_format.NAMES))]
    found += [index_format.texts(name, block) for block in range(index_format.blocks(items, index_format.TEXTS))]
    yield from (index_format.FOLDER + one for one in found)


def noted(texts: Sequence[Text], title: int) -> Part:
    """Return what some texts note, each of whose titles takes so many places."""
    # Not before it is known that something is to be indexed: numpy takes a tenth of a second to import.
    from bulletin.search.index.tokenize import part

    return part(texts, title)


ALONE = Crew(lambda *some: partial(noted, *some), 0)


def build(
    name: str, facts: dict[str, Any], titles: Sequence[str], documents: Iterable[Document], crew: Crew = ALONE
) -> Making:
    """Make the files of a segment of its columns, the titles of all its documents, and these one after the other."""
    from bulletin.search.index.postings import Postings
    from bulletin.search.index.text_matrix import titles_room
    from bulletin.search.index.tokenize import MOST

    postings, prints, count = Postings(titles_room(titles)), 0, 0
    waiting: deque[Callable[[], Part]] = deque()
    left = iter(documents)
    while some := list(islice(left, MOST)):
        lines = [one.data() for one in some]
        prints += sum(map(fingerprint, lines))
        yield from _texts(name, count, some, lines)
        count += len(some)
        waiting.append(crew.begin([(one.title, one.below()) for one in some], postings.title))
        while len(waiting) > crew.ahead:
            postings.add(waiting.popleft()())
    while waiting:
        postings.add(waiting.popleft()())
    texts = prints % (1 << 64)
    entry: Entry = {
        "name": name,
        "stamp": stamp(facts, texts),
        "texts": f"{texts:x}",
        "items": count,
        "shards": postings.count,
    }
    sizes: list[int] = []
    yield from _shards(name, postings, sizes)
    yield (
        index_format.FOLDER + index_format.head(name),
        head(facts, entry["stamp"], postings.title, postings.cells, sizes),
    )
    return entry


def drained(making: Making) -> tuple[Entry, list[tuple[str, bytes]]]:
    """Return the entry of a segment, and all its files."""
    files = []
    while True:
        try:
            files.append(next(making))
        except StopIteration as end:
            return end.value, files


def _texts(name: str, before: int, documents: Sequence[Document], lines: Sequence[bytes]) -> Files:
    """Yield the files of texts and titles of documents, before which there are so many others."""
    for low in range(0, len(lines), index_format.TEXTS):
        block = (before + low) // index_format.TEXTS
        yield index_format.FOLDER + index_format.texts(name, block), b"".join(lines[low : low + index_format.TEXTS])
    rows = [(one.id, one.title, len(line)) for one, line in zip(documents, lines, strict=True)]
    for low in range(0, len(rows), index_format.NAMES):
        block = (before + low) // index_format.NAMES
        yield (
            index_format.FOLDER + index_format.names(name, block),
            index_format.json_bytes(rows[low : low + index_format.NAMES]),
        )


def _shards(name: str, postings: Postings, sizes: list[int]) -> Files:
    """Yield the files of shards; note the size of each of them."""
    made = postings.shards()
    number = 0
    while some := list(islice(made, index_format.SHARDS)):
        sizes += map(len, some)
        yield index_format.FOLDER + index_format.shard_file(name, number), b"".join(some)
        number += 1


def head(facts: dict[str, Any], stamp: str, title: int, cells: Sequence[int], sizes: Sequence[int]) -> bytes:
    """Return the file of a segment's columns."""
    laid = {
        "layout": index_format.layout_stamp(title, cells).hex(),
        "title": title,
        "cells": packed(cells),
        "sizes": packed([size // index_format.ALIGN for size in sizes]),
    }
    return index_format.json_bytes(facts | {"stamp": stamp} | laid)


def stored_documents(read: Read, entry: Entry) -> list[Document]:
    """Return the documents of a segment from its files of texts; ValueError if these do not belong to its entry."""
    names = [
        index_format.texts(entry["name"], block)
        for block in range(index_format.blocks(entry["items"], index_format.TEXTS))
    ]
    lines = [line for name in names for line in read(name).splitlines(keepends=True)]
    if sum(map(fingerprint, lines)) % (1 << 64) != int(entry["texts"], 16):
        raise ValueError(entry["name"])
    return list(map(Document.read, lines))


def rebuild(read: Read, changed: Mapping[str, Body]) -> dict[str, bytes] | None:
    """Return address and new bytes of the files that differ once items have *changed* texts, given by item id.

    Each segment that holds one of the items is built again from its own files; titles and facts stay as they are. None
    where that is not possible and the whole index has to be built: a file is missing, of another version or
    not valid, or the segment would get other files.
    """
    try:
        made = dict(_rebuilt(read, changed))
        return {
            address: data for address, data in made.items() if read(address.removeprefix(index_format.FOLDER)) != data
        }
    except (OSError, LookupError, ValueError, TypeError):
        return None


def _rebuilt(read: Read, changed: Mapping[str, Body]) -> Files:
    start = json.loads(read(index_format.START))
    found = entries(read(index_format.START))
    if len(found) != len(start["segments"]):
        raise ValueError
    wanted = set(changed)
    for place, entry in reversed(list(enumerate(found))):
        if not (here := wanted.intersection(_ids(read, entry))):
            continue
        wanted -= here
        documents = [
            one._replace(blocks=tuple(blocks(changed[one.id]))) if one.id in here else one
            for one in stored_documents(read, entry)
        ]
        columns = {name: value for name, value in _head(read, entry).items() if name not in _LAID}
        start["segments"][place], files = drained(
            build(entry["name"], columns, [one.title for one in documents], documents)
        )
        if set(names_of(entry)) != {address for address, _ in files}:
            raise ValueError
        yield from files
    if wanted:
        raise LookupError
    yield index_format.FOLDER + index_format.START, index_format.json_bytes(start)


def _ids(read: Read, entry: Entry) -> list[str]:
    names = [
        index_format.names(entry["name"], block)
        for block in range(index_format.blocks(entry["items"], index_format.NAMES))
    ]
    return [row[0] for name in names for row in json.loads(read(name))]


def _head(read: Read, entry: Entry) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(read(index_format.head(entry["name"])))
    if found["stamp"] != entry["stamp"]:
        raise ValueError(entry["name"])
    return found
