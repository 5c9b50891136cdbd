"""Tables as an xlsx workbook that people can read and print: a title, frozen heads, filters, charts.

Numbers are numbers and look as on the pages; texts are texts, never formulas. The same tables give the same bytes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, Any, NamedTuple

from bulletin.core.i18n import Translator
from bulletin.core.numbers import amount, percent
from bulletin.exports.csv_files import FORMULA_SIGNS
from bulletin.scoring.circulars.tables import CellValue, DataTable, Rate

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_TITLE_ROW, _ABOUT_ROW, _HEAD_ROW = 0, 1, 2
_MAX_COLUMN_WIDTH, _MIN_COLUMN_WIDTH, _DATE_WIDTH, _NUMBER_WIDTH = 48, 6, 11, 7
_LINE_HEIGHT, _TITLE_HEIGHT, _MOST_LINES = 16, 24, 25
_PAGE_WIDTH = 200
"""The width, in characters, of columns that can be read on one page of A4 across: in three quarters of their size."""
_MOST_CHARACTERS = 32_767
_MOST_DIGITS = 15
_WIDE_CHARACTER = re.compile("[^\x00-\u2e7f\U00010000-\U0010ffff]")
"""Characters that are twice as wide as Latin ones."""
_CONTROLS = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF), " ")
_A4 = 9


class WorkbookHead(NamedTuple):
    """What stands above the tables: what they are, of which time, and who edits them."""

    title: str
    period: str
    editing_unit: str
    made: date
    """A day that the file names as that of its making: one of the facts, as the day of the build would change it."""


def workbook_bytes(tables: Iterable[DataTable], head: WorkbookHead, say: Translator) -> bytes:
    """Return a workbook with one sheet for each table, or one empty sheet."""
    # It takes 60 ms to import.
    import xlsxwriter

    listed = list(tables) or [DataTable(title=head.title, headers=(), rows=())]
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        made = datetime(head.made.year, head.made.month, head.made.day)  # noqa: DTZ001 - a day without a place
        book.set_properties({"title": head.title, "company": head.editing_unit, "created": made})
        formats = _Formats(book)
        for name, table in zip(sheet_names(table.title for table in listed), listed, strict=True):
            _Sheet(book, book.add_worksheet(name), table, formats).write(head, say)
    return file.getvalue()


def sheet_names(titles: Iterable[str]) -> list[str]:
    """Return valid names of sheets: short, without characters that Excel forbids, all different."""
    names: dict[str, str] = {}
    for title in titles:
        plain = re.sub(r"[\[\]:*?/\\'\x00-\x1f]", " ", title).strip()[:28] or "1"
        name, number = plain, 2
        while name.casefold() in names:
            name, number = f"{plain} {number}", number + 1
        names[name.casefold()] = name
    return list(names.values())


class _Formats:
    """The formats of cells; each is made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._numbers: dict[str, Format] = {}
        self.title = book.add_format({"bold": True, "font_size": 14, "valign": "vcenter"})
        self.about = book.add_format({"font_color": "#595959"})
        self.table = book.add_format({"border": 1, "border_color": "#BFBFBF"})
        centred = {"text_wrap": True, "align": "center", "valign": "vcenter"}
        self.head = book.add_format({"bold": True, "border": 1, "bg_color": "#F2F2F2", **centred})
        text = {"valign": "vcenter", "indent": 1}
        self.plain = book.add_format(text)
        self.wrapped = book.add_format({**text, "text_wrap": True})
        self.quoted = book.add_format({**text, "text_wrap": True, "quote_prefix": True})
        self.day = self.number("yyyy-mm-dd")

    def number(self, code: str) -> Format:
        """Return the format of numbers that look like *code*."""
        if code not in self._numbers:
            self._numbers[code] = self._book.add_format({"num_format": code, "valign": "vcenter"})
        return self._numbers[code]

    def like(self, shown: str) -> Format:
        """Return the format of a number with the decimals of *shown*, and with its per cent sign."""
        decimals = len(shown.rstrip("%").partition(".")[2])
        return self.number("0" + ("." + "0" * decimals if decimals else "") + ("%" if shown.endswith("%") else ""))


