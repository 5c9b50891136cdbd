"""The terms of one item, without arrays: what ``text_layout.py`` and ``tokenize.py`` find of many.

For the edit of one item this takes a millisecond, and the import of numpy a hundred.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from bulletin.search.document import Document
from bulletin.search.index.codec import HAS_COUNT, IN_TITLE, Run
from bulletin.search.index.shards import PAIRS, SINGLES
from bulletin.search.index_format import (
    BLOCK_CELL,
    RUN,
    RUN_DIGITS,
    RUN_END,
    RUN_START,
    digits_code,
    padded_title_width,
    pair_number,
)
from bulletin.search.normalize import fold

Term = tuple[int, int]
"""Its kind, and its number."""
_DIGITS = re.compile("[0-9]+")


def item_terms(document: Document) -> dict[Term, Run]:
    """Return the terms of an item with their postings."""
    places: dict[tuple[int, int], list[int]] = {}
    counts: Counter[int] = Counter()
    titled: set[int] = set()
    for start, text in _blocks(document):
        units = _units(text)
        counts.update(units)
        if not start:
            titled = set(units)
        for place, pair in enumerate(pairwise(units), start):
            places.setdefault(pair, []).append(place)
        for offset, kind, code in _digit_runs(text, len(units)):
            places.setdefault((kind, code), []).append(start + offset)
    found: dict[Term, Run] = {(PAIRS, pair_number(*pair)): tuple(at) for pair, at in places.items()}
    for unit, count in counts.items():
        flags = (IN_TITLE if unit in titled else 0) | (HAS_COUNT if count > 1 else 0)
        found[SINGLES, pair_number(unit, 0)] = (flags, count)
    return found


def title_width(title: str) -> int:
    """Return the width of a title."""
    return padded_title_width(len(_units(fold(title))))


def _blocks(document: Document) -> Iterator[tuple[int, str]]:
    """Yield the title and all other parts folded, each with the place where it starts."""
    yield 0, fold(document.title)
    start = title_width(document.title)
    for part in document.text_below_title().split("\0"):
        if folded := fold(part):
            yield start, folded
            start += -(-(len(_units(folded)) + 1) // BLOCK_CELL) * BLOCK_CELL


def _units(text: str) -> list[int]:
    if text.isascii() or max(text) <= "\uffff":
        return list(map(ord, text))
    data = text.encode("utf-16-le", "surrogatepass")
    return [low | high << 8 for low, high in zip(data[::2], data[1::2], strict=True)]


def _digit_runs(text: str, length: int) -> Iterator[tuple[int, int, int]]:
    """Yield offset, kind and code of the runs of digits in a text that has so many units."""
    for match in _DIGITS.finditer(text):
        digits, offset = match[0], match.start()
        if length > len(text):
            offset = len(_units(text[:offset]))
        if len(digits) <= RUN_DIGITS:
            yield offset, RUN, digits_code(digits)
        else:
            yield offset, RUN_START, digits_code(digits[:RUN_DIGITS])
            yield offset + len(digits) - RUN_DIGITS, RUN_END, digits_code(digits[-RUN_DIGITS:])
