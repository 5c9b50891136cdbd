"""One shard: its terms and the postings of each, as bytes.

Bytes: 4 of stamp; how many pairs and how many single units there are, 2 each; their numbers, counted from the shard's
base, the highest byte first; their sizes, 1 each, where 255 stands for a size of 3 bytes that follows in its turn; then
what is noted for them; and zeros up to a multiple of 128. Some shards lie in a file.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from bulletin.search import index_format

Buffer = bytes | bytearray | memoryview
HEAD, LONG = 8, 255
"""Bytes before the numbers, and the size that says that the size is elsewhere."""


class Shard:
    """A shard that stands, cut into its terms: pairs in the first table, single units in the second."""

    __slots__ = ("_base", "_width", "data", "numbers", "sizes")

    def __init__(self, data: bytes, place: int, shards: int) -> None:
        """Cut the bytes of the shard *place* of so many; ValueError if they are not whole."""
        self._base, width = index_format.base(place, shards), index_format.width(shards)
        self._width = width
        counts = [int.from_bytes(data[at : at + 2], "little") for at in (4, 6)]
        at, middle, end = HEAD, HEAD + width * counts[0], HEAD + width * sum(counts)
        self.numbers = [bytearray(data[at:middle]), bytearray(data[middle:end])]
        sizes = list(data[end : end + sum(counts)])
        at = end + sum(counts)
        for place_, size in enumerate(sizes):
            if size == LONG:
                sizes[place_] = int.from_bytes(data[at : at + 3], "little")
                at += 3
        self.sizes = [sizes[: counts[0]], sizes[counts[0] :]]
        if not 0 <= len(data) - at - sum(sizes) < index_format.ALIGN:
            raise ValueError
        middle = at + sum(self.sizes[0])
        self.data = [bytearray(data[at:middle]), bytearray(data[middle : at + sum(sizes)])]

    def get(self, number: int, which: int) -> bytes:
        """Return what is noted for a term; nothing where it has none."""
        place, key = self._place(number, which)
        if not self._has(place, key, which):
            return b""
        at = sum(self.sizes[which][:place])
        return bytes(self.data[which][at : at + self.sizes[which][place]])

    def _place(self, number: int, which: int) -> tuple[int, bytes]:
        width, numbers = self._width, self.numbers[which]
        key = (number - self._base).to_bytes(width, "big")
        low, high = 0, len(self.sizes[which])
        while low < high:
            middle = (low + high) // 2
            if numbers[middle * width : (middle + 1) * width] < key:
                low = middle + 1
            else:
                high = middle
        return low, key

    def _has(self, place: int, key: bytes, which: int) -> bool:
        return self.numbers[which][place * self._width : (place + 1) * self._width] == key


class TermTable(NamedTuple):
    """Some terms of a shard, as their bytes."""

    many: int
    numbers: Buffer
    sizes: Buffer
    """One byte each."""
    long: Buffer
    """Three bytes for each of those sizes that need them."""
    data: Buffer


def joined(stamp: bytes, pairs: TermTable, singles: TermTable) -> bytes:
    """Return the bytes of a shard."""
    counts = (pairs.many | singles.many << 16).to_bytes(4, "little")
    numbers, sizes = (pairs.numbers, singles.numbers), (pairs.sizes, singles.sizes)
    shard = b"".join((stamp, counts, *numbers, *sizes, pairs.long, singles.long, pairs.data, singles.data))
    return shard + bytes(-len(shard) % index_format.ALIGN)


def cut(data: bytes, sizes: Sequence[int]) -> list[bytes]:
    """Return the shards of a file that have these *sizes*; ValueError if it is another file."""
    if len(data) != sum(sizes):
        raise ValueError
    ends = list(accumulate(sizes, initial=0))
    return [data[low:high] for low, high in pairwise(ends)]
