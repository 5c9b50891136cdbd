"""Tables whose figures are links to what they count, as data and as HTML.

A :class:`CountTable` has counts only, and may draw them as bars; a :class:`FigureTable` has any figures. Both consist
of columns, rows and cells. HTML is made here and not in templates, as there are very many cells. A parameter ``href``
takes a result of :func:`bulletin.site.html.href`, or "" for what is not a link.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple, TypeVar

from markupsafe import Markup

from bulletin.core.numbers import amount, percent_in_column
from bulletin.model.aggregates import CrossTab
from bulletin.model.enums import Level
from bulletin.site.html import esc, link, trusted

WIDE = 4
"""A table of counts with more columns than this is a wide one."""
LONG = 20
"""A head of numbers with more bytes than this, six Chinese characters or some English words, gets more room."""
NO_VALUE = "—"
_FULL_BAR = 1000
_BAR = '<svg class="b-bar" viewBox="0 0 {} 1" preserveAspectRatio="none" width="100%" height="10" aria-hidden="true">'

R = TypeVar("R", bound="str | int | Level")
C = TypeVar("C", bound="str | int | Level")
T = TypeVar("T")


class TableCell(NamedTuple):
    """A cell: its HTML, and the number in it, which is the length of its part of a bar; 0 where it is no count."""

    html: str
    number: int = 0


def count_cell(number: int, href: str = "", css: str = "b-n") -> TableCell:
    """Return a cell with a number of things, which links to the list of them."""
    if not number:
        inside = '<span class="b-zero">0</span>'
    else:
        inside = f'<a href="{href}">{number:,}</a>' if href else f"{number:,}"
    return TableCell(f'<td class="{css}">{inside}</td>', number)


def total_cell(number: int, href: str = "") -> TableCell:
    """Return the cell with the total of a row."""
    return count_cell(number, href, "b-n b-total")


def points_cell(value: Fraction | None, href: str = "") -> TableCell:
    """Return a cell with points, which links to the entries that they are the sum of; a dash where there are none."""
    return figure_cell(NO_VALUE) if value is None else figure_cell(amount(value), href)


def ratio_cell(value: Fraction | None, href: str = "") -> TableCell:
    """Return a cell with a ratio in per cent; a dash where there is none."""
    return figure_cell(NO_VALUE) if value is None else figure_cell(percent_in_column(value), href)


def figure_cell(figure: str, href: str = "") -> TableCell:
    """Return a cell with a figure as text."""
    if href:
        inside = f'<a href="{href}">{esc(figure)}</a>'
    else:
        inside = f'<span class="b-zero">{figure}</span>' if figure in ("0", NO_VALUE) else esc(figure)
    return TableCell(f'<td class="b-p">{inside}</td>')


def text_cell(text: str, href: str = "") -> TableCell:
    """Return a cell of a column of texts."""
    return TableCell(f"<td>{link(text, href)}</td>")


class Column(NamedTuple):
    """A column, or several under one head. Numbers are aligned right, texts are not.

    A ``level`` gives the column its colour in the bars; ``parts`` are the heads of the columns below this one.
    """

    label: str
    href: str = ""
    level: Level | None = None
    parts: tuple[str, ...] = ()
    is_text: bool = False

    def html(self, span: str = "") -> str:
        """Return the head of the column; *span* is an attribute of it."""
        inside = link(self.label, self.href)
        if self.parts:
            return f'<th scope="colgroup" colspan="{len(self.parts)}" class="b-n b-over">{inside}</th>'
        is_long = len(self.label.encode()) > LONG
        css = "" if self.is_text else ' class="b-n b-long"' if is_long else ' class="b-n"'
        return f'<th scope="col"{span}{css}>{inside}</th>'


class TableRow(NamedTuple):
    """A row: its head with a link and a hint, and its cells. ``role`` is "", ``group`` (a heading) or ``sum``.

    ``total`` is for tables of counts; ``share`` is the length of the bar in a table of figures, from 0 to 1000.
    """

    label: str
    href: str = ""
    cells: tuple[TableCell, ...] = ()
    total: TableCell | None = None
    role: str = ""
    hint: str = ""
    share: int = 0

    def html(self, before: str = "", after: str = "") -> str:
        """Return the row; *before* and *after* are further cells."""
        css = f' class="b-{self.role}"' if self.role else ""
        hint = f" <small>{esc(self.hint)}</small>" if self.hint else ""
        cells = "".join([cell.html for cell in self.cells])
        return f'<tr{css}><th scope="row">{link(self.label, self.href)}{hint}</th>{before}{cells}{after}</tr>\n'


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedTable:
    """What tables of counts and of figures have in common; ``corner`` is the head of the column of row heads."""

    corner: str
    columns: tuple[Column, ...]
    rows: tuple[TableRow, ...]
    bars: bool = False
    bars_show: str = ""
    """What the bars of a table of figures are lengths of: the head of their column."""
    notes: tuple[str, ...] = ()


def _table_html(label: str, css: str, head: str, rows: Iterable[str]) -> str:
    return (
        f'<div class="b-scroll" tabindex="0" role="group" aria-label="{esc(label)}">\n'
        f'<table class="b-table b-grid{css}">\n<thead>{head}</thead>\n'
        f"<tbody>\n{''.join(rows)}</tbody>\n</table>\n</div>\n"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureTable(LinkedTable):
    """A table of figures, with bars at the end of its rows."""

    anchor: str
    title: str

    def html(self) -> Markup:
        """Return the table, and the notes below it."""
        rows = [row.html(after=self._bar(row)) for row in self.rows]
        notes = "".join([f'<p class="b-note">{esc(note)}</p>\n' for note in self.notes])
        return trusted(_table_html(self.title, " b-tally", self._head(), rows) + notes)

    def _head(self) -> str:
        has_parts = any(column.parts for column in self.columns)
        span = ' rowspan="2"' if has_parts else ""
        heads = "".join([column.html(span) for column in self.columns])
        bars = f'<th scope="col" class="b-bars"{span}>{esc(self.bars_show)}</th>' if self.bars else ""
        parts = "".join([Column(part).html() for column in self.columns for part in column.parts])
        second = f"<tr>{parts}</tr>\n" if has_parts else ""
        return f'\n<tr><th scope="col"{span}>{esc(self.corner)}</th>{heads}{bars}</tr>\n{second}'

    def _bar(self, row: TableRow) -> str:
        if not self.bars:
            return ""
        bar = f'{_BAR.format(_FULL_BAR)}<rect class="b-fill--plain" width="{row.share}" height="1"/></svg>'
        return f'<td class="b-bars">{bar if row.share else ""}</td>'


@dataclass(frozen=True, slots=True, kw_only=True)
class CountTable(LinkedTable):
    """A table of counts. ``bars`` draws the cells of each row, or its total where no column has a level.

    ``total`` is the head of the column of totals, "" for none; ``longest`` is the number that a full bar stands for, 0
    for the longest of this table.
    """

    total: str = ""
    longest: int = 0

    @property
    def scale(self) -> int:
        """The number that a full bar stands for."""
        lengths = (sum(number for _, number in self.bar_parts(row)) for row in self.rows if not row.role)
        return self.longest or max(lengths, default=0) or 1

    @property
    def levels(self) -> tuple[Level, ...]:
        """The levels that the bars distinguish."""
        return tuple(column.level for column in self.columns if column.level)

    def bar_parts(self, row: TableRow) -> tuple[tuple[str, int], ...]:
        """Return the parts of a row's bar: the name of the colour, and the length."""
        if not self.levels:
            return (("plain", row.total.number),) if row.total else ()
        parts = zip(self.columns, row.cells, strict=False)
        return tuple((column.level.value, cell.number) for column, cell in parts if column.level and cell.number)

    def html(self, label: str, legend: bool = True) -> Markup:  # noqa: FBT001, FBT002 - for templates
        """Return the table, with a legend of the bars' colours, and the notes below it; *label* is its name."""
        key = self._legend() if legend and self.bars and self.levels else ""
        css = " b-grid--wide" if len(self.columns) > WIDE else "" if self.columns else " b-grid--plain"
        scale = self.scale
        rows = [self._row_html(row, scale) for row in self.rows]
        notes = "".join([f'<p class="b-note">{esc(note)}</p>' for note in self.notes])
        return trusted(key + _table_html(label, css, self._head(), rows) + notes)

    def _head(self) -> str:
        heads = "".join([column.html() for column in self.columns])
        bars = '<td class="b-bars"></td>' if self.bars else ""
        total = Column(self.total).html() if self.total else ""
        return f'<tr><th scope="col">{esc(self.corner)}</th>{bars}{heads}{total}</tr>'

    def _legend(self) -> str:
        colours = [
            f'<span><svg width="10" height="10"><rect class="b-fill--{column.level.value}" width="10" height="10"/>'
            f"</svg> {esc(column.label)}</span>"
            for column in self.columns
            if column.level
        ]
        return f'<p class="b-legend" aria-hidden="true">{"".join(colours)}</p>\n'

    def _row_html(self, row: TableRow, scale: int) -> str:
        if row.role == "group":
            width = 1 + len(self.columns) + bool(self.bars) + bool(self.total)
            label = f'<th scope="rowgroup" colspan="{width}"><span>{esc(row.label)}</span></th>'
            return f'<tr class="b-group">{label}</tr>\n'
        bar = f'<td class="b-bars">{"" if row.role else self._bar(row, scale)}</td>' if self.bars else ""
        return row.html(before=bar, after=row.total.html if self.total and row.total else "")

    def _bar(self, row: TableRow, scale: int) -> str:
        start, parts = 0, list[str]()
        for colour, length in self.bar_parts(row):
            parts.append(f'<rect class="b-fill--{colour}" x="{start}" width="{length}" height="1"/>')
            start += length
        return f"{_BAR.format(scale)}{''.join(parts)}</svg>\n"


