"""The files of statistics: circulars of years, halves and quarters, and ledgers of years, as JSON, CSV and xlsx."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from typing import Any

from bulletin.core.dates import Period
from bulletin.core.i18n import N_, Translator
from bulletin.exports import catalog
from bulletin.exports.context import ExportFile
from bulletin.exports.csv_files import tables_csv
from bulletin.exports.json_files import ENCODER, dump_lists
from bulletin.exports.ledger_json import Record, closed_records, entry_record, remarks_records
from bulletin.exports.stats_json import stats_record
from bulletin.exports.workbook import WorkbookHead, workbook_bytes
from bulletin.model import keys
from bulletin.model.archive import Archive
from bulletin.model.keys import Key
from bulletin.model.registry import Unit
from bulletin.model.urls import DATA
from bulletin.scoring import circular
from bulletin.scoring.circulars.author_tables import author_tables
from bulletin.scoring.circulars.ledger_tables import ledger_tables
from bulletin.scoring.circulars.supplement_tables import supplement_tables
from bulletin.scoring.circulars.tables import DataTable, circular_tables, published_sums_table
from bulletin.scoring.inputs import period_inputs, ranking_inputs
from bulletin.scoring.periods import circular_periods, period_name
from bulletin.scoring.unit_ledger import UnitLedger, unit_ledger


def files(archive: Archive, say: Translator) -> Iterator[ExportFile]:
    """Yield every file of statistics."""
    for period in circular_periods(archive):
        yield from period_files(archive, period, say)
    for year in catalog.years_with_ledgers(archive):
        yield from year_files(archive, year, say)


def period_files(archive: Archive, period: Period, say: Translator) -> Iterator[ExportFile]:
    """Yield the files with the circular of *period*."""

    def tables() -> Sequence[DataTable]:
        found = circular(archive, period)
        more = published_sums_table(archive, period, say)
        authors = author_tables(archive, period, say)
        return [*circular_tables(found, say), *more, *authors, *supplement_tables(archive, found, say)]

    def json() -> bytes:
        return circular_json(stats_record(archive, period))

    name, head = partial(catalog.stats_file, period.label), circular_head(archive, period, say)
    yield from _files(name, [*period_inputs(period)], json, tables, partial(_spreadsheet, head, say))


def year_files(archive: Archive, year: Period, say: Translator) -> Iterator[ExportFile]:
    """Yield the files with the ledger entries of all units in a year."""

    def json() -> bytes:
        ledgers = [unit_ledger(archive, unit, year) for unit in archive.registry.units]
        return dump_lists(
            {
                "entries": ({"unit": e.unit} | entry_record(e, say) for ledger in ledgers for e in ledger.entries),
                "closed": _of_units(ledgers, closed_records, say),
                "remarks": _of_units(ledgers, remarks_records, say),
            }
        )

    def tables() -> Sequence[DataTable]:
        ledgers = [unit_ledger(archive, unit, year) for unit in archive.registry.units]
        return ledger_tables(archive, year.label, ledgers, say)

    name, head = partial(catalog.ledger_file, year.label), ledger_head(archive, year, say)
    yield from _files(name, [*_year_inputs(archive, year)], json, tables, partial(_spreadsheet, head, say))


def circular_head(archive: Archive, period: Period, say: Translator) -> WorkbookHead:
    """Return the head of the workbook with the circular of a period."""
    return _head(archive, period, say("Circular of {period}", period=period_name(period, say)), say)


def ledger_head(archive: Archive, period: Period, say: Translator, unit: Unit | None = None) -> WorkbookHead:
    """Return the head of the workbook with the ledger of all units, or of one."""
    name = period_name(period, say)
    whole, one = N_("Ledger of {period}"), N_("{unit}: ledger of {period}")
    return _head(archive, period, say(one, unit=unit.name, period=name) if unit else say(whole, period=name), say)


def _head(archive: Archive, period: Period, title: str, say: Translator) -> WorkbookHead:
    days = say("{first} to {last}", first=period.first, last=period.last)
    return WorkbookHead(title, days, archive.registry.bulletin.editing_unit, period.last)


def _of_units(
    ledgers: Iterable[UnitLedger], records: Callable[[UnitLedger, Translator], Iterable[Record]], say: Translator
) -> Iterator[Record]:
    return ({"unit": ledger.unit.id} | record for ledger in ledgers for record in records(ledger, say))


def _year_inputs(archive: Archive, year: Period) -> Iterator[Key]:
    yield from (keys.REGISTRY, keys.NAMES)
    yield from ranking_inputs(year)
    yield from (keys.listed("ledger", unit.id, year.first.year) for unit in archive.registry.units)


def _files(
    name: Callable[[str], str],
    inputs: Sequence[Key],
    json: Callable[[], bytes],
    tables: Callable[[], Sequence[DataTable]],
    spreadsheet: Callable[[str, Sequence[DataTable]], bytes],
) -> Iterator[ExportFile]:
    tables = cache(tables)
    yield ExportFile(DATA + name("json"), inputs, json)
    yield ExportFile(DATA + name("csv"), inputs, lambda: spreadsheet("csv", tables()))
    yield ExportFile(DATA + name("xlsx"), [*inputs, keys.BULLETIN], lambda: spreadsheet("xlsx", tables()))


def _spreadsheet(head: WorkbookHead, say: Translator, kind: str, tables: Sequence[DataTable]) -> bytes:
    return tables_csv(tables, say) if kind == "csv" else workbook_bytes(tables, head, say)


def circular_json(record: Mapping[str, Any]) -> bytes:
    """Return a circular as JSON, each unit on a line of its own."""
    groups = []
    for group in record["groups"]:
        units = ",\n".join(_encode(unit) for unit in group["units"])
        head = _encode({key: value for key, value in group.items() if key != "units"})
        groups.append(f'{head[:-1]}, "units": [\n{units}\n]}}')
    parts = {key: _encode(value) for key, value in record.items() if key != "groups"}
    parts["groups"] = f"[\n{','.join(groups)}\n]"
    return ("{" + ",\n".join(f'"{key}": {text}' for key, text in sorted(parts.items())) + "}\n").encode()


def _encode(value: object) -> str:
    return ENCODER.encode(value)
