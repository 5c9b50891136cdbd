"""Texts that are nearly the same: what two of them share, and which to look at among thousands.

A text is compared by its *shingles*, every four Han characters in a row; so paragraphs in another order, another title
and words changed here and there leave most of it alike. Its *sketch* is a sample of their numbers, some hundred, which
two texts draw alike. Sketches of thousands are compared by arrays (:mod:`bulletin.checks.likeness_arrays`), those of a
few that were edited here: importing numpy takes longer than that. What they suggest is compared sign by sign.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

SHINGLE = 4
"""Characters in a row."""
LEAST_CHARS = 100
"""Shorter texts, in Han characters, are compared as wholes only."""
SAMPLE = 128
"""About as many shingles, at the most, are in a sketch."""
FACTORS = (0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F)
SPREAD = 0x2C1B3C6D
BITS = 32
SET_PHRASE = 32
"""What stands in more texts than this is a set phrase, which tells nothing."""
LEAST_SHARED, LEAST_ESTIMATE = 8, 0.25
"""What two sketches have to share, in numbers and as a share of the smaller, to be looked at closely."""
LEAST_PERCENT = 60
"""What is alike: a text of which so much stands in another."""

_MASK = (1 << BITS) - 1
_NO_HAN = re.compile("[^\u3400-\u9fff]+")
_NO_WORDS = re.compile(r"[\W_]+")
_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；\n]*")


class LikeTexts(NamedTuple):
    """Two texts that are nearly the same, by the paths of their files."""

    one: str
    other: str
    percent: int
    """How much of the shorter one stands in the other, rounded down."""


class SideBySide(NamedTuple):
    """Sentences of two texts that stand beside each other; "" where one of them has none."""

    one: str
    other: str
    same: bool


def sketch(text: str) -> bytes:
    """Return the sketch of a text or of its HTML: numbers of 32 bits, sorted; b"" for a short one."""
    codes = list(map(ord, _NO_HAN.sub("", text)))
    count = len(codes) - SHINGLE + 1
    if len(codes) < LEAST_CHARS:
        return b""
    first, second, third, fourth = FACTORS
    limit = 1 << (BITS - ((count - 1) // SAMPLE).bit_length())
    found = set()
    for a, b, c, d in zip(codes, codes[1:], codes[2:], codes[3:], strict=False):
        number = (a * first + b * second + c * third + d * fourth) & _MASK
        number = ((number ^ number >> 15) * SPREAD) & _MASK
        number ^= number >> 13
        if number < limit:
            found.add(number)
    return _numbers(sorted(found)).tobytes()


def _numbers(values: Sequence[int] | bytes) -> array[int]:
    kind = "I" if array("I").itemsize == BITS // 8 else "L"
    return array(kind, values)


def likely_pairs(sketches: Mapping[str, bytes], changed: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of texts, by path, of which one has *changed* and whose sketches are alike."""
    done: set[str] = set()
    for path in changed:
        done.add(path)
        if not (own := set(_numbers(sketches.get(path, b"")))):
            continue
        shared = {other: common for other in sketches if (common := own.intersection(_numbers(sketches[other])))}
        texts_with = Counter(number for common in shared.values() for number in common)
        for other, common in shared.items():
            telling = sum(texts_with[number] <= SET_PHRASE for number in common)
            is_new = other not in done and telling >= LEAST_SHARED
            if is_new and _estimate(own, _numbers(sketches[other])) >= LEAST_ESTIMATE:
                yield path, other


def _estimate(one: set[int], other: Sequence[int]) -> float:
    """Return the share of shingles of the smaller text that stand in the other, by what both have sampled."""
    limit = min(max(one), other[-1])
    one, there = {number for number in one if number <= limit}, {number for number in other if number <= limit}
    return len(one & there) / min(len(one), len(there))


def words_of(text: str) -> str:
    """Return a text without blanks, punctuation and markup, as it is compared."""
    return _NO_WORDS.sub("", text)


def shared_percent(one: str, other: str) -> int:
    """Return how much of the shorter of two texts, as :func:`words_of` gives them, stands in the other."""
    short, long = sorted((one, other), key=len)
    there = {long[place : place + SHINGLE] for place in range(len(long) - SHINGLE + 1)}
    found = bytearray(len(short))
    for place in range(len(short) - SHINGLE + 1):
        if short[place : place + SHINGLE] in there:
            found[place : place + SHINGLE] = b"\1" * SHINGLE
    return 100 * sum(found) // len(short) if short else 0


def side_by_side(one: str, other: str) -> list[SideBySide]:
    """Return the sentences of two texts beside each other, those that are the same in one row."""
    left, right = _SENTENCE.findall(one), _SENTENCE.findall(other)
    rows = []
    for tag, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        for row in range(max(b - a, d - c)):
            ours, theirs = left[a:b][row : row + 1], right[c:d][row : row + 1]
            rows.append(SideBySide("".join(ours), "".join(theirs), tag == "equal"))
    return rows
