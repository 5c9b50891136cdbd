"""Tables: from rows of cells that go on in the next row to cells that span rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bulletin.office.word_in.blocks import Block, Cell, Table

MAX_COLUMNS = 200


class RawCell(NamedTuple):
    """A cell as Word has it."""

    blocks: tuple[Block, ...]
    columns: int = 1
    goes_on: bool = False
    """Whether it is the lower part of the cell above."""
    across: bool = False
    """Whether it is the right part of the cell before."""


class RawRow(NamedTuple):
    """A row as Word has it, which may begin some columns late."""

    cells: tuple[RawCell, ...]
    is_head: bool
    before: int = 0


def span_rows(rows: Sequence[RawRow]) -> Table:
    """Return the table in which a cell that goes on is one over several rows; text of its lower parts is kept."""
    placed: list[list[tuple[int, Cell]]] = []
    open_cells: dict[int, tuple[int, int]] = {}
    for number, row in enumerate(rows):
        line: list[tuple[int, Cell]] = []
        column, still_open = row.before, dict[int, tuple[int, int]]()
        for raw in row.cells:
            above = open_cells.get(column)
            if raw.across and line:
                at, left = line[-1]
                line[-1] = at, Cell(left.blocks + raw.blocks, left.columns + raw.columns, left.rows)
            elif raw.goes_on and above:
                _lengthen(placed, above, raw.blocks)
                still_open[column] = above
            else:
                still_open[column] = number, len(line)
                line.append((column, Cell(raw.blocks, raw.columns)))
            column += raw.columns
        open_cells = still_open
        placed.append(line)
    heads = next((number for number, row in enumerate(rows) if not row.is_head), len(rows))
    return Table(
        tuple(tuple(cell for _, cell in line) for line in placed),
        heads,
        tuple(tuple(column for column, _ in line) for line in placed),
    )


def _lengthen(placed: list[list[tuple[int, Cell]]], where: tuple[int, int], more: tuple[Block, ...]) -> None:
    row, index = where
    column, cell = placed[row][index]
    placed[row][index] = column, Cell(cell.blocks + more, cell.columns, cell.rows + 1)


def as_grid(table: Table) -> list[list[tuple[Cell, int, int] | None]]:
    """Return the table as rows of equal length: each place has its cell, and how far right and down in it it is."""
    width = max((start + cell.columns for line, row in zip(table.starts, table.rows, strict=True)
                 for start, cell in zip(line, row, strict=True)), default=0)  # fmt: skip
    width = min(width, MAX_COLUMNS)
    grid: list[list[tuple[Cell, int, int] | None]] = [[None] * width for _ in table.rows]
    for number, (line, row) in enumerate(zip(table.starts, table.rows, strict=True)):
        for start, cell in zip(line, row, strict=True):
            for down in range(min(cell.rows, len(grid) - number)):
                for right in range(min(cell.columns, width - start)):
                    if grid[number + down][start + right] is None:
                        grid[number + down][start + right] = cell, right, down
    return grid
