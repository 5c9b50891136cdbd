"""Tables of Word as rows that Markdown can have: one head, one cell in each place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from bulletin.office.word_in.blocks import Block, Cell, Inline, LineBreak, Paragraph, Table, Text
from bulletin.office.word_in.tables import as_grid

_Place = tuple[Cell, int, int] | None
CellText = tuple[Inline, ...]


class TableRows(NamedTuple):
    """What stands above a table, its head and its rows."""

    above: tuple[CellText, ...]
    head: tuple[CellText, ...]
    rows: tuple[tuple[CellText, ...], ...]
    to_the_right: tuple[bool, ...]
    """Which columns are flush right below their heads, as figures are."""


def table_rows(table: Table, losses: Counter[str]) -> TableRows:
    """Return a table as rows; merged cells are repeated downwards, and stand in the first column of several."""
    grid = as_grid(table)
    above: list[CellText] = []
    while len(grid) > 1 and (caption := _whole_row(grid[0])):
        above.append(cell_inlines(caption.blocks, losses))
        grid = grid[1:]
    heads = _count_heads(table, grid, len(above))
    head = tuple(_head_cell([row[column] for row in grid[:heads]], losses) for column in range(len(grid[0])))
    rows = tuple(tuple(_body_cell(place, losses) for place in row) for row in grid[heads:])
    cells = [cell for row in table.rows[len(above) :] for cell in row]
    losses["merged"] += any(cell.rows > 1 or cell.columns > 1 for cell in cells)
    losses["heads"] += heads > 1
    return TableRows(tuple(above), head, rows, tuple(map(_is_flush_right, zip(*grid[heads:], strict=True))))


def _is_flush_right(column: Sequence[_Place]) -> bool:
    blocks = (block for place in column if place for block in place[0].blocks if isinstance(block, Paragraph))
    aligns = {block.look.align for block in blocks if block.text.strip()}
    return aligns == {"right"}


def _whole_row(row: Sequence[_Place]) -> Cell | None:
    """Return the one cell that a row consists of."""
    first = row[0]
    if first and first[0].rows == 1 and len(row) > 1 and all(place and place[0] is first[0] for place in row):
        return first[0]
    return None


def _count_heads(table: Table, grid: Sequence[Sequence[_Place]], above: int) -> int:
    """Return how many rows are the head: as marked, or as many as the highest cell of the first row has."""
    if table.heads > above:
        return min(table.heads - above, len(grid))
    first = [place[0] for place in grid[0] if place]
    if any(cell.columns > 1 for cell in first) and len(grid) > 1:
        return min(max((cell.rows for cell in first), default=1), len(grid) - 1)
    return 1


def _head_cell(column: Sequence[_Place], losses: Counter[str]) -> CellText:
    """Return the texts of the head of one column, one below the other, each once."""
    found: list[Inline] = []
    seen: list[Cell] = []
    for place in column:
        if place and not any(place[0] is cell for cell in seen):
            seen.append(place[0])
            text = cell_inlines(place[0].blocks, losses if place[1:] == (0, 0) else Counter())
            found += [LineBreak(), *text] if found and text else text
    return tuple(found)


def _body_cell(place: _Place, losses: Counter[str]) -> CellText:
    if place is None or place[1]:
        return ()
    return cell_inlines(place[0].blocks, Counter() if place[2] else losses)


def cell_inlines(blocks: Sequence[Block], losses: Counter[str]) -> CellText:
    """Return the content of a cell in one line, with breaks between paragraphs; tables in it line by line."""
    lines: list[Sequence[Inline]] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            numbered = (Text(block.number), *block.inlines) if block.number else block.inlines
            lines.append(numbered)
        else:
            losses["nested"] += 1
            lines.extend(_flat_lines(block, losses))
    found: list[Inline] = []
    for line in lines:
        if any(not isinstance(one, Text) or one.text.strip() for one in line):
            found += [LineBreak(), *line] if found else line
    return tuple(found)


def _flat_lines(table: Table, losses: Counter[str]) -> list[CellText]:
    lines = []
    for row in table.rows:
        line: list[Inline] = []
        for cell in row:
            if text := cell_inlines(cell.blocks, losses):
                line += [Text("\u3000"), *text] if line else text
        lines.append(tuple(line))
    return lines
