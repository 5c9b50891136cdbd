"""Activity of units: which items each submitted and which were adopted, by period; from facts, without scoring."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Generic, NamedTuple, TypeVar

from bulletin.core.dates import Period
from bulletin.core.memo import memoized
from bulletin.model import commissions
from bulletin.model.archive import Adopted, Archive
from bulletin.model.commissions import ReplyState
from bulletin.model.feedback import feedback_days
from bulletin.model.records import Call, Issue, Item
from bulletin.model.registry import Unit

T = TypeVar("T")


class DateIndex(NamedTuple, Generic[T]):
    """Records sorted by date, with their dates: those of a period are found by bisection."""

    days: Sequence[date]
    records: Sequence[T]

    def within(self, period: Period) -> Sequence[T]:
        """Return the records of *period*."""
        first = bisect_left(self.days, period.first)
        return self.records[first : bisect_right(self.days, period.last, first)]


def index_by_date(records: Sequence[T]) -> DateIndex[T]:
    """Return an index of *records*, which have a ``date`` and are sorted by it."""
    return DateIndex([record.date for record in records], records)  # type: ignore[attr-defined]


NO_ITEMS: DateIndex[Item] = DateIndex((), ())
NO_ADOPTIONS: DateIndex[Adopted] = DateIndex((), ())


def _index_items(archive: Archive) -> Mapping[str, DateIndex[Item]]:
    return {"": index_by_date(archive.items)} | {unit: index_by_date(items) for unit, items in archive.by_unit.items()}


def _index_adoptions(archive: Archive) -> Mapping[str, DateIndex[Adopted]]:
    return {"": index_by_date(archive.adoptions)} | {
        unit: index_by_date(e) for unit, e in archive.adoptions_by_unit.items()
    }


def submitted(archive: Archive, unit: str, period: Period) -> Sequence[Item]:
    """Return the items that a unit, or "" for all, submitted in *period*."""
    found = memoized(archive, "submitted by unit", lambda: _index_items(archive))
    return found.get(unit, NO_ITEMS).within(period)


def adoptions(archive: Archive, unit: str, period: Period) -> Sequence[Adopted]:
    """Return the adoptions of *period*, those of a unit, or "" for all."""
    found = memoized(archive, "adoptions by unit", lambda: _index_adoptions(archive))
    return found.get(unit, NO_ADOPTIONS).within(period)


def withdrawn(archive: Archive, unit: str, period: Period) -> Sequence[Item]:
    """Return what is left of the items that a unit, or "" for all, submitted in *period* and had to withdraw."""
    if not archive.lapsed:
        return ()
    return memoized(archive, "withdrawn by unit", lambda: _index_withdrawn(archive)).get(unit, NO_ITEMS).within(period)


def _index_withdrawn(archive: Archive) -> Mapping[str, DateIndex[Item]]:
    found: dict[str, list[Item]] = {}
    for item in sorted(archive.lapsed, key=lambda item: item.date):
        for unit in ("", *item.units):
            found.setdefault(unit, []).append(item)
    return {unit: index_by_date(items) for unit, items in found.items()}


def adoption_rate(items: Sequence[Item]) -> Fraction | None:
    """Return adopted over submitted items; None where nothing was submitted."""
    return Fraction(sum(1 for item in items if item.adoptions), len(items)) if items else None


def presence(unit: Unit, period: Period) -> Period | None:
    """Return the part of *period* in which a unit existed, or None."""
    if not unit.joined and not unit.left:
        return period
    first, last = max(period.first, unit.joined or period.first), min(period.last, unit.left or period.last)
    return Period(first, last) if first <= last else None


def number_of_days(period: Period) -> int:
    """Return how many days a period has."""
    return (period.last - period.first).days + 1


def has_ledger(archive: Archive, unit: Unit, year: int) -> bool:
    """Whether present may be points, lapses or targets of a unit in *year*: then it has a ledger."""
    return (unit.id, year) in ledger_years(archive)


def ledger_years(archive: Archive) -> frozenset[tuple[str, int]]:
    """Return the units and years that have a ledger."""
    return memoized(archive, "ledgers", lambda: frozenset(_ledger_years(archive)))


def was_active(archive: Archive, unit: Unit, year: int) -> bool:
    """Whether a unit submitted something in *year*, or an item of it was adopted."""
    period = Period.year(year)
    return bool(submitted(archive, unit.id, period) or adoptions(archive, unit.id, period))


def _ledger_years(archive: Archive) -> Iterator[tuple[str, int]]:
    lapsed = set(_lapse_years(archive))
    for year in archive.years:
        period = Period.year(year)
        scored = any(rule.first <= period.last and period.first <= rule.last for rule in archive.schemes)
        scored |= any(target.first <= period.last and period.first <= target.last for target in archive.targets)
        for unit in archive.registry.units:
            known = memoized(archive, "active units", lambda: frozenset(_active_years(archive)))
            present = presence(unit, period) is not None or (unit.id, year) in known
            if (scored and present) or (unit.id, year) in lapsed:
                yield unit.id, year


def _lapse_years(archive: Archive) -> Iterator[tuple[str, int]]:
    """Yield the units and years in which something was corrected, or an answer was due."""
    for item in archive.lapsed:
        yield from ((unit, day.year) for unit in item.units for day in event_days(item))
    for item in (*archive.items, *archive.lapsed):
        for unit in item.units if item.endorsements else ():
            yield from ((archive.registry.owing_unit(unit, day) or unit, day.year) for day in feedback_days(item))
    for item in archive.items:
        for correction in item.corrections:
            yield from ((unit, correction.date.year) for unit in item.units)
        if archive.deadlines and item.event_date:
            # It may be late. Where a scheme is in force, each unit has a ledger in any case.
            yield from ((unit, item.date.year) for unit in item.units)
    for call in archive.calls:
        if call.due:
            # A commission fails on the day after it was due, which may be in the next year.
            due = [day for last in call.due_days for day in (last, last + timedelta(days=1))]
            days = [*due, *(i.date for i in archive.answers.get(call.id, ()))]
            owing = archive.registry.owing_unit
            yield from ((owing(unit, day) or unit, day.year) for unit in call.units for day in days)


def _active_years(archive: Archive) -> Iterator[tuple[str, int]]:
    """Yield the units and years with events of items of the unit, or of units whose points it may be credited with."""
    # All other units exist all the time.
    temporary = {unit.id for unit in archive.registry.units if unit.joined or unit.left}
    found = {unit.id: temporary.intersection(credited_units(archive, unit)) for unit in archive.registry.units}
    for item in archive.items if temporary else ():
        if any(found.get(unit) for unit in item.units):
            for year in {day.year for day in event_days(item)}:
                yield from ((receiver, year) for unit in item.units for receiver in found.get(unit, ()))
    for scheme in archive.schemes:
        yield from ((given.unit, given.date.year) for given in scheme.adjustments)


def credited_units(archive: Archive, unit: Unit) -> Iterator[str]:
    """Yield a unit, and all units that may be credited with its points."""
    known, waiting = set[str](), [unit.id]
    while waiting:
        found = archive.registry.unit.get(waiting.pop())
        if found and found.id not in known:
            known.add(found.id)
            yield found.id
            waiting += [other for other in (found.parent, found.successor) if other]


def credited_together(archive: Archive) -> Mapping[str, Sequence[str]]:
    """Return for each unit those that are credited together with it: for points, or in answering a commission."""
    return memoized(archive, "credited together", lambda: _credited_together(archive))


def _credited_together(archive: Archive) -> Mapping[str, Sequence[str]]:
    families = {unit.id: {unit.id} for unit in archive.registry.units}
    for unit in archive.registry.units:
        joined = set[str]().union(*(families[heir] for heir in credited_units(archive, unit)))
        for member in joined:
            families[member] = joined
    return {unit: sorted(family) for unit, family in families.items()}


def event_days(item: Item) -> Iterator[date]:
    """Yield the days of all events of an item."""
    yield item.date
    yield from (adoption.date for adoption in item.adoptions if adoption.date)
    yield from (sent.date for sent in item.sent_up if sent.date)
    yield from (endorsement.date for endorsement in item.endorsements if endorsement.date)
    yield from (outcome.date for outcome in item.outcomes if outcome.date)
    yield from (correction.date for correction in item.corrections)
    if item.withdrawn_on:
        yield item.withdrawn_on


def issues_of(archive: Archive, period: Period) -> tuple[Issue, ...]:
    """Return the issues of the bulletin that came out in a period."""
    years = range(period.first.year, period.last.year + 1)
    return tuple(issue for year in years for issue in archive.issues_by_year.get(year, ()) if issue.date in period)


def first_answers(archive: Archive, submitted: Iterable[Item]) -> Iterator[tuple[str, Call]]:
    """Yield the units and commissions of which the first answer is among items that were *submitted*."""
    counted = {item.id: item.commission for item in submitted if item.commission in archive.call}
    for name in sorted(set(counted.values())):
        call = archive.call[name]
        for unit in call.units:
            items = commissions.answers(archive, call, unit)
            if not items or items[0].id not in counted:
                continue
            # Who was excused and answers late has done no commission, and failed none.
            if commissions.reply(archive, call, unit).state is not ReplyState.WAIVED:
                yield unit, call
