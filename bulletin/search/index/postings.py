"""The index of one segment: what its documents noted, some at a time, becomes shards; by whole arrays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from bulletin.search import index_format
from bulletin.search.index import arrays
from bulletin.search.index.shards import LONG, TermTable, joined
from bulletin.search.index.tokenize import STEP, Noted, Part
from bulletin.search.index_format import CELL

if TYPE_CHECKING:
    from bulletin.search.index.arrays import Array, Bytes, Places

_AT_ONCE = 1 << 19
"""Bytes of shards that are made together: more of them only need more memory."""
_MOST_PLACES = 1 << 28
"""What four bytes of seven bits hold."""


@dataclass(slots=True)
class Postings:
    """An index that grows by some documents at a time."""

    title: int
    """Places that each title takes."""
    cells: list[int] = field(default_factory=list)
    """Length of each document in cells."""
    pairs: list[Noted] = field(default_factory=list)
    singles: list[Noted] = field(default_factory=list)

    def add(self, part: Part) -> None:
        """Take up what the next documents note."""
        self.pairs.append(part.pairs.behind(sum(self.cells) * CELL))
        self.singles.append(part.singles.behind(len(self.cells) * STEP))
        self.cells += part.cells
        if sum(self.cells) * CELL >= _MOST_PLACES:
            raise OverflowError

    @property
    def count(self) -> int:
        """How many shards there are."""
        return index_format.shard_count(sum(self.cells))

    def shards(self) -> Iterator[bytes]:
        """Yield all shards."""
        count, stamp = self.count, index_format.layout_stamp(self.title, self.cells)
        edges = [index_format.base(place, count) for place in range(count + 1)]
        size = sum(len(noted.data) for noted in (*self.pairs, *self.singles))
        together = -(-count // (1 + size // _AT_ONCE))
        some = [edges[low : low + together + 1] for low in range(0, count, together)]
        tables = (_tables(noted, some, index_format.width(count)) for noted in (self.pairs, self.singles))
        yield from map(partial(joined, stamp), *tables)


def _tables(parts: Sequence[Noted], edges: Sequence[Sequence[int]], width: int) -> Iterator[TermTable]:
    """Yield the terms of each shard, given the *edges* of some shards at a time."""
    outer = [*(some[0] for some in edges), edges[-1][-1]]
    for some, pieces in zip(edges, zip(*(part.pieces(outer) for part in parts), strict=True), strict=True):
        yield from _cut(_merged(pieces), some, width)


@dataclass(frozen=True, slots=True)
class _Terms:
    """Terms in the order of their numbers, with all that is noted for each."""

    numbers: Array
    sizes: Array
    data: Bytes


def _merged(parts: Sequence[Noted]) -> _Terms:
    """Put together what the parts note for the same terms."""
    numbers = np.concatenate([part.numbers for part in parts])
    order = _order(numbers)
    numbers = numbers[order]
    firsts, lasts = (
        np.concatenate(some)[order] for some in ([part.firsts for part in parts], [part.lasts for part in parts])
    )
    again = np.flatnonzero(numbers[1:] == numbers[:-1])
    firsts[again + 1] -= lasts[again]
    heads, head_sizes = arrays.varints(firsts)
    rest_sizes = np.concatenate([part.sizes for part in parts])
    rest_starts = (np.cumsum(rest_sizes, dtype=np.intp) - rest_sizes)[order]
    buffer = np.concatenate([*(part.data for part in parts), heads])
    sizes = np.stack([head_sizes, rest_sizes[order]], axis=1)
    head_starts = np.cumsum(head_sizes, dtype=np.intp) - head_sizes + (len(buffer) - len(heads))
    data = _gathered(buffer, np.stack([head_starts, rest_starts], axis=1).ravel(), sizes.ravel())
    first = arrays.begins(numbers)
    return _Terms(numbers[first], arrays.sums(sizes.ravel(), 2 * first), data)


def _order(numbers: Array) -> Places:
    """Return the order of numbers; where they are equal, that in which they are."""
    both = numbers.astype(np.uint64)
    both <<= np.uint64(32)
    both |= np.arange(len(numbers), dtype=np.uint64)
    both.sort()
    return (both & np.uint64(0xFFFFFFFF)).astype(np.intp)


def _gathered(data: Bytes, starts: Places, sizes: Array) -> Bytes:
    """Return pieces of bytes one after the other."""
    at = np.repeat(starts - (np.cumsum(sizes, dtype=np.intp) - sizes), sizes)
    at += np.arange(len(at))
    return data.take(at)


def _cut(terms: _Terms, edges: Sequence[int], width: int) -> Iterator[TermTable]:
    """Yield the terms of each shard."""
    cuts = np.searchsorted(terms.numbers, np.array(edges, dtype=np.uint64))
    below = terms.numbers - np.repeat(np.array(edges[:-1], dtype=np.uint32), np.diff(cuts))
    numbers = below.astype(">u4").view(np.uint8).reshape(-1, 4)[:, 4 - width :].tobytes()
    sizes = np.minimum(terms.sizes, LONG).astype(np.uint8).tobytes()
    is_long = np.flatnonzero(terms.sizes >= LONG)
    long = terms.sizes[is_long].astype("<u4").view(np.uint8).reshape(-1, 4)[:, :3].tobytes()
    longs = (np.searchsorted(is_long, cuts) * 3).tolist()
    ends = np.concatenate([[0], np.cumsum(terms.sizes, dtype=np.intp)])[cuts].tolist()
    data = terms.data.tobytes()
    for at, (low, high) in enumerate(pairwise(cuts.tolist())):
        yield TermTable(
            high - low,
            numbers[low * width : high * width],
            sizes[low:high],
            long[longs[at] : longs[at + 1]],
            data[ends[at] : ends[at + 1]],
        )
