"""CSV for spreadsheets, in the site's language: lists of records, and tables of statistics.

UTF-8 with a byte order mark and CRLF; texts that a spreadsheet would evaluate as formulas get an apostrophe.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from operator import attrgetter
from typing import NamedTuple

from bulletin.core.i18n import Translator
from bulletin.exports.cell_texts import CellTexts
from bulletin.exports.context import ExportContext
from bulletin.exports.row_files import RowFile
from bulletin.model.archive import Adopted
from bulletin.model.records import Item
from bulletin.model.schema import ITEM
from bulletin.model.schema.types import Day, Entries
from bulletin.scoring.circulars.tables import CellValue, DataTable, Rate, cell_text

_LINE_END = "\r\n"
FORMULA_SIGNS = frozenset("=+-@＝＋－＠\t\r\n")
"""What makes a formula of a cell that begins with it; spreadsheets of East Asia take full-width signs for such."""
_ADOPTIONS = ITEM.field("adopted-by")


def items_file(context: ExportContext) -> RowFile:
    """Return ``items.csv``."""
    items, columns = context.archive.items, item_columns(context)
    return _row_file(columns.headers, [item.id for item in items], lambda number: columns.texts(items[number]))


def adoptions_file(context: ExportContext) -> RowFile:
    """Return ``adoptions.csv``."""
    events, texts = context.archive.adoptions, CellTexts(context)
    ids = [event.item.id for event in events]
    return _row_file(adoption_headers(context), ids, lambda number: adoption_row(texts, events[number]))


def _row_file(headers: Sequence[str], ids: Sequence[str], cells: Callable[[int], Iterable[str]]) -> RowFile:
    write = csv.writer(_Returned(), lineterminator=_LINE_END).writerow

    def row(number: int) -> bytes:
        line: str = write(map(disarm_formula, cells(number)))
        return line.removesuffix(_LINE_END).encode()

    head, line_end = _write_rows(headers, ()), _LINE_END.encode()
    return RowFile(ids=ids, row=row, head=head, between=line_end, end=line_end, empty=head)


class _Returned:
    """A file for :mod:`csv`, whose ``writerow`` returns what ``write`` returns."""

    def write(self, text: str) -> str:
        """Return the text of a row."""
        return text


def tables_csv(tables: Sequence[DataTable], say: Translator) -> bytes:
    """Return tables as one; if several have the headers of the first, a first column has their titles.

    What other tables have besides stands in columns after these, with their titles in the last one.
    """
    headers = tables[0].headers if tables else ()
    like = [table for table in tables if table.headers == headers]
    others = [table for table in tables if table.headers != headers]
    rows: list[tuple[CellValue, ...]] = [row for table in like for row in table.rows]
    if len(like) > 1:
        headers = (say("Group"), *headers)
        rows = [(table.title, *row) for table in like for row in table.rows]
    if others:
        headers, rows = _with_others(headers, rows, others, say("Table"))
    return _write_rows(
        [disarm_formula(header) for header in headers],
        ([cell if cell is None else _csv_value(cell) for cell in row] for row in rows),
    )


def _with_others(
    headers: tuple[str, ...], rows: Sequence[tuple[CellValue, ...]], others: Sequence[DataTable], title: str
) -> tuple[tuple[str, ...], list[tuple[CellValue, ...]]]:
    """Return a table with the rows of others below its own: cells stand below their header."""
    more = dict.fromkeys(header for table in others for header in table.headers if header not in headers)
    columns = (*headers, *more)
    found: list[tuple[CellValue, ...]] = [(*row, *(None for _ in more), None) for row in rows]
    for table in others:
        places = [columns.index(header) for header in table.headers]
        for row in table.rows:
            cells: list[CellValue] = [None] * len(columns)
            for place, cell in zip(places, row, strict=True):
                cells[place] = cell
            found.append((*cells, table.title))
    return (*columns, title), found


def disarm_formula(cell: str) -> str:
    """Return *cell* with an apostrophe before what a spreadsheet would evaluate."""
    return f"'{cell}" if cell[:1] in FORMULA_SIGNS else cell


def _csv_value(cell: CellValue) -> CellValue:
    if type(cell) is str:
        return disarm_formula(cell)
    # csv writes integers and dates as needed.
    return cell_text(cell) if isinstance(cell, Fraction | Rate) else cell


def _write_rows(headers: Sequence[str], rows: Iterable[Sequence[CellValue]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator=_LINE_END)
    writer.writerow(headers)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


class ItemColumns(NamedTuple):
    """The columns of items: their headers, a function that makes the texts of one, and what the texts stand for."""

    headers: list[str]
    texts: Callable[[Item], list[str]]
    types: list[str]
    """``day`` for days, ``number`` for numbers."""

    def typed(self, item: Item) -> Iterator[CellValue]:
        """Yield the cells of an item, days and numbers as such."""
        for text, kind in zip(self.texts(item), self.types, strict=True):
            yield int(text) if kind == "number" else date.fromisoformat(text) if kind == "day" and text else text


def item_columns(context: ExportContext) -> ItemColumns:
    """Return the columns of items."""
    _, archive, texts = context.say, context.archive, CellTexts(context)
    specs = sorted((spec for spec in ITEM.fields if spec.column), key=lambda spec: isinstance(spec.type, Entries))
    headers, converters = [_(spec.column) for spec in specs], [texts.converter(spec) for spec in specs]
    values, numbers = attrgetter(*[spec.attribute for spec in specs]), texts.issues()
    issues_at = next(number for number, spec in enumerate(specs) if isinstance(spec.type, Entries))
    level_at = specs.index(_ADOPTIONS) + 1

    def columns(identifier: str, level: str, issues: str, others: list[str]) -> list[str]:
        return [identifier, *others[:issues_at], issues, *others[issues_at:level_at], level, *others[level_at:]]

    def cells(item: Item) -> list[str]:
        others = [convert(value) if convert else value for convert, value in zip(converters, values(item), strict=True)]
        issues = texts.separator.join([numbers[issue.id] for issue in archive.issues_of.get(item.id, ())])
        return columns(item.id, texts.highest_level(archive, item), issues, others)

    types = ["day" if isinstance(s.type, Day) else "number" if isinstance(s.type, Entries) else "" for s in specs]
    return ItemColumns(columns(_("Id"), _("Highest level"), _("Issues"), headers), cells, columns("", "", "", types))


def adoption_headers(context: ExportContext) -> list[str]:
    """Return the headers of the columns of adoptions."""
    _ = context.say
    return [
        *(_("Date"), _("Level"), _("Publication"), _("Publisher"), _("Number"), _("Page of the publication")),
        *(_("Treatment"), _("Title"), _("Unit"), _("Category"), _("Id")),
    ]


def adoption_row(texts: CellTexts, event: Adopted) -> list[str]:
    """Return the texts of the cells of an adoption; the first is its day."""
    adoption, item, publication = event.adoption, event.item, event.publication
    return [
        *(event.date.isoformat(), texts.term(publication.level), publication.name, publication.publisher),
        *(adoption.issue, adoption.page, texts.treatment(adoption.treatment) if adoption.treatment else ""),
        *(item.title, texts.units(item.units), texts.category[item.category], item.id),
    ]
