"""A closed period as it was printed: standings and results as lists of what was kept.

Items are those of the archive, with the days, units and adoptions that were counted. In the place of one that has been
withdrawn or removed since stands a neutral entry: the count stays, the name does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from bulletin.core.dates import Grain, Period
from bulletin.core.memo import memoized
from bulletin.model.archive import Adopted, Archive
from bulletin.model.closed import ClosedEntry, ClosedItem, ClosedLapse, ClosedPeriod, ClosedUnit, closed_by_period
from bulletin.model.enums import Status
from bulletin.model.records import Adoption, Call, Item
from bulletin.model.redaction import opaque_id
from bulletin.model.registry import Group
from bulletin.model.scheme import Clause, Target
from bulletin.model.scheme_enums import Family, LapseKind
from bulletin.scoring.closing.freeze import closed_lapse, plain_adoption, reference
from bulletin.scoring.eligibility import Failure
from bulletin.scoring.entries import Entry
from bulletin.scoring.events import Event
from bulletin.scoring.lapses import Lapse, all_lapses
from bulletin.scoring.ledger import ledgers_for
from bulletin.scoring.period_results import PeriodResults, period_results
from bulletin.scoring.reasons import Reason
from bulletin.scoring.standings import (
    NO_GROUP,
    GroupRanking,
    PrintedRemarks,
    RankedUnit,
    Standings,
    known_standings,
    scheme_for,
)
from bulletin.scoring.targets import Completion

_SENTENCE = "{text}"
"""A reason that was put into words when the period was closed."""


def closed_period(archive: Archive, period: Period) -> ClosedPeriod | None:
    """Return what was printed of *period*; None where it is not closed."""
    if not archive.closed:
        return None
    return memoized(archive, "closed periods", lambda: closed_by_period(archive.closed)).get(period)


def standings_for(archive: Archive, period: Period) -> Standings:
    """Return the standings of all units in *period*: as they were printed, if it is closed."""
    closed = closed_period(archive, period)
    if closed is None:
        return known_standings(archive, period)
    return memoized(archive, ("printed standings", closed.path), lambda: _printed(archive, closed).standings())


def circulated_results(archive: Archive, period: Period, unit: str = "") -> PeriodResults:
    """Return the results of a unit, or of all for "", in the circular of *period*: as printed where it is closed."""
    closed = closed_period(archive, period)
    return _printed(archive, closed).results(unit) if closed else period_results(archive, period, unit)


def _printed(archive: Archive, closed: ClosedPeriod) -> _Printed:
    return memoized(archive, ("printed", closed.path), lambda: _Printed(archive, closed))


def circulated_lapses(archive: Archive, unit: str, period: Period) -> Sequence[Lapse]:
    """Return the lapses of a unit in the circular of *period*: as printed where it is closed."""
    closed = closed_period(archive, period)
    if closed:
        return _printed(archive, closed).lapses(unit) if unit in closed.unit else ()
    return ledgers_for(archive, period).lapses_in(unit, period)


class PrintedUnit(RankedUnit):
    """The figures and the rank of a unit as they were printed."""

    @cached_property
    def completions(self) -> tuple[Completion, ...]:
        """The completion of its targets."""
        return _printed_unit(self).completions(self.unit.id)

    @cached_property
    def lapses(self) -> tuple[Lapse, ...]:
        """The lapses that were counted."""
        return _printed_unit(self).lapses(self.unit.id)


class _Printed:
    """Makes the lists of one closed period."""

    def __init__(self, archive: Archive, closed: ClosedPeriod) -> None:
        self._archive, self._closed = archive, closed
        self._items_beside: dict[str, Item] = {}
        self._results: dict[str, PeriodResults] = {}
        self._items = {
            found.id: _item_as_printed(archive, found, number) for number, found in enumerate(closed.items, 1)
        }

    def results(self, unit: str) -> PeriodResults:
        """Return the results of a unit, or of all for "" ; they are made once, as events are told apart by identity."""
        if unit not in self._results:
            self._results[unit] = self._make_results(unit)
        return self._results[unit]

    def _make_results(self, unit: str) -> PeriodResults:
        known = self._closed.unit.get(unit)
        return PeriodResults(
            period=self._closed.period,
            submitted=[item for item in self._submitted if not unit or unit in item.units],
            adoptions=[event for event in self._adoptions if not unit or unit in event.item.units],
            entries=tuple(self._entry(unit, entry) for entry in known.entries) if known else (),
            withdrawn=[item for item in self._withdrawn if not unit or unit in item.units],
        )

    @cached_property
    def _submitted(self) -> Sequence[Item]:
        inside = (i for name, i in self._items.items() if i.date in self._closed.period and name != opaque_id(name))
        return sorted(inside, key=lambda item: (item.date, item.id))

    @cached_property
    def _withdrawn(self) -> Sequence[Item]:
        """What was withdrawn already when the period was closed."""
        return [item for name, item in self._items.items() if name == opaque_id(name)]

    @cached_property
    def _adoptions(self) -> Sequence[Adopted]:
        publications, period = self._archive.registry.publication, self._closed.period
        found = [
            Adopted(item=item, adoption=one, publication=publications[one.publication], date=one.date or item.date)
            for item in self._items.values()
            for one in item.adoptions
            if (one.date or item.date) in period
        ]
        return sorted(found, key=lambda event: (event.date, event.level.rank, event.item.id))

    def _entry(self, unit: str, entry: ClosedEntry) -> Entry:
        item = self._item(entry.item, unit) if entry.item else None
        carried = entry.event if entry.family is Family.ADOPTION else ()
        adoption = Adoption(publication=carried[0], issue="".join(carried[1:])) if carried else None
        event = Event(entry.family, entry.date, item, adoption or self._fact_about_call(unit, entry))
        return Entry(entry.date, unit, entry.family, Clause(words=self._closed.rules[entry.rule]), event, entry.points)

    def _fact_about_call(self, unit: str, entry: ClosedEntry) -> Lapse | Call | None:
        """Return what an entry without an item is about: a call, or a lapse about one, if that is still there."""
        call = next((self._archive.call[name] for name in entry.event if name in self._archive.call), None)
        if entry.item or call is None or entry.family is not Family.LAPSE:
            return None if entry.item else call
        return Lapse(LapseKind(entry.event[0]), unit, entry.date, call=call)

    def _item(self, name: str, unit: str) -> Item:
        """Return an item, as it was printed if it was counted; or what stands for it."""
        found = self._items.get(name) or self._archive.item.get(name)
        if found is None:
            day = self._closed.period.first
            found = self._items_beside.setdefault(
                name, _stand_in(f"beside-{len(self._items_beside)}", ClosedItem(name, day, (unit,), ""))
            )
        return found

    def completions(self, unit: str) -> tuple[Completion, ...]:
        """Return the completion of a unit's targets."""
        period, adoptions = self._closed.period, self.results(unit).adoptions
        names = {item.id: name for name, item in self._items.items()}
        events = {(names[event.item.id], *reference(event)[1:]): event for event in adoptions}
        known = {target.id: target for target in self._archive.targets}
        found = []
        for one in self._closed.unit[unit].targets:
            target = known.get(one.id) or Target(
                id=one.id, words=one.words, first=period.first, last=period.last, count=0, per=Grain.YEAR
            )
            items = [self._item(part[0], unit) for part in one.done if len(part) == 1]
            taken = [events[part] for part in one.done if part in events]
            found.append(Completion(target, unit, one.period, one.quota, items or taken, one.window, one.points))
        return tuple(found)

    @cached_property
    def _known_lapses(self) -> Mapping[tuple[str, ClosedLapse], Lapse]:
        return {(lapse.unit, closed_lapse(lapse, opaque=True)): lapse for lapse in all_lapses(self._archive)}

    def lapses(self, unit: str) -> tuple[Lapse, ...]:
        """Return the lapses of a unit."""
        return tuple(self._lapse(unit, found) for found in self._closed.unit[unit].lapses)

    def _lapse(self, unit: str, found: ClosedLapse) -> Lapse:
        known = self._known_lapses.get((unit, found._replace(item=opaque_id(found.item))))
        target = next((one for one in self._archive.targets if one.id == found.target), None)
        return known or Lapse(
            kind=found.kind,
            unit=unit,
            date=found.date,
            item=self._item(found.item, unit) if found.item else None,
            call=self._archive.call.get(found.call),
            target=target,
            period=Period.holding(found.date, target.per) if target and found.kind is LapseKind.MISSED else None,
        )

    def standings(self) -> Standings:
        """Return the standings as they were printed."""
        archive, closed = self._archive, self._closed
        members: dict[str, list[PrintedUnit]] = {}
        for unit in sorted(closed.units, key=lambda one: archive.registry.unit[one.id].order):
            members.setdefault(unit.group, []).append(self._ranked(unit))
        scheme = scheme_for(archive, closed.period) if closed.scheme else None
        return Standings(closed.period, scheme, tuple(_rankings(archive, members)))

    def _ranked(self, unit: ClosedUnit) -> PrintedUnit:
        return PrintedUnit(
            archive=self._archive,
            unit=self._archive.registry.unit[unit.id],
            results=self.results(unit.id),
            points=unit.points,
            result=unit.result,
            rank=unit.rank,
            scored=unit.scored,
            disqualified=tuple(Reason(_SENTENCE, values) for values in unit.disqualified),
            failed=tuple(Failure(period=period) for period in unit.failed),
            printed=PrintedRemarks(unit.failures, unit.changes),
        )


