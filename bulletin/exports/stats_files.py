"""The files of statistics: circulars of years, halves and quarters, and ledgers of years, as JSON, CSV and xlsx."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from bulletin.core.dates import Period
from bulletin.core.i18n import Translator
from bulletin.exports import catalog
from bulletin.exports.context import ExportFile
from bulletin.exports.csv_files import tables_csv
from bulletin.exports.json_files import ENCODER, dump_lists
from bulletin.exports.stats_json import entry_record, stats_record
from bulletin.exports.xlsx import workbook_bytes
from bulletin.model import keys
from bulletin.model.archive import Archive
from bulletin.model.keys import Key
from bulletin.model.urls import DATA
from bulletin.scoring import circular, ledgers_for
from bulletin.scoring.circulars.supplement_tables import supplement_tables
from bulletin.scoring.circulars.tables import DataTable, circular_tables, ledger_table, published_sums_table
from bulletin.scoring.closing.supplements import marked_entries
from bulletin.scoring.entries import Entry
from bulletin.scoring.inputs import period_inputs, ranking_inputs
from bulletin.scoring.periods import circular_periods


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
        return [*circular_tables(found, say), *more, *supplement_tables(archive, found, say)]

    name = partial(catalog.stats_file, period.label)
    yield from _files(name, [*period_inputs(period)], lambda: circular_json(stats_record(archive, period)), tables, say)


def year_files(archive: Archive, year: Period, say: Translator) -> Iterator[ExportFile]:
    """Yield the files with the ledger entries of all units in a year."""

    def json() -> bytes:
        entries = _year_entries(archive, year)
        return dump_lists({"entries": ({"unit": e.unit} | entry_record(e, say) for e in entries)})

    def tables() -> Sequence[DataTable]:
        return [ledger_table(archive, year.label, _year_entries(archive, year), say)]

    yield from _files(partial(catalog.ledger_file, year.label), [*_year_inputs(archive, year)], json, tables, say)


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


def _year_entries(archive: Archive, year: Period) -> list[Entry]:
    """Return the entries of all units, unit by unit in registry order."""
    ledger = ledgers_for(archive, year)
    return [
        entry
        for unit in archive.registry.units
        for entry in marked_entries(archive, unit.id, ledger.account(unit.id).within(year))
    ]
