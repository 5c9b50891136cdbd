"""The supplements of a closed circular as plain tables: the figures of units side by side, and every entry."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin.core.i18n import Translator
from bulletin.model.archive import Archive
from bulletin.scoring.circulars.circular import Circular
from bulletin.scoring.circulars.ledger_tables import IN_ALL, PRINTED, SINCE, supplement_entries_table
from bulletin.scoring.circulars.tables import CellValue, DataTable
from bulletin.scoring.closing.supplements import SideBySide, figures_of
from bulletin.scoring.periods import period_name


def supplement_tables(archive: Archive, circular: Circular, say: Translator) -> tuple[DataTable, ...]:
    """Return what was printed and what has become known since; none where nothing has."""
    if not circular.supplements:
        return ()
    names = [say("Submitted items"), say("Adopted items"), say("Times adopted")]
    names += [say("Points")] if circular.scheme else []
    heads = tuple(say(message, figure=name) for name in names for message in (PRINTED, SINCE, IN_ALL))
    rows = tuple((one.unit.name, *_cells(figures_of(one)[: len(names)])) for one in circular.supplements)
    sums = DataTable(say("Supplements"), (say("Unit"), *heads), rows, shows_zeros=True)
    name = period_name(circular.period, say)
    listed = supplement_entries_table(archive, [(e, name) for one in circular.supplements for e in one.entries], say)
    return (sums, listed) if listed.rows else (sums,)


def _cells(figures: list[SideBySide]) -> Iterator[CellValue]:
    for figure in figures:
        yield from (figure.printed, figure.since, figure.known)
