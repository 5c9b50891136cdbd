"""Rows of a table that somebody sends: a workbook, a CSV file, or cells pasted from a spreadsheet, as texts."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime

from bulletin.content.encoding_fixes import fix_encoding
from bulletin.core.i18n import N_
from bulletin.core.problems import BulletinError

Rows = list[list[str]]
_NO_WORKBOOK = N_("“{name}” is no workbook that can be read. Save it as .xlsx or .csv.")
_NO_TEXT = N_("“{name}” is no text that can be read. Save it as UTF-8.")


def read_rows(data: bytes, name: str) -> Rows:
    """Return the rows of a file that are not empty, of a workbook those of its first sheet. Raises BulletinError."""
    if name.lower().endswith((".xlsx", ".xlsm")) or data.startswith(b"PK\x03\x04"):
        rows = _workbook_rows(data, name)
    elif name.lower().endswith((".xls", ".et", ".ods", ".docx", ".doc", ".wps")):
        raise BulletinError(_NO_WORKBOOK, name=name)
    else:
        rows = text_rows(read_plain_text(data, name))
    return [row for row in rows if any(row)]


def read_plain_text(data: bytes, name: str) -> str:
    """Return the text of a file in UTF-8, GBK or UTF-16, with plain ends of lines. Raises BulletinError."""
    fixed = fix_encoding(data)
    try:
        text = (fixed[0] if fixed else data).decode()
    except UnicodeDecodeError:
        raise BulletinError(_NO_TEXT, name=name) from None
    if "\0" in text:
        raise BulletinError(_NO_TEXT, name=name)
    return text


def text_rows(text: str) -> Rows:
    """Return the rows of a text whose cells are separated by tabs, as spreadsheets paste them, or by commas."""
    delimiter = "\t" if "\t" in text else ","
    return [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text), delimiter=delimiter)]


def _workbook_rows(data: bytes, name: str) -> Rows:
    # Takes 0.2 s to import, and only tables that are read need it.
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        return [[_cell(value) for value in row] for row in book.worksheets[0].iter_rows(values_only=True)]
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, IndexError, OSError) as error:
        raise BulletinError(_NO_WORKBOOK, name=name) from error


def _cell(value: object) -> str:
    """Return what a cell shows: of a day no midnight, of a whole number no point."""
    match value:
        case None:
            return ""
        case datetime() if value.time() == datetime.min.time():
            return str(value.date())
        case date():
            return str(value)
        case float() if value.is_integer():
            return str(int(value))
    return str(value).strip()
