"""What some documents note for their terms: by whole arrays, and without a look at any other document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from bulletin.search.index import arrays
from bulletin.search.index.arrays import mix, steps, varints
from bulletin.search.index.text_matrix import Row, Text, row
from bulletin.search.index_format import CELL, RUN, RUN_DIGITS, RUN_END, RUN_START

if TYPE_CHECKING:
    from bulletin.search.index.arrays import Array, Bytes, Places
    from bulletin.search.index.text_matrix import Units

MOST = 256
"""Documents that are looked at together: enough for whole arrays to pay, few enough to need little memory."""
STEP = 4
"""What a document is above the one before it, where single units are noted."""
_TITLE, _MANY = 2, 1
_LEFT = np.uint32(16)


@dataclass(frozen=True, slots=True)
class Noted:
    """Terms in the order of their numbers, and what is noted for each of them."""

    numbers: Array
    firsts: Array
    """What is noted first, counted from the first of the documents."""
    lasts: Array
    """What the next one is counted from."""
    sizes: Array
    """Bytes of what is noted besides."""
    data: Bytes
    """All that is noted besides."""

    def behind(self, begin: int) -> Noted:
        """Return the same with all that is noted first counted from so far before the documents."""
        return Noted(self.numbers, self.firsts + np.uint32(begin), self.lasts + np.uint32(begin), self.sizes, self.data)

    def pieces(self, edges: Sequence[int]) -> Iterator[Noted]:
        """Yield the terms whose numbers are between one of the edges and the next; all are above the first."""
        cuts = [*np.searchsorted(self.numbers, np.array(edges[:-1], dtype=np.uint32)).tolist(), len(self.numbers)]
        ends = np.concatenate([[0], np.cumsum(self.sizes, dtype=np.intp)])[cuts].tolist()
        for (first, last), (begin, end) in zip(pairwise(cuts), pairwise(ends), strict=True):
            some = slice(first, last)
            yield Noted(self.numbers[some], self.firsts[some], self.lasts[some], self.sizes[some], self.data[begin:end])


@dataclass(frozen=True, slots=True)
class Part:
    """What some documents note: for pairs and numbers the places, for single units the documents."""

    cells: tuple[int, ...]
    """Length of each document in cells."""
    pairs: Noted
    singles: Noted


def part(texts: Sequence[Text], title: int) -> Part:
    """Return what at most ``MOST`` documents note; each of their titles takes so many places."""
    laid = row(texts, title)
    return Part(laid.cells, _places(laid.units), _singles(laid, title))


def _places(units: Units) -> Noted:
    """Note for each pair of neighbours, and for each number, the places where it begins."""
    numbers, at = (np.concatenate(some) for some in zip(_pairs(units), *_runs(units), strict=True))
    both = numbers.astype(np.uint64)
    both <<= np.uint64(32)
    both |= at
    del numbers, at
    both.sort()
    halves = both.view("<u4")
    numbers, at = halves[1::2], halves[::2].copy()
    begins = arrays.begins(numbers)
    data, sizes = varints(steps(at), begins)
    return Noted(numbers[begins], at[begins], at[arrays.ends(begins, len(at))], arrays.sums(sizes, begins), data)


def _pairs(units: Units) -> tuple[Array, Array]:
    """Return the numbers of all pairs, and the places where they begin."""
    at = np.flatnonzero(np.logical_and(units[:-1], units[1:]))
    return mix(units.take(at).astype(np.uint32), units[1:].take(at)), at.astype(np.uint32)


def _runs(units: Units) -> Iterator[tuple[Array, Array]]:
    """Yield numbers and places of whole numbers."""
    # Other units turn round and are large.
    digit = np.concatenate([[False], units - np.uint16(ord("0")) <= np.uint16(9), [False]])
    edges = np.flatnonzero(digit[1:] != digit[:-1])
    begins, ends = edges[::2], edges[1::2]
    lengths = ends - begins
    for length in range(1, RUN_DIGITS + 1):
        yield _coded(units, begins[lengths == length], length, RUN)
    longer = lengths > RUN_DIGITS
    yield _coded(units, begins[longer], RUN_DIGITS, RUN_START)
    yield _coded(units, ends[longer] - RUN_DIGITS, RUN_DIGITS, RUN_END)


def _coded(units: Units, at: Places, length: int, mark: int) -> tuple[Array, Array]:
    code = np.full(len(at), (10**length - 10) // 9, dtype=np.uint32)
    for digit in range(length):
        code += (units[at + digit] - ord("0")).astype(np.uint32) * np.uint32(10 ** (length - 1 - digit))
    return mix(np.full(len(at), mark, dtype=np.uint32), code), at.astype(np.uint32)


def _singles(laid: Row, title: int) -> Noted:
    """Note for each unit the documents that hold it, how often, and whether in the title."""
    by_rank, ranks = _ranks()
    rooms = np.array(laid.cells) * CELL
    document = np.repeat(np.arange(len(rooms), dtype=np.uint32), rooms)
    both = ranks.take(laid.units)
    both |= document
    heads = (np.cumsum(rooms) - rooms)[:, np.newaxis] + np.arange(title)
    in_title = np.sort((ranks.take(laid.units.take(heads)) | document.take(heads))[laid.units.take(heads) > 0])
    both.sort()
    # Where nothing is, there is the unit of rank 0.
    both = both[np.count_nonzero(laid.units == 0) :]
    begins = arrays.begins(both)
    counts = np.diff(begins, append=len(both)).astype(np.uint32)
    held = both[begins]
    titled = np.zeros(len(held), dtype=np.uint32)
    titled[np.searchsorted(held, in_title)] = _TITLE
    return _counted(by_rank[held >> _LEFT], held & np.uint32(0xFFFF), titled, counts)


@cache
def _ranks() -> tuple[Array, Array]:
    """Return the numbers of single units in order, and of each unit its place among them, in the upper half."""
    numbers = mix(np.arange(1 << 16, dtype=np.uint32), 0)
    order = np.argsort(numbers)
    ranks = np.empty(1 << 16, dtype=np.uint32)
    ranks[order] = np.arange(1 << 16, dtype=np.uint32) << _LEFT
    return numbers[order], ranks


def _counted(numbers: Array, documents: Array, titled: Array, counts: Array) -> Noted:
    begins = arrays.begins(numbers)
    many = counts > 1
    flags = titled | many * np.uint32(_MANY)
    places = documents * np.uint32(STEP)
    values = np.stack([steps(places) | flags, counts], axis=1)
    without = np.stack([np.zeros(len(many), dtype=bool), ~many], axis=1)
    without[begins, 0] = True
    data, sizes = varints(values.ravel(), without.ravel())
    firsts, lasts = (places | flags)[begins], places[arrays.ends(begins, len(places))]
    return Noted(numbers[begins], firsts, lasts, arrays.sums(sizes, 2 * begins), data)
