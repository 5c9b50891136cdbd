"""Tables as an xlsx workbook: numbers as numbers, texts never as formulas, the same bytes for the same tables."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from bulletin.scoring.tables import Cell, Sheet, written

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_WIDEST, _NARROWEST = 60, 6
_WIDE = 0x2E80
"""From here on a character takes two columns."""


def workbook(sheets: Iterable[Sheet]) -> bytes:
    """Return the workbook, one sheet for each table."""
    import xlsxwriter

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)})
    looks = {
        "head": book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "align": "center", "valign": "vcenter"}),
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
    }
    names: set[str] = set()
    for sheet in sheets:
        _fill(book.add_worksheet(_name(sheet.title, names)), sheet, looks)
    book.close()
    return file.getvalue()


def _name(title: str, taken: set[str]) -> str:
    """Return a name that a sheet may have: short, without what Excel forbids, and not there yet."""
    plain = re.sub(r"[\[\]:*?/\\']", " ", title).strip()[:28] or "1"
    name, number = plain, 2
    while name.casefold() in taken:
        name, number = f"{plain} {number}", number + 1
    taken.add(name.casefold())
    return name


def _fill(page: Worksheet, sheet: Sheet, looks: dict[str, Any]) -> None:
    page.freeze_panes(1, 0)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.write_row(0, 0, sheet.heads, looks["head"])
    for number, row in enumerate(sheet.rows, 1):
        for column, cell in enumerate(row):
            _write(page, (number, column), cell, looks)
    for column, head in enumerate(sheet.heads):
        widest = max((_width(written(row[column])) for row in sheet.rows), default=0)
        page.set_column(column, column, min(_WIDEST, max(_NARROWEST, widest, _width(head) // 2) + 1))


def _write(page: Worksheet, place: tuple[int, int], cell: Cell, looks: dict[str, Any]) -> None:
    if isinstance(cell, date):
        page.write_datetime(*place, cell, looks["date"])
    elif isinstance(cell, int):
        page.write_number(*place, cell)
    elif isinstance(cell, Fraction):
        page.write_number(*place, float(cell))
    elif cell:
        page.write_string(*place, cell)


def _width(text: str) -> int:
    return sum(2 if ord(c) >= _WIDE else 1 for c in text)
