"""The ledger of units as plain tables: entries, closed circulars beside them, supplements and remarks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from bulletin.core.i18n import N_, Translator
from bulletin.model.archive import Archive
from bulletin.scoring.circulars.tables import WITHDRAWN, CellValue, DataTable, reasons_text
from bulletin.scoring.closing.supplements import Supplement
from bulletin.scoring.entries import Entry
from bulletin.scoring.event_names import event_call, event_name
from bulletin.scoring.periods import period_name
from bulletin.scoring.points_changes import ChangeKind
from bulletin.scoring.unit_ledger import UnitLedger, remarks_by_period

PRINTED, SINCE, IN_ALL = N_("{figure}, printed"), N_("{figure}, supplement"), N_("{figure}, in all")
_ABOUT = (N_("Rule"), N_("Item"), N_("Id"), N_("What for"), N_("Why"))
_LEDGER = (N_("Date"), N_("Unit"), N_("Points"), *_ABOUT)
_CHANGES = {
    ChangeKind.FLOOR: N_("By floors"),
    ChangeKind.CAP: N_("By caps"),
    ChangeKind.FORFEIT: N_("By forfeits"),
}


def ledger_tables(archive: Archive, title: str, ledgers: Sequence[UnitLedger], say: Translator) -> list[DataTable]:
    """Return the entries of ledgers, and what there is of closed circulars, supplements and remarks."""
    entries = ledger_table(archive, title, (entry for ledger in ledgers for entry in ledger.entries), say)
    closed = [(ledger, part) for ledger in ledgers for part in ledger.closed]
    supplements = [(one, period_name(part.closed.period, say)) for _, part in closed for one in part.supplements]
    more = (
        DataTable(say("Closed periods"), _closed_headers(say), tuple(_closed_rows(ledgers, say)), shows_zeros=True),
        supplement_entries_table(archive, supplements, say),
        DataTable(
            say("Failed periods, floors, caps and thresholds"),
            (say("Unit"), say("Period"), say("Remark")),
            tuple(_remark_rows(ledgers, say)),
        ),
    )
    return [entries, *(table for table in more if table.rows)]


def ledger_table(archive: Archive, title: str, entries: Iterable[Entry], say: Translator) -> DataTable:
    """Return a table of entries, one a row."""
    rows = (
        (*_day_and_unit(archive, entry), entry.points, *_about(archive, entry, say), *_changed_points(entry))
        for entry in entries
    )
    return _table(title, [say(header) for header in (*_LEDGER, *_CHANGES.values())], rows, say)


def _table(title: str, headers: Sequence[str], rows: Iterable[tuple[CellValue, ...]], say: Translator) -> DataTable:
    kept = headers.index(say("Unit")) + 1
    return DataTable(title, tuple(headers), tuple(rows), frozenset({headers.index(say("Id"))}), kept_columns=kept)


def _day_and_unit(archive: Archive, entry: Entry) -> tuple[CellValue, ...]:
    return entry.date, archive.registry.unit[entry.unit].name


def _about(archive: Archive, entry: Entry, say: Translator) -> tuple[CellValue, ...]:
    item, call = entry.item, event_call(entry.event)
    name = event_name(entry.event, archive.registry, say)
    return (
        entry.words,
        say(WITHDRAWN) if item and item.is_withdrawn else item.title if item else "",
        item.id if item and not item.is_withdrawn else "",
        say("{what}: “{title}”", what=name, title=call.title) if call else name,
        reasons_text(entry.why, say),
    )


def _changed_points(entry: Entry) -> Iterator[CellValue]:
    for kind in _CHANGES:
        found = [change.points for change in entry.changes if change.kind is kind]
        yield sum(found, Fraction(0)) if found else None


def supplement_entries_table(
    archive: Archive, supplements: Iterable[tuple[Supplement, str]], say: Translator
) -> DataTable:
    """Return a table of supplements, one a row, each with the name of the closed period that it belongs to."""
    points = [say(message, figure=say("Points")) for message in (PRINTED, SINCE, IN_ALL)]
    headers = [say("Closed period"), say("Date"), say("Unit"), *points, *map(say, _ABOUT)]
    rows = (
        (
            *(name, *_day_and_unit(archive, one.entry), one.printed, one.entry.points, one.known),
            *_about(archive, one.entry, say),
        )
        for one, name in supplements
    )
    return _table(say("Supplements, entry by entry"), headers, rows, say)._replace(shows_zeros=True)


def _closed_headers(say: Translator) -> tuple[str, ...]:
    points = [say(message, figure=say("Points")) for message in (PRINTED, SINCE, IN_ALL)]
    return (say("Unit"), say("Closed period"), say("Period"), say("Closed on"), *points)


def _closed_rows(ledgers: Iterable[UnitLedger], say: Translator) -> Iterator[tuple[CellValue, ...]]:
    for ledger in ledgers:
        for part in ledger.closed:
            names = [period_name(span, say) for span in (part.closed.period, part.days)]
            yield (ledger.unit.name, *names, part.closed.closed, part.printed, part.since, part.known)


def _remark_rows(ledgers: Iterable[UnitLedger], say: Translator) -> Iterator[tuple[CellValue, ...]]:
    for ledger in ledgers:
        for period, texts in remarks_by_period(ledger, say):
            yield from ((ledger.unit.name, period_name(period, say), text) for text in texts)
