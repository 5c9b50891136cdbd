"""Sketches of many texts at once, and which are alike: what :mod:`bulletin.checks.likeness` finds, by arrays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from bulletin.checks.likeness import (
    BITS,
    FACTORS,
    LEAST_CHARS,
    LEAST_ESTIMATE,
    LEAST_SHARED,
    SAMPLE,
    SET_PHRASE,
    SHINGLE,
    SPREAD,
)

_Numbers = NDArray[np.uint32]
_AT_ONCE = 1_000_000
"""Characters of texts that are worked on at once, for the sake of memory."""
_FIRST_HAN, _LAST_HAN = 0x3400, 0x9FFF


def sketches(texts: Sequence[str]) -> Iterator[bytes]:
    """Yield the sketch of each text."""
    some: list[str] = []
    size = 0
    for text in texts:
        some.append(text)
        size += len(text)
        if size > _AT_ONCE:
            yield from _sketches(some)
            some, size = [], 0
    yield from _sketches(some)


def _sketches(texts: Sequence[str]) -> Iterator[bytes]:
    units = np.frombuffer("".join(f"{text}\0" for text in texts).encode("utf-16-le", "surrogatepass"), dtype="<u2")
    han = (units >= _FIRST_HAN) & (units <= _LAST_HAN)
    owners = np.searchsorted(np.flatnonzero(units == 0), np.flatnonzero(han)).astype(np.int32)
    numbers = _shingles(units[han].astype(np.uint32))
    within = owners[: len(numbers)] == owners[len(owners) - len(numbers) :]
    numbers, owners = numbers[within], owners[: len(numbers)][within]
    counts = np.bincount(owners, minlength=len(texts))
    bits = sum((counts > SAMPLE << bit).astype(np.uint64) for bit in range(BITS - 8))
    limits = (np.uint64(1) << (np.uint64(BITS) - bits)) * (counts > LEAST_CHARS - SHINGLE)
    sampled = numbers < limits[owners]
    pairs = np.unique(owners[sampled].astype(np.uint64) << np.uint64(BITS) | numbers[sampled])
    ends = np.searchsorted(pairs, np.arange(1, len(texts) + 1, dtype=np.uint64) << np.uint64(BITS))
    yield from (part.astype("<u4").tobytes() for part in np.split(pairs, ends)[: len(texts)])


def _shingles(codes: _Numbers) -> _Numbers:
    """Return the number of each shingle of the text that *codes* are."""
    count = max(len(codes) - SHINGLE + 1, 0)
    found = np.zeros(count, dtype=np.uint32)
    for place, factor in enumerate(FACTORS):
        found += codes[place : place + count] * np.uint32(factor)
    found ^= found >> np.uint32(15)
    found *= np.uint32(SPREAD)
    found ^= found >> np.uint32(13)
    return found


def likely_pairs(sketches: Sequence[bytes]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of texts, by their places, whose sketches are alike."""
    sizes = np.array([len(sketch) // 4 for sketch in sketches])
    numbers = np.frombuffer(b"".join(sketches), dtype="<u4")
    texts = np.repeat(np.arange(len(sketches)), sizes)
    ends = np.cumsum(sizes)
    order = np.argsort(numbers, kind="stable")
    starts = np.flatnonzero(np.diff(numbers[order], prepend=numbers[order][:1] + 1))
    many = np.diff(starts, append=len(numbers))
    # Each pair as one number; pairs of texts that share a number of their sketches, size by size.
    found = [np.zeros(0, dtype=np.int64)]
    for size in range(2, SET_PHRASE + 1):
        groups = texts[order][starts[many == size][:, None] + np.arange(size)]
        one, other = np.triu_indices(size, 1)
        found.append((groups[:, one] * len(sketches) + groups[:, other]).ravel())
    pairs, shared = np.unique(np.concatenate(found), return_counts=True)
    for pair in pairs[shared >= LEAST_SHARED].tolist():
        one, other = divmod(pair, len(sketches))
        if _estimate(*(numbers[ends[place] - sizes[place] : ends[place]] for place in (one, other))) >= LEAST_ESTIMATE:
            yield one, other


def _estimate(one: _Numbers, other: _Numbers) -> float:
    limit = min(one[-1], other[-1])
    one, other = one[one <= limit], other[other <= limit]
    return len(np.intersect1d(one, other, assume_unique=True)) / min(len(one), len(other))
