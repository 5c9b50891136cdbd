"""The row of a segment: all its texts, folded, as UTF-16 units with NUL where nothing is; by whole arrays."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from bulletin.search.folding import WORD, fold_char
from bulletin.search.layout import CELL, room, title_room

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Units = NDArray[np.uint16]

_AT_ONCE = 512
"""Texts that are folded together: enough for whole arrays to pay, few enough to need little memory."""
_TEXT, _BELOW = "\x01", "\x02"
"""What stands before each title, and before what is below it; no text holds control characters."""
_SPACE, _SURROGATES = 0x20, range(0xD800, 0xE000)
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Row:
    """The row, and how the texts lie in it."""

    units: Units
    title: int
    """Places that each title takes."""
    cells: tuple[int, ...]
    """Length of each text in cells."""


def row(texts: Iterable[tuple[str, str]]) -> Row:
    """Lay *texts*, each a title and the parts below it with NUL between, into one row."""
    left, pieces = iter(texts), []
    while some := list(islice(left, _AT_ONCE)):
        pieces += _cut(_joined(some))
    title = title_room(max((len(piece) for piece in pieces[::2]), default=0))
    cells = tuple(room(title + len(below)) // CELL for below in pieces[1::2])
    units = np.zeros(sum(cells) * CELL, dtype=np.uint16)
    at = 0
    for head, below, size in zip(pieces[::2], pieces[1::2], cells, strict=True):
        units[at : at + len(head)] = head
        units[at + title : at + title + len(below)] = below
        at += size * CELL
    return Row(units, title, cells)


def _joined(texts: Sequence[tuple[str, str]]) -> Units:
    return folded("".join(f"{_TEXT}{head}{_BELOW}{below}" for head, below in texts))


def _cut(units: Units) -> list[Units]:
    """Return titles and what is below them, in turn."""
    # Parts of which nothing is left leave NULs behind them, the last ones before them.
    gone = (units[1:] == 0) & (units[:-1] <= ord(_BELOW))
    units = units[np.concatenate([[True], ~gone])] if gone.any() else units
    gone = (units[:-1] == 0) & (units[1:] == ord(_TEXT))
    units = units[np.concatenate([~gone, units[-1:] != 0])] if gone.any() or not units[-1] else units
    begins = np.flatnonzero((units == ord(_TEXT)) | (units == ord(_BELOW)))
    return [units[low + 1 : high] for low, high in zip(begins, [*begins[1:], len(units)], strict=True)]


def folded(text: str) -> Units:
    """Return *text* as ``folding.fold`` folds it; control characters in it stand for ends of texts."""
    units = _units(text)
    present = np.flatnonzero(np.bincount(units, minlength=0x10000)).tolist()
    strange = [chr(code) for code in present if code not in _SURROGATES and len(_units(fold_char(chr(code)))) != 1]
    if present and any(code in _SURROGATES for code in present):
        strange += {char for char in _ASTRAL.findall(text) if fold_char(char) != char}
    if strange:
        for char in strange:
            text = text.replace(char, fold_char(char))
        return folded(text)
    table = np.arange(0x10000, dtype=np.uint16)
    table[present] = [code if code in _SURROGATES else ord(fold_char(chr(code))) for code in present]
    return _close(table[units])


def _units(text: str) -> Units:
    return np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype="<u2")


def _close(units: Units) -> Units:
    """Leave one space of a run between two letters or digits of the West, and none of any other."""
    space = np.concatenate([[False], units == _SPACE, [False]])
    if not space.any():
        return units
    begins, ends = np.flatnonzero(space[1:-1] & ~space[:-2]), np.flatnonzero(space[1:-1] & ~space[2:])
    word = np.zeros(len(units) + 1, dtype=bool)
    for low, high in WORD:
        word[:-1] |= (units >= ord(low)) & (units <= ord(high))
    kept = ~space[1:-1]
    # The last of the array stands for what is before the first unit and behind the last: nothing.
    kept[begins[word[begins - 1] & word[ends + 1]]] = True
    closed: Units = units[kept]
    return closed
