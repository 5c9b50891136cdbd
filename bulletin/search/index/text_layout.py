"""Folded texts in one array of UTF-16 units, each with its place, by operations on whole arrays.

``item_terms.py`` does the same with one text and without arrays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from bulletin.search.index_format import BLOCK_CELL, TITLE_CELL
from bulletin.search.normalize import APART, WORD, fold_char

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Units = NDArray[np.uint16]

SlottedText = tuple[int, str, str]
"""The slot of an item in its part, its title, and what is below it, separated by NUL."""
LOCAL_BITS = 22
"""Bits of a place within an item; a text has at most so many units."""
LAST_MARK = 2
"""Units up to this one separate texts and their parts."""
_TITLE, _BELOW = "\x01", "\x02"
"""Marks before each title, and before the parts below it; no text holds control characters."""
_SPACE = 0x20
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_UNKNOWN = 0xFFFF
"""Marks units whose folding is not known yet; the noncharacter with that code folds to itself."""


@dataclass(frozen=True, slots=True)
class TextLayout:
    """Texts in one array of units, with marks between them."""

    units: Units
    places: NDArray[np.uint32]
    """Of each unit the slot of its item, and its place within the item in the lowest bits."""
    in_title: NDArray[np.bool_]
    title_widths: tuple[int, ...]
    """The width of each title."""


def lay_out_texts(texts: Sequence[SlottedText]) -> TextLayout:
    """Return *texts* folded and laid out."""
    units = fold_to_units("".join([f"{_TITLE}{title}{_BELOW}{below}" for _, title, below in texts]))
    begins = np.flatnonzero(units <= LAST_MARK)
    lengths = np.diff(begins, append=len(units)) - 1
    titles = units[begins] == ord(_TITLE)
    # A part that folding has emptied takes no place.
    widths = np.where(
        titles,
        lengths // TITLE_CELL * TITLE_CELL + TITLE_CELL,
        -(-(lengths + (lengths > 0)) // BLOCK_CELL) * BLOCK_CELL,
    )
    item = np.cumsum(titles) - 1
    starts = np.cumsum(widths) - widths
    starts += (np.array([slot for slot, _, _ in texts], dtype=np.intp) << LOCAL_BITS)[item] - starts[titles][item]
    places = np.repeat(starts - begins - 1, lengths + 1)
    places += np.arange(len(places))
    # Of the marks, which have no place, these differences may be negative.
    return TextLayout(units, places.astype(np.uint32), np.repeat(titles, lengths + 1), tuple(widths[titles].tolist()))


def fold_to_units(text: str) -> Units:
    """Return *text* folded as ``normalize.fold`` folds it; control characters in it separate texts."""
    units = _units(text)
    folded = _table().take(units)
    irregular = set()
    if (new := np.flatnonzero(folded == _UNKNOWN)).size:
        irregular = _learn({*units[new].tolist()})
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


def _learn(codes: set[int]) -> set[str]:
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
    if (units == ord(APART)).any():
        units = _collapse(units, ord(APART), _is_digit)
        units = np.where(units == ord(APART), np.uint16(_SPACE), units)
    return _collapse(units, _SPACE, _is_latin)


def _collapse(units: Units, unit: int, is_kept_between: Callable[[Units], NDArray[np.bool_]]) -> Units:
    """Keep one *unit* of each run between two others for which *is_kept_between* is true."""
    found = units == unit
    at = np.flatnonzero(found)
    if not len(at):
        return units
    edges = np.flatnonzero(np.diff(at) > 1)
    begins, ends = at[np.concatenate([[0], edges + 1])], at[np.concatenate([edges, [-1]])]
    # The added NUL is read before the first unit and after the last.
    around = np.append(units, np.uint16(0))
    kept = ~found
    kept[begins[is_kept_between(around[begins - 1]) & is_kept_between(around[ends + 1])]] = True
    closed: Units = units[kept]
    return closed


def _is_digit(units: Units) -> NDArray[np.bool_]:
    return (units >= ord("0")) & (units <= ord("9"))


def _is_latin(units: Units) -> NDArray[np.bool_]:
    found = np.zeros(len(units), dtype=bool)
    for low, high in WORD:
        found |= (units >= ord(low)) & (units <= ord(high))
    return found
