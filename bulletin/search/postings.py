"""The index of one segment: from its row to shards, by whole arrays, a part of the terms at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from bulletin.search import layout
from bulletin.search.arrays import begins as begins_of
from bulletin.search.arrays import gaps, mix, varints
from bulletin.search.layout import CELL, RUN, RUN_DIGITS, RUN_END, RUN_START
from bulletin.search.rows import Row, row
from bulletin.search.shards import joined

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bulletin.search.arrays import Array, Bytes
    from bulletin.search.rows import Units


_AT_ONCE = 1 << 20
"""Places that are sorted together: more of them only need more memory."""
_KEPT = 1 << 21
"""Places that are picked out together; what is left out is picked in another round."""
_DOCUMENTS_AT_ONCE, _UNITS_AT_ONCE = 512, 1 << 13
_ALL_BITS = 0xFFFFFFFF
_TITLE, _MANY = 2, 1
_RANK, _DOCUMENT, _TITLED = np.uint64(48), np.uint64(24), np.uint64(23)
_COUNT = np.uint32((1 << 23) - 1)
_MOST_DOCUMENTS = 1 << 24
_MOST_PLACES = 1 << 28
"""What four bytes of seven bits hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Postings:
    """The shards of a segment, and how its texts lie in the row of all their places."""

    title: int
    """Places that each title takes."""
    cells: tuple[int, ...]
    """Length of each document in cells."""
    shards: tuple[bytes, ...]

    @property
    def sizes(self) -> tuple[int, ...]:
        """Bytes of each shard."""
        return tuple(map(len, self.shards))


@dataclass(frozen=True, slots=True)
class _Terms:
    """Terms in the order of their numbers, and what is noted for each of them."""

    numbers: Array
    sizes: Array
    data: Bytes


def index(texts: Iterable[tuple[str, str]]) -> Postings:
    """Return the index of *texts*, each a title and the parts below it, joined by NUL."""
    laid = row(texts)
    if len(laid.units) >= _MOST_PLACES:
        raise OverflowError
    count = layout.shard_count(sum(laid.cells))
    tables = [_joined(list(_places(laid))), _joined(list(_singles(laid)))]
    shards = tuple(_shards(tables, count, layout.layout_stamp(laid.title, laid.cells)))
    return Postings(title=laid.title, cells=laid.cells, shards=shards)


