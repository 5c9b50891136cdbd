"""One shard as bytes: its terms, which are pairs of units and single units, and the postings of each.

The bytes: a mark that differs from shard to shard, 4; how many pairs and how many single units there are, 2
each; the numbers of the terms in order, counted from the start of the shard, big-endian; the sizes of their postings, 1
each, where 255 says that the size follows below; those sizes, 3 each; the postings; zeros up to a multiple of 128. A
file holds several shards.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from bulletin.search import index_format

HEAD, LONG = 8, 255
"""Bytes before the terms' numbers, and the size that says that the size follows below."""
PAIRS, SINGLES = 0, 1
"""The two kinds of terms of a shard."""


class Shard:
    """A shard in which the postings of terms are looked up."""

    __slots__ = ("_data", "_mark", "_numbers", "_sizes", "_start", "_width")

    def __init__(self, data: bytes, place: int, shards: int) -> None:
        """Parse the bytes of the shard *place* of so many; ValueError if they are not valid."""
        self._start, width = index_format.shard_start(place, shards), index_format.number_width(shards)
        self._width, self._mark = width, index_format.shard_mark(place, shards)
        if data[:4] != self._mark:
            raise ValueError
        counts = [int.from_bytes(data[at : at + 2], "little") for at in (4, 6)]
        at, middle, end = HEAD, HEAD + width * counts[0], HEAD + width * sum(counts)
        self._numbers = [data[at:middle], data[middle:end]]
        sizes = list(data[end : end + sum(counts)])
        at = end + sum(counts)
        for term in [term for term, size in enumerate(sizes) if size == LONG]:
            sizes[term] = int.from_bytes(data[at : at + 3], "little")
            at += 3
        self._sizes = [sizes[: counts[0]], sizes[counts[0] :]]
        if not 0 <= len(data) - at - sum(sizes) < index_format.ALIGN:
            raise ValueError
        middle = at + sum(self._sizes[0])
        self._data = [data[at:middle], data[middle : at + sum(sizes)]]

    def postings(self, number: int, kind: int) -> bytes:
        """Return the postings of the term with that number, ``PAIRS`` or ``SINGLES``; none where it does not occur."""
        place, found = self._find(number, kind)
        if not found:
            return b""
        at = sum(self._sizes[kind][:place])
        return self._data[kind][at : at + self._sizes[kind][place]]

    def replace(self, number: int, kind: int, postings: bytes) -> None:
        """Replace the postings of a term; without any the term is left out."""
        place, found = self._find(number, kind)
        width, numbers, sizes, data = self._width, self._numbers[kind], self._sizes[kind], self._data[kind]
        low, at = place * width, sum(sizes[:place])
        end = at + sizes[place] if found else at
        key = (number - self._start).to_bytes(width, "big") if postings else b""
        self._numbers[kind] = numbers[:low] + key + numbers[low + width * found :]
        self._data[kind] = data[:at] + postings + data[end:]
        sizes[place : place + found] = [len(postings)] if postings else []

    def to_bytes(self) -> bytes:
        """Return the bytes of the shard."""
        return join_shard(self._mark, *map(self._table, (PAIRS, SINGLES)))

    def _find(self, number: int, kind: int) -> tuple[int, bool]:
        """Return the place of a term among those of its kind, and whether it is there."""
        width, numbers = self._width, self._numbers[kind]
        key = (number - self._start).to_bytes(width, "big")
        place = bisect_left(range(len(self._sizes[kind])), key, key=lambda at: numbers[at * width : (at + 1) * width])
        return place, numbers[place * width : (place + 1) * width] == key

    def _table(self, kind: int) -> TermTable:
        sizes = self._sizes[kind]
        long = b"".join([size.to_bytes(3, "little") for size in sizes if size >= LONG])
        short = bytes([min(size, LONG) for size in sizes]) if long else bytes(sizes)
        return TermTable(len(sizes), self._numbers[kind], short, long, self._data[kind])


class TermTable(NamedTuple):
    """The terms of one kind in a shard, as bytes."""

    terms: int
    numbers: bytes
    sizes: bytes
    """One byte each."""
    long: bytes
    """Three bytes for each size from 255."""
    data: bytes


def join_shard(mark: bytes, pairs: TermTable, singles: TermTable) -> bytes:
    """Return the bytes of a shard."""
    counts = (pairs.terms | singles.terms << 16).to_bytes(4, "little")
    numbers, sizes = (pairs.numbers, singles.numbers), (pairs.sizes, singles.sizes)
    shard = b"".join((mark, counts, *numbers, *sizes, pairs.long, singles.long, pairs.data, singles.data))
    return shard + bytes(-len(shard) % index_format.ALIGN)


def split_shards(data: bytes, sizes: Sequence[int]) -> list[bytes]:
    """Return the shards of a file, given their *sizes*; ValueError if these are those of another file."""
    if len(data) != sum(sizes):
        raise ValueError
    ends = list(accumulate(sizes, initial=0))
    return [data[low:high] for low, high in pairwise(ends)]
