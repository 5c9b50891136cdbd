"""Targets: what a unit owes in a period, and what counts towards it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date as Day  # noqa: N812 - as elsewhere in this package
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from bulletin.core.dates import Grain, Period
from bulletin.core.memo import memoized
from bulletin.model.archive import Adopted, Archive
from bulletin.model.attributes import Attribute, EventFacts, item_attributes
from bulletin.model.records import Adoption, Item
from bulletin.model.registry import Unit
from bulletin.model.scheme_enums import Measure
from bulletin.scoring import activity
from bulletin.scoring.activity import DateIndex

if TYPE_CHECKING:
    from bulletin.model.scheme import Target

HALF = Fraction(1, 2)


class Completion(NamedTuple):
    """The quota of a unit for one target in a period, and what counts towards it."""

    target: Target
    unit: str
    period: Period
    quota: Fraction
    done: Sequence[Item] | Sequence[Adopted]

    @property
    def ratio(self) -> Fraction | None:
        """Done over quota; None where the quota is zero."""
        owed = self.quota
        return Fraction(len(self.done) * owed.denominator, owed.numerator) if owed else None

    @property
    def shortfall(self) -> Fraction:
        """How much is missing."""
        return max(Fraction(0), self.quota - len(self.done))


def completions(archive: Archive, unit: Unit, period: Period) -> tuple[Completion, ...]:
    """Return the completion of every target of *unit* in *period*."""
    found = []
    for target in archive.targets:
        if target.last < period.first or period.last < target.first or not applies_to(target, unit):
            continue
        part = _counted_days(target, period)
        if quota := sum(_owed_for_part(target, unit, window, part) for window in part.split(target.per)):
            done = achieved(archive, target, unit.id, part)
            found.append(Completion(target=target, unit=unit.id, period=part, quota=Fraction(quota), done=done))
    return tuple(found)


def _counted_days(target: Target, period: Period) -> Period:
    """Return the days of *period* in which a target is valid; of a weekly one, those of weeks that end in it."""
    days = Period(max(period.first, target.first), min(period.last, target.last))
    weeks = list(days.counted(Grain.WEEK)) if target.per is Grain.WEEK else []
    return Period(max(target.first, weeks[0].first), weeks[-1].last) if weeks else days


def applies_to(target: Target, unit: Unit) -> bool:
    """Whether a target is set for a unit."""
    units = target.condition.values.get(Attribute.UNIT)
    return units is None or unit.id in units


def owed(target: Target, unit: Unit, window: Period) -> int:
    """Return the quota of *unit* in one period of the target, rounded: less if it existed only for a part."""
    quota = _owed_for_part(target, unit, window, window)
    return quota if isinstance(quota, int) else math.floor(quota + HALF)


def _owed_for_part(target: Target, unit: Unit, window: Period, part: Period) -> Fraction | int:
    """Return the quota for the days of *window* that are in *part*, and in which the unit existed."""
    asked = Period(max(window.first, part.first), min(window.last, part.last))
    present = activity.presence(unit, asked)
    if present is None:
        return 0
    counted = present if target.prorate else asked
    if counted == window:
        return target.count
    return Fraction(target.count * activity.number_of_days(counted), activity.number_of_days(window))


def achieved(archive: Archive, target: Target, unit: str, period: Period) -> Sequence[Item] | Sequence[Adopted]:
    """Return what counts towards a target: the items or adoptions of the unit in *period* that match it."""
    if target.measure is Measure.SUBMITTED:
        return _counted_items(archive, target, unit).within(period)
    events = _counted_adoptions(archive, target, unit).within(period)
    return events if target.measure is Measure.ADOPTIONS else [event.item for event in events]


def _counted_items(archive: Archive, target: Target, unit: str) -> DateIndex[Item]:
    """Return the items of the unit that match a target while it is valid."""

    def compute() -> DateIndex[Item]:
        items = activity.submitted(archive, unit, Period(target.first, target.last))
        if target.condition.attributes - {Attribute.UNIT}:
            items = [item for item in items if _matches(target, item, unit)]
        return activity.index_by_date(items)

    return memoized(archive, ("items", target.path, target.id, unit), compute)


def _counted_adoptions(archive: Archive, target: Target, unit: str) -> DateIndex[Adopted]:
    """Return the adoptions of the unit that match a valid target; of an item the first, where items count."""

    def compute() -> DateIndex[Adopted]:
        found = activity.adoptions(archive, unit, Period(target.first, target.last))
        matching = [event for event in found if _matches(target, event.item, unit, event.adoption, event.date)]
        if target.measure is not Measure.ADOPTIONS:
            matching = [event for event in matching if event.adoption is _first_adoption(target, event.item, unit)]
        return activity.index_by_date(matching)

    return memoized(archive, ("events", target.path, target.id, unit), compute)


def _first_adoption(target: Target, item: Item, unit: str) -> Adoption | None:
    """Return the first adoption of an item that matches a target, even if it was before the target was valid."""
    days = [(adoption.date or item.date, adoption) for adoption in item.adoptions]
    matching = [pair for pair in days if _matches(target, item, unit, pair[1], pair[0])]
    return min(matching, key=lambda pair: pair[0])[1] if matching else None


def _matches(target: Target, item: Item, unit: str, adoption: Adoption | None = None, day: Day | None = None) -> bool:
    facts = EventFacts(item, unit, day or item.date, adoption)
    return target.condition.matches(item_attributes(facts, target.condition.attributes))
