"""The files of statistics: circulars of years, halves and quarters, and ledgers of years, as JSON, CSV and xlsx."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from typing import Any

from bulletin.core.dates import Period
from bulletin.core.i18n import Translator
from bulletin.exports import catalog
from bulletin.exports.context import ExportFile
from bulletin.exports.csv_files import tables_csv
from bulletin.exports.json_files import ENCODER, dump_lists
from bulletin.exports.ledger_json import Record, closed_records, entry_record, remarks_records
from bulletin.exports.stats_json import stats_record
from bulletin.exports.xlsx import workbook_bytes
from bulletin.model import keys
from bulletin.model.archive import Archive
from bulletin.model.keys import Key
from bulletin.model.urls import DATA
from bulletin.scoring import circular
from bulletin.scoring.circulars.author_tables import author_tables
from bulletin.scoring.circulars.ledger_tables import ledger_tables
from bulletin.scoring.circulars.supplement_tables import supplement_tables
from bulletin.scoring.circulars.tables import DataTable, circular_tables, published_sums_table
from bulletin.scoring.inputs import period_inputs, ranking_inputs
from bulletin.scoring.periods import circular_periods
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

    name = partial(catalog.stats_file, period.label)
    yield from _files(name, [*period_inputs(period)], lambda: circular_json(stats_record(archive, period)), tables, say)


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

    yield from _files(partial(catalog.ledger_file, year.label), [*_year_inputs(archive, year)], json, tables, say)


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
    say: Translator,
) -> Iterator[ExportFile]:
    tables = cache(tables)
    yield ExportFile(DATA + name("json"), inputs, json)
    yield ExportFile(DATA + name("csv"), inputs, lambda: tables_csv(tables(), say))
    yield ExportFile(DATA + name("xlsx"), inputs, lambda: workbook_bytes(tables()))


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
