"""Targets: what a unit owed in a period, and what it did."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date as Day  # noqa: N812 - as elsewhere in this package
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from bulletin.core.dates import Period
from bulletin.core.memo import memoized
from bulletin.model import attributes
from bulletin.model.archive import Adopted, Archive
from bulletin.model.conditions import Mark
from bulletin.model.records import Adoption, Item
from bulletin.model.registry import Unit
from bulletin.model.scheme_enums import Measure
from bulletin.scoring import activity
from bulletin.scoring.activity import DateIndex

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
        if target.last < period.first or period.last < target.first or not applies_to(target, unit):
            continue
        part = Period(max(period.first, target.first), min(period.last, target.last))
        if quota := sum(_owed_for_part(target, unit, window, part) for window in part.split(target.per)):
            done = achieved(archive, target, unit.id, part)
            found.append(Completion(target=target, unit=unit.id, period=part, quota=Fraction(quota), done=done))
    return tuple(found)


def applies_to(target: Target, unit: Unit) -> bool:
    """Whether a unit has that target."""
    units = target.where.values.get(Mark.UNIT)
    return units is None or unit.id in units


def owed(target: Target, unit: Unit, window: Period) -> int:
    """Return the whole number that *unit* owes in one period of the target: less if it was there only for a part."""
    return math.floor(_owed_for_part(target, unit, window, window) + HALF)


def _owed_for_part(target: Target, unit: Unit, window: Period, part: Period) -> Fraction | int:
    """Return what is owed for the days of *window* that lie in *part*, and in which the unit was there."""
    asked = Period(max(window.first, part.first), min(window.last, part.last))
    there = activity.presence(unit, asked)
    if there is None:
        return 0
    counted = there if target.prorate else asked
    if counted == window:
        return target.count
    return Fraction(target.count * activity.number_of_days(counted), activity.number_of_days(window))


def achieved(archive: Archive, target: Target, unit: str, period: Period) -> Sequence[Item] | Sequence[Adopted]:
    """Return what counts towards a target: the unit's items or adoptions of *period* that it asks for."""
    if target.measure is Measure.SUBMITTED:
        return _counted_items(archive, target, unit).within(period)
    events = _counted_adoptions(archive, target, unit).within(period)
    return events if target.measure is Measure.ADOPTIONS else [event.item for event in events]


def _counted_items(archive: Archive, target: Target, unit: str) -> DateIndex[Item]:
    """Return the unit's items that a target asks for, while it holds."""

    def make() -> DateIndex[Item]:
        items = activity.submitted(archive, unit, Period(target.first, target.last))
        if target.where.marks - {Mark.UNIT}:
            items = [item for item in items if _matches(target, item, unit)]
        return activity.index_by_date(items)

    return memoized(archive, ("items", target.path, target.id, unit), make)


def _counted_adoptions(archive: Archive, target: Target, unit: str) -> DateIndex[Adopted]:
    """Return the unit's adoptions that a target asks for, while it holds; of each item the first, where items count."""

    def make() -> DateIndex[Adopted]:
        found = activity.adoptions(archive, unit, Period(target.first, target.last))
        fitting = [event for event in found if _matches(target, event.item, unit, event.adoption, event.date)]
        if target.measure is not Measure.ADOPTIONS:
            fitting = [event for event in fitting if event.adoption is _first_adoption(target, event.item, unit)]
        return activity.index_by_date(fitting)

    return memoized(archive, ("events", target.path, target.id, unit), make)


def _first_adoption(target: Target, item: Item, unit: str) -> Adoption | None:
    """Return the first adoption of an item that a target asks for, even if that was before the target held."""
    days = [(adoption.date or item.date, adoption) for adoption in item.adoptions]
    fitting = [pair for pair in days if _matches(target, item, unit, pair[1], pair[0])]
    return min(fitting, key=lambda pair: pair[0])[1] if fitting else None


def _matches(target: Target, item: Item, unit: str, adoption: Adoption | None = None, day: Day | None = None) -> bool:
    return target.where.holds(attributes.of_item(item, unit, day or item.date, target.where.marks, adoption))
