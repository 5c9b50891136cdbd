"""Rows of tables that somebody sends, as texts: workbooks, CSV files, cells pasted from a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from bulletin.content.encoding_fixes import fix_encoding
from bulletin.core.i18n import N_
from bulletin.core.problems import BulletinError

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

Rows = list[list[str]]


class Sheet(NamedTuple):
    """A sheet of a workbook: its name, "" of a text, and its rows."""

    name: str
    rows: Rows


MOST_ROWS = 5000
_NO_VALUE = re.compile(rb"(?:</f>|<f[^>]*/>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>")
"""The end of a cell with a formula, and without a value."""
_XLSX, _XLS = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_OLD_EXCEL = N_("This is a file of an old Excel. Open it and save it as .xlsx.")
_UNREADABLE = N_("The table cannot be read as xlsx or csv.")
_TOO_LONG = N_("The table has more than {most} rows.")
_NO_TEXT = N_("“{name}” is no text that can be read. Save it as UTF-8.")


def read_sheets(data: bytes) -> Iterator[Rows]:
    """Yield the rows of each sheet of a workbook, or those of a text in UTF-8 or GBK. Raises BulletinError."""
    yield from (sheet.rows for sheet in read_named_sheets(data))


def read_named_sheets(data: bytes) -> Iterator[Sheet]:
    """Yield the same with the name of each sheet. Raises BulletinError."""
    if data.startswith(_XLS):
        raise BulletinError(_OLD_EXCEL)
    for sheet in _workbook_sheets(data) if data.startswith(_XLSX) else [Sheet("", text_rows(_text(data)))]:
        if len(sheet.rows) > MOST_ROWS:
            raise BulletinError(_TOO_LONG, most=MOST_ROWS)
        yield sheet


def read_plain_text(data: bytes, name: str) -> str:
    """Return the text of a file in UTF-8, GBK or UTF-16, with plain ends of lines. Raises BulletinError."""
    text = _decoded(data)
    if text is None:
        raise BulletinError(_NO_TEXT, name=name)
    return text


def text_rows(text: str) -> Rows:
    """Return the rows of a text whose cells are separated by tabs, as spreadsheets paste them, commas or semicolons."""
    first = text[:4000]
    delimiter = max("\t,;，", key=first.count)
    return [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text), delimiter=delimiter)]


def _text(data: bytes) -> str:
    text = _decoded(data)
    if text is None:
        raise BulletinError(_UNREADABLE)
    return text


def _decoded(data: bytes) -> str | None:
    fixed = fix_encoding(data)
    try:
        text = (fixed[0] if fixed else data).decode()
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def _workbook_sheets(data: bytes) -> Iterator[Sheet]:
    # Takes 0.2 s to import, and only tables that are read need it.
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(io.BytesIO(data), data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise BulletinError(_UNREADABLE) from error
    written = load_workbook(io.BytesIO(data)).worksheets if _has_formulas_only(data) else book.worksheets
    for sheet, formulas in zip(book.worksheets, written, strict=True):
        yield Sheet(str(sheet.title), _sheet_rows(sheet, formulas))


def _has_formulas_only(data: bytes) -> bool:
    """Whether a formula in a workbook has no value, as where no Excel has computed it."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        sheets = (parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets/"))
        return any(_NO_VALUE.search(sheet) for sheet in sheets)


def _sheet_rows(sheet: Worksheet, formulas: Worksheet) -> Rows:
    last = min(sheet.max_row, MOST_ROWS + 1)
    rows = [[_cell_text(cell) for cell in row] for row in sheet.iter_rows(max_row=last, values_only=True)]
    if formulas is not sheet:
        for cells, texts in zip(formulas.iter_rows(max_row=last, values_only=True), rows, strict=False):
            texts[:] = [
                text or (cell if isinstance(cell, str) and cell.startswith("=") else "")
                for cell, text in zip(cells, texts, strict=False)
            ]
    # What is merged stands in each of its cells.
    for merged in sheet.merged_cells.ranges:
        for row in rows[merged.min_row - 1 : merged.max_row]:
            for column in range(merged.min_col - 1, min(merged.max_col, len(row))):
                row[column] = rows[merged.min_row - 1][merged.min_col - 1]
    # Excel counts rows that are formatted, too.
    while rows and not any(rows[-1]):
        rows.pop()
    return rows


def _cell_text(cell: object) -> str:
    """Return what a cell shows: a day without its hours, a whole number without a point."""
    match cell:
        case None:
            return ""
        case datetime():
            return str(cell.date())
        case date():
            return str(cell)
        case float() if cell.is_integer():
            return str(int(cell))
    return str(cell).strip()