def _places(laid: Row) -> Iterator[_Terms]:
    """Note for each pair of neighbours, and for each number, the places where it begins; some terms at a time."""
    for low, high in _spans(0, 1 << 32, 1 + len(laid.units) // _KEPT):
        found = [_within(*one, low, high) for begin, units in _pieces(laid) for one in _begun(units, begin)]
        numbers, at = (np.concatenate(one) for one in zip(*found, strict=True))
        found.clear()
        for some in _spans(low, high, 1 + len(at) // _AT_ONCE):
            yield _noted(*_within(numbers, at, *some))


def _pieces(laid: Row) -> Iterator[tuple[int, Units]]:
    """Yield some texts of a row at a time, and where they begin; a text ends with NUL, so that no pair is cut."""
    ends = (np.cumsum(laid.cells, dtype=np.int64) * CELL).tolist()
    for low, high in pairwise([0, *ends[_DOCUMENTS_AT_ONCE - 1 : -1 : _DOCUMENTS_AT_ONCE], *ends[-1:]]):
        yield low, laid.units[low:high]


def _begun(units: Units, begin: int) -> Iterator[tuple[Array, Array]]:
    """Yield numbers of pairs and of numbers, and the places where they begin."""
    at = np.flatnonzero(np.logical_and(units[:-1], units[1:]))
    yield mix(units[at].astype(np.uint32), units[1:][at]), (at + begin).astype(np.uint32)
    for numbers, at in _runs(units):
        yield numbers, (at + begin).astype(np.uint32)


def _spans(low: int, high: int, many: int) -> Iterator[tuple[int, int]]:
    return pairwise([low + (high - low) * part // many for part in range(many + 1)])


def _within(numbers: Array, at: Array, low: int, high: int) -> tuple[Array, Array]:
    if low == 0 and high > _ALL_BITS:
        return numbers, at
    # Below the lowest the difference turns round and is large.
    some = np.flatnonzero(numbers - np.uint32(low) < np.uint32(high - low))
    return numbers[some], at[some]


def _noted(numbers: Array, at: Array) -> _Terms:
    both = numbers.astype(np.uint64)
    both <<= np.uint64(32)
    both |= at
    both.sort()
    halves = both.view("<u4")
    numbers, at = halves[1::2], halves[::2].copy()
    begins = begins_of(numbers)
    return _terms(numbers[begins], begins, *varints(gaps(at, begins)))


def _runs(units: Units) -> Iterator[tuple[Array, NDArray[np.intp]]]:
    """Yield numbers and places of whole numbers."""
    digit = np.concatenate([[False], (units >= ord("0")) & (units <= ord("9")), [False]])
    begins = np.flatnonzero(digit[1:] & ~digit[:-1])
    ends = np.flatnonzero(~digit[1:] & digit[:-1])
    lengths = ends - begins
    for length in range(1, RUN_DIGITS + 1):
        yield _coded(units, begins[lengths == length], length, RUN)
    longer = lengths > RUN_DIGITS
    yield _coded(units, begins[longer], RUN_DIGITS, RUN_START)
    yield _coded(units, ends[longer] - RUN_DIGITS, RUN_DIGITS, RUN_END)


def _coded(units: Units, at: NDArray[np.intp], length: int, mark: int) -> tuple[Array, NDArray[np.intp]]:
    code = np.full(len(at), (10**length - 10) // 9, dtype=np.uint32)
    for digit in range(length):
        code += (units[at + digit] - ord("0")).astype(np.uint32) * np.uint32(10 ** (length - 1 - digit))
    return mix(np.full(len(at), mark, dtype=np.uint32), code), at


def _singles(laid: Row) -> Iterator[_Terms]:
    """Note for each unit the documents that hold it, how often, and whether in the title; some terms at a time."""
    found = np.concatenate([np.zeros(0, dtype=np.uint64), *_held(laid)])
    found.sort()
    edges = np.searchsorted(found, np.arange(0, 1 << 16, _UNITS_AT_ONCE, dtype=np.uint64) << _RANK)
    numbers = np.sort(mix(np.arange(1 << 16, dtype=np.uint32), 0))
    for low, high in pairwise([*edges.tolist(), len(found)]):
        yield _counted(found[low:high], numbers)


def _counted(found: NDArray[np.uint64], by_rank: Array) -> _Terms:
    numbers = by_rank[found >> _RANK]
    begins = begins_of(numbers)
    documents = (found >> _DOCUMENT & np.uint64(_MOST_DOCUMENTS - 1)).astype(np.uint32)
    titled, counts = (found >> _TITLED & np.uint64(1)).astype(np.uint32), found.astype(np.uint32) & _COUNT
    many = counts > 1
    values = np.empty((len(found), 2), dtype=np.uint32)
    values[:, 0] = gaps(documents, begins) << np.uint32(2) | titled * np.uint32(_TITLE) | many * np.uint32(_MANY)
    values[:, 1] = counts
    kept = np.ones((len(found), 2), dtype=bool)
    kept[:, 1] = many
    slots = np.cumsum(1 + many) - 1 - many
    return _terms(numbers[begins], slots[begins], *varints(values[kept]))


def _held(laid: Row) -> Iterator[NDArray[np.uint64]]:
    """Yield of some documents at a time their units, by the order of their numbers, with what is noted."""
    ranks = np.argsort(np.argsort(mix(np.arange(1 << 16, dtype=np.uint32), 0))).astype(np.uint64)
    ends = np.cumsum(laid.cells) * CELL
    for low in range(0, len(ends), _DOCUMENTS_AT_ONCE):
        some = ends[low : low + _DOCUMENTS_AT_ONCE]
        first = int(ends[low - 1]) if low else 0
        units = laid.units[first : int(some[-1])]
        rooms = np.diff(some, prepend=first)
        document = np.repeat(np.arange(len(some), dtype=np.uint32), rooms)
        title = np.zeros(len(units), dtype=bool)
        for begin in (some - rooms - first).tolist():
            title[begin : begin + laid.title] = True
        at = np.flatnonzero(units)
        both = units[at].astype(np.uint32) << np.uint32(16) | document[at]
        titled = np.sort(both[title[at]])
        both.sort()
        begins = begins_of(both)
        counts = np.diff(begins, append=len(both)).astype(np.uint64)
        held = both[begins]
        in_title = np.zeros(len(held), dtype=np.uint64)
        in_title[np.searchsorted(held, titled)] = 1
        place = (held & np.uint32(0xFFFF)).astype(np.uint64) + np.uint64(low)
        yield ranks[held >> np.uint32(16)] << _RANK | place << _DOCUMENT | in_title << _TITLED | counts


def _terms(numbers: Array, begins: NDArray[np.intp], data: Bytes, sizes: Bytes) -> _Terms:
    return _Terms(numbers, np.add.reduceat(sizes, begins, dtype=np.uint32) if len(begins) else numbers, data)


def _joined(parts: Sequence[_Terms]) -> _Terms:
    return _Terms(*(np.concatenate([getattr(part, name) for part in parts]) for name in _Terms.__slots__))


def _shards(tables: Sequence[_Terms], count: int, stamp: bytes) -> Iterator[bytes]:
    """Yield the shards into which terms are cut by their numbers."""
    edges = [layout.base(place, count) for place in range(count + 1)]
    width = layout.width(count)
    cut = []
    for terms in tables:
        cuts = np.searchsorted(terms.numbers, np.array(edges, dtype=np.uint64)).tolist()
        below = terms.numbers - np.repeat(np.array(edges[:-1], dtype=np.uint32), np.diff(cuts))
        numbers = below.astype(">u4").view(np.uint8).reshape(-1, 4)[:, 4 - width :].tobytes()
        ends = np.concatenate([[0], np.cumsum(terms.sizes, dtype=np.int64)])[cuts].tolist()
        cut.append((numbers, terms.sizes.tolist(), terms.data.data, cuts, ends))
    for place in range(count):
        spans = [(cuts[place], cuts[place + 1], ends[place], ends[place + 1]) for _, _, _, cuts, ends in cut]
        yield joined(
            stamp,
            [one[0][low * width : high * width] for one, (low, high, _, _) in zip(cut, spans, strict=True)],
            [one[1][low:high] for one, (low, high, _, _) in zip(cut, spans, strict=True)],
            [one[2][low:high] for one, (_, _, low, high) in zip(cut, spans, strict=True)],
        )
