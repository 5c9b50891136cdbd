"""CSV for spreadsheets, in the site's language: lists of records, and tables of statistics.

UTF-8 with a byte order mark and CRLF; texts that a spreadsheet would evaluate as formulas get an apostrophe.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any

from bulletin.core.i18n import N_, Translator
from bulletin.exports.context import ExportContext
from bulletin.model.archive import Adopted, Archive
from bulletin.model.formatters import Formatters
from bulletin.model.records import Item
from bulletin.model.schema import ITEM
from bulletin.model.schema.types import CategoryName, Day, Entries, FieldSpec, OneOf, Texts, UnitNames
from bulletin.scoring.circulars.tables import CellValue, DataTable, cell_text

_FORMULA = frozenset("=+-@\t\r")
_ADOPTIONS = ITEM.field("adopted-by")


def files(context: ExportContext) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of every CSV file."""
    archive, texts = context.archive, _CellTexts(context)
    columns = list(_item_columns(archive, texts))
    headers, cells = [context.say(header) for header, _ in columns], [cell for _, cell in columns]
    yield "items.csv", csv_bytes(headers, ([cell(item) for cell in cells] for item in archive.items))
    yield (
        "adoptions.csv",
        csv_bytes(_adoption_headers(context), (_adoption_row(texts, event) for event in archive.adoptions)),
    )


def csv_bytes(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return rows of texts as CSV."""
    return _write_rows(headers, ([f"'{cell}" if cell[:1] in _FORMULA else cell for cell in row] for row in rows))


def tables_csv(tables: Sequence[DataTable], say: Translator) -> bytes:
    """Return tables with the same headers as one table; if there are several, a first column has their titles."""
    headers = tables[0].headers if tables else ()
    if len(tables) == 1:
        rows: Iterable[Sequence[CellValue]] = tables[0].rows
    else:
        headers = (say("Group"), *headers)
        rows = ((table.title, *row) for table in tables for row in table.rows)
    return _write_rows(
        [disarm_formula(header) for header in headers], ([_csv_value(cell) for cell in row] for row in rows)
    )


def disarm_formula(cell: str) -> str:
    """Return *cell* with an apostrophe before what a spreadsheet would evaluate."""
    return f"'{cell}" if cell[:1] in _FORMULA else cell


def _csv_value(cell: CellValue) -> CellValue:
    if type(cell) is str:
        return disarm_formula(cell)
    # csv writes integers and dates as needed.
    return cell_text(cell) if type(cell) is Fraction else cell


def _write_rows(headers: Sequence[str], rows: Iterable[Sequence[CellValue]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(headers)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _entry_counts(spec: FieldSpec) -> Callable[[Item], str]:
    get = attrgetter(spec.attribute)
    return lambda item: str(len(get(item)))


class _CellTexts:
    """Makes the texts of cells, and caches those that many rows have."""

    def __init__(self, context: ExportContext) -> None:
        self._context, words = context, Formatters(context.say)
        self.separator = context.say(", ")
        self.category = {category.id: category.name for category in context.archive.registry.categories}
        # Typed, as members of two enums may be equal as texts.
        self.term = lru_cache(maxsize=None, typed=True)(words.term)
        self.issue = {i.id: f"{i.date.year} {words.number(i)}" for i in context.archive.issues}
        self.units = cache(self._units)

    def _units(self, ids: tuple[str, ...]) -> str:
        return self.separator.join([self._context.archive.registry.unit[unit].name for unit in ids])

    def highest_level(self, archive: Archive, item: Item) -> str:
        """Return the highest level at which an item was adopted, or ""."""
        return self.term(archive.levels(item)[0]) if item.adoptions else ""

    def cells(self, spec: FieldSpec) -> Callable[[Item], str]:
        """Return a function that makes the cells of a field's column."""
        get, convert = attrgetter(spec.attribute), self._converter(spec)
        return lambda item: convert(get(item))

    def _converter(self, spec: FieldSpec) -> Callable[[Any], str]:
        match spec.type:
            case Day():
                return lambda day: day.isoformat() if day else ""
            case OneOf():
                return lambda term: self.term(term) if term else ""
            case Texts():
                return self.separator.join
            case UnitNames():
                return self.units
            case CategoryName():
                return self.category.__getitem__
        return str


def _item_columns(archive: Archive, texts: _CellTexts) -> Iterator[tuple[str, Callable[[Item], str]]]:
    """Yield the header of each column of items, a msgid, and a function that makes its cells."""
    columns = [spec for spec in ITEM.fields if spec.column]
    yield N_("Id"), lambda item: item.id
    yield from ((spec.column, texts.cells(spec)) for spec in columns if not isinstance(spec.type, Entries))
    yield (
        N_("Issues"),
        lambda item: texts.separator.join([texts.issue[i.id] for i in archive.issues_of.get(item.id, ())]),
    )
    for spec in columns:
        if isinstance(spec.type, Entries):
            yield spec.column, _entry_counts(spec)
        if spec is _ADOPTIONS:
            yield N_("Highest level"), lambda item: texts.highest_level(archive, item)


def _adoption_headers(context: ExportContext) -> list[str]:
    _ = context.say
    return [
        *(_("Date"), _("Level"), _("Publication"), _("Publisher"), _("Number"), _("Page of the publication")),
        *(_("Treatment"), _("Title"), _("Unit"), _("Category"), _("Id")),
    ]


def _adoption_row(texts: _CellTexts, event: Adopted) -> list[str]:
    adoption, item, publication = event.adoption, event.item, event.publication
    return [
        *(event.date.isoformat(), texts.term(publication.level), publication.name, publication.publisher),
        *(adoption.issue, adoption.page, texts.term(adoption.treatment) if adoption.treatment else ""),
        *(item.title, texts.units(item.units), texts.category[item.category], item.id),
    ]
