"""The postings of one segment: partial indexes are collected and merged into shards, by operations on whole arrays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from bulletin.search import index_format
from bulletin.search.index import arrays
from bulletin.search.index.shards import LONG, TermTable, join_shard
from bulletin.search.index.tokenize import DOCUMENT_STEP, PartialIndex, PostingBlock
from bulletin.search.index_format import CELL

if TYPE_CHECKING:
    from bulletin.search.index.arrays import Array, Bytes, Places

_BATCH_BYTES = 1 << 19
"""Bytes of shards that are merged together; more of them only need more memory."""
_MAX_PLACES = 1 << 28
"""What a varint of four bytes holds."""


@dataclass(slots=True)
class Postings:
    """Postings to which partial indexes are added, in the order of documents."""

    title_width: int
    """Places that each title takes."""
    cells: list[int] = field(default_factory=list)
    """Width of each document in cells."""
    pairs: list[PostingBlock] = field(default_factory=list)
    singles: list[PostingBlock] = field(default_factory=list)

    def add(self, part: PartialIndex) -> None:
        """Add the partial index of the next documents; OverflowError where a segment has too many places."""
        self.pairs.append(part.pairs.shifted(sum(self.cells) * CELL))
        self.singles.append(part.singles.shifted(len(self.cells) * DOCUMENT_STEP))
        self.cells += part.cells
        if sum(self.cells) * CELL >= _MAX_PLACES:
            raise OverflowError

    @property
    def shard_count(self) -> int:
        """Number of shards."""
        return index_format.shard_count(sum(self.cells))

    def shards(self) -> Iterator[bytes]:
        """Yield the bytes of all shards."""
        count, stamp = self.shard_count, index_format.layout_stamp(self.title_width, self.cells)
        edges = [index_format.shard_start(place, count) for place in range(count + 1)]
        size = sum(len(block.data) for block in (*self.pairs, *self.singles))
        batch = -(-count // (1 + size // _BATCH_BYTES))
        batches = [edges[low : low + batch + 1] for low in range(0, count, batch)]
        width = index_format.number_width(count)
        tables = (_term_tables(blocks, batches, width) for blocks in (self.pairs, self.singles))
        yield from map(partial(join_shard, stamp), *tables)


def _term_tables(blocks: Sequence[PostingBlock], batches: Sequence[Sequence[int]], width: int) -> Iterator[TermTable]:
    """Yield the terms of each shard, given the edges of each batch of shards."""
    outer = [*(edges[0] for edges in batches), batches[-1][-1]]
    for edges, pieces in zip(batches, zip(*(block.split(outer) for block in blocks), strict=True), strict=True):
        yield from _split_terms(_merge(pieces), edges, width)


@dataclass(frozen=True, slots=True)
class _Terms:
    """Terms in the order of their numbers, with all their postings as bytes."""

    numbers: Array
    sizes: Array
    data: Bytes


def _merge(blocks: Sequence[PostingBlock]) -> _Terms:
    """Return the terms of all blocks; the postings of a term are joined in the order of blocks."""
    numbers = np.concatenate([block.numbers for block in blocks])
    order = _order(numbers)
    numbers = numbers[order]
    firsts, lasts = (
        np.concatenate(arrays_)[order]
        for arrays_ in ([block.firsts for block in blocks], [block.lasts for block in blocks])
    )
    again = np.flatnonzero(numbers[1:] == numbers[:-1])
    firsts[again + 1] -= lasts[again]
    heads, head_sizes = arrays.encode_varints(firsts)
    rest_sizes = np.concatenate([block.sizes for block in blocks])
    rest_starts = (np.cumsum(rest_sizes, dtype=np.intp) - rest_sizes)[order]
    buffer = np.concatenate([*(block.data for block in blocks), heads])
    sizes = np.stack([head_sizes, rest_sizes[order]], axis=1)
    head_starts = np.cumsum(head_sizes, dtype=np.intp) - head_sizes + (len(buffer) - len(heads))
    data = _gather(buffer, np.stack([head_starts, rest_starts], axis=1).ravel(), sizes.ravel())
    first = arrays.run_starts(numbers)
    return _Terms(numbers[first], arrays.run_sums(sizes.ravel(), 2 * first), data)


def _order(numbers: Array) -> Places:
    """Return the indexes that sort *numbers*; the sort is stable."""
    both = numbers.astype(np.uint64)
    both <<= np.uint64(32)
    both |= np.arange(len(numbers), dtype=np.uint64)
    both.sort()
    return (both & np.uint64(0xFFFFFFFF)).astype(np.intp)


def _gather(data: Bytes, starts: Places, sizes: Array) -> Bytes:
    """Return pieces of *data* joined, given where they start and their sizes."""
    at = np.repeat(starts - (np.cumsum(sizes, dtype=np.intp) - sizes), sizes)
    at += np.arange(len(at))
    return data.take(at)


def _split_terms(terms: _Terms, edges: Sequence[int], width: int) -> Iterator[TermTable]:
    """Yield the terms of each shard as bytes."""
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
