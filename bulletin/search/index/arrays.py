"""Steps of building an index that work on whole arrays: numbers of pairs, steps, numbers as bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bulletin.search.index.text_matrix import Units

    Array = NDArray[np.uint32]
    Bytes = NDArray[np.uint8]
    Places = NDArray[np.intp]


def mix(first: Array, second: Array | Units | int) -> Array:
    """Return the numbers of pairs, as ``layout.mix`` does: what is above 32 bits is lost by itself."""
    number = first << np.uint32(16)
    number |= np.asarray(second, dtype=np.uint32)
    number *= np.uint32(0x9E3779B1)
    number ^= number >> np.uint32(15)
    number *= np.uint32(0x85EBCA6B)
    number ^= number >> np.uint32(13)
    return number


def begins(numbers: NDArray[np.unsignedinteger[Any]]) -> Places:
    """Return where in a sorted row another number begins."""
    first = np.ones(len(numbers), dtype=bool)
    np.not_equal(numbers[1:], numbers[:-1], out=first[1:])
    return np.flatnonzero(first)


def ends(begins: Places, length: int) -> Places:
    """Return the last places of runs that begin there, in a row of that length."""
    return np.append(begins[1:], length) - 1


def sums(values: NDArray[np.unsignedinteger[Any]], begins: Places) -> Array:
    """Return the sum of each run."""
    return np.add.reduceat(values, begins, dtype=np.uint32) if len(begins) else np.zeros(0, dtype=np.uint32)


def steps(values: Array) -> Array:
    """Return how much each value is above the one before, the first above 0."""
    above = values.copy()
    above[1:] -= values[:-1]
    return above


def varints(values: Array, without: Places | NDArray[np.bool_] | None = None) -> tuple[Bytes, Bytes]:
    """Return numbers below 2**28 as bytes, seven bits each, the lowest first; and how many bytes each takes.

    Those of *without*, which are places or a mask, take none.
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
    if without is not None:
        sizes[without] = 0
    kept = np.array([0, 0x01, 0x0101, 0x010101, 0x01010101], dtype="<u4").take(sizes).view(bool)
    # Four times as fast as to index by what is kept.
    return wide.astype("<u4", copy=False).view(np.uint8).compress(kept), sizes
