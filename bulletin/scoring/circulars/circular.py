"""The circular of a period: every figure of every unit, as the list that it is the length or the sum of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from bulletin.core.dates import Period
from bulletin.core.memo import memoized
from bulletin.model.archive import Adopted, Archive
from bulletin.model.closed import ClosedPeriod
from bulletin.model.rankings import Ranking, RankingKey
from bulletin.model.records import Item
from bulletin.model.registry import Group, Publication, Unit
from bulletin.model.scheme_enums import LapseKind
from bulletin.scoring import activity
from bulletin.scoring.circulars.best_items import best_items
from bulletin.scoring.closing.printed import circulated_results, closed_period, standings_for
from bulletin.scoring.closing.supplements import UnitSupplement, supplements
from bulletin.scoring.entries import total
from bulletin.scoring.lapses import Lapse
from bulletin.scoring.period_results import PeriodResults, period_results
from bulletin.scoring.rankings import further_rankings, further_ranks
from bulletin.scoring.standings import GroupRanking, RankedUnit

if TYPE_CHECKING:
    from bulletin.model.scheme import Scheme
    from bulletin.scoring.targets import Completion

ZERO = Fraction(0)


class _CircularRow(NamedTuple):
    unit: Unit
    now: PeriodResults
    to_date: PeriodResults
    standing: RankedUnit
    points_to_date: Fraction | None = None
    rank: int | None = None
    rank_before: int | None = None
    rank_to_date: int | None = None
    further_ranks: tuple[int | None, ...] = ()
    """Its ranks by the further rankings of the scheme, in their order."""


class CircularRow(_CircularRow):
    """One unit in the circular: this period, the year so far, its rank and what that was in the period before."""

    @property
    def ranks_gained(self) -> int | None:
        """How many ranks it gained, less than 0 where it lost some; None where it had no rank."""
        return None if self.rank is None or self.rank_before is None else self.rank_before - self.rank

    @property
    def points(self) -> Fraction | None:
        """Its points of the period; None where no scheme is in force."""
        return self.standing.points

    @property
    def completion(self) -> Completion | None:
        """The completion of its first target of which whole periods are counted, the one that a table shows."""
        return next(iter(self.standing.whole_completions), None)

    def lapses(self, kind: LapseKind) -> Sequence[Lapse]:
        """Return its lapses of the period of one kind."""
        return self.standing.lapses_by_kind.get(kind, ())


class _CircularTable(NamedTuple):
    group: Group
    rows: tuple[CircularRow, ...]


class CircularTable(_CircularTable):
    """One group's rows, in registry order."""

    @property
    def submitted(self) -> int:
        """How many items the units submitted; a joint item counts with each."""
        return sum(len(row.now.submitted) for row in self.rows)

    @property
    def adoptions(self) -> int:
        """How often they were adopted; a joint item counts with each."""
        return sum(len(row.now.adoptions) for row in self.rows)

    @cached_property
    def items(self) -> Mapping[str, Item]:
        """The items that the units submitted, each once, by id."""
        return {item.id: item for row in self.rows for item in row.now.submitted}

    @cached_property
    def events(self) -> tuple[Adopted, ...]:
        """The adoptions of the units' items, those of a joint item once, by date."""
        once = {id(event): event for row in self.rows for event in row.now.adoptions}
        return tuple(sorted(once.values(), key=lambda e: (e.date, e.level.rank, e.item.id)))

    @property
    def points(self) -> Fraction:
        """The sum of the points."""
        return total(row.points or ZERO for row in self.rows)

    @property
    def average(self) -> Fraction:
        """Items, each once, for each unit that existed in the period; 0 where none did."""
        present = sum(1 for row in self.rows if activity.presence(row.unit, row.now.period))
        return Fraction(len(self.items), present) if present else ZERO


class _Circular(NamedTuple):
    period: Period
    scheme: Scheme | None
    publications: tuple[Publication, ...]
    """Those with adoptions in the year so far or as printed, or with points in the period, the highest level first."""
    tables: tuple[CircularTable, ...]
    now: PeriodResults
    before: PeriodResults
    year_before: PeriodResults
    to_date: PeriodResults
    top_items: tuple[tuple[Item, Fraction], ...]
    """The items that earned most in the period, with their points."""
    further_rankings: tuple[Ranking, ...] = ()
    """The rankings that the scheme has beside the one that says the rank."""
    closed: ClosedPeriod | None = None
    """What was printed, if the period is closed; the figures of the period are those."""
    supplements: tuple[UnitSupplement, ...] = ()
    """What has become known since, by unit."""


