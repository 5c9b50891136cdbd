"""Tables, in Markdown and in HTML: what stands in a cell under or beside a heading, as one line each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

_RULE = re.compile(r"^[ >\t]*+(?=[^\n-]*-)(?=[^\n|]*\|)[-:| \t]+$", re.MULTILINE)
_HTML_ROW = re.compile(r"<tr\b[^<>]{0,300}>(.*?)(?=<tr\b|</table|\Z)", re.DOTALL | re.IGNORECASE)
_HTML_CELL = re.compile(r"<t[hd]\b[^<>]{0,300}>(.*?)(?=<t[hdr]\b|</t[hdr]>|</table|\Z)", re.DOTALL | re.IGNORECASE)
_TABLE_END = re.compile(r"</table", re.IGNORECASE)
_CELL = re.compile(r"(?:\\.|[^|\\\n])+")
_MAX_CELL = 200
"""Longer cells hold sentences, which are searched as they are."""


LABELS = re.compile(r"(?P<mark>密\W{0,3}级|定密)|密|口\W{0,3}令|护|證|证|(?i:pass|pwd|token|secret|key)")
"""Labels of cells that hold what may have to be found."""


class Cell(NamedTuple):
    """What stands between two lines of a table; ``start`` and ``end`` count the characters of the text from 0."""

    start: int
    end: int
    text: str


class LabelledCell(NamedTuple):
    """A cell with the cell that says what it holds."""

    label: str
    cell: Cell
    is_key: bool
    """Whether it is one of a first column of different cells: the things that the table explains."""


def labelled_cells(text: str) -> Iterator[LabelledCell]:
    """Yield the cells of all tables, each with the head of its column and with the cell on its left."""
    for rows in (*_markdown_tables(text), *_html_tables(text)):
        head, *others = rows
        first = [row[0].text for row in others if row]
        is_list = 1 < len(first) == len(set(first))
        for row in others:
            for at, cell in enumerate(row[: len(head)]):
                yield LabelledCell(head[at].text, cell, is_key=at == 0 and is_list)
        for row in rows:
            for left, cell in pairwise(row):
                yield LabelledCell(left.text, cell, is_key=False)


def _markdown_tables(text: str) -> Iterator[Sequence[Sequence[Cell]]]:
    if "|" not in text:
        return
    start = 0
    for rule in _RULE.finditer(text):
        if rule.start() < start:
            continue
        head = text.rfind("\n", 0, max(rule.start() - 1, 0)) + 1
        rows = [_markdown_row(text, head, rule.start())] if rule.start() else []
        start = rule.end() + 1
        while rows and 0 < start < len(text):
            end = text.find("\n", start)
            end = len(text) if end < 0 else end
            if "|" not in text[start:end]:
                break
            rows.append(_markdown_row(text, start, end))
            start = end + 1
        if rows:
            yield rows


def _markdown_row(text: str, start: int, end: int) -> list[Cell]:
    line = text[start:end].rstrip()
    begin = len(line) - len(line.lstrip(" >\t|"))
    cells = [(start + begin + match.start(), match[0]) for match in _CELL.finditer(line[begin:])]
    return [_stripped(at, content) for at, content in cells]


def _html_tables(text: str) -> Iterator[Sequence[Sequence[Cell]]]:
    if "<t" not in text:
        return
    ends = [0, *(match.start() for match in _TABLE_END.finditer(text)), len(text)]
    for start, end in pairwise(ends):
        rows = [
            [_stripped(cell.start(1), cell[1]) for cell in _HTML_CELL.finditer(text, row.start(1), row.end(1))]
            for row in _HTML_ROW.finditer(text, start, end)
        ]
        if rows := [row for row in rows if row]:
            yield rows


def _stripped(start: int, content: str) -> Cell:
    text = content.strip()
    start += len(content) - len(content.lstrip())
    return Cell(start, start + len(text), text[:_MAX_CELL])
