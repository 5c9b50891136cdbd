"""One shard as bytes: its terms, which are pairs of units and single units, and the postings of each.

The bytes: the layout stamp, 4; how many pairs and how many single units there are, 2 each; the numbers of the terms in
order, counted from the start of the shard, big-endian; the sizes of their postings, 1 each, where 255 says that the
size follows below; those sizes, 3 each; the postings; zeros up to a multiple of 128. A file holds several shards.
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

    __slots__ = ("_data", "_numbers", "_sizes", "_start", "_width")

    def __init__(self, data: bytes, place: int, shards: int) -> None:
        """Parse the bytes of the shard *place* of so many; ValueError if they are not valid."""
        self._start, width = index_format.shard_start(place, shards), index_format.number_width(shards)
        self._width = width
        counts = [int.from_bytes(data[at : at + 2], "little") for at in (4, 6)]
        at, middle, end = HEAD, HEAD + width * counts[0], HEAD + width * sum(counts)
        self._numbers = [data[at:middle], data[middle:end]]
        sizes = list(data[end : end + sum(counts)])
        at = end + sum(counts)
        for term, size in enumerate(sizes):
            if size == LONG:
                sizes[term] = int.from_bytes(data[at : at + 3], "little")
                at += 3
        self._sizes = [sizes[: counts[0]], sizes[counts[0] :]]
        if not 0 <= len(data) - at - sum(sizes) < index_format.ALIGN:
            raise ValueError
        middle = at + sum(self._sizes[0])
        self._data = [data[at:middle], data[middle : at + sum(sizes)]]

    def postings(self, number: int, kind: int) -> bytes:
        """Return the postings of the term with that number, ``PAIRS`` or ``SINGLES``; none where it does not occur."""
        width, numbers, sizes = self._width, self._numbers[kind], self._sizes[kind]
        key = (number - self._start).to_bytes(width, "big")
        place = bisect_left(range(len(sizes)), key, key=lambda at: numbers[at * width : (at + 1) * width])
        if numbers[place * width : (place + 1) * width] != key:
            return b""
        at = sum(sizes[:place])
        return self._data[kind][at : at + sizes[place]]


class TermTable(NamedTuple):
    """The terms of one kind in a shard, as bytes."""

    terms: int
    numbers: bytes
    sizes: bytes
    """One byte each."""
    long: bytes
    """Three bytes for each size from 255."""
    data: bytes


def join_shard(stamp: bytes, pairs: TermTable, singles: TermTable) -> bytes:
    """Return the bytes of a shard."""
    counts = (pairs.terms | singles.terms << 16).to_bytes(4, "little")
    numbers, sizes = (pairs.numbers, singles.numbers), (pairs.sizes, singles.sizes)
    shard = b"".join((stamp, counts, *numbers, *sizes, pairs.long, singles.long, pairs.data, singles.data))
    return shard + bytes(-len(shard) % index_format.ALIGN)


def split_shards(data: bytes, sizes: Sequence[int]) -> list[bytes]:
    """Return the shards of a file, given their *sizes*; ValueError if these are those of another file."""
    if len(data) != sum(sizes):
        raise ValueError
    ends = list(accumulate(sizes, initial=0))
    return [data[low:high] for low, high in pairwise(ends)]
