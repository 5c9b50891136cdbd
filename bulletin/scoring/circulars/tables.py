"""The circular as plain tables for terminals and spreadsheets: headers, and rows of typed cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from bulletin.core.dates import Period
from bulletin.core.i18n import N_, Translator, join_clauses
from bulletin.core.numbers import amount, percent
from bulletin.model.archive import Archive
from bulletin.model.formatters import group_name
from bulletin.model.records import Adoption
from bulletin.model.scheme_enums import Family, LapseKind
from bulletin.scoring.circulars.circular import Circular, CircularRow, CircularTable
from bulletin.scoring.entries import Entry
from bulletin.scoring.group_points import group_points
from bulletin.scoring.reasons import Reason
from bulletin.scoring.remarks import progress_text, remarks

ZERO = Fraction(0)
WITHDRAWN = N_("(withdrawn)")
"""What stands for the title of a withdrawn item."""


class Rate(NamedTuple):
    """A share of one, which is shown in per cent."""

    value: Fraction


CellValue = str | int | Fraction | Rate | date | None

FAMILY_HEADERS = {
    Family.BASE: N_("Base points"),
    Family.SUBMISSION: N_("Submission points"),
    Family.SENT_UP: N_("Points for sending up"),
    Family.ADOPTION: N_("Adoption points"),
    Family.ENDORSEMENT: N_("Endorsement points"),
    Family.OUTCOME: N_("Outcome points"),
    Family.BONUS: N_("Bonus points"),
    Family.COMMISSION: N_("Commission points"),
    Family.FEEDBACK: N_("Feedback points"),
    Family.LAPSE: N_("Lapses"),
    Family.QUOTA: N_("Quota points"),
    Family.THRESHOLD: N_("Threshold points"),
    Family.ADJUSTMENT: N_("Adjustments"),
    Family.MERGER: N_("Carried over"),
}
"""The header of the points of each family."""
LAPSE_HEADERS = {
    LapseKind.LATE: N_("Late"),
    LapseKind.LATE_ANSWER: N_("Commissions late"),
    LapseKind.MISSED: N_("Missed"),
    LapseKind.UNANSWERED: N_("Commissions unanswered"),
    LapseKind.ERRONEOUS: N_("Erroneous"),
    LapseKind.WITHDRAWN: N_("Withdrawn"),
    LapseKind.LATE_FEEDBACK: N_("Feedback late"),
    LapseKind.FEEDBACK_OVERDUE: N_("Feedback overdue"),
}
"""The header of the number of lapses of each kind, in the order of the columns."""
_ONLY_WHERE_FOUND = frozenset({LapseKind.LATE_FEEDBACK, LapseKind.FEEDBACK_OVERDUE})

_TO_DATE = N_("Submitted, year to date"), N_("Points, year to date")
_TO_DATE_NOW = N_("Submitted, year to date as known today"), N_("Points, year to date as known today")
"""The headers of what is counted beside a closed period: it is not closed, and goes on."""


def lapse_columns(rows: Iterable[CircularRow]) -> tuple[LapseKind, ...]:
    """Return the kinds of lapses that have a column; those about feedback only where there is one."""
    found = {kind for row in rows for kind in row.standing.lapses_by_kind}
    return tuple(kind for kind in LAPSE_HEADERS if kind in found or kind not in _ONLY_WHERE_FOUND)


class DataTable(NamedTuple):
    """A table with a title; every row has as many cells as there are headers."""

    title: str
    headers: tuple[str, ...]
    rows: tuple[tuple[CellValue, ...], ...]
    file_columns: frozenset[int] = frozenset()
    """The columns that only files have: identifiers, which say nothing to people."""
    always_shown: frozenset[int] = frozenset()
    """The columns that people are shown although there are only zeros in them."""
    shows_zeros: bool = False
    """Whether people are shown columns of zeros, too."""
    kept_columns: int = 1
    """How many columns say what a row is about: they stay in view, and on each page."""
    charted: tuple[int, ...] = ()
    """The columns that a chart shows: the names, and numbers."""

    def texts(self) -> Iterator[list[str]]:
        """Yield the rows as texts."""
        return ([cell_text(cell) for cell in row] for row in self.rows)


def cell_text(cell: CellValue) -> str:
    """Return a cell as text."""
    if isinstance(cell, Fraction):
        return amount(cell)
    if isinstance(cell, Rate):
        return percent(cell.value)
    return "" if cell is None else str(cell)


def reasons_text(notes: Sequence[Reason], say: Translator) -> str:
    """Return reasons as one text."""
    return join_clauses([note.text(say) for note in notes], say) if notes else ""


def used_families(circular: Circular) -> tuple[Family, ...]:
    """Return the families with entries in the year so far, or in the period as it was printed."""
    used = {family for row in circular.rows for now in (row.to_date, row.now) for family in now.points_by_family}
    return tuple(family for family in Family if family in used)


def shows_results(circular: Circular) -> bool:
    """Whether units are ranked by something else than their points."""
    return circular.scheme is not None and any(rule.converts for rule in circular.scheme.results)


def circular_tables(circular: Circular, say: Translator) -> tuple[DataTable, ...]:
    """Return a table for each group."""
    shown, headers = used_families(circular), tuple(_headers(circular, say))
    kinds = lapse_columns(circular.rows)
    units, times = headers.index(say("Unit")), headers.index(say("Times adopted"))
    return tuple(
        DataTable(
            title=group_name(table.group, say),
            headers=headers,
            rows=tuple(tuple(_cells(circular, row, shown, kinds, say)) for row in _by_rank(table)),
            always_shown=frozenset({headers.index(say("Points"))} if circular.scheme else ()),
            kept_columns=units + 1,
            charted=(units, units + 1, times),
        )
        for table in circular.tables
    )


def _by_rank(table: CircularTable) -> list[CircularRow]:
    return sorted(table.rows, key=lambda row: (row.rank is None, row.rank or 0, row.unit.order))


def _headers(circular: Circular, say: Translator) -> Iterator[str]:
    if circular.scheme:
        yield say("Rank")
        yield from (say("Rank by {ranking}", ranking=ranking.name(say)) for ranking in circular.further_rankings)
    submitted, points = _TO_DATE_NOW if circular.closed else _TO_DATE
    yield from (say("Unit"), say("Submitted items"), say(submitted))
    for publication in circular.publications:
        yield publication.name
        if circular.scheme:
            yield say("{publication}, points", publication=publication.name)
    yield from (say("Adopted items"), say("Adoption rate"), say("Times adopted"))
    if circular.scheme:
        yield from (say(FAMILY_HEADERS[family]) for family in used_families(circular))
        yield say("Points")
        if shows_results(circular):
            yield say("Result")
        yield from (say(points), say("Rank before"))
    yield from (say("Quota"), say("Done"), say("Completion"), say("Progress in longer periods"))
    yield from (say(LAPSE_HEADERS[kind]) for kind in lapse_columns(circular.rows))
    if circular.scheme:
        yield say("Remark")


def _cells(
    circular: Circular, row: CircularRow, shown: Iterable[Family], kinds: Iterable[LapseKind], say: Translator
) -> Iterator[CellValue]:
    if circular.scheme:
        yield from (row.rank, *row.further_ranks)
    yield from (row.unit.name, len(row.now.submitted), len(row.to_date.submitted))
    for publication in circular.publications:
        yield row.now.by_publication[publication.id]
        if circular.scheme:
            yield row.now.points_by_publication.get(publication.id, ZERO)
    yield from (len(row.now.adopted), _rate(row.now.rate), len(row.now.adoptions))
    if circular.scheme:
        yield from (row.now.points_by_family.get(family, ZERO) for family in shown)
        yield row.points
        if shows_results(circular):
            yield row.standing.result
        yield from (row.points_to_date, row.rank_before)
    target = row.completion
    yield from ((target.quota, _number(target.achieved), _rate(target.ratio)) if target else (None, None, None))
    yield progress_text(row.standing.progress, say) or None
    yield from (len(row.lapses(kind)) for kind in kinds)
    if circular.scheme:
        yield join_clauses(remarks(row.standing, say), say)


def published_sums_table(archive: Archive, period: Period, say: Translator) -> tuple[DataTable, ...]:
    """Return the table with the sums of groups, where these are all that is published of points."""
    given = [each for each in group_points(archive, period) if each.points is not None]
    rows = tuple((group_name(each.group, say), each.points) for each in given)
    return (DataTable(say("Points by group"), (say("Group"), say("Points")), rows),) if given else ()


def _number(value: Fraction) -> int | Fraction:
    return value.numerator if value.denominator == 1 else value


def _rate(ratio: Fraction | None) -> Rate | None:
    return None if ratio is None else Rate(ratio)


def event_id(entry: Entry) -> str:
    """Return the identifier of an entry's event: its family, and the ids of what it is about.

    Of a withdrawn item neither its id nor who adopted it is named.
    """
    parts = entry.event.id_parts
    if entry.item and entry.item.is_withdrawn:
        parts = () if isinstance(entry.event.fact, Adoption) else parts[1:]
    return "/".join(part for part in (entry.event.family.value, *parts) if part)
