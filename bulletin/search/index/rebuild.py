"""Building a segment again from its own files, where only texts of some items have changed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from bulletin.search import index_format
from bulletin.search.document import Document, text_blocks
from bulletin.search.index.builder import Entry, Files, build_segment, collect, file_addresses, read_entries
from bulletin.search.index.segments import line_fingerprint
from bulletin.search.index_format import FOLDER, Read

if TYPE_CHECKING:
    from bulletin.markdown.renderer import Body

_LAYOUT = ("stamp", "layout", "title", "cells", "sizes")
"""What a segment's ``head.json`` holds besides its columns."""


def rebuild_segments(read: Read, changed: Mapping[str, Body]) -> dict[str, bytes] | None:
    """Return address and new bytes of the files that differ after items got new texts, given by item id.

    Titles and columns stay as they are. None where this is not possible and the whole index has to be built: a file is
    missing, of another version or not valid, or a segment would get more or fewer files.
    """
    try:
        files = dict(_rebuilt_files(read, changed))
        return {address: data for address, data in files.items() if read(address.removeprefix(FOLDER)) != data}
    except (OSError, LookupError, ValueError, TypeError):
        return None


def stored_documents(read: Read, entry: Entry) -> list[Document]:
    """Return the documents of a segment from its files of texts; ValueError if these do not belong to its *entry*."""
    files = index_format.texts_files(entry["name"], entry["items"])
    lines = [line for file in files for line in read(file).splitlines(keepends=True)]
    if sum(map(line_fingerprint, lines)) % (1 << 64) != int(entry["texts"], 16):
        raise ValueError(entry["name"])
    return list(map(Document.from_line, lines))


def _rebuilt_files(read: Read, changed: Mapping[str, Body]) -> Files:
    start = json.loads(read(index_format.START))
    entries = read_entries(read(index_format.START))
    if len(entries) != len(start["segments"]):
        raise ValueError(index_format.START)
    missing = set(changed)
    for place, entry in reversed(list(enumerate(entries))):
        if ids := missing.intersection(_stored_ids(read, entry)):
            missing -= ids
            start["segments"][place], files = _rebuild(read, entry, {id_: changed[id_] for id_ in ids})
            yield from files
    if missing:
        raise LookupError(missing)
    yield FOLDER + index_format.START, index_format.json_bytes(start)


def _rebuild(read: Read, entry: Entry, changed: Mapping[str, Body]) -> tuple[Entry, list[tuple[str, bytes]]]:
    documents = [
        document._replace(blocks=tuple(text_blocks(changed[document.id]))) if document.id in changed else document
        for document in stored_documents(read, entry)
    ]
    titles = [document.title for document in documents]
    new, files = collect(build_segment(entry["name"], _stored_columns(read, entry), titles, documents))
    if set(file_addresses(entry)) != {address for address, _ in files}:
        raise ValueError(entry["name"])
    return new, files


def _stored_ids(read: Read, entry: Entry) -> Iterator[str]:
    for file in index_format.names_files(entry["name"], entry["items"]):
        yield from (row[0] for row in json.loads(read(file)))


def _stored_columns(read: Read, entry: Entry) -> dict[str, Any]:
    head = json.loads(read(index_format.head_file(entry["name"])))
    if head["stamp"] != entry["stamp"]:
        raise ValueError(entry["name"])
    return {name: value for name, value in head.items() if name not in _LAYOUT}
