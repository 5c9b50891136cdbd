"""The files of registers for spreadsheets: endorsements, outcomes, calls and issues; items and adoptions by year."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial

from bulletin.core.i18n import N_
from bulletin.exports import catalog, registers
from bulletin.exports.context import ExportContext, ExportFile
from bulletin.exports.csv_files import tables_csv
from bulletin.exports.workbook import WorkbookHead, workbook_bytes
from bulletin.model import keys
from bulletin.model.keys import Key
from bulletin.model.urls import DATA
from bulletin.scoring.circulars.tables import DataTable
from bulletin.scoring.direct_reports import direct_inputs
from bulletin.scoring.lapse_register import lapse_inputs

Tables = Callable[[], Sequence[DataTable]]
_NO_DAY = date(2000, 1, 1)


def files(context: ExportContext) -> Iterator[ExportFile]:
    """Yield every file."""
    archive = context.archive
    answers = [keys.listed("answers", call.id) for call in archive.calls]
    listed = [keys.listed("endorsements"), keys.REGISTRY, keys.NAMES]
    yield _csv(context, "endorsements", listed, registers.endorsements_table)
    yield _csv(context, "outcomes", listed, registers.outcomes_table)
    both = (registers.endorsements_table, registers.outcomes_table)
    yield _workbook(context, "endorsements.xlsx", listed, N_("Endorsements and outcomes"), *both)
    for name, title, inputs, table in (
        ("issues", N_("Issues"), [keys.ISSUES, keys.TOMBSTONES], registers.issues_table),
        (
            "calls",
            N_("Calls and commissions"),
            [keys.CALLS, keys.DAY, keys.REGISTRY, keys.NAMES, *answers],
            registers.calls_table,
        ),
        ("direct", N_("Special and direct reports"), [*direct_inputs(archive)], registers.direct_table),
        (
            "lapses",
            N_("Late, missed, erroneous"),
            [*lapse_inputs(archive)],
            registers.lapses_table,
        ),
    ):
        yield _csv(context, name, inputs, table)
        yield _workbook(context, f"{name}.xlsx", inputs, title, table)
    for name, title, years, of_year in (
        ("items", N_("Items"), archive.by_year, registers.items_table),
        ("adoptions", N_("Adoptions"), archive.adoptions_by_year, registers.adoptions_table),
    ):
        for year in years:
            inputs = [keys.listed(name, year), keys.ISSUES, keys.REGISTRY]
            table = partial(_of_year, of_year, year)
            yield _workbook(context, catalog.year_file(name, year), inputs, title, table)


def _of_year(table: Callable[[ExportContext, int], DataTable], year: int, context: ExportContext) -> DataTable:
    return table(context, year)


def _csv(
    context: ExportContext, name: str, inputs: Sequence[Key], table: Callable[[ExportContext], DataTable]
) -> ExportFile:
    return ExportFile(f"{DATA}{name}.csv", inputs, lambda: tables_csv([table(context)], context.say))


def _workbook(
    context: ExportContext,
    name: str,
    inputs: Sequence[Key],
    title: str,
    *tables: Callable[[ExportContext], DataTable],
) -> ExportFile:
    def make() -> bytes:
        listed = [table(context) for table in tables]
        return workbook_bytes(listed, _head(context, context.say(title), listed), context.say)

    return ExportFile(f"{DATA}{name}", [*inputs, keys.BULLETIN], make)


def _head(context: ExportContext, title: str, tables: Sequence[DataTable]) -> WorkbookHead:
    """Return the head of a register: its time is that from the first day in it to the last."""
    say, editing_unit = context.say, context.archive.registry.bulletin.editing_unit
    at = [table.headers.index(say("Date")) for table in tables]
    days = [row[n] for n, table in zip(at, tables, strict=True) for row in table.rows]
    known = [day for day in days if isinstance(day, date)] or [_NO_DAY]
    first, last = min(known), max(known)
    return WorkbookHead(title, say("{first} to {last}", first=first, last=last) if days else "", editing_unit, last)
