"""Building one segment: its files, and its entry in the start file."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from bulletin.search import index_format
from bulletin.search.index.segments import encode_numbers, line_fingerprint, segment_stamp
from bulletin.search.index_format import FOLDER, NAMES_PER_FILE, SHARDS_PER_FILE, TEXTS_PER_FILE

if TYPE_CHECKING:
    from bulletin.search.document import Document

    # As in index_texts.
    from bulletin.search.index.postings import Postings
    from bulletin.search.index.text_layout import TitleAndText
    from bulletin.search.index.tokenize import PartialIndex

Entry = dict[str, Any]
"""What the start file says about a segment."""
Files = Iterator[tuple[str, bytes]]
"""Addresses and bytes of files."""
SegmentFiles = Generator[tuple[str, bytes], None, Entry]
"""Yields the files of a segment as they are built, and returns its entry."""


class Executor(NamedTuple):
    """Runs the indexing of batches of texts, in this process or in others."""

    submit: Callable[[Sequence[TitleAndText], int], Callable[[], PartialIndex]]
    """Starts a batch, given its texts and the width of titles; returns a function that waits for the result."""
    pending_limit: int
    """How many batches may be submitted before the first result is awaited."""


def read_entries(start: bytes | None) -> list[Entry]:
    """Return the entries of segments in a start file; none where it is not valid, so that all segments are built."""
    try:
        found = json.loads(start or b"{}")
        listed = found["segments"] if found["version"] == index_format.VERSION else []
        return [entry for entry in listed if entry.keys() >= {"name", "stamp", "texts", "items", "shards"}]
    except (ValueError, LookupError, TypeError, AttributeError):
        return []


def file_addresses(entry: Entry) -> Iterator[str]:
    """Yield the addresses of a segment's files."""
    name, items = entry["name"], entry["items"]
    yield FOLDER + index_format.head_file(name)
    yield from (FOLDER + one for one in index_format.shard_files(name, entry["shards"]))
    yield from (FOLDER + one for one in index_format.names_files(name, items))
    yield from (FOLDER + one for one in index_format.texts_files(name, items))


def index_texts(texts: Sequence[TitleAndText], title_width: int) -> PartialIndex:
    """Return the partial index of a batch of texts."""
    # Takes 0.1 s to import, with numpy, and often nothing has to be indexed.
    from bulletin.search.index.tokenize import index_batch

    return index_batch(texts, title_width)


SEQUENTIAL = Executor(lambda *batch: partial(index_texts, *batch), 0)
"""Runs each batch in this process when its result is asked for."""


def build_segment(
    name: str,
    columns: dict[str, Any],
    titles: Sequence[str],
    documents: Iterable[Document],
    executor: Executor = SEQUENTIAL,
) -> SegmentFiles:
    """Build the files of a segment from its columns, the titles of all its documents, and the documents in order.

    Documents are taken in batches and not kept.
    """
    # As in index_texts.
    from bulletin.search.index.postings import Postings
    from bulletin.search.index.text_layout import titles_width
    from bulletin.search.index.tokenize import BATCH

    postings, fingerprint, count = Postings(titles_width(titles)), 0, 0
    pending: deque[Callable[[], PartialIndex]] = deque()
    remaining = iter(documents)
    while batch := list(islice(remaining, BATCH)):
        lines = [document.to_line() for document in batch]
        fingerprint += sum(map(line_fingerprint, lines))
        yield from _text_files(name, count, batch, lines)
        count += len(batch)
        texts = [(document.title, document.text_below_title()) for document in batch]
        pending.append(executor.submit(texts, postings.title_width))
        while len(pending) > executor.pending_limit:
            postings.add(pending.popleft()())
    while pending:
        postings.add(pending.popleft()())
    fingerprint %= 1 << 64
    entry: Entry = {
        "name": name,
        "stamp": segment_stamp(columns, fingerprint),
        "texts": f"{fingerprint:x}",
        "items": count,
        "shards": postings.shard_count,
    }
    sizes: list[int] = []
    yield from _shard_files(name, postings, sizes)
    yield FOLDER + index_format.head_file(name), _head(columns, entry["stamp"], postings, sizes)
    return entry


def collect(building: SegmentFiles) -> tuple[Entry, list[tuple[str, bytes]]]:
    """Return the entry of a segment and all its files."""
    files = []
    while True:
        try:
            files.append(next(building))
        except StopIteration as end:
            return end.value, files


def _text_files(name: str, before: int, documents: Sequence[Document], lines: Sequence[bytes]) -> Files:
    """Yield the files of texts and of names of a batch of documents, *before* which there are so many others."""
    for low in range(0, len(lines), TEXTS_PER_FILE):
        file = index_format.texts_file(name, (before + low) // TEXTS_PER_FILE)
        yield FOLDER + file, b"".join(lines[low : low + TEXTS_PER_FILE])
    rows = [(one.id, one.title, len(line)) for one, line in zip(documents, lines, strict=True)]
    for low in range(0, len(rows), NAMES_PER_FILE):
        file = index_format.names_file(name, (before + low) // NAMES_PER_FILE)
        yield FOLDER + file, index_format.json_bytes(rows[low : low + NAMES_PER_FILE])


def _shard_files(name: str, postings: Postings, sizes: list[int]) -> Files:
    """Yield the files of shards; append the size of each shard to *sizes*."""
    shards = postings.shards()
    number = 0
    while some := list(islice(shards, SHARDS_PER_FILE)):
        sizes += map(len, some)
        yield FOLDER + index_format.shard_file(name, number), b"".join(some)
        number += 1


def _head(columns: dict[str, Any], stamp: str, postings: Postings, sizes: Sequence[int]) -> bytes:
    """Return the file of a segment's columns; ``rebuild.py`` takes the columns out of it again."""
    layout = {
        "layout": index_format.layout_stamp(postings.title_width, postings.cells).hex(),
        "title": postings.title_width,
        "cells": encode_numbers(postings.cells),
        "sizes": encode_numbers([size // index_format.ALIGN for size in sizes]),
    }
    return index_format.json_bytes(columns | {"stamp": stamp} | layout)
