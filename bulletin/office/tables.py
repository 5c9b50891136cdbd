"""How a table fits a page: size of type, widths of columns, whether the page is turned, and in how many parts.

A table is set as large as it fits. One that fits no upright page is turned; one that fits no turned page either is set
in parts, each with the first column. Nothing is ever cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple
from unicodedata import east_asian_width

from bulletin.office.nodes import Element, Node, breakable, plain_text

UPRIGHT, TURNED = 156.0, 225.0
"""Width of the text on an upright and on a turned page, in millimetres."""
_POINT = 25.4 / 72
_SIZES, _TURNED_SIZES = (14.0, 12.0, 10.5, 9.0), (12.0, 10.5, 9.0, 7.5, 6.5)
_PADDING = 2.4
"""Millimetres beside the text of a column, both sides together."""
_COMFORTABLE = 8.0
"""A column of long texts is not made narrower than so many Han characters, unless it must be."""
_NARROW = 3.0
_SHORT = 10.0
_NARROW_SIGN = 0.6
"""Width of a sign that is not Han, in that of a Han character: digits have 0.55, capitals more."""
_LINE, _HIGHEST = 1.5, 80.0
"""Height of a line in that of its type; the highest row, in millimetres, that is not broken over pages."""
_RUN = re.compile(r"[^\s\u200b\u2e80-\U0003ffff]+")
"""What is not broken over lines: neither spaces, places where a long word may be broken, nor Han."""


@dataclass(frozen=True, slots=True)
class TablePart:
    """A table, or a part of one, as it is set."""

    size: float
    """Size of type in points."""
    turned: bool
    widths: tuple[float, ...]
    """Widths of its columns in millimetres."""
    aligns: tuple[str, ...]
    heads: tuple[tuple[Element, ...], ...]
    rows: tuple[tuple[Element, ...], ...]

    @property
    def has_short_rows(self) -> bool:
        """Whether no row is so high that it has to go over a page."""
        cells = ((cell, width) for row in self.rows for cell, width in zip(row, self.widths, strict=True))
        lines = (text_width(plain_text(cell.of)) * self.size * _POINT / (width - _PADDING) + 2 for cell, width in cells)
        return max(lines, default=0.0) * self.size * _POINT * _LINE < _HIGHEST


def fit_table(table: Element, *, may_turn: bool = True, smallest: float = 0.0) -> Iterator[TablePart]:
    """Yield a table in as many parts as it needs, in *smallest* points or more; only one that *may_turn* is turned."""
    heads, rows = _rows_of(table, "th"), _rows_of(table, "td")
    columns = [_Column.of(cells) for cells in zip(*heads, *rows, strict=True)]
    # The first column says what a row is about: short names stay on one line.
    columns[0] = columns[0]._replace(wanted=max(columns[0].wanted, min(columns[0].natural, _COMFORTABLE)))
    for size, turned, chosen in _ways(columns, smallest, may_turn=may_turn):
        yield TablePart(
            size=size,
            turned=turned,
            widths=_widths([columns[n] for n in chosen], size, TURNED if turned else UPRIGHT),
            aligns=tuple(columns[n].align for n in chosen),
            heads=tuple(tuple(row[n] for n in chosen) for row in heads),
            rows=tuple(tuple(row[n] for n in chosen) for row in rows),
        )


class _Column(NamedTuple):
    """What the widths of a column depend on, in Han characters."""

    least: float
    """Below that a word or a number would be cut."""
    wanted: float
    natural: float
    """The width without any break."""
    area: float
    align: str

    @classmethod
    def of(cls, cells: Sequence[Element]) -> _Column:
        texts = [plain_text(cell.of) for cell in cells]
        lines = [line for text in texts for line in text.split("\n")]
        least = max(1.0, *(text_width(run) for text in texts for run in ["", *_RUN.findall(breakable(text))]))
        natural = max(1.0, *map(text_width, lines))
        given = next((align for cell in cells if (align := cell.attributes.get("align"))), "")
        return cls(
            least=least,
            # The head of a column may take two lines, as numbers below it are short.
            wanted=max(least, min(natural, _COMFORTABLE if natural > _SHORT else max(_NARROW, natural / 2))),
            natural=natural,
            area=sum(map(text_width, texts)),
            align=given or ("center" if natural <= _SHORT else "left"),
        )


def text_width(text: str) -> float:
    """Return about how wide a text is, in Han characters."""
    wide = [east_asian_width(c) in "WFA" for c in text]
    # A quarter of a character stands between Han and others.
    return sum(1.0 if one else _NARROW_SIGN for one in wide) + 0.25 * sum(a != b for a, b in pairwise(wide))


def _rows_of(table: Element, tag: str) -> tuple[tuple[Element, ...], ...]:
    rows = (row for part in _elements(table.of) for row in _elements(part.of))
    cells = (tuple(_elements(row.of)) for row in rows)
    return tuple(row for row in cells if row and row[0].tag == tag)


def _elements(nodes: Sequence[Node]) -> Iterator[Element]:
    return (node for node in nodes if isinstance(node, Element))


def _ways(
    columns: Sequence[_Column], smallest: float, *, may_turn: bool
) -> Iterator[tuple[float, bool, tuple[int, ...]]]:
    """Yield size, whether the page is turned, and the columns of each part."""
    everything = tuple(range(len(columns)))
    for turned, sizes in ((False, _SIZES), *(((True, _TURNED_SIZES),) if may_turn else ())):
        room = TURNED if turned else UPRIGHT
        for size in filter(smallest.__le__, sizes):
            if sum(_millimetres(column.wanted, size) for column in columns) <= room:
                yield size, turned, everything
                return
    turned = may_turn
    size, room = max(smallest, (_TURNED_SIZES if turned else _SIZES)[-1]), TURNED if turned else UPRIGHT
    needed = [_millimetres(column.wanted if smallest else column.least, size) for column in columns]
    parts = [*_parts(needed, room)]
    # As few parts as there must be, of about the same width.
    while len(narrower := [*_parts(needed, room - 1)]) == len(parts) and room > needed[0]:
        parts, room = narrower, room - 1
    yield from ((size, turned, part) for part in parts)


def _parts(least: Sequence[float], room: float) -> Iterator[tuple[int, ...]]:
    """Yield which columns stand in each part: as many as its room holds, after the first one."""
    part = [0]
    for number in range(1, len(least)):
        if len(part) > 1 and sum(least[n] for n in part) + least[number] > room:
            yield tuple(part)
            part = [0]
        part.append(number)
    yield tuple(part)


def _millimetres(width: float, size: float) -> float:
    return width * size * _POINT + _PADDING


def _widths(columns: Sequence[_Column], size: float, room: float) -> tuple[float, ...]:
    """Return widths that fill the room: what each column wants, and of the rest what long texts need."""
    wanted = [_millimetres(column.wanted, size) for column in columns]
    if sum(wanted) > room:
        least = [_millimetres(column.least, size) for column in columns]
        share = max(0.0, room - sum(least)) / (sum(column.wanted - column.least for column in columns) or 1.0)
        scale = min(1.0, room / sum(least))
        return tuple(
            round(one * scale + (column.wanted - column.least) * share, 2)
            for one, column in zip(least, columns, strict=True)
        )
    lacking = [max(0.0, _millimetres(column.natural, size) - one) for one, column in zip(wanted, columns, strict=True)]
    rest, needs = room - sum(wanted), sum(lacking)
    if needs > rest:
        weights = [column.area if one else 0.0 for one, column in zip(lacking, columns, strict=True)]
        return tuple(round(one + rest * weight / sum(weights), 2) for one, weight in zip(wanted, weights, strict=True))
    full = [one + more for one, more in zip(wanted, lacking, strict=True)]
    spare = (room - sum(full)) / len(full)
    return tuple(round(one + spare, 2) for one in full)
