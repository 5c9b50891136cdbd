"""Folded texts in one array of UTF-16 units, with NUL where there is nothing, by operations on whole arrays."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from bulletin.search.index_format import CELL, padded_text_width, padded_title_width
from bulletin.search.normalize import WORD, fold_char

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Units = NDArray[np.uint16]

TitleAndText = tuple[str, str]
"""A title, and the parts below it, separated by NUL."""

_TEXT, _BELOW = "\x01", "\x02"
"""Marks before each title, and before the parts below it; no text holds control characters."""
_SPACE = 0x20
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_UNKNOWN = 0xFFFF
"""Marks units whose folding is not known yet; the noncharacter with that code folds to itself."""


@dataclass(frozen=True, slots=True)
class TextLayout:
    """Texts in one array of units."""

    units: Units
    cells: tuple[int, ...]
    """Width of each text in cells."""


def titles_width(titles: Sequence[str]) -> int:
    """Return the width of all titles of a segment, given its titles."""
    units = fold_to_units("".join(f"{_TEXT}{title}" for title in titles) + _TEXT)
    lengths = np.diff(np.flatnonzero(units == ord(_TEXT)))
    return padded_title_width(int(lengths.max(initial=1)) - 1)


def lay_out_texts(texts: Sequence[TitleAndText], title_width: int) -> TextLayout:
    """Return *texts* folded and laid out, each with its title first, padded to *title_width*."""
    pieces = _split(fold_to_units("".join(f"{_TEXT}{head}{_BELOW}{below}" for head, below in texts)))
    cells = tuple(padded_text_width(title_width + len(below)) // CELL for below in pieces[1::2])
    units = np.zeros(sum(cells) * CELL, dtype=np.uint16)
    at = 0
    for head, below, size in zip(pieces[::2], pieces[1::2], cells, strict=True):
        units[at : at + len(head)] = head
        units[at + title_width : at + title_width + len(below)] = below
        at += size * CELL
    return TextLayout(units, cells)


def _split(units: Units) -> list[Units]:
    """Return titles and the parts below them, alternately, without parts that folding has emptied."""
    # An empty part leaves a NUL after it, the last one before it.
    gone = (units[1:] == 0) & (units[:-1] <= ord(_BELOW))
    units = units[np.concatenate([[True], ~gone])] if gone.any() else units
    gone = (units[:-1] == 0) & (units[1:] == ord(_TEXT))
    units = units[np.concatenate([~gone, units[-1:] != 0])] if gone.any() or not units[-1] else units
    begins = np.flatnonzero((units == ord(_TEXT)) | (units == ord(_BELOW))).tolist()
    return [units[low + 1 : high] for low, high in zip(begins, [*begins[1:], len(units)], strict=True)]


def fold_to_units(text: str) -> Units:
    """Return *text* folded as ``normalize.fold`` folds it; control characters in it separate texts."""
    units = _units(text)
    folded = _table().take(units)
    irregular = set()
    if (new := np.flatnonzero(folded == _UNKNOWN)).size:
        irregular = _learn(np.unique(units[new]).tolist())
        folded[new] = _table().take(units[new])
    if len(units) > len(text):
        irregular |= {char for char in _ASTRAL.findall(text) if fold_char(char) != char}
    if irregular:
        for char in irregular:
            text = text.replace(char, fold_char(char))
        return fold_to_units(text)
    return _collapse_spaces(folded)


@cache
def _table() -> Units:
    """Return the folding of each unit as far as it is known; :func:`_learn` completes it."""
    return np.full(0x10000, _UNKNOWN, dtype=np.uint16)


def _learn(codes: list[int]) -> set[str]:
    """Enter the folding of units into the table; return those characters that do not fold to one unit."""
    irregular = set()
    for char in map(chr, codes):
        units = _units(fold_char(char))
        if len(units) == 1:
            _table()[ord(char)] = units[0]
        else:
            irregular.add(char)
    return irregular


def _units(text: str) -> Units:
    return np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype="<u2")


def _collapse_spaces(units: Units) -> Units:
    """Keep one space of each run between two Latin letters or digits, and none of any other run."""
    space = units == _SPACE
    at = np.flatnonzero(space)
    if not len(at):
        return units
    edges = np.flatnonzero(np.diff(at) > 1)
    begins, ends = at[np.concatenate([[0], edges + 1])], at[np.concatenate([edges, [-1]])]
    # The added NUL is read before the first unit and after the last.
    around = np.append(units, np.uint16(0))
    kept = ~space
    kept[begins[_is_latin(around[begins - 1]) & _is_latin(around[ends + 1])]] = True
    closed: Units = units[kept]
    return closed


def _is_latin(units: Units) -> NDArray[np.bool_]:
    found = np.zeros(len(units), dtype=bool)
    for low, high in WORD:
        found |= (units >= ord(low)) & (units <= ord(high))
    return found
