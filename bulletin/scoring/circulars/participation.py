"""Who took part in a period, for the text of a circular: units by targets, ranks, reports and commissions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bulletin.core.dates import Period
from bulletin.core.memo import memoized
from bulletin.model import commissions
from bulletin.model.archive import Archive
from bulletin.model.commissions import Reply
from bulletin.model.records import Issue
from bulletin.model.registry import Unit
from bulletin.scoring import activity
from bulletin.scoring.circulars.circular import Circular, CircularRow, CircularTable

Rows = Sequence[CircularRow]


def issues_of(archive: Archive, period: Period) -> tuple[Issue, ...]:
    """Return the issues of the bulletin that came out in a period."""
    return tuple(issue for issue in archive.issues if issue.date in period)


def with_targets(rows: Rows) -> Rows:
    """Return the units that had a target."""
    return [row for row in rows if row.standing.whole_completions]


def met_targets(rows: Rows) -> Rows:
    """Return the units that had targets and met each of them."""
    return [row for row in with_targets(rows) if not any(found.shortfall for found in row.standing.whole_completions)]


def first_ranks(table: CircularTable, number: int) -> Rows:
    """Return the units of a group on the first *number* ranks, the best first; none without points."""
    ranked = [(row.rank, row) for row in table.rows if row.rank is not None and row.rank <= number and row.points]
    return [row for _, row in sorted(ranked, key=lambda pair: (pair[0], pair[1].unit.order))]


def earlier_zero_reports(archive: Archive, period: Period) -> Iterator[tuple[Period, Sequence[Unit]]]:
    """Yield the earlier periods of the year, from the first item on, with the units that submitted nothing."""
    if period.grain is None:
        return
    first = min((item.date for item in archive.items), default=period.first)
    for earlier in Period(period.to_date.first, period.first).split(period.grain):
        if earlier.last < period.first and earlier.last >= first:
            yield (
                earlier,
                [unit for unit in archive.registry.units if activity.submitted_nothing(archive, unit, earlier)],
            )


def never_submitted(archive: Archive, circular: Circular) -> tuple[Unit, ...]:
    """Return the units of a circular that have not submitted anything by the end of its period."""

    def compute() -> tuple[Unit, ...]:
        first = min((item.date for item in archive.items), default=circular.period.first)
        so_far = Period(min(first, circular.period.first), circular.period.last)
        return tuple(unit for unit in circular.zero_reports if not activity.submitted(archive, unit.id, so_far))

    return memoized(archive, ("never submitted", circular.period.first, circular.period.last), compute)


def submitted_without_adoption(circular: Circular) -> tuple[Unit, ...]:
    """Return the units that submitted something, and had nothing adopted."""
    silent = {unit.id for unit in circular.zero_reports}
    return tuple(unit for unit in circular.zero_adoptions if unit.id not in silent)


def answered(archive: Archive, circular: Circular) -> tuple[Reply, ...]:
    """Return the replies to commissions of which the first answer came in the period, by call and unit."""

    def compute() -> tuple[Reply, ...]:
        known = {row.unit.id for row in circular.rows}
        replies = (reply for call in archive.calls for reply in commissions.replies(archive, call))
        return tuple(r for r in replies if r.items and r.items[0].date in circular.period and r.unit in known)

    return memoized(archive, ("answered", circular.period.first, circular.period.last), compute)
