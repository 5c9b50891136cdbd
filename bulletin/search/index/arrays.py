"""Operations on whole arrays for building an index: numbers of pairs, runs of equal values, varints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bulletin.search.index.text_layout import Units

    Array = NDArray[np.uint32]
    Bytes = NDArray[np.uint8]
    Places = NDArray[np.intp]


def pair_numbers(first: Array, second: Array | Units | int) -> Array:
    """Return the numbers of pairs as ``index_format.pair_number`` does; arithmetic of 32 bits overflows by itself."""
    number = first << np.uint32(16)
    number |= np.asarray(second, dtype=np.uint32)
    number *= np.uint32(0x9E3779B1)
    number ^= number >> np.uint32(15)
    number *= np.uint32(0x85EBCA6B)
    number ^= number >> np.uint32(13)
    return number


def run_starts(numbers: NDArray[np.unsignedinteger[Any]]) -> Places:
    """Return where runs of equal numbers start in a sorted array."""
    first = np.ones(len(numbers), dtype=bool)
    np.not_equal(numbers[1:], numbers[:-1], out=first[1:])
    return np.flatnonzero(first)


def run_sums(values: NDArray[np.unsignedinteger[Any]], starts: Places) -> Array:
    """Return the sum of each run, given where runs start."""
    return np.add.reduceat(values, starts, dtype=np.uint32) if len(starts) else np.zeros(0, dtype=np.uint32)


def encode_varints(values: Array, skip: Places | NDArray[np.bool_] | None = None) -> tuple[Bytes, Bytes]:
    """Return numbers below 2**28 as varints (seven bits a byte, lowest first), and how many bytes each takes.

    Numbers at *skip*, given as indexes or as a mask, take none.
    """
    sizes = np.ones(len(values), dtype=np.uint8)
    wide = values & np.uint32(127)
    for step in (1, 2, 3):
        more = values >= np.uint32(1 << 7 * step)
        if not more.any():
            break
        sizes += more
        wide |= (values >> np.uint32(7 * step) & np.uint32(127)) << np.uint32(8 * step)
        wide |= more * np.uint32(128 << 8 * (step - 1))
    if skip is not None:
        sizes[skip] = 0
    kept = np.array([0, 0x01, 0x0101, 0x010101, 0x01010101], dtype="<u4").take(sizes).view(bool)
    # Four times as fast as indexing with a mask.
    return wide.astype("<u4", copy=False).view(np.uint8).compress(kept), sizes