def _printed_unit(row: RankedUnit) -> _Printed:
    closed = closed_period(row.archive, row.results.period)
    if closed is None:
        raise LookupError(row.results.period.label)
    return _printed(row.archive, closed)


def _rankings(archive: Archive, members: Mapping[str, list[PrintedUnit]]) -> Iterator[GroupRanking]:
    known = archive.registry.group
    for identifier in (*known, *(name for name in members if name not in known)):
        if rows := members.get(identifier):
            ranked = sorted((row for row in rows if not row.disqualified), key=_printed_order)
            group = known.get(identifier) or Group(id=identifier or NO_GROUP, name=identifier)
            yield GroupRanking(group, tuple(ranked), tuple(row for row in rows if row.disqualified))


def _printed_order(row: PrintedUnit) -> tuple[bool, int]:
    return row.rank is None, row.rank or 0


def _item_as_printed(archive: Archive, found: ClosedItem, number: int) -> Item:
    """Return the item of the archive, with what was counted where that differs; or what stands for it."""
    item = archive.item.get(found.id)
    if item is None:
        return _stand_in(str(number), found)
    now = item.date, item.units, tuple(map(plain_adoption, item.adoptions))
    if now == (found.date, found.units, found.adoptions):
        return item
    return replace(item, date=found.date, units=found.units, adoptions=found.adoptions)


def _stand_in(name: str, found: ClosedItem) -> Item:
    """Return what stands for an item that is there no more."""
    return Item(
        id=f"/{name}",
        path="",
        title="",
        units=found.units,
        category=found.category,
        date=found.date,
        adoptions=found.adoptions,
        status=Status.WITHDRAWN,
    )
