"""Standings: totals, results and ranks of units within their groups, those out of the awards apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date as Day  # noqa: N812 - as elsewhere in this package
from fractions import Fraction

from bulletin.archive import Adopted, Archive
from bulletin.i18n import N_
from bulletin.model import Item
from bulletin.periods import Period
from bulletin.registry import Group, Unit
from bulletin.schemes.numbers import amount
from bulletin.schemes.scheme import Scheme, scheme_at
from bulletin.schemes.terms import Divisor, Ties
from bulletin.scoring import counts, lapses, targets
from bulletin.scoring.accounts import Ledger
from bulletin.scoring.lapses import Lapse
from bulletin.scoring.ledger import books
from bulletin.scoring.memory import remembered
from bulletin.scoring.notes import Note, note
from bulletin.scoring.targets import Completion

ZERO = Fraction(0)
REST = ""

OUT = N_("{words} ({number})")
FAILED = N_("{period}: {points} points, fewer than {least}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """How one unit stands: its figures are the lengths of its lists, its points the sum of its entries."""

    unit: Unit
    submitted: Sequence[Item]
    adoptions: Sequence[Adopted]
    points: Fraction | None
    result: Fraction | None
    """What it is ranked by: its points, or what the scheme makes of them."""
    rank: int | None = None
    scored: int = 0
    """How many items earned something."""
    disqualified: tuple[Note, ...] = ()
    failed: tuple[Period, ...] = ()
    completions: tuple[Completion, ...] = ()
    lapses: tuple[Lapse, ...] = ()

    @property
    def adopted(self) -> tuple[Item, ...]:
        """The submitted items that were adopted, whenever that was."""
        return tuple(item for item in self.submitted if item.adoptions)

    @property
    def rate(self) -> Fraction | None:
        """Adopted over submitted items; None where nothing was submitted."""
        return Fraction(len(self.adopted), len(self.submitted)) if self.submitted else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """One group: those that are ranked, the best first, and those that are not."""

    group: Group
    ranked: tuple[Place, ...]
    apart: tuple[Place, ...]

    @property
    def places(self) -> tuple[Place, ...]:
        """All units of the group, in registry order."""
        return tuple(sorted((*self.ranked, *self.apart), key=lambda p: p.unit.order))


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The standings of a period, by group."""

    period: Period
    scheme: Scheme | None
    groups: tuple[Ranking, ...]

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
    return remembered(archive, f"standing {period.label}", lambda: _make(archive, period))


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
    entries = ledger.of(unit.id).within(period)
    points = ledger.points(unit.id, period) if scheme or entries else None
    submitted = counts.submitted(archive, unit.id, period)
    earned: dict[str, Fraction] = {}
    for entry in entries if scheme and scheme.result.divisor else ():
        if entry.item:
            earned[entry.item.id] = earned.get(entry.item.id, ZERO) + entry.points
    scored = sum(1 for value in earned.values() if value > 0)
    failed = tuple(_failed(ledger, scheme, unit, period, archive)) if scheme else ()
    return Place(
        unit=unit,
        submitted=submitted,
        adoptions=counts.adoptions(archive, unit.id, period),
        points=points,
        result=_divided(scheme, points, scored, len(submitted)),
        scored=scored,
        disqualified=tuple(_disqualified(ledger, scheme, unit, min(period.last, archive.today), failed))
        if scheme
        else (),
        failed=failed,
        completions=targets.completions(archive, unit, period),
        lapses=ledger.lapses_in(unit.id, period),
    )


def _divided(scheme: Scheme | None, points: Fraction | None, scored: int, submitted: int) -> Fraction | None:
    if scheme is None or points is None or scheme.result.divisor is None:
        return points
    number = scored if scheme.result.divisor is Divisor.SCORED else submitted
    return points / number if number else points


def _failed(ledger: Ledger, scheme: Scheme, unit: Unit, period: Period, archive: Archive) -> Iterator[Period]:
    """Yield the periods, over by now, in which a unit has fewer points than are needed to pass."""
    for window in period.split(scheme.passed.per) if scheme.passed else ():
        over = window.last <= min(period.last, archive.today) and window.last in scheme
        there = over and window.first >= period.first and counts.presence(unit, window)
        if there and scheme.passed and ledger.points(unit.id, window) < scheme.passed.points:
            yield window


def _disqualified(ledger: Ledger, scheme: Scheme, unit: Unit, day: Day, failed: tuple[Period, ...]) -> Iterator[Note]:
    for rule in scheme.lapses:
        window = Period.holding(day, rule.per)
        if rule.disqualifies:
            found = [
                lapse
                for lapse in ledger.lapses_in(unit.id, Period(window.first, day))
                if lapse.date in scheme and rule.where.holds(lapses.marks(lapse, scheme))
            ]
            if len(found) >= rule.at_least:
                yield note(OUT, words=rule.words, number=str(len(found)))
    if scheme.passed and scheme.passed.disqualifies:
        for window in failed:
            values = {"points": amount(ledger.points(unit.id, window)), "least": amount(scheme.passed.points)}
            yield note(FAILED, period=window.label, **values)


def _ranking(group: Group, members: Sequence[Place], scheme: Scheme | None) -> Ranking:
    scaled = _scaled(members, scheme)
    running = [place for place in scaled if not place.disqualified]
    apart = tuple(place for place in scaled if place.disqualified)
    ordered = sorted(running, key=lambda place: (-(place.result or ZERO), place.unit.order))
    results = [place.result for place in ordered if place.result is not None]
    ranks = ranked(results, scheme.ties if scheme else Ties.SKIP)
    placed = [replace(p, rank=ranks[p.result]) if p.result is not None else p for p in ordered]
    return Ranking(group=group, ranked=tuple(placed), apart=apart)


def _scaled(members: Sequence[Place], scheme: Scheme | None) -> Sequence[Place]:
    """Return places with their results brought to the scale of the scheme: the best of the group has all of it."""
    scale = scheme.result.scale if scheme else None
    best = max((place.result for place in members if place.result is not None), default=ZERO)
    if scale is None or best <= 0:
        return members
    return [replace(p, result=p.result * scale / best) if p.result is not None else p for p in members]


def ranked(results: Sequence[Fraction], ties: Ties) -> dict[Fraction, int]:
    """Return the rank of each of *results*, the best first; equal ones share theirs."""
    if ties is Ties.DENSE:
        return {result: rank for rank, result in enumerate(dict.fromkeys(results), 1)}
    ranks: dict[Fraction, int] = {}
    for rank, result in enumerate(results, 1):
        ranks.setdefault(result, rank)
    return ranks
