"""The index of one segment: from folded texts to shards, by whole arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, cast

import numpy as np

from bulletin.search.layout import CELL, RUN, RUN_DIGITS, RUN_END, RUN_START

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.uint64]

_SHARD_SIZE = 3000
"""Bytes that a shard has on average: of small ones less is fetched in vain, but each is a file and a request."""
_MOST_SHARDS = 4096
_TITLE, _MANY = 2, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Postings:
    """The shards of a segment, and how its texts lie in the row of all their places."""

    title: int
    """Places that each title takes."""
    cells: tuple[int, ...]
    """Length of each document in cells."""
    shards: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class _Terms:
    """Terms in the order of their numbers, and what is noted for each of them."""

    numbers: Array
    sizes: Array
    data: NDArray[np.uint8]


def index(texts: Sequence[tuple[str, str]], stamp: bytes) -> Postings:
    """Return the index of *texts*, each a title and the parts below it, joined by NUL; all of them folded."""
    title = _rounded(max((_length(head) for head, _ in texts), default=0) + 1)
    row, cells = _row(texts, title)
    begins = np.cumsum(np.array([0, *cells], dtype=np.uint64)) * np.uint64(CELL)
    places, singles = _places(row), _singles(row, begins, title)
    count = min(_MOST_SHARDS, 1 + (len(places.data) + len(singles.data)) // _SHARD_SIZE)
    shards = [stamp + one + other for one, other in zip(_blocks(places, count), _blocks(singles, count), strict=True)]
    return Postings(title=title, cells=tuple(cells), shards=tuple(shards))


def _length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _rounded(length: int) -> int:
    return -(-length // CELL) * CELL


def _row(texts: Sequence[tuple[str, str]], title: int) -> tuple[NDArray[np.uint16], list[int]]:
    """Lay all texts into one row of UTF-16 units; NUL is where nothing is."""
    pieces, cells = [], []
    for head, below in texts:
        data = head.encode("utf-16-le").ljust(2 * title, b"\0") + below.encode("utf-16-le")
        length = _rounded(len(data) // 2 + 1)
        pieces.append(data.ljust(2 * length, b"\0"))
        cells.append(length // CELL)
    return np.frombuffer(b"".join(pieces), dtype="<u2"), cells


def _mix(first: Array, second: Array | int) -> Array:
    """Return the numbers of pairs, as ``layout.mix`` does."""
    low = np.uint64(0xFFFFFFFF)
    number = (first << np.uint64(16) | np.asarray(second, dtype=np.uint64)) * np.uint64(0x9E3779B1) & low
    number ^= number >> np.uint64(15)
    number = number * np.uint64(0x85EBCA6B) & low
    return cast("Array", number ^ number >> np.uint64(13))


def _places(row: NDArray[np.uint16]) -> _Terms:
    """Note for each pair of neighbours, and for each number, the places where it begins."""
    at = np.flatnonzero((row[:-1] != 0) & (row[1:] != 0)).astype(np.uint64)
    pairs = _mix(row[at].astype(np.uint64), row[at + np.uint64(1)]) << np.uint64(32) | at
    sorted_pairs = np.sort(np.concatenate([pairs, *_runs(row)]))
    numbers, where = sorted_pairs >> np.uint64(32), sorted_pairs & np.uint64(0xFFFFFFFF)
    first = _firsts(numbers)
    gaps = where.copy()
    gaps[1:] -= np.where(first[1:], np.uint64(0), where[:-1])
    data, ends = _varints(gaps)
    return _terms(numbers, first, ends, data)


def _runs(row: NDArray[np.uint16]) -> list[Array]:
    """Return the places of whole numbers."""
    digit = np.concatenate([[False], (row >= ord("0")) & (row <= ord("9")), [False]])
    begins = np.flatnonzero(digit[1:] & ~digit[:-1])
    ends = np.flatnonzero(~digit[1:] & digit[:-1])
    lengths = ends - begins
    found = [_coded(row, begins[lengths == length], length, RUN) for length in range(1, RUN_DIGITS + 1)]
    longer = lengths > RUN_DIGITS
    found.append(_coded(row, begins[longer], RUN_DIGITS, RUN_START))
    found.append(_coded(row, ends[longer] - RUN_DIGITS, RUN_DIGITS, RUN_END))
    return found


def _coded(row: NDArray[np.uint16], at: NDArray[np.intp], length: int, mark: int) -> Array:
    code = np.zeros(len(at), dtype=np.uint64)
    for digit in range(length):
        code = code * np.uint64(10) + (row[at + digit] - ord("0")).astype(np.uint64)
    code += np.uint64((10**length - 10) // 9)
    marks = np.full(len(at), mark, dtype=np.uint64)
    return cast("Array", _mix(marks, code) << np.uint64(32) | at.astype(np.uint64))


def _singles(row: NDArray[np.uint16], begins: Array, title: int) -> _Terms:
    """Note for each unit the documents that hold it, how often, and whether in the title."""
    at = np.flatnonzero(row)
    document = np.searchsorted(begins, at, side="right").astype(np.uint64) - np.uint64(1)
    in_title = at.astype(np.uint64) - begins[document] < np.uint64(title)
    # Those in titles come first among the equal.
    entries = row[at].astype(np.uint64) << np.uint64(33) | document << np.uint64(1) | ~in_title
    found, counts = np.unique(entries >> np.uint64(1), return_counts=True)
    titled = np.isin(found, np.unique(entries[in_title] >> np.uint64(1)), assume_unique=True)
    numbers, documents = _mix(found >> np.uint64(32), 0), found & np.uint64(0xFFFFFFFF)
    order = np.argsort(numbers, kind="stable")
    numbers, documents, counts, titled = numbers[order], documents[order], counts[order], titled[order]
    first = _firsts(numbers)
    gaps = documents.copy()
    gaps[1:] -= np.where(first[1:], np.uint64(0), documents[:-1])
    many = counts > 1
    values = np.zeros(len(gaps) + int(many.sum()), dtype=np.uint64)
    slots = np.cumsum(1 + many) - 1 - many
    values[slots] = gaps << np.uint64(2) | titled * np.uint64(_TITLE) | many * np.uint64(_MANY)
    values[slots[many] + 1] = counts[many].astype(np.uint64)
    data, ends = _varints(values)
    return _terms(numbers, first, ends[slots + many], data)


def _firsts(numbers: Array) -> NDArray[np.bool_]:
    first = np.ones(len(numbers), dtype=bool)
    first[1:] = numbers[1:] != numbers[:-1]
    return first


def _terms(numbers: Array, first: NDArray[np.bool_], ends: Array, data: NDArray[np.uint8]) -> _Terms:
    begins = np.flatnonzero(first)
    last = ends[np.append(begins[1:], len(numbers)) - 1] if len(begins) else ends[:0]
    return _Terms(numbers[begins], np.diff(last, prepend=np.uint64(0)), data)


def _varints(values: Array) -> tuple[NDArray[np.uint8], Array]:
    """Return numbers as bytes, seven bits each, the lowest first, and the end of each number."""
    sizes = np.ones(len(values), dtype=np.uint64)
    for bits in (7, 14, 21, 28):
        sizes += values >= np.uint64(1 << bits)
    ends = np.cumsum(sizes, dtype=np.uint64)
    data = np.zeros(int(ends[-1]) if len(ends) else 0, dtype=np.uint8)
    begins = ends - sizes
    for step in range(5):
        has = sizes > np.uint64(step)
        more = (sizes[has] > np.uint64(step + 1)) * np.uint64(128)
        data[begins[has] + np.uint64(step)] = values[has] >> np.uint64(7 * step) & np.uint64(127) | more
    return data, ends


def _blocks(terms: _Terms, count: int) -> list[bytes]:
    """Cut terms into shards: how many there are, their numbers and sizes, then what is noted for them."""
    # The first number of each shard: what layout.shard says, turned round.
    edges = -(-(np.arange(count + 1, dtype=np.int64) << 32) // count)
    cuts = np.searchsorted(terms.numbers.astype(np.int64), edges)
    ends = np.concatenate([np.zeros(1, dtype=np.uint64), np.cumsum(terms.sizes, dtype=np.uint64)])
    return [_block(terms, low, high, ends) for low, high in pairwise(cuts.tolist())]


def _block(terms: _Terms, low: int, high: int, ends: Array) -> bytes:
    numbers, sizes = terms.numbers[low:high], terms.sizes[low:high]
    steps = np.diff(numbers, prepend=np.uint64(0))
    table = np.empty(2 * len(numbers) + 1, dtype=np.uint64)
    table[0], table[1::2], table[2::2] = len(numbers), steps, sizes
    return _varints(table)[0].tobytes() + terms.data[int(ends[low]) : int(ends[high])].tobytes()
