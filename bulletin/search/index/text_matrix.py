"""Rows: texts one after the other, folded, as UTF-16 units with NUL where nothing is; by whole arrays."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from bulletin.search.index_format import CELL, room, title_room
from bulletin.search.normalize import WORD, fold_char

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Units = NDArray[np.uint16]

Text = tuple[str, str]
"""A title, and the parts below it with NUL between."""

_TEXT, _BELOW = "\x01", "\x02"
"""What stands before each title, and before what is below it; no text holds control characters."""
_SPACE = 0x20
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_UNKNOWN = 0xFFFF
"""Stands for what is not known yet; the noncharacter of that code stays what it is."""


@dataclass(frozen=True, slots=True)
class Row:
    """The row, and how the texts lie in it."""

    units: Units
    cells: tuple[int, ...]
    """Length of each text in cells."""


def titles_room(titles: Sequence[str]) -> int:
    """Return how many places each of these titles takes."""
    units = folded("".join(f"{_TEXT}{title}" for title in titles) + _TEXT)
    lengths = np.diff(np.flatnonzero(units == ord(_TEXT)))
    return title_room(int(lengths.max(initial=1)) - 1)


def row(texts: Sequence[Text], title: int) -> Row:
    """Lay *texts* into one row, in which each title takes so many places."""
    pieces = _cut(folded("".join(f"{_TEXT}{head}{_BELOW}{below}" for head, below in texts)))
    cells = tuple(room(title + len(below)) // CELL for below in pieces[1::2])
    units = np.zeros(sum(cells) * CELL, dtype=np.uint16)
    at = 0
    for head, below, size in zip(pieces[::2], pieces[1::2], cells, strict=True):
        units[at : at + len(head)] = head
        units[at + title : at + title + len(below)] = below
        at += size * CELL
    return Row(units, cells)


def _cut(units: Units) -> list[Units]:
    """Return titles and what is below them, in turn."""
    # Parts of which nothing is left leave NULs behind them, the last ones before them.
    gone = (units[1:] == 0) & (units[:-1] <= ord(_BELOW))
    units = units[np.concatenate([[True], ~gone])] if gone.any() else units
    gone = (units[:-1] == 0) & (units[1:] == ord(_TEXT))
    units = units[np.concatenate([~gone, units[-1:] != 0])] if gone.any() or not units[-1] else units
    begins = np.flatnonzero((units == ord(_TEXT)) | (units == ord(_BELOW))).tolist()
    return [units[low + 1 : high] for low, high in zip(begins, [*begins[1:], len(units)], strict=True)]


def folded(text: str) -> Units:
    """Return *text* as ``folding.fold`` folds it; control characters in it stand for ends of texts."""
    units = _units(text)
    became = _table().take(units)
    strange = set()
    if (new := np.flatnonzero(became == _UNKNOWN)).size:
        strange = _learn(np.unique(units[new]).tolist())
        became[new] = _table().take(units[new])
    if len(units) > len(text):
        strange |= {char for char in _ASTRAL.findall(text) if fold_char(char) != char}
    if strange:
        for char in strange:
            text = text.replace(char, fold_char(char))
        return folded(text)
    return _close(became)


@cache
def _table() -> Units:
    """Return what each unit becomes, as far as that was found out."""
    return np.full(0x10000, _UNKNOWN, dtype=np.uint16)


def _learn(codes: list[int]) -> set[str]:
    """Note what units become; return those characters that do not become one unit."""
    strange = set()
    for char in map(chr, codes):
        units = _units(fold_char(char))
        if len(units) == 1:
            _table()[ord(char)] = units[0]
        else:
            strange.add(char)
    return strange


def _units(text: str) -> Units:
    return np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype="<u2")


def _close(units: Units) -> Units:
    """Leave one space of a run between two letters or digits of the West, and none of any other."""
    space = units == _SPACE
    at = np.flatnonzero(space)
    if not len(at):
        return units
    edges = np.flatnonzero(np.diff(at) > 1)
    begins, ends = at[np.concatenate([[0], edges + 1])], at[np.concatenate([edges, [-1]])]
    # The last of the array stands for what is before the first unit and behind the last: nothing.
    around = np.append(units, np.uint16(0))
    kept = ~space
    kept[begins[_western(around[begins - 1]) & _western(around[ends + 1])]] = True
    closed: Units = units[kept]
    return closed


def _western(units: Units) -> NDArray[np.bool_]:
    found = np.zeros(len(units), dtype=bool)
    for low, high in WORD:
        found |= (units >= ord(low)) & (units <= ord(high))
    return found
