"""Rows: texts one after the other, folded, as UTF-16 units with NUL where nothing is; by whole arrays."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from bulletin.search.folding import WORD, fold_char
from bulletin.search.layout import CELL, room, title_room

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Units = NDArray[np.uint16]

Text = tuple[str, str]
"""A title, and the parts below it with NUL between."""

_TEXT, _BELOW = "\x01", "\x02"
"""What stands before each title, and before what is below it; no text holds control characters."""
_SPACE, _SURROGATES = 0x20, slice(0xD800, 0xE000)
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_STRANGE = -1
"""Stands for what is not one unit when it is folded."""


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
    counts = np.bincount(units, minlength=0x10000)
    surrogates = counts[_SURROGATES].any()
    counts[_SURROGATES] = 0
    present = np.flatnonzero(counts).tolist()
    became = list(map(_ones().__getitem__, present))
    strange = {chr(code) for code, one in zip(present, became, strict=True) if one == _STRANGE}
    if surrogates:
        strange |= {char for char in _ASTRAL.findall(text) if fold_char(char) != char}
    if strange:
        for char in strange:
            text = text.replace(char, fold_char(char))
        return folded(text)
    table = np.arange(0x10000, dtype=np.uint16)
    table[present] = became
    return _close(table.take(units))


class _Ones(dict[int, int]):
    """The unit that each code of the basic plane becomes, found out when it is first met."""

    def __missing__(self, code: int) -> int:
        units = _units(fold_char(chr(code))).tolist()
        self[code] = found = units[0] if len(units) == 1 else _STRANGE
        return found


@cache
def _ones() -> _Ones:
    return _Ones()


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
    closed: Units = units.compress(kept)
    return closed


def _western(units: Units) -> NDArray[np.bool_]:
    found = np.zeros(len(units), dtype=bool)
    for low, high in WORD:
        found |= (units >= ord(low)) & (units <= ord(high))
    return found
