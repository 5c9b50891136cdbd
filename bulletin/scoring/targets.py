"""Targets: what a unit owes in a period, and what counts towards it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date as Day  # noqa: N812 - as elsewhere in this package
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, Protocol

from bulletin.core.dates import Period
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


class PointsEntry(Protocol):
    """An entry of the ledger, which this module does not know."""

    @property
    def points(self) -> Fraction:
        """Its points."""


class EarnedPoints(Protocol):
    """What a unit has earned, without quotas and thresholds."""

    def within(self, period: Period) -> Sequence[PointsEntry]:
        """Return the entries of *period*."""


Counted = Sequence[Item] | Sequence[Adopted] | Sequence[PointsEntry]
"""What counts towards a target: items, adoptions, or entries of the ledger."""


class _Completion(NamedTuple):
    target: Target
    unit: str
    period: Period
    quota: Fraction
    done: Counted
    window: Period | None = None
    points: Fraction | None = None
    """How many points were achieved, where only their sum is known: in a closed period."""


class Completion(_Completion):
    """The quota of a unit for one target in a period, and what counts towards it.

    ``window`` is None where whole periods of the target are counted. In a shorter period it is the target's own one:
    ``quota`` is what is owed in the whole of that, and ``done`` what was done in it up to the end of the shorter one.
    """

    @cached_property
    def achieved(self) -> Fraction:
        """How much counts towards the quota."""
        return amount_of(self.target, self.done) if self.points is None else self.points

    @cached_property
    def ratio(self) -> Fraction | None:
        """Done over quota; None for progress in a longer period."""
        return None if self.window or not self.quota else self.achieved / self.quota

    @cached_property
    def shortfall(self) -> Fraction:
        """How much is missing; nothing as long as the target's own period goes on."""
        return Fraction(0) if self.window else max(Fraction(0), self.quota - self.achieved)


def completions(
    archive: Archive, unit: Unit, period: Period, earned: EarnedPoints | None = None
) -> tuple[Completion, ...]:
    """Return the completion of every target of *unit* in *period*, and the progress in those of longer periods.

    *earned* is what the unit has earned, for targets of points.
    """
    found = (
        _completion(archive, target, unit, period, earned) for target in archive.targets if applies_to(target, unit)
    )
    return tuple(completion for completion in found if completion)


def _completion(
    archive: Archive, target: Target, unit: Unit, period: Period, earned: EarnedPoints | None
) -> Completion | None:
    """Return the completion of one target; None where nothing is owed."""
    if counted := list(period.counted(target.per)):
        windows = [window for window in counted if is_due(target, window)]
        quota = sum(owed(target, unit, window) for window in windows)
        part, progress = (Period(windows[0].first, windows[-1].last), None) if windows else (period, None)
    else:
        progress = Period.holding(period.last, target.per)
        quota = owed(target, unit, progress) if is_due(target, progress) and target.first <= period.last else 0
        part = Period(progress.first, period.last)
    if not quota:
        return None
    part = Period(max(part.first, target.first), part.last)
    done = achieved(archive, target, unit.id, part, earned)
    return Completion(target=target, unit=unit.id, period=part, quota=Fraction(quota), done=done, window=progress)


def applies_to(target: Target, unit: Unit) -> bool:
    """Whether a target is set for a unit."""
    units = target.condition.values.get(Attribute.UNIT)
    return units is None or unit.id in units


def is_due(target: Target, window: Period) -> bool:
    """Whether a target is in force on the last day of one of its periods: only then anything is owed in it."""
    return target.first <= window.last <= target.last


def owed(target: Target, unit: Unit, window: Period) -> int:
    """Return the quota of *unit* in one period of a target: less where it, or the target, existed only for a part.

    Quotas are prorated by days and rounded down; this is the only place where that is done.
    """
    asked = Period(max(window.first, target.first), window.last)
    present = activity.presence(unit, asked)
    if present is None:
        return 0
    counted = present if target.prorate else asked
    return target.count * activity.number_of_days(counted) // activity.number_of_days(window)


def ended_periods(target: Target, today: Day) -> Iterator[Period]:
    """Yield the periods of a target that are over, and in which it was in force on the last day."""
    last = min(target.last, today)
    if target.first <= last:
        yield from (window for window in Period(target.first, last).split(target.per) if window.last <= last)


def amount_of(target: Target, counted: Counted) -> Fraction:
    """Return how much is achieved: the sum of points, or the number of items or adoptions."""
    if target.measure is not Measure.POINTS:
        return Fraction(len(counted))
    return sum((each.points for each in counted if not isinstance(each, Item | Adopted)), Fraction(0))


def achieved(
    archive: Archive, target: Target, unit: str, period: Period, earned: EarnedPoints | None = None
) -> Counted:
    """Return what counts towards a target: the items or adoptions of the unit in *period* that match it.

    Of a target of points it is what is entered in *earned*.
    """
    if target.measure is Measure.POINTS:
        return earned.within(period) if earned else ()
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
