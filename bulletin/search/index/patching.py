"""What one text changes in what is noted for its terms, without numpy."""

from __future__ import annotations

import re
import struct
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from bulletin.search.index.shards import varint
from bulletin.search.index_format import RUN, RUN_DIGITS, RUN_END, RUN_START, run_code

_NUMBER = re.compile("[0-9]+")
_TITLE, _MANY = 2, 1


class Terms(NamedTuple):
    """What of a text is noted: the places of each pair, and count and rank of each single unit."""

    places: dict[tuple[int, int], list[int]]
    singles: dict[int, tuple[int, bool]]


def length(text: str) -> int:
    """Return how many UTF-16 units a text has."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def terms(title: str, below: str, room: int) -> Terms:
    """Return the terms of a folded text, by their places in its room; the title takes *room* places."""
    units = _units(title) + [0] * (room - length(title)) + _units(below)
    places: dict[tuple[int, int], list[int]] = {}
    for at, pair in enumerate(pairwise(units)):
        if pair[0] and pair[1]:
            places.setdefault(pair, []).append(at)
    for coded, at in _runs("".join(map(chr, units))):
        places.setdefault(coded, []).append(at)
    in_title = set(units[:room])
    counts = Counter(units)
    del counts[0]
    return Terms(places, {unit: (count, unit in in_title) for unit, count in counts.items()})


def _units(text: str) -> list[int]:
    data = text.encode("utf-16-le", "surrogatepass")
    return list(struct.unpack(f"<{len(data) // 2}H", data))


def _runs(text: str) -> Iterator[tuple[tuple[int, int], int]]:
    """Yield mark and code of whole numbers, and their places."""
    for match in _NUMBER.finditer(text):
        digits = match[0]
        if len(digits) <= RUN_DIGITS:
            yield (RUN, run_code(digits)), match.start()
        else:
            yield (RUN_START, run_code(digits[:RUN_DIGITS])), match.start()
            yield (RUN_END, run_code(digits[-RUN_DIGITS:])), match.end() - RUN_DIGITS


def moved(noted: bytes, begin: int, old: Sequence[int], new: Sequence[int]) -> bytes:
    """Return the places of a term with those of one text, which begins at *begin*, replaced.

    ValueError if the *old* ones, counted from there like the new, are not where they should be.
    """
    cut, before = _skipped(noted, begin + (old[0] if old else new[0]))
    walk = _Walk(noted, cut, before)
    for place in old:
        if walk.at == len(noted) or walk.step() != begin + place:
            raise ValueError
    found = bytearray(noted[:cut])
    for place in new:
        found += varint(begin + place - before)
        before = begin + place
    if walk.at < len(noted):
        following = walk.step()
        if following <= before:
            raise ValueError
        found += varint(following - before)
    return bytes(found + noted[walk.at :])


def _skipped(noted: bytes, first: int) -> tuple[int, int]:
    """Return where in a list of steps the first place not before *first* is written, and the place before it."""
    # Most of the time of an update is spent here.
    begin = place = number = shift = 0
    for at, byte in enumerate(noted):
        if byte > 127:  # noqa: PLR2004 - seven bits
            number |= (byte & 127) << shift
            shift += 7
            continue
        if shift:
            byte = number | byte << shift  # noqa: PLW2901
            number = shift = 0
        if place + byte >= first:
            return begin, place
        place += byte
        begin = at + 1
    return begin, place


def recounted(noted: bytes, item: int, old: tuple[int, bool] | None, new: tuple[int, bool] | None) -> bytes:
    """Return what is noted for a unit with what it says of one item replaced; ValueError if it does not say *old*."""
    walk, last = _Walk(noted), 0
    cut, value, count, document = 0, 0, 0, -1
    while walk.at < len(noted):
        cut = walk.at
        value = walk.next()
        count = walk.next() if value & _MANY else 1
        document = last + (value >> 2)
        if document >= item:
            break
        last, cut, document = document, walk.at, -1
    if (document == item) != (old is not None) or (old and old != (count, bool(value & _TITLE))):
        raise ValueError
    found = bytearray(noted[:cut])
    if new:
        found += _single(item - last, *new)
        last = item
    if document == item and walk.at < len(noted):
        document = item + (value := walk.next()) // 4
        count = walk.next() if value & _MANY else 1
    if document > item:
        found += _single(document - last, count, bool(value & _TITLE))
    return bytes(found + noted[walk.at :])


def _single(step: int, count: int, titled: bool) -> bytes:  # noqa: FBT001 - a pair as it is noted
    value = varint(step << 2 | titled * _TITLE | (count > 1) * _MANY)
    return value + varint(count) if count > 1 else value


class _Walk:
    """A walk through steps of seven bits a byte; ``value`` is where it stands."""

    __slots__ = ("at", "data", "value")

    def __init__(self, data: bytes, at: int = 0, value: int = 0) -> None:
        self.data, self.at, self.value = data, at, value

    def next(self) -> int:
        """Return the next number."""
        data, at = self.data, self.at
        number = data[at]
        if number > 127:  # noqa: PLR2004 - seven bits
            number, shift = number & 127, 7
            while True:
                at += 1
                number |= (data[at] & 127) << shift
                if data[at] < 128:  # noqa: PLR2004
                    break
                shift += 7
        self.at = at + 1
        return number

    def step(self) -> int:
        """Go on, and return the new place."""
        self.value += self.next()
        return self.value
