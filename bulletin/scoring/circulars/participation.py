"""Who took part in a period, for the text of a circular: units by targets, ranks, reports and commissions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bulletin.core.dates import Period
from bulletin.model.archive import Archive
from bulletin.model.enums import PublishedPoints
from bulletin.model.rankings import BY_POINTS, Ranking
from bulletin.model.records import Call
from bulletin.model.registry import Unit
from bulletin.model.scheme_enums import Measure
from bulletin.scoring import activity
from bulletin.scoring.circulars.circular import Circular, CircularRow, CircularTable
from bulletin.scoring.closing.printed import circulated_results, closed_period
from bulletin.scoring.rankings import key_of
from bulletin.scoring.targets import Completion

Rows = Sequence[CircularRow]
_EARLIER_PERIODS = 4
"""How many periods before one are named; a year has 52 weeks before its last."""


def number_of_issues(archive: Archive, circular: Circular) -> int:
    """Return how many issues of the bulletin came out in the period; of a closed one, by the day of its closing."""
    kept = circular.closed.issues if circular.closed else None
    return len(activity.issues_of(archive, circular.period) if kept is None else kept)


def with_targets(rows: Rows) -> Rows:
    """Return the units that had a target."""
    return [row for row in rows if any(_told_targets(row))]


def met_targets(rows: Rows) -> Rows:
    """Return the units that had targets and met each of them."""
    return [row for row in with_targets(rows) if not any(found.shortfall for found in _told_targets(row))]


def _told_targets(row: CircularRow) -> Iterator[Completion]:
    """Yield the targets of a unit that the text of a circular may tell of: of points only where these are published.

    So the text says the same on the page, which knows no others, and on the terminal.
    """
    for found in row.standing.whole_completions:
        is_of_points = found.target.measure is Measure.POINTS or found.points is not None
        if not is_of_points or row.standing.archive.registry.bulletin.points is PublishedPoints.ALL:
            yield found


def first_ranks(table: CircularTable, number: int, by: Ranking) -> Rows:
    """Return the units of a group on the first *number* ranks, the best first; none with nothing to rank by."""
    ranked = [(row.rank, row) for row in table.rows if row.rank is not None and row.rank <= number and _has(row, by)]
    return [row for _, row in sorted(ranked, key=lambda pair: (pair[0], pair[1].unit.order))]


def _has(row: CircularRow, by: Ranking) -> bool:
    """Whether a unit has earned anything of what it is ranked by."""
    if by == BY_POINTS:
        return (row.points or 0) > 0 and any(entry.is_earned for entry in row.now.entries)
    return any(value > 0 for value in key_of(row.standing, by) or ())


def silent_units(archive: Archive, period: Period) -> Sequence[Unit]:
    """Return the units that existed in some part of *period* and submitted nothing in its circular."""
    active = {unit for item in circulated_results(archive, period).submitted for unit in item.units}
    return [u for u in archive.registry.units if u.id not in active and activity.presence(u, period)]


def earlier_zero_reports(archive: Archive, period: Period) -> Iterator[tuple[Period, Sequence[Unit]]]:
    """Yield the last earlier periods of the year with the units that submitted nothing.

    There are none before the archive began, nor any that have not begun themselves; where *period* is closed,
    there are only closed ones, so that its text stays.
    """
    stays = closed_period(archive, period) is not None
    for earlier in list(_earlier_periods(archive, period))[-_EARLIER_PERIODS:]:
        if not stays or closed_period(archive, earlier):
            yield earlier, silent_units(archive, earlier)


def _earlier_periods(archive: Archive, period: Period) -> Iterator[Period]:
    if period.grain is None:
        return
    begun = min(archive.years, default=0) < period.first.year
    for earlier in Period(period.to_date.first, period.first).split(period.grain):
        begun = begun or bool(activity.submitted(archive, "", earlier))
        if begun and earlier.last < period.first and earlier.first <= archive.today:
            yield earlier


def never_submitted(circular: Circular) -> tuple[Unit, ...]:
    """Return the units that have not submitted anything in the year so far."""
    return tuple(row.unit for row in circular.present if not row.to_date.submitted)


def submitted_without_adoption(circular: Circular) -> tuple[Unit, ...]:
    """Return the units that submitted something, and had nothing adopted."""
    silent = {unit.id for unit in circular.zero_reports}
    return tuple(unit for unit in circular.zero_adoptions if unit.id not in silent)


def answered_calls(archive: Archive, period: Period) -> frozenset[str]:
    """Return the ids of the calls that items of a period answer, or answered when it was closed."""
    closed = closed_period(archive, period)
    names = [item.commission for item in activity.submitted(archive, "", period)]
    names += [call for _, call in (closed.answered if closed else None) or ()]
    return frozenset(name for name in names if name in archive.call)


def answered(archive: Archive, circular: Circular) -> tuple[tuple[Unit, Call | None], ...]:
    """Return the units and commissions of which the first answer came in the period; None for a call that is gone."""
    if circular.closed and circular.closed.answered is not None:
        found = [(unit, archive.call.get(call)) for unit, call in circular.closed.answered]
    else:
        found = list(activity.first_answers(archive, circular.now.submitted))
    return tuple((archive.registry.unit[unit], call) for unit, call in found if unit in circular.by_unit)
