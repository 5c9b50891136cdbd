"""The CSV files: made for spreadsheets, in the site's language, and no cell is ever taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any

from bulletin.core.i18n import N_
from bulletin.exports.context import ExportContext
from bulletin.model.archive import Adopted, Archive
from bulletin.model.formatters import Formatters
from bulletin.model.records import Item
from bulletin.model.schema import ITEM
from bulletin.model.schema.types import CategoryName, Day, Entries, FieldSpec, OneOf, Texts, UnitNames

_FORMULA = frozenset("=+-@\t\r")
_ADOPTIONS = ITEM.field("adopted-by")


def files(context: ExportContext) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of every CSV file."""
    archive, said = context.archive, _Said(context)
    columns = list(_item_columns(archive, said))
    heads, cells = [context.say(head) for head, _ in columns], [cell for _, cell in columns]
    yield "items.csv", table(heads, ([cell(item) for cell in cells] for item in archive.items))
    yield "adoptions.csv", table(_adoption_heads(context), (_adoption(said, event) for event in archive.adoptions))


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return rows as CSV: UTF-8 with a byte order mark, CRLF, formulas disarmed."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([f"'{cell}" if cell[:1] in _FORMULA else cell for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def guarded(cell: str) -> str:
    """Return *cell* with an apostrophe before what a spreadsheet would compute."""
    return f"'{cell}" if cell[:1] in _FORMULA else cell


def _lengths(spec: FieldSpec) -> Callable[[Item], str]:
    get = attrgetter(spec.attribute)
    return lambda item: str(len(get(item)))


class _Said:
    """Says what stands in very many rows once."""

    def __init__(self, context: ExportContext) -> None:
        self._context, words = context, Formatters(context.say)
        self.joint = context.say(", ")
        self.category = {category.id: category.name for category in context.archive.registry.categories}
        # Members of two vocabularies may be equal as texts.
        self.term = lru_cache(maxsize=None, typed=True)(words.term)
        self.issue = {i.id: f"{i.date.year} {words.number(i)}" for i in context.archive.issues}
        self.units = cache(self._units)

    def _units(self, ids: tuple[str, ...]) -> str:
        return self.joint.join([self._context.archive.registry.unit[unit].name for unit in ids])

    def highest(self, archive: Archive, item: Item) -> str:
        """Say the highest level at which an item was adopted, or ""."""
        return self.term(archive.levels(item)[0]) if item.adoptions else ""

    def cells(self, spec: FieldSpec) -> Callable[[Item], str]:
        """Return what makes the cells of a field's column."""
        get, show = attrgetter(spec.attribute), self._shown(spec)
        return lambda item: show(get(item))

    def _shown(self, spec: FieldSpec) -> Callable[[Any], str]:
        match spec.type:
            case Day():
                return lambda day: day.isoformat() if day else ""
            case OneOf():
                return lambda term: self.term(term) if term else ""
            case Texts():
                return self.joint.join
            case UnitNames():
                return self.units
            case CategoryName():
                return self.category.__getitem__
        return str


def _item_columns(archive: Archive, said: _Said) -> Iterator[tuple[str, Callable[[Item], str]]]:
    """Yield the head of each column of items, a msgid, and what makes its cells: first what an item says itself."""
    columns = [spec for spec in ITEM.fields if spec.column]
    yield N_("Id"), lambda item: item.id
    yield from ((spec.column, said.cells(spec)) for spec in columns if not isinstance(spec.type, Entries))
    yield N_("Issues"), lambda item: said.joint.join([said.issue[i.id] for i in archive.issues_of.get(item.id, ())])
    for spec in columns:
        if isinstance(spec.type, Entries):
            yield spec.column, _lengths(spec)
        if spec is _ADOPTIONS:
            yield N_("Highest level"), lambda item: said.highest(archive, item)


def _adoption_heads(context: ExportContext) -> list[str]:
    _ = context.say
    return [
        *(_("Date"), _("Level"), _("Publication"), _("Publisher"), _("Number"), _("Page of the publication")),
        *(_("Treatment"), _("Title"), _("Unit"), _("Category"), _("Id")),
    ]


def _adoption(said: _Said, event: Adopted) -> list[str]:
    adoption, item, publication = event.adoption, event.item, event.publication
    return [
        *(event.date.isoformat(), said.term(publication.level), publication.name, publication.publisher),
        *(adoption.issue, adoption.page, said.term(adoption.treatment) if adoption.treatment else ""),
        *(item.title, said.units(item.units), said.category[item.category], item.id),
    ]
