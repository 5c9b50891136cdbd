"""The postings of one part of a segment, by operations on whole arrays and without any other item.

Terms are pairs of neighbouring units, numbers (runs of digits) and single units. The postings of pairs and numbers are
the places where they start; those of single units are items, each with a count and whether its title has the unit.
``item_terms.py`` does the same with one item and without arrays.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from bulletin.search.index import arrays
from bulletin.search.index.arrays import encode_varints, pair_numbers
from bulletin.search.index.codec import HAS_COUNT, IN_TITLE, SINGLES, Coding, places_coding
from bulletin.search.index.text_layout import LAST_MARK, LOCAL_BITS, SlottedText, TextLayout, lay_out_texts
from bulletin.search.index_format import RUN, RUN_DIGITS, RUN_END, RUN_START

if TYPE_CHECKING:
    from bulletin.search.index.arrays import Array, Bytes, Places
    from bulletin.search.index.text_layout import Units

_SLOT_BITS = 10
_UPPER_HALF = np.uint32(16)


@dataclass(frozen=True, slots=True)
class PostingBlock:
    """Terms in the order of their numbers, and their postings."""

    numbers: Array
    sizes: Array
    """Bytes of the postings of each term."""
    data: Bytes
    """The postings of all terms."""


@dataclass(frozen=True, slots=True)
class PartialIndex:
    """The postings of a part of a segment."""

    pairs: PostingBlock
    """Places of pairs and of numbers."""
    singles: PostingBlock
    """Items of single units."""
    title_widths: tuple[int, ...]
    """The width of each title."""


def index_part(texts: Sequence[SlottedText], bits: int) -> PartialIndex:
    """Return the postings of a part's items, in the order of their slots; so many *bits* of places are in an entry."""
    layout = lay_out_texts(texts)
    return PartialIndex(_place_postings(layout, places_coding(bits)), _single_postings(layout), layout.title_widths)


def _place_postings(layout: TextLayout, coding: Coding) -> PostingBlock:
    """Return the places where each pair of neighbours and each number starts."""
    terms = (_pairs(layout.units), *_digit_runs(layout.units))
    numbers, at = (np.concatenate(some) for some in zip(*terms, strict=True))
    both = numbers.astype(np.uint64)
    both <<= np.uint64(32)
    both |= layout.places.take(at)
    del numbers, at
    both.sort()
    halves = both.view("<u4")
    numbers, places = halves[1::2], halves[::2].copy()
    begins = arrays.run_starts(numbers)
    local = places & np.uint32((1 << LOCAL_BITS) - 1)
    far = local >= coding.mask
    places >>= np.uint32(LOCAL_BITS)
    places <<= np.uint32(coding.bits)
    places |= np.minimum(local, np.uint32(coding.mask))
    steps = _steps(places, begins)
    if not far.any():
        data, sizes = encode_varints(steps)
        return PostingBlock(numbers[begins], arrays.run_sums(sizes, begins), data)
    more = local - np.uint32(coding.mask)
    more[1:] -= (steps[1:] == 0) * more[:-1]
    values = np.stack([steps, more], axis=1).ravel()
    data, sizes = encode_varints(values, np.stack([np.zeros(len(far), dtype=bool), ~far], axis=1).ravel())
    return PostingBlock(numbers[begins], arrays.run_sums(sizes, 2 * begins), data)


def _steps(entries: Array, begins: Places) -> Array:
    """Return the difference of each entry from the one before; where a term begins, the entry."""
    steps = entries.copy()
    steps[1:] -= entries[:-1]
    steps[begins] = entries[begins]
    return steps


def _pairs(units: Units) -> tuple[Array, Places]:
    """Return the term numbers of all pairs, and where in the array they start."""
    unit = units > LAST_MARK
    at = np.flatnonzero(np.logical_and(unit[:-1], unit[1:]))
    return pair_numbers(units.take(at).astype(np.uint32), units[1:].take(at)), at


def _digit_runs(units: Units) -> Iterator[tuple[Array, Places]]:
    """Yield term numbers and where in the array runs of digits start."""
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


def _run_terms(units: Units, at: Places, length: int, kind: int) -> tuple[Array, Places]:
    """Return term numbers of runs of one length, which start *at* these places of the array."""
    code = np.full(len(at), (10**length - 10) // 9, dtype=np.uint32)
    for digit in range(length):
        code += (units[at + digit] - ord("0")).astype(np.uint32) * np.uint32(10 ** (length - 1 - digit))
    return pair_numbers(np.full(len(at), kind, dtype=np.uint32), code), at


def _single_postings(layout: TextLayout) -> PostingBlock:
    """Return for each unit the items that hold it, how often, and whether in the title."""
    by_rank, ranks = _ranks()
    both = ranks.take(layout.units)
    both |= layout.places >> np.uint32(LOCAL_BITS) << np.uint32(1)
    both |= ~layout.in_title
    both = both[layout.units > LAST_MARK]
    both.sort()
    begins = arrays.run_starts(both >> np.uint32(1))
    counts = np.diff(begins, append=len(both)).astype(np.uint32)
    held = both[begins]
    numbers, slots = held >> _UPPER_HALF, held >> np.uint32(1) & np.uint32((1 << _SLOT_BITS) - 1)
    starts = arrays.run_starts(numbers)
    many = counts > 1
    # Occurrences in titles come first.
    flags = (~held & np.uint32(1)) * np.uint32(IN_TITLE) | many * np.uint32(HAS_COUNT)
    steps = _steps(slots << np.uint32(SINGLES.bits) | flags, starts)
    skip = np.stack([np.zeros(len(many), dtype=bool), ~many], axis=1).ravel()
    data, sizes = encode_varints(np.stack([steps, counts], axis=1).ravel(), skip)
    return PostingBlock(by_rank[numbers[starts]], arrays.run_sums(sizes, 2 * starts), data)


@cache
def _ranks() -> tuple[Array, Array]:
    """Return the term numbers of single units in order, and the rank of each unit among them, in the upper 16 bits."""
    numbers = pair_numbers(np.arange(1 << 16, dtype=np.uint32), 0)
    order = np.argsort(numbers)
    ranks = np.empty(1 << 16, dtype=np.uint32)
    ranks[order] = np.arange(1 << 16, dtype=np.uint32) << _UPPER_HALF
    return numbers[order], ranks
