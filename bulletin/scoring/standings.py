"""Standings: totals, results and ranks of units within their groups, those out of the awards apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from bulletin.core.dates import Period
from bulletin.core.memo import memoized
from bulletin.model.archive import Archive
from bulletin.model.records import Item
from bulletin.model.registry import Group, Unit
from bulletin.model.scheme import scheme_at
from bulletin.model.scheme_enums import Divisor, Ties
from bulletin.scoring import activity, targets
from bulletin.scoring.ledger import ledgers_for
from bulletin.scoring.period_results import period_results
from bulletin.scoring.reasons import Reason
from bulletin.scoring.rules import eligibility

if TYPE_CHECKING:
    from bulletin.model.archive import Adopted
    from bulletin.model.scheme import Scheme
    from bulletin.scoring.lapses import Lapse
    from bulletin.scoring.ledger import Ledger
    from bulletin.scoring.period_results import PeriodResults
    from bulletin.scoring.targets import Completion

ZERO = Fraction(0)
NO_GROUP = ""


class _RankedUnit(NamedTuple):
    archive: Archive
    unit: Unit
    results: PeriodResults
    points: Fraction | None
    result: Fraction | None
    rank: int | None = None
    scored: int = 0
    disqualified: tuple[Reason, ...] = ()
    failed: tuple[Period, ...] = ()


class RankedUnit(_RankedUnit):
    """How one unit stands: its figures are the lengths of its lists, its points the sum of its entries.

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
        """How it stands towards its targets."""
        return targets.completions(self.archive, self.unit, self.results.period)

    @cached_property
    def lapses(self) -> tuple[Lapse, ...]:
        """Its lapses that were lapses still at the end of the period."""
        period = self.results.period
        return ledgers_for(self.archive, period).lapses_in(self.unit.id, period)


class _GroupRanking(NamedTuple):
    group: Group
    ranked: tuple[RankedUnit, ...]
    disqualified: tuple[RankedUnit, ...]


class GroupRanking(_GroupRanking):
    """One group: those that are ranked, the best first, and those that are not."""

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
        return {place.unit.id: place for place in self.units}

    @property
    def units(self) -> tuple[RankedUnit, ...]:
        """All units, group by group, in registry order."""
        return tuple(place for group in self.groups for place in group.units)

    @property
    def ranked(self) -> tuple[RankedUnit, ...]:
        """All units that are ranked, group by group."""
        return tuple(place for group in self.groups for place in group.ranked)

    @property
    def disqualified(self) -> tuple[RankedUnit, ...]:
        """All units that are out of the awards, group by group."""
        return tuple(place for group in self.groups for place in group.disqualified)


def standings_for(archive: Archive, period: Period) -> Standings:
    """Return how all units stand in *period*; it is made once."""
    return memoized(archive, ("standings", period.first, period.last), lambda: _compute(archive, period))


def scheme_for(archive: Archive, period: Period) -> Scheme | None:
    """Return the scheme by which a period is judged: that of its last day, or of today if it is not over."""
    return scheme_at(archive.schemes, max(period.first, min(period.last, archive.today)))


def _compute(archive: Archive, period: Period) -> Standings:
    scheme, ledger = scheme_for(archive, period), ledgers_for(archive, period)
    places = [_ranked_unit(archive, ledger, scheme, unit, period) for unit in archive.registry.units]
    present = [place for place in places if _is_present(place, period)]
    groups = [_rank_group(group, members, scheme) for group, members in group_units(archive, present)]
    return Standings(period=period, scheme=scheme, groups=tuple(groups))


def group_units(archive: Archive, places: Iterable[RankedUnit]) -> Iterator[tuple[Group, list[RankedUnit]]]:
    """Yield each group that has places, in registry order; units of no group come last, under the id ""."""
    known, listed = archive.registry.group, list(places)
    for group in (*archive.registry.groups, Group(id=NO_GROUP, name="")):
        members = [p for p in listed if (p.unit.group if p.unit.group in known else NO_GROUP) == group.id]
        if members:
            yield group, members


def _is_present(place: RankedUnit, period: Period) -> bool:
    return bool(activity.presence(place.unit, period) or place.submitted or place.adoptions or place.points)


def _ranked_unit(archive: Archive, ledger: Ledger, scheme: Scheme | None, unit: Unit, period: Period) -> RankedUnit:
    found = period_results(archive, period, unit.id)
    points = found.total_points if scheme or found.entries else None
    if scheme is None:
        return RankedUnit(archive, unit, found, points, points)
    scored = _number_of_scored_items(found) if scheme.result.divisor else 0
    failed = tuple(eligibility.failed_periods(ledger, scheme, unit, period, archive)) if scheme.passed else ()
    return RankedUnit(
        archive=archive,
        unit=unit,
        results=found,
        points=points,
        result=_divide(scheme, points, scored, len(found.submitted)),
        scored=scored,
        disqualified=tuple(
            eligibility.disqualification_reasons(ledger, scheme, unit, min(period.last, archive.today), failed)
        ),
        failed=failed,
    )


def _number_of_scored_items(found: PeriodResults) -> int:
    """Return how many items earned something."""
    earned: dict[str, Fraction] = {}
    for entry in found.entries:
        if entry.item:
            earned[entry.item.id] = earned.get(entry.item.id, ZERO) + entry.points
    return sum(1 for value in earned.values() if value > 0)


def _divide(scheme: Scheme, points: Fraction | None, scored: int, submitted: int) -> Fraction | None:
    if points is None or scheme.result.divisor is None:
        return points
    number = scored if scheme.result.divisor is Divisor.SCORED else submitted
    return points / number if number else points


def _rank_group(group: Group, members: Sequence[RankedUnit], scheme: Scheme | None) -> GroupRanking:
    scaled = _scale(members, scheme)
    running = [place for place in scaled if not place.disqualified]
    apart = tuple(place for place in scaled if place.disqualified)
    # What is equal keeps the order of the registry.
    ordered = sorted(running, key=lambda place: place.unit.order)
    if scheme is not None:
        ordered.sort(key=lambda place: place.result or ZERO, reverse=True)
    results = [place.result for place in ordered if place.result is not None]
    ranks = ranks_of(results, scheme.ties if scheme else Ties.SKIP)
    placed = [p._replace(rank=ranks[p.result]) if p.result is not None else p for p in ordered]
    return GroupRanking(group=group, ranked=tuple(placed), disqualified=apart)


def _scale(members: Sequence[RankedUnit], scheme: Scheme | None) -> Sequence[RankedUnit]:
    """Return places with their results brought to the scale of the scheme: the best of the group has all of it."""
    scale = scheme.result.scale if scheme else None
    best = max((place.result for place in members if place.result is not None), default=ZERO)
    if scale is None or best <= 0:
        return members
    return [p._replace(result=p.result * scale / best) if p.result is not None else p for p in members]


def ranks_of(results: Sequence[Fraction], ties: Ties) -> dict[Fraction, int]:
    """Return the rank of each of *results*, the best first; equal ones share theirs."""
    if ties is Ties.DENSE:
        return {result: rank for rank, result in enumerate(dict.fromkeys(results), 1)}
    ranks: dict[Fraction, int] = {}
    for rank, result in enumerate(results, 1):
        ranks.setdefault(result, rank)
    return ranks