class Circular(_Circular):
    """The figures of a period, beside those of the period before and of the same one a year before."""

    @cached_property
    def rows(self) -> tuple[CircularRow, ...]:
        """All units, group by group."""
        return tuple(row for table in self.tables for row in table.rows)

    @cached_property
    def by_unit(self) -> Mapping[str, CircularRow]:
        """The rows by unit id."""
        return {row.unit.id: row for row in self.rows}

    @property
    def compares_ranks(self) -> bool:
        """Whether any unit had a rank in the period before: none had in the first period of an archive."""
        return any(row.rank_before is not None for row in self.rows)

    @cached_property
    def present(self) -> tuple[CircularRow, ...]:
        """The units that existed in some part of the period."""
        return tuple(row for row in self.rows if activity.presence(row.unit, self.period))

    @cached_property
    def zero_reports(self) -> tuple[Unit, ...]:
        """Units that existed and submitted nothing."""
        return tuple(row.unit for row in self.present if not row.now.submitted)

    @cached_property
    def zero_adoptions(self) -> tuple[Unit, ...]:
        """Units that existed and had nothing adopted."""
        return tuple(row.unit for row in self.present if not row.now.adoptions)

    @cached_property
    def unmet(self) -> tuple[Lapse, ...]:
        """Commissions that fell due in the period and were not answered by its end."""
        return tuple(lapse for row in self.rows for lapse in row.lapses(LapseKind.UNANSWERED))


def circular(archive: Archive, period: Period) -> Circular:
    """Return the circular of *period*; it is computed once."""
    return memoized(archive, ("circular", period.first, period.last), lambda: _compute(archive, period))


def _compute(archive: Archive, period: Period) -> Circular:
    now, closed = standings_for(archive, period), closed_period(archive, period)
    # A period without items has no ranks worth comparing: base points, and lapses at most.
    previous = circulated_results(archive, period.previous)
    before = _ranks_by_unit(archive, period.previous) if previous.has_items else {}
    to_date = _ranks_by_unit(archive, period.to_date)
    tables = []
    for ranking in now.groups:
        further = _further_ranks(ranking, now.scheme, closed)
        rows = [
            _circular_row(archive, standing, period, before, to_date)._replace(further_ranks=further[standing.unit.id])
            for standing in ranking.units
        ]
        tables.append(CircularTable(group=ranking.group, rows=tuple(rows)))
    year = period_results(archive, period.to_date)
    return Circular(
        period=period,
        scheme=now.scheme,
        publications=_used_publications(archive, year.adoptions, now.units),
        tables=tuple(tables),
        now=circulated_results(archive, period),
        before=previous,
        year_before=circulated_results(archive, period.year_before),
        to_date=year,
        top_items=best_items(archive, (row.now.entries for table in tables for row in table.rows)),
        further_rankings=_further_rankings(archive, now.scheme, closed),
        closed=closed,
        supplements=supplements(archive, closed) if closed else (),
    )


def _further_rankings(archive: Archive, scheme: Scheme | None, closed: ClosedPeriod | None) -> tuple[Ranking, ...]:
    """Return the further rankings of a scheme; of a closed period, those that were printed."""
    if closed is None or closed.rankings is None:
        return further_rankings(scheme)
    names = archive.registry.publication
    return tuple(
        Ranking(RankingKey(key)) if key else Ranking(None, publication, names[publication].name)
        for key, publication in closed.rankings
    )


def _further_ranks(
    ranking: GroupRanking, scheme: Scheme | None, closed: ClosedPeriod | None
) -> Mapping[str, tuple[int | None, ...]]:
    """Return the ranks of the units of a group by each of these, by unit id."""
    if closed is None or closed.rankings is None:
        return further_ranks(ranking.units, scheme)
    return {unit.id: unit.further_ranks for unit in closed.units}


def _ranks_by_unit(archive: Archive, period: Period) -> dict[str, int]:
    return {
        standing.unit.id: standing.rank
        for standing in standings_for(archive, period).units
        if standing.rank is not None
    }


def _circular_row(
    archive: Archive, standing: RankedUnit, period: Period, before: dict[str, int], to_date: dict[str, int]
) -> CircularRow:
    unit = standing.unit.id
    year_to_date = period_results(archive, period.to_date, unit)
    return CircularRow(
        unit=standing.unit,
        now=standing.results,
        to_date=year_to_date,
        standing=standing,
        points_to_date=None if standing.points is None else year_to_date.total_points,
        rank=standing.rank,
        rank_before=before.get(unit),
        rank_to_date=to_date.get(unit),
    )


def _used_publications(
    archive: Archive, events: Iterable[Adopted], units: Iterable[RankedUnit]
) -> tuple[Publication, ...]:
    # Where adoptions count on the day of submission, points may come before the adoption. What was printed stays.
    used = {event.publication.id for event in events}
    for row in units:
        used.update(row.results.by_publication, row.results.points_by_publication)
    ordered = sorted(archive.registry.publications, key=lambda p: (p.level.rank, p.order))
    return tuple(publication for publication in ordered if publication.id in used)
