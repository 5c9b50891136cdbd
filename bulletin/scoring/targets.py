"""Targets: what a unit owed in a period, and what it did."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date as Day  # noqa: N812 - as elsewhere in this package
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from bulletin.core.dates import Period
from bulletin.model import attributes
from bulletin.model.archive import Adopted, Archive
from bulletin.model.conditions import Mark
from bulletin.model.records import Adoption, Item
from bulletin.model.registry import Unit
from bulletin.model.scheme_enums import Measure
from bulletin.scoring import counts
from bulletin.scoring.counts import Dated
from bulletin.scoring.memo import remembered

if TYPE_CHECKING:
    from bulletin.model.scheme import Target

HALF = Fraction(1, 2)


class Completion(NamedTuple):
    """What a unit owed of one target in a period, and what counts towards it."""

    target: Target
    unit: str
    period: Period
    quota: Fraction
    done: Sequence[Item] | Sequence[Adopted]

    @property
    def ratio(self) -> Fraction | None:
        """Done over owed; None where nothing was owed."""
        owed = self.quota
        return Fraction(len(self.done) * owed.denominator, owed.numerator) if owed else None

    @property
    def shortfall(self) -> Fraction:
        """How much is missing."""
        return max(Fraction(0), self.quota - len(self.done))


def completions(archive: Archive, unit: Unit, period: Period) -> tuple[Completion, ...]:
    """Return how *unit* stands towards every target that it has in *period*."""
    found = []
    for target in archive.targets:
        if target.last < period.first or period.last < target.first or not concerns(target, unit):
            continue
        part = Period(max(period.first, target.first), min(period.last, target.last))
        if quota := sum(_owed(target, unit, window, part) for window in part.split(target.per)):
            done = achieved(archive, target, unit.id, part)
            found.append(Completion(target=target, unit=unit.id, period=part, quota=Fraction(quota), done=done))
    return tuple(found)


def concerns(target: Target, unit: Unit) -> bool:
    """Whether a unit has that target."""
    units = target.where.values.get(Mark.UNIT)
    return units is None or unit.id in units


def owed(target: Target, unit: Unit, window: Period) -> int:
    """Return the whole number that *unit* owes in one period of the target: less if it was there only for a part."""
    return math.floor(_owed(target, unit, window, window) + HALF)


def _owed(target: Target, unit: Unit, window: Period, part: Period) -> Fraction | int:
    """Return what is owed for the days of *window* that lie in *part*, and in which the unit was there."""
    asked = Period(max(window.first, part.first), min(window.last, part.last))
    there = counts.presence(unit, asked)
    if there is None:
        return 0
    counted = there if target.prorate else asked
    if counted == window:
        return target.count
    return Fraction(target.count * counts.days(counted), counts.days(window))


def achieved(archive: Archive, target: Target, unit: str, period: Period) -> Sequence[Item] | Sequence[Adopted]:
    """Return what counts towards a target: the unit's items or adoptions of *period* that it asks for."""
    if target.measure is Measure.SUBMITTED:
        return _items(archive, target, unit).within(period)
    events = _events(archive, target, unit).within(period)
    return events if target.measure is Measure.ADOPTIONS else [event.item for event in events]


def _items(archive: Archive, target: Target, unit: str) -> Dated[Item]:
    """Return the unit's items that a target asks for, while it holds."""

    def make() -> Dated[Item]:
        items = counts.submitted(archive, unit, Period(target.first, target.last))
        if target.where.marks - {Mark.UNIT}:
            items = [item for item in items if _fits(target, item, unit)]
        return counts.dated(items)

    return remembered(archive, ("items", target.path, target.id, unit), make)


def _events(archive: Archive, target: Target, unit: str) -> Dated[Adopted]:
    """Return the unit's adoptions that a target asks for, while it holds; of each item the first, where items count."""

    def make() -> Dated[Adopted]:
        found = counts.adoptions(archive, unit, Period(target.first, target.last))
        fitting = [event for event in found if _fits(target, event.item, unit, event.adoption, event.date)]
        if target.measure is not Measure.ADOPTIONS:
            fitting = [event for event in fitting if event.adoption is _first(target, event.item, unit)]
        return counts.dated(fitting)

    return remembered(archive, ("events", target.path, target.id, unit), make)


def _first(target: Target, item: Item, unit: str) -> Adoption | None:
    """Return the first adoption of an item that a target asks for, even if that was before the target held."""
    days = [(adoption.date or item.date, adoption) for adoption in item.adoptions]
    fitting = [pair for pair in days if _fits(target, item, unit, pair[1], pair[0])]
    return min(fitting, key=lambda pair: pair[0])[1] if fitting else None


def _fits(target: Target, item: Item, unit: str, adoption: Adoption | None = None, day: Day | None = None) -> bool:
    return target.where.holds(attributes.of_item(item, unit, day or item.date, target.where.marks, adoption))
