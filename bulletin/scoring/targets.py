"""Targets: what a unit owed in a period, and what it did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from bulletin.archive import Adopted, Archive
from bulletin.model import Item
from bulletin.periods import Period
from bulletin.registry import Unit
from bulletin.schemes import facts
from bulletin.schemes.scheme import Target
from bulletin.schemes.terms import Measure
from bulletin.schemes.where import Mark
from bulletin.scoring import counts

HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """What a unit owed of one target in a period, and what counts towards it."""

    target: Target
    unit: str
    period: Period
    quota: Fraction
    done: Sequence[Item] | Sequence[Adopted]

    @property
    def ratio(self) -> Fraction | None:
        """Done over owed; None where nothing was owed."""
        return Fraction(len(self.done)) / self.quota if self.quota else None

    @property
    def shortfall(self) -> Fraction:
        """How much is missing."""
        return max(Fraction(0), self.quota - len(self.done))


def completions(archive: Archive, unit: Unit, period: Period) -> tuple[Completion, ...]:
    """Return how *unit* stands towards every target that it has in *period*."""
    found = []
    for target in archive.targets:
        part = _overlap(period, Period(target.first, target.last))
        if part and concerns(target, unit):
            quota = sum((_owed(target, unit, window, part) for window in part.split(target.per)), Fraction(0))
            if quota:
                done = achieved(archive, target, unit.id, part)
                found.append(Completion(target=target, unit=unit.id, period=part, quota=quota, done=done))
    return tuple(found)


def concerns(target: Target, unit: Unit) -> bool:
    """Whether a unit has that target."""
    units = target.where.values.get(Mark.UNIT)
    return units is None or unit.id in units


def owed(target: Target, unit: Unit, window: Period) -> int:
    """Return the whole number that *unit* owes in one period of the target: less if it was there only for a part."""
    quota = _owed(target, unit, window, window)
    return (quota + HALF).__floor__()


def _owed(target: Target, unit: Unit, window: Period, part: Period) -> Fraction:
    asked = _overlap(window, part)
    there = counts.presence(unit, asked) if asked else None
    if there is None or asked is None:
        return Fraction(0)
    days = counts.days(there) if target.prorate else counts.days(asked)
    return Fraction(target.count * days, counts.days(window))


def achieved(archive: Archive, target: Target, unit: str, period: Period) -> Sequence[Item] | Sequence[Adopted]:
    """Return what counts towards a target: the unit's items or adoptions of *period* that it asks for."""
    if target.measure is Measure.SUBMITTED:
        items = counts.submitted(archive, unit, period)
        return [item for item in items if _fits(target, item, unit)] if target.where.marks - {Mark.UNIT} else items
    events = [e for e in counts.adoptions(archive, unit, period) if _fits(target, e.item, unit, e)]
    return events if target.measure is Measure.ADOPTIONS else _first_of_each(archive, target, unit, events)


def _first_of_each(archive: Archive, target: Target, unit: str, events: Sequence[Adopted]) -> Sequence[Item]:
    """Return the items of *events* that had not been adopted so before."""
    first: dict[str, Adopted] = {}
    for event in archive.adoptions_by_unit.get(unit, ()):
        if _fits(target, event.item, unit, event):
            first.setdefault(event.item.id, event)
    wanted = {id(event) for event in first.values()}
    return [event.item for event in events if id(event) in wanted]


def _fits(target: Target, item: Item, unit: str, event: Adopted | None = None) -> bool:
    marks = facts.of_item(item, unit, event.date if event else item.date, target.where.marks)
    return target.where.holds(marks | facts.of_adoption(event.adoption) if event else marks)


def _overlap(one: Period, other: Period) -> Period | None:
    first, last = max(one.first, other.first), min(one.last, other.last)
    return Period(first, last) if first <= last else None
