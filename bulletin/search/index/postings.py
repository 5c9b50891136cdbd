"""The postings of the whole index: those of all parts are merged into shards, by operations on whole arrays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from bulletin.search import index_format
from bulletin.search.index import arrays
from bulletin.search.index.shards import LONG, TermTable, join_shard
from bulletin.search.index.tokenize import PartialIndex, PostingBlock

if TYPE_CHECKING:
    from bulletin.search.index.arrays import Array, Bytes, Places

_BATCH_BYTES = 1 << 19
"""Bytes of shards that are merged together; more of them only need more memory."""
_Pieces = Sequence[tuple[int, PostingBlock]]
"""Blocks of terms, each with the key of its part."""


@dataclass(slots=True)
class Postings:
    """Postings to which those of parts are added, in the order of their keys."""

    pairs: list[tuple[int, PostingBlock]] = field(default_factory=list)
    singles: list[tuple[int, PostingBlock]] = field(default_factory=list)

    def add(self, key: int, part: PartialIndex) -> None:
        """Add the postings of the next part."""
        self.pairs.append((key, part.pairs))
        self.singles.append((key, part.singles))

    def shards(self, count: int) -> Iterator[bytes]:
        """Yield the bytes of so many shards."""
        edges = [index_format.shard_start(place, count) for place in range(count + 1)]
        size = sum(len(block.data) for _, block in (*self.pairs, *self.singles))
        batch = -(-count // (1 + size // _BATCH_BYTES))
        batches = [edges[low : low + batch + 1] for low in range(0, count, batch)]
        width = index_format.number_width(count)
        tables = (_term_tables(blocks, batches, width) for blocks in (self.pairs, self.singles))
        for place, (pairs, singles) in enumerate(zip(*tables, strict=True)):
            yield join_shard(index_format.shard_mark(place, count), pairs, singles)


def _term_tables(blocks: _Pieces, batches: Sequence[Sequence[int]], width: int) -> Iterator[TermTable]:
    """Yield the terms of each shard, given the edges of each batch of shards."""
    outer = [*(edges[0] for edges in batches), batches[-1][-1]]
    split = [[(key, piece) for piece in _split(block, outer)] for key, block in blocks]
    for number, edges in enumerate(batches):
        yield from _split_terms(_merge([pieces[number] for pieces in split]), edges, width)


def _split(block: PostingBlock, edges: Sequence[int]) -> Iterator[PostingBlock]:
    """Yield one block for the terms between each edge and the next; no term is below the first edge."""
    cuts = [*np.searchsorted(block.numbers, np.array(edges[:-1], dtype=np.uint32)).tolist(), len(block.numbers)]
    ends = np.concatenate([[0], np.cumsum(block.sizes, dtype=np.intp)])[cuts].tolist()
    for (first, last), (begin, end) in zip(pairwise(cuts), pairwise(ends), strict=True):
        yield PostingBlock(block.numbers[first:last], block.sizes[first:last], block.data[begin:end])


def _merge(pieces: _Pieces) -> PostingBlock:
    """Return the terms of all blocks, with the postings of a term joined as ``codec.join_parts`` does."""
    if not pieces:
        return PostingBlock(np.zeros(0, np.uint32), np.zeros(0, np.uint32), np.zeros(0, np.uint8))
    numbers = np.concatenate([block.numbers for _, block in pieces])
    order = _order(numbers)
    numbers = numbers[order]
    keys = np.repeat([key for key, _ in pieces], [len(block.numbers) for _, block in pieces])[order]
    gaps = keys.astype(np.uint32)
    again = np.flatnonzero(numbers[1:] == numbers[:-1])
    gaps[again + 1] -= keys[again].astype(np.uint32)
    followed = np.zeros(len(numbers), dtype=bool)
    followed[again] = True
    sizes = np.concatenate([block.sizes for _, block in pieces])
    starts = (np.cumsum(sizes, dtype=np.intp) - sizes)[order]
    sizes = sizes[order]
    values = np.stack([gaps << np.uint32(1) | followed, sizes], axis=1).ravel()
    heads, head_sizes = arrays.encode_varints(
        values, np.stack([np.zeros(len(followed), dtype=bool), ~followed], axis=1).ravel()
    )
    head_sizes = head_sizes.reshape(-1, 2).sum(axis=1, dtype=np.uint32)
    buffer = np.concatenate([*(block.data for _, block in pieces), heads])
    both = np.stack([head_sizes, sizes], axis=1)
    head_starts = np.cumsum(head_sizes, dtype=np.intp) - head_sizes + (len(buffer) - len(heads))
    data = _gather(buffer, np.stack([head_starts, starts], axis=1).ravel(), both.ravel())
    first = arrays.run_starts(numbers)
    return PostingBlock(numbers[first], arrays.run_sums(both.ravel(), 2 * first), data)


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


def _split_terms(terms: PostingBlock, edges: Sequence[int], width: int) -> Iterator[TermTable]:
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
