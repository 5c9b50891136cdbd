"""Standings: totals, results and ranks of units within their groups; disqualified units are listed apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date as Day  # noqa: N812 - as elsewhere in this package
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from bulletin.core.dates import Period
from bulletin.core.memo import memoized
from bulletin.model.archive import Archive
from bulletin.model.records import Item
from bulletin.model.registry import Group, Unit
from bulletin.model.scheme import scheme_at
from bulletin.model.scheme_enums import LapseKind, TieRanking
from bulletin.model.seams import continued_schemes
from bulletin.scoring import activity, conversion, eligibility, rankings, targets
from bulletin.scoring.ledger import ledgers_for
from bulletin.scoring.period_results import period_results
from bulletin.scoring.reasons import Reason

if TYPE_CHECKING:
    from bulletin.model.archive import Adopted
    from bulletin.model.closed import RemarkValues
    from bulletin.model.rankings import Ranking
    from bulletin.model.scheme import Scheme
    from bulletin.scoring.lapses import Lapse
    from bulletin.scoring.ledger import Ledger
    from bulletin.scoring.period_results import PeriodResults
    from bulletin.scoring.targets import Completion

ZERO = Fraction(0)
NO_GROUP = ""


class PrintedRemarks(NamedTuple):
    """What was printed of a unit when its period was closed: periods that it failed, and changes of its points."""

    failures: tuple[RemarkValues, ...] = ()
    changes: tuple[RemarkValues, ...] = ()


class _RankedUnit(NamedTuple):
    archive: Archive
    unit: Unit
    results: PeriodResults
    points: Fraction | None
    result: Fraction | None
    rank: int | None = None
    scored: int = 0
    disqualified: tuple[Reason, ...] = ()
    failed: tuple[eligibility.Failure, ...] = ()
    printed: PrintedRemarks | None = None


class RankedUnit(_RankedUnit):
    """The figures and the rank of one unit: figures are the lengths of lists, points the sum of entries.

    ``result`` is what it is ranked by: its points, or what the scheme makes of them; ``scored`` how many items earned
    something.
    """

    @property
    def submitted(self) -> Sequence[Item]:
        """The items that it submitted."""
        return self.results.submitted

    @property
    def adoptions(self) -> Sequence[Adopted]:
        """The adoptions of its items."""
        return self.results.adoptions

    @property
    def adopted(self) -> tuple[Item, ...]:
        """The submitted items that were adopted, whenever that was."""
        return self.results.adopted

    @property
    def rate(self) -> Fraction | None:
        """Adopted over submitted items; None where nothing was submitted."""
        return self.results.rate

    @cached_property
    def completions(self) -> tuple[Completion, ...]:
        """The completion of its targets, and its progress in those of longer periods."""
        period = self.results.period
        earned = ledgers_for(self.archive, period).measured_account(self.unit.id)
        return targets.completions(self.archive, self.unit, period, earned)

    @cached_property
    def whole_completions(self) -> tuple[Completion, ...]:
        """The completion of targets of which whole periods are counted."""
        return tuple(completion for completion in self.completions if not completion.window)

    @cached_property
    def progress(self) -> tuple[Completion, ...]:
        """Its progress in targets of longer periods."""
        return tuple(completion for completion in self.completions if completion.window)

    @cached_property
    def lapses(self) -> tuple[Lapse, ...]:
        """Its lapses that were open at the end of the period."""
        period = self.results.period
        return ledgers_for(self.archive, period).lapses_in(self.unit.id, period)

    @cached_property
    def lapses_by_kind(self) -> Mapping[LapseKind, Sequence[Lapse]]:
        """Those lapses by their kind."""
        found: dict[LapseKind, list[Lapse]] = {}
        for lapse in self.lapses:
            found.setdefault(lapse.kind, []).append(lapse)
        return found


class _GroupRanking(NamedTuple):
    group: Group
    ranked: tuple[RankedUnit, ...]
    disqualified: tuple[RankedUnit, ...]


class GroupRanking(_GroupRanking):
    """One group: units in their order, the best first and those without a rank last, and disqualified ones."""

    @cached_property
    def units(self) -> tuple[RankedUnit, ...]:
        """All units of the group, in registry order."""
        return tuple(sorted((*self.ranked, *self.disqualified), key=lambda p: p.unit.order))


class _Standings(NamedTuple):
    period: Period
    scheme: Scheme | None
    groups: tuple[GroupRanking, ...]


class Standings(_Standings):
    """The standings of a period, by group."""

    @cached_property
    def by_unit(self) -> Mapping[str, RankedUnit]:
        """All units by id."""
        return {unit_row.unit.id: unit_row for unit_row in self.units}

    @property
    def units(self) -> tuple[RankedUnit, ...]:
        """All units, group by group, in registry order."""
        return tuple(unit_row for group in self.groups for unit_row in group.units)

    @property
    def ranked(self) -> tuple[RankedUnit, ...]:
        """All units that are ranked, group by group."""
        return tuple(unit_row for group in self.groups for unit_row in group.ranked)

    @property
    def disqualified(self) -> tuple[RankedUnit, ...]:
        """All disqualified units, group by group."""
        return tuple(unit_row for group in self.groups for unit_row in group.disqualified)


def known_standings(archive: Archive, period: Period) -> Standings:
    """Return the standings of all units in *period* by all that is known; they are computed once."""
    return memoized(archive, ("standings", period.first, period.last), lambda: _compute(archive, period))


def scheme_for(archive: Archive, period: Period) -> Scheme | None:
    """Return the scheme that a period is ranked by: that of its last day, or of today if it is not over."""
    return scheme_at(archive.schemes, max(period.first, min(period.last, archive.today)))


def _compute(archive: Archive, period: Period) -> Standings:
    scheme, ledger = scheme_for(archive, period), ledgers_for(archive, period)
    units = [_ranked_unit(archive, ledger, scheme, unit, period) for unit in archive.registry.units]
    present = [unit_row for unit_row in units if _is_present(unit_row, period)]
    groups = [_rank_group(group, members, scheme) for group, members in group_units(archive, present)]
    return Standings(period=period, scheme=scheme, groups=tuple(groups))


def group_units(archive: Archive, units: Iterable[RankedUnit]) -> Iterator[tuple[Group, list[RankedUnit]]]:
    """Yield each group with its units, in registry order; units of no group come last, under the id ""."""
    known, listed = archive.registry.group, list(units)
    for group in (*archive.registry.groups, Group(id=NO_GROUP, name="")):
        members = [p for p in listed if (p.unit.group if p.unit.group in known else NO_GROUP) == group.id]
        if members:
            yield group, members


def _is_present(unit_row: RankedUnit, period: Period) -> bool:
    return bool(activity.presence(unit_row.unit, period) or unit_row.submitted or unit_row.adoptions or unit_row.points)


def _ranked_unit(archive: Archive, ledger: Ledger, scheme: Scheme | None, unit: Unit, period: Period) -> RankedUnit:
    found = period_results(archive, period, unit.id)
    points = found.total_points if scheme or found.entries else None
    if scheme is None:
        return RankedUnit(archive, unit, found, points, points)
    rule = scheme.result_rule(unit.id)
    scored = _number_of_scored_items(found) if rule and rule.divisor else 0
    counts = scored, len(found.submitted), len(found.withdrawn)
    schemes = (*continued_schemes(archive.schemes, scheme), scheme)
    failed = tuple(eligibility.failures(ledger, schemes, unit, period, archive))
    return RankedUnit(
        archive=archive,
        unit=unit,
        results=found,
        points=points,
        result=None if points is None else conversion.quotient(rule, points, *counts),
        scored=scored,
        disqualified=tuple(
            eligibility.disqualification_reasons(ledger, schemes, unit, _until(period, archive.today), failed)
        ),
        failed=failed,
    )


def _until(period: Period, today: Day) -> Period:
    """Return the part of a period up to *today*."""
    return Period(min(period.first, today), min(period.last, today))


def _number_of_scored_items(found: PeriodResults) -> int:
    """Return how many items earned something, whatever was taken of it: what an item loses still divides."""
    return len({entry.item.id for entry in found.entries if entry.item and entry.is_earned})


def _rank_group(group: Group, members: Sequence[RankedUnit], scheme: Scheme | None) -> GroupRanking:
    scaled = _convert_results(members, scheme)
    eligible = [unit_row for unit_row in scaled if not unit_row.disqualified]
    disqualified = tuple(unit_row for unit_row in scaled if unit_row.disqualified)
    # Units of equal results keep the order of the registry.
    ordered = sorted(eligible, key=lambda unit_row: unit_row.unit.order)
    main = rankings.main_ranking(scheme)
    if scheme is not None:
        ordered.sort(key=lambda unit_row: _order(unit_row, main), reverse=True)
    ranks = rankings.ranks_by(main, ordered, scheme.ties if scheme else TieRanking.SKIP)
    with_ranks = [row._replace(rank=ranks.get(row.unit.id)) for row in ordered]
    return GroupRanking(group=group, ranked=tuple(with_ranks), disqualified=disqualified)


def _order(row: RankedUnit, main: Ranking) -> tuple[bool, rankings.Key]:
    """Return what units are sorted by: those that are not ranked come last."""
    key = rankings.key_of(row, main)
    return key is not None and rankings.takes_part(row), key or ()


def _convert_results(members: Sequence[RankedUnit], scheme: Scheme | None) -> Sequence[RankedUnit]:
    """Return the units of a group with their results converted as the scheme says; those not ranked have none."""
    if scheme is None or not scheme.results:
        return members
    results = {row.unit.id: row.result for row in members if row.result is not None and rankings.takes_part(row)}
    converted = conversion.convert_group(scheme, results)
    return [row._replace(result=converted.get(row.unit.id)) for row in members]