def no_link(*_: object) -> str:
    """Return "": for numbers that are explained beside them."""
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NavLinks:
    """The links of a cross table's numbers: cells by row and column, totals of rows and of columns, the grand total."""

    cell: Callable[..., str] = no_link
    row: Callable[..., str] = no_link
    column: Callable[..., str] = no_link
    total: str = ""


def count_rows(table: CrossTab[R, C, T], heads: Iterable[TableRow], links: NavLinks) -> tuple[TableRow, ...]:
    """Return the rows of a cross table: *heads*, with cells and totals."""
    return tuple(
        head._replace(
            cells=tuple([_linked_count(table.count(row, column), links.cell, row, column) for column in table.columns]),
            total=total_cell(number := table.row_total(row), links.row(row) if number else ""),
        )
        for row, head in zip(table.rows, heads, strict=True)
    )


def sum_row(table: CrossTab[R, C, T], label: str, links: NavLinks) -> TableRow:
    """Return the totals of a cross table's columns, each thing counted once."""
    cells = tuple([_linked_count(table.column_total(column), links.column, column) for column in table.columns])
    return TableRow(label, cells=cells, total=total_cell(table.total(), links.total), role="sum")


def _linked_count(number: int, href: Callable[..., str], *key: object) -> TableCell:
    # The address of a list that does not exist is not asked for.
    return count_cell(number, href(*key) if number else "")
