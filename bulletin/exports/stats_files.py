"""The files of figures: circulars of years, halves and quarters, ledgers of years, for programs and people."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from bulletin.core.dates import Period
from bulletin.core.i18n import Translator
from bulletin.exports import catalog
from bulletin.exports.json_files import ENCODER, lined
from bulletin.exports.sheets import csv_of
from bulletin.exports.stats_json import entry, stats
from bulletin.exports.xlsx import workbook
from bulletin.model.archive import Archive
from bulletin.model.urls import DATA
from bulletin.scoring import circular, ledgers_for
from bulletin.scoring.circulars.tables import circular_tables, ledger_table
from bulletin.scoring.entries import Entry
from bulletin.scoring.periods import circular_periods


def files(archive: Archive, say: Translator, without: Collection[str] = ()) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of every file of figures, but for periods *without* whose addresses it goes."""
    for period in circular_periods(archive):
        if not all(DATA + catalog.stats(period.label, kind) in without for kind in catalog.KINDS):
            yield from of_period(archive, period, say)
    for year in catalog.scored(archive):
        if not all(DATA + catalog.ledger(year.label, kind) in without for kind in catalog.KINDS):
            yield from of_year(archive, year, say)


def of_period(archive: Archive, period: Period, say: Translator) -> Iterator[tuple[str, bytes]]:
    """Yield the files with the circular of *period*."""
    sheets = circular_tables(circular(archive, period), say)
    yield catalog.stats(period.label), by_unit(stats(archive, period))
    yield catalog.stats(period.label, "csv"), csv_of(sheets, say)
    yield catalog.stats(period.label, "xlsx"), workbook(sheets)


def of_year(archive: Archive, year: Period, say: Translator) -> Iterator[tuple[str, bytes]]:
    """Yield the files with every point of a year."""
    entries = _entries(archive, year)
    sheet = ledger_table(archive, year.label, entries, say)
    facts = ({"unit": e.unit} | entry(e, say) for e in entries)
    yield catalog.ledger(year.label), lined({"entries": facts})
    yield catalog.ledger(year.label, "csv"), csv_of([sheet], say)
    yield catalog.ledger(year.label, "xlsx"), workbook([sheet])


def by_unit(value: Mapping[str, Any]) -> bytes:
    """Return a circular as JSON, each unit on a line of its own."""
    groups = []
    for group in value["groups"]:
        units = ",\n".join(_line(unit) for unit in group["units"])
        head = _line({key: told for key, told in group.items() if key != "units"})
        groups.append(f'{head[:-1]}, "units": [\n{units}\n]}}')
    parts = {key: _line(told) for key, told in value.items() if key != "groups"}
    parts["groups"] = f"[\n{','.join(groups)}\n]"
    return ("{" + ",\n".join(f'"{key}": {told}' for key, told in sorted(parts.items())) + "}\n").encode()


def _line(value: object) -> str:
    return ENCODER.encode(value)


def _entries(archive: Archive, year: Period) -> list[Entry]:
    """Return the entries of all units, unit by unit in registry order."""
    ledger = ledgers_for(archive, year)
    return [entry for unit in archive.registry.units for entry in ledger.account(unit.id).within(year)]
