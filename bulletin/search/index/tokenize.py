"""The partial index of a batch of documents, by operations on whole arrays and without any other document.

Terms are pairs of neighbouring units, numbers (runs of digits) and single units. The postings of pairs and numbers are
the places where they start; those of single units are documents, each with a count and whether its title has the unit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from bulletin.search.index import arrays
from bulletin.search.index.arrays import deltas, encode_varints, pair_numbers
from bulletin.search.index.text_layout import TextLayout, TitleAndText, lay_out_texts
from bulletin.search.index_format import CELL, RUN, RUN_DIGITS, RUN_END, RUN_START

if TYPE_CHECKING:
    from bulletin.search.index.arrays import Array, Bytes, Places
    from bulletin.search.index.text_layout import Units

BATCH = 256
"""Documents in a batch: enough for whole arrays to pay, few enough to need little memory."""
DOCUMENT_STEP = 4
"""The difference of neighbouring documents in postings of single units; the bits below are flags."""
_IN_TITLE, _HAS_COUNT = 2, 1
_UPPER_HALF = np.uint32(16)


@dataclass(frozen=True, slots=True)
class PostingBlock:
    """Terms in the order of their numbers, and their postings: the first as a number, the others as bytes."""

    numbers: Array
    firsts: Array
    """The first posting of each term, counted from the start of the batch."""
    lasts: Array
    """The last posting of each term, from which the first one of the next batch is counted."""
    sizes: Array
    """Bytes of the postings after the first."""
    data: Bytes
    """The postings after the first, of all terms."""

    def shifted(self, begin: int) -> PostingBlock:
        """Return the block with postings counted from *begin* before the start of the batch."""
        return replace(self, firsts=self.firsts + np.uint32(begin), lasts=self.lasts + np.uint32(begin))

    def split(self, edges: Sequence[int]) -> Iterator[PostingBlock]:
        """Yield one block for the terms between each edge and the next; no term is below the first edge."""
        cuts = [*np.searchsorted(self.numbers, np.array(edges[:-1], dtype=np.uint32)).tolist(), len(self.numbers)]
        ends = np.concatenate([[0], np.cumsum(self.sizes, dtype=np.intp)])[cuts].tolist()
        for (first, last), (begin, end) in zip(pairwise(cuts), pairwise(ends), strict=True):
            some = slice(first, last)
            yield PostingBlock(
                self.numbers[some], self.firsts[some], self.lasts[some], self.sizes[some], self.data[begin:end]
            )


@dataclass(frozen=True, slots=True)
class PartialIndex:
    """The postings of a batch of documents."""

    cells: tuple[int, ...]
    """Width of each document in cells."""
    pairs: PostingBlock
    """Places of pairs and of numbers."""
    singles: PostingBlock
    """Documents of single units."""


def index_batch(texts: Sequence[TitleAndText], title_width: int) -> PartialIndex:
    """Return the postings of at most ``BATCH`` documents, whose titles have that width."""
    layout = lay_out_texts(texts, title_width)
    return PartialIndex(layout.cells, _place_postings(layout.units), _single_postings(layout, title_width))


def _place_postings(units: Units) -> PostingBlock:
    """Return the places where each pair of neighbours and each number starts."""
    numbers, at = (np.concatenate(some) for some in zip(_pairs(units), *_digit_runs(units), strict=True))
    both = numbers.astype(np.uint64)
    both <<= np.uint64(32)
    both |= at
    del numbers, at
    both.sort()
    halves = both.view("<u4")
    numbers, at = halves[1::2], halves[::2].copy()
    begins = arrays.run_starts(numbers)
    data, sizes = encode_varints(deltas(at), begins)
    return PostingBlock(
        numbers[begins], at[begins], at[arrays.run_ends(begins, len(at))], arrays.run_sums(sizes, begins), data
    )


def _pairs(units: Units) -> tuple[Array, Array]:
    """Return the term numbers of all pairs, and the places where they start."""
    at = np.flatnonzero(np.logical_and(units[:-1], units[1:]))
    return pair_numbers(units.take(at).astype(np.uint32), units[1:].take(at)), at.astype(np.uint32)


def _digit_runs(units: Units) -> Iterator[tuple[Array, Array]]:
    """Yield term numbers and places of runs of digits."""
    # The difference of units below "0" overflows and is large.
    digit = np.concatenate([[False], units - np.uint16(ord("0")) <= np.uint16(9), [False]])
    edges = np.flatnonzero(digit[1:] != digit[:-1])
    begins, ends = edges[::2], edges[1::2]
    lengths = ends - begins
    for length in range(1, RUN_DIGITS + 1):
        yield _run_terms(units, begins[lengths == length], length, RUN)
    longer = lengths > RUN_DIGITS
    yield _run_terms(units, begins[longer], RUN_DIGITS, RUN_START)
    yield _run_terms(units, ends[longer] - RUN_DIGITS, RUN_DIGITS, RUN_END)


def _run_terms(units: Units, at: Places, length: int, kind: int) -> tuple[Array, Array]:
    """Return term numbers and places of runs of one length, which start *at* these places."""
    code = np.full(len(at), (10**length - 10) // 9, dtype=np.uint32)
    for digit in range(length):
        code += (units[at + digit] - ord("0")).astype(np.uint32) * np.uint32(10 ** (length - 1 - digit))
    return pair_numbers(np.full(len(at), kind, dtype=np.uint32), code), at.astype(np.uint32)


def _single_postings(layout: TextLayout, title_width: int) -> PostingBlock:
    """Return for each unit the documents that hold it, how often, and whether in the title."""
    by_rank, ranks = _ranks()
    widths = np.array(layout.cells) * CELL
    document = np.repeat(np.arange(len(widths), dtype=np.uint32), widths)
    both = ranks.take(layout.units)
    both |= document
    heads = (np.cumsum(widths) - widths)[:, np.newaxis] + np.arange(title_width)
    in_title = np.sort((ranks.take(layout.units.take(heads)) | document.take(heads))[layout.units.take(heads) > 0])
    both.sort()
    # NUL, which is no term, has rank 0.
    both = both[np.count_nonzero(layout.units == 0) :]
    begins = arrays.run_starts(both)
    counts = np.diff(begins, append=len(both)).astype(np.uint32)
    held = both[begins]
    titled = np.zeros(len(held), dtype=np.uint32)
    titled[np.searchsorted(held, in_title)] = _IN_TITLE
    return _encode_counts(by_rank[held >> _UPPER_HALF], held & np.uint32(0xFFFF), titled, counts)


@cache
def _ranks() -> tuple[Array, Array]:
    """Return the term numbers of single units in order, and the rank of each unit among them, in the upper 16 bits."""
    numbers = pair_numbers(np.arange(1 << 16, dtype=np.uint32), 0)
    order = np.argsort(numbers)
    ranks = np.empty(1 << 16, dtype=np.uint32)
    ranks[order] = np.arange(1 << 16, dtype=np.uint32) << _UPPER_HALF
    return numbers[order], ranks


def _encode_counts(numbers: Array, documents: Array, titled: Array, counts: Array) -> PostingBlock:
    """Return postings of single units: each is a document with two flags, followed by its count if that is above 1."""
    starts = arrays.run_starts(numbers)
    many = counts > 1
    flags = titled | many * np.uint32(_HAS_COUNT)
    places = documents * np.uint32(DOCUMENT_STEP)
    values = np.stack([deltas(places) | flags, counts], axis=1)
    skip = np.stack([np.zeros(len(many), dtype=bool), ~many], axis=1)
    skip[starts, 0] = True
    data, sizes = encode_varints(values.ravel(), skip.ravel())
    firsts, lasts = (places | flags)[starts], places[arrays.run_ends(starts, len(places))]
    return PostingBlock(numbers[starts], firsts, lasts, arrays.run_sums(sizes, 2 * starts), data)
