"""Tables of figures as CSV for spreadsheets: numbers stay numbers, and no text is ever taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from fractions import Fraction

from bulletin.core.i18n import Translator
from bulletin.exports.csv_files import guarded
from bulletin.scoring.circulars.tables import CellValue, DataTable, cell_text


def csv_of(sheets: Sequence[DataTable], say: Translator) -> bytes:
    """Return sheets with the same heads as one table; where there are several, a first column tells which."""
    heads = sheets[0].headers if sheets else ()
    if len(sheets) == 1:
        return _table(heads, sheets[0].rows)
    return _table((say("Group"), *heads), ((sheet.title, *row) for sheet in sheets for row in sheet.rows))


def _cell(cell: CellValue) -> CellValue:
    if type(cell) is str:
        return guarded(cell)
    # The writer writes whole numbers and days as it should.
    return cell_text(cell) if type(cell) is Fraction else cell


def _table(heads: Sequence[str], rows: Iterable[Sequence[CellValue]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([guarded(head) for head in heads])
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")
