"""Standings: totals, results and ranks of units within their groups, those out of the awards apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from bulletin.core.dates import Period
from bulletin.model.archive import Archive
from bulletin.model.records import Item
from bulletin.model.registry import Group, Unit
from bulletin.model.scheme_enums import Divisor, Ties
from bulletin.schemes.validity import scheme_at
from bulletin.scoring import counts, eligibility, targets
from bulletin.scoring.ledgers import books
from bulletin.scoring.memo import remembered
from bulletin.scoring.reasons import Note
from bulletin.scoring.spans import span

if TYPE_CHECKING:
    from bulletin.model.archive import Adopted
    from bulletin.model.scheme import Scheme
    from bulletin.scoring.lapses import Lapse
    from bulletin.scoring.ledger import Ledger
    from bulletin.scoring.spans import Span
    from bulletin.scoring.targets import Completion

ZERO = Fraction(0)
REST = ""


class _Place(NamedTuple):
    archive: Archive
    unit: Unit
    span: Span
    points: Fraction | None
    result: Fraction | None
    rank: int | None = None
    scored: int = 0
    disqualified: tuple[Note, ...] = ()
    failed: tuple[Period, ...] = ()


class Place(_Place):
    """How one unit stands: its figures are the lengths of its lists, its points the sum of its entries.

    ``result`` is what it is ranked by: its points, or what the scheme makes of them; ``scored`` how many items earned
    something.
    """

    @property
    def submitted(self) -> Sequence[Item]:
        """The items that it submitted."""
        return self.span.submitted

    @property
    def adoptions(self) -> Sequence[Adopted]:
        """The adoptions of its items."""
        return self.span.adoptions

    @property
    def adopted(self) -> tuple[Item, ...]:
        """The submitted items that were adopted, whenever that was."""
        return self.span.adopted

    @property
    def rate(self) -> Fraction | None:
        """Adopted over submitted items; None where nothing was submitted."""
        return self.span.rate

    @cached_property
    def completions(self) -> tuple[Completion, ...]:
        """How it stands towards its targets."""
        return targets.completions(self.archive, self.unit, self.span.period)

    @cached_property
    def lapses(self) -> tuple[Lapse, ...]:
        """Its lapses that were lapses still at the end of the period."""
        period = self.span.period
        return books(self.archive, period).lapses_in(self.unit.id, period)


class _Ranking(NamedTuple):
    group: Group
    ranked: tuple[Place, ...]
    apart: tuple[Place, ...]


class Ranking(_Ranking):
    """One group: those that are ranked, the best first, and those that are not."""

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """All units of the group, in registry order."""
        return tuple(sorted((*self.ranked, *self.apart), key=lambda p: p.unit.order))


class _Standing(NamedTuple):
    period: Period
    scheme: Scheme | None
    groups: tuple[Ranking, ...]


class Standing(_Standing):
    """The standings of a period, by group."""

    @cached_property
    def by_unit(self) -> Mapping[str, Place]:
        """All units by id."""
        return {place.unit.id: place for place in self.rows}

    @property
    def rows(self) -> tuple[Place, ...]:
        """All units, group by group, in registry order."""
        return tuple(place for group in self.groups for place in group.places)

    @property
    def ranked(self) -> tuple[Place, ...]:
        """All units that are ranked, group by group."""
        return tuple(place for group in self.groups for place in group.ranked)

    @property
    def apart(self) -> tuple[Place, ...]:
        """All units that are out of the awards, group by group."""
        return tuple(place for group in self.groups for place in group.apart)


def standing(archive: Archive, period: Period) -> Standing:
    """Return how all units stand in *period*; it is made once."""
    return remembered(archive, ("standing", period.first, period.last), lambda: _make(archive, period))


def scheme_of(archive: Archive, period: Period) -> Scheme | None:
    """Return the scheme by which a period is judged: that of its last day, or of today if it is not over."""
    return scheme_at(archive.schemes, max(period.first, min(period.last, archive.today)))


def _make(archive: Archive, period: Period) -> Standing:
    scheme, ledger = scheme_of(archive, period), books(archive, period)
    places = [_place(archive, ledger, scheme, unit, period) for unit in archive.registry.units]
    present = [place for place in places if _counts(place, period)]
    groups = [_ranking(group, members, scheme) for group, members in grouped(archive, present)]
    return Standing(period=period, scheme=scheme, groups=tuple(groups))


def grouped(archive: Archive, places: Iterable[Place]) -> Iterator[tuple[Group, list[Place]]]:
    """Yield each group that has places, in registry order; units of no group come last, under the id ""."""
    known, listed = archive.registry.group, list(places)
    for group in (*archive.registry.groups, Group(id=REST, name="")):
        members = [p for p in listed if (p.unit.group if p.unit.group in known else REST) == group.id]
        if members:
            yield group, members


def _counts(place: Place, period: Period) -> bool:
    return bool(counts.presence(place.unit, period) or place.submitted or place.adoptions or place.points)


def _place(archive: Archive, ledger: Ledger, scheme: Scheme | None, unit: Unit, period: Period) -> Place:
    found = span(archive, period, unit.id)
    points = found.earned_in_all if scheme or found.entries else None
    if scheme is None:
        return Place(archive, unit, found, points, points)
    scored = _scored(found) if scheme.result.divisor else 0
    failed = tuple(eligibility.failed(ledger, scheme, unit, period, archive)) if scheme.passed else ()
    return Place(
        archive=archive,
        unit=unit,
        span=found,
        points=points,
        result=_divided(scheme, points, scored, len(found.submitted)),
        scored=scored,
        disqualified=tuple(eligibility.disqualified(ledger, scheme, unit, min(period.last, archive.today), failed)),
        failed=failed,
    )


def _scored(found: Span) -> int:
    """Return how many items earned something."""
    earned: dict[str, Fraction] = {}
    for entry in found.entries:
        if entry.item:
            earned[entry.item.id] = earned.get(entry.item.id, ZERO) + entry.points
    return sum(1 for value in earned.values() if value > 0)


def _divided(scheme: Scheme, points: Fraction | None, scored: int, submitted: int) -> Fraction | None:
    if points is None or scheme.result.divisor is None:
        return points
    number = scored if scheme.result.divisor is Divisor.SCORED else submitted
    return points / number if number else points


def _ranking(group: Group, members: Sequence[Place], scheme: Scheme | None) -> Ranking:
    scaled = _scaled(members, scheme)
    running = [place for place in scaled if not place.disqualified]
    apart = tuple(place for place in scaled if place.disqualified)
    # What is equal keeps the order of the registry.
    ordered = sorted(running, key=lambda place: place.unit.order)
    if scheme is not None:
        ordered.sort(key=lambda place: place.result or ZERO, reverse=True)
    results = [place.result for place in ordered if place.result is not None]
    ranks = ranked(results, scheme.ties if scheme else Ties.SKIP)
    placed = [p._replace(rank=ranks[p.result]) if p.result is not None else p for p in ordered]
    return Ranking(group=group, ranked=tuple(placed), apart=apart)


def _scaled(members: Sequence[Place], scheme: Scheme | None) -> Sequence[Place]:
    """Return places with their results brought to the scale of the scheme: the best of the group has all of it."""
    scale = scheme.result.scale if scheme else None
    best = max((place.result for place in members if place.result is not None), default=ZERO)
    if scale is None or best <= 0:
        return members
    return [p._replace(result=p.result * scale / best) if p.result is not None else p for p in members]


def ranked(results: Sequence[Fraction], ties: Ties) -> dict[Fraction, int]:
    """Return the rank of each of *results*, the best first; equal ones share theirs."""
    if ties is Ties.DENSE:
        return {result: rank for rank, result in enumerate(dict.fromkeys(results), 1)}
    ranks: dict[Fraction, int] = {}
    for rank, result in enumerate(results, 1):
        ranks.setdefault(result, rank)
    return ranks
