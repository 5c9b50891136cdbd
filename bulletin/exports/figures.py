"""The files of figures: for each year and quarter the circular, for each year the ledger, for programs and people."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin.archive import Archive
from bulletin.exports.json_files import lined
from bulletin.exports.json_files import whole as indented
from bulletin.exports.sheets import csv_of
from bulletin.exports.stats import entry, stats
from bulletin.exports.workbook import workbook
from bulletin.i18n import Translator
from bulletin.pages import feeds
from bulletin.periods import Period
from bulletin.scoring import circular, whole
from bulletin.scoring.calendar import periods, years
from bulletin.scoring.entries import Entry
from bulletin.scoring.tables import of_circular, of_ledger


def files(archive: Archive, say: Translator) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of every file of figures."""
    for period in periods(archive):
        sheets = of_circular(circular(archive, period), say)
        yield feeds.stats(period.label), indented(stats(archive, period))
        yield feeds.stats(period.label, "csv"), csv_of(sheets, say)
        yield feeds.stats(period.label, "xlsx"), workbook(sheets)
    for year in years(archive) if archive.schemes else ():
        entries = _entries(archive, year)
        facts = ({"unit": e.unit} | entry(e, say) for e in entries)
        yield feeds.ledger(year.label), lined({"entries": facts})
        yield feeds.ledger(year.label, "csv"), csv_of([of_ledger(archive, year.label, entries, say)], say)


def _entries(archive: Archive, year: Period) -> list[Entry]:
    """Return the entries of all units, unit by unit in registry order."""
    ledger = whole(archive)
    return [entry for unit in archive.registry.units for entry in ledger.of(unit.id).within(year)]