class _Sheet:
    """Writes one table into its sheet."""

    def __init__(self, book: xlsxwriter.Workbook, sheet: Worksheet, table: DataTable, formats: _Formats) -> None:
        self._book, self._sheet, self._table, self._formats = book, sheet, table, formats
        self._widths = column_widths(table)

    def write(self, head: WorkbookHead, say: Translator) -> None:
        """Write head, table, filter and chart, and set how it is printed."""
        sheet, table, formats = self._sheet, self._table, self._formats
        about = say("Period: {period}", period=head.period), say("Edited by {unit}", unit=head.editing_unit)
        shown = [text for text, value in zip(about, (head.period, head.editing_unit), strict=True) if value]
        title = f"{head.title}　{table.title}" if table.title and table.title not in head.title else head.title
        sheet.set_row(_TITLE_ROW, _TITLE_HEIGHT)
        sheet.write_string(_TITLE_ROW, 0, title, formats.title)
        sheet.write_string(_ABOUT_ROW, 0, "　　".join(shown), formats.about)
        for column, (text, width) in enumerate(zip(table.headers, self._widths, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(_HEAD_ROW, column, text, formats.head)
        sheet.set_row(_HEAD_ROW, _LINE_HEIGHT * self._lines_of_head())
        for row, cells in enumerate(table.rows, _HEAD_ROW + 1):
            lines = max([self._write_cell(row, column, cell) for column, cell in enumerate(cells)], default=1)
            if lines > 1:
                # LibreOffice does not find the height of wrapped cells by itself.
                sheet.set_row(row, _LINE_HEIGHT * min(lines, _MOST_LINES))
        sheet.freeze_panes(_HEAD_ROW + 1, table.kept_columns if table.headers else 0)
        if table.rows:
            last = self._last_row, len(table.headers) - 1
            sheet.autofilter(_HEAD_ROW, 0, *last)
            sheet.conditional_format(_HEAD_ROW + 1, 0, *last, {"type": "no_errors", "format": formats.table})
        self._add_chart(say)
        self._set_page()

    @property
    def _last_row(self) -> int:
        return _HEAD_ROW + len(self._table.rows)

    def _lines_of_head(self) -> int:
        return max((lines_of(t, w - 2) for t, w in zip(self._table.headers, self._widths, strict=True)), default=1)

    def _write_cell(self, row: int, column: int, cell: CellValue) -> int:
        """Write a cell, and return how many lines it takes."""
        sheet, formats = self._sheet, self._formats
        if isinstance(cell, str):
            return self._write_text(row, column, cell) if cell else 1
        if isinstance(cell, Rate):
            sheet.write_number(row, column, float(cell.value), formats.like(percent(cell.value)))
        elif isinstance(cell, Fraction):
            sheet.write_number(row, column, float(cell), formats.like(amount(cell)))
        elif isinstance(cell, date):
            sheet.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), formats.day)  # noqa: DTZ001
        elif isinstance(cell, int) and len(str(cell)) <= _MOST_DIGITS:
            sheet.write_number(row, column, cell, formats.number("#,##0"))
        elif cell is not None:
            sheet.write_string(row, column, str(cell), formats.plain)
        return 1

    def _write_text(self, row: int, column: int, text: str) -> int:
        text = text.translate(_CONTROLS)[:_MOST_CHARACTERS]
        lines = sum(lines_of(line, self._widths[column] - 1) for line in text.split("\n"))
        shape = self._formats.wrapped if lines > 1 else self._formats.plain
        if text[0] in FORMULA_SIGNS:
            shape = self._formats.quoted
        self._sheet.write_string(row, column, text, shape)
        return lines

    def _add_chart(self, say: Translator) -> None:
        """Add a chart of the columns that the table names, below it."""
        table, name = self._table, self._sheet.get_name()
        if not table.charted or not table.rows:
            return
        chart: Any = self._book.add_chart({"type": "column"})
        names, *series = table.charted
        first, last = _HEAD_ROW + 1, self._last_row
        for column in series:
            chart.add_series(
                {
                    "name": [name, _HEAD_ROW, column],
                    "categories": [name, first, names, last, names],
                    "values": [name, first, column, last, column],
                    "data_labels": {"value": True},
                }
            )
        chart.set_title({"name": say("Submitted and adopted, by unit"), "name_font": {"size": 12}})
        chart.set_legend({"position": "bottom"})
        chart.set_y_axis({"min": 0, "num_format": "0", "major_gridlines": {"visible": True}})
        chart.set_size({"width": min(1_000, 240 + 60 * len(table.rows)), "height": 320})
        self._sheet.insert_chart(last + 2, 0, chart)

    def _set_page(self) -> None:
        """Print across, the head on each page, in as many pages beside one another as can be read."""
        sheet, pages = self._sheet, max(1, ceil(sum(self._widths) / _PAGE_WIDTH))
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.fit_to_pages(pages, 0)
        sheet.repeat_rows(_HEAD_ROW)
        if pages > 1 and self._table.kept_columns:
            sheet.repeat_columns(0, self._table.kept_columns - 1)
        sheet.set_footer("&C&P / &N")


def column_widths(table: DataTable) -> list[int]:
    """Return the width of each column in characters."""
    columns: Iterable[Sequence[CellValue]] = zip(*table.rows, strict=True) if table.rows else [()] * len(table.headers)
    return [
        min(_MAX_COLUMN_WIDTH, max(_MIN_COLUMN_WIDTH, *_widths(column), ceil(text_width(head) / 3)) + 2)
        for head, column in zip(table.headers, columns, strict=True)
    ]


def _widths(column: Sequence[CellValue]) -> Iterator[int]:
    """Yield the widths of what is in a column; most texts occur more than once."""
    yield from map(text_width, {cell for cell in column if type(cell) is str})
    yield from {_DATE_WIDTH if isinstance(cell, date) else _NUMBER_WIDTH for cell in column if type(cell) is not str}


def text_width(text: str) -> int:
    """Return the width of a text in characters, Chinese ones as two."""
    return len(text) if text.isascii() else len(text) + len(_WIDE_CHARACTER.findall(text))


def lines_of(text: str, width: int) -> int:
    """Return how many lines a text takes in a column."""
    return max(1, ceil(text_width(text) / width))
