"""Supplements (补记): what has become known of a closed period since. Printed and supplements are all that is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from datetime import date as Day  # noqa: N812 - as elsewhere in this package
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple, TypeVar

from bulletin.core.dates import Period
from bulletin.core.memo import memoized
from bulletin.core.numbers import amount
from bulletin.model.archive import Adopted, Archive
from bulletin.model.closed import ClosedPeriod, closed_by_period
from bulletin.model.records import Item
from bulletin.model.redaction import opaque_id
from bulletin.model.registry import Unit
from bulletin.model.scheme_enums import Family
from bulletin.scoring import reasons
from bulletin.scoring.closing.freeze import adoption_key, event_parts
from bulletin.scoring.closing.printed import circulated_results, closed_period
from bulletin.scoring.entries import Entry, total
from bulletin.scoring.period_results import PeriodResults, period_results
from bulletin.scoring.reasons import Reason, make_reason

T = TypeVar("T")
EntryKey = tuple[Day, Family, str, tuple[str, ...]]
"""What identifies an entry of a unit: its day, family, item and event."""


class Supplement(NamedTuple):
    """What an event is worth more, or less, than was printed: an entry with the difference and the reason for it."""

    key: EntryKey
    printed: Fraction
    """The points that were printed for the event."""
    known: Fraction
    entry: Entry

    @property
    def event_id(self) -> str:
        """The identifier of the event in exports; without its item and who adopted it, where that is there no more."""
        item, family = self.entry.item, self.entry.family
        is_hidden = item is not None and item.is_withdrawn
        known = () if is_hidden and family is Family.ADOPTION else self.key[-1]
        return "/".join(part for part in (family.value, *([item.id] if item and not is_hidden else []), *known) if part)


class _UnitSupplement(NamedTuple):
    unit: Unit
    printed: PeriodResults
    known: PeriodResults
    entries: tuple[Supplement, ...]
    items: tuple[Item, ...]
    """Items that have come since."""
    items_gone: tuple[Item, ...]
    """Items that are not among those of the period any more."""
    adoptions: tuple[Adopted, ...]
    adoptions_gone: tuple[Adopted, ...]


class UnitSupplement(_UnitSupplement):
    """What has become known of a unit since a period was closed."""

    @cached_property
    def points(self) -> Fraction:
        """The points that have come since, less those that have gone."""
        return total(one.entry.points for one in self.entries)

    @property
    def submitted(self) -> int:
        """How many more items there are than were printed."""
        return len(self.items) - len(self.items_gone)

    @property
    def adopted(self) -> int:
        """How many more of them were adopted."""
        return len(self.known.adopted) - len(self.printed.adopted)

    @property
    def taken(self) -> int:
        """How many more adoptions there are."""
        return len(self.adoptions) - len(self.adoptions_gone)

    def __bool__(self) -> bool:
        """Whether anything has become known."""
        return bool(
            self.entries or self.items or self.items_gone or self.adoptions or self.adoptions_gone or self.adopted
        )


def supplements(archive: Archive, closed: ClosedPeriod) -> tuple[UnitSupplement, ...]:
    """Return what has become known since a period was closed, of each unit of which something has."""

    def compute() -> tuple[UnitSupplement, ...]:
        found = (_of_unit(archive, closed, unit) for unit in archive.registry.units)
        return tuple(one for one in found if one)

    return memoized(archive, ("supplements", closed.path), compute)


def unit_supplement(archive: Archive, closed: ClosedPeriod, unit: str) -> UnitSupplement | None:
    """Return what has become known of one unit; None if nothing has."""
    return next((one for one in supplements(archive, closed) if one.unit.id == unit), None)


def lists_all_known(archive: Archive, period: Period) -> bool:
    """Whether the lists of a period hold all that is known: those of a closed one hold what was printed."""
    closed = closed_period(archive, period)
    found = supplements(archive, closed) if closed else ()
    return not any(one.items or one.items_gone or one.adoptions or one.adoptions_gone for one in found)


def _of_unit(archive: Archive, closed: ClosedPeriod, unit: Unit) -> UnitSupplement:
    printed = circulated_results(archive, closed.period, unit.id)
    known = period_results(archive, closed.period, unit.id)
    items, items_gone = _differences(known.submitted, printed.submitted, lambda item: item.id)
    adoptions, adoptions_gone = _differences(known.adoptions, printed.adoptions, adoption_key)
    return UnitSupplement(
        unit=unit,
        printed=printed,
        known=known,
        entries=tuple(sorted(_entries(closed, printed, known, unit.id), key=lambda one: one.entry.date)),
        items=tuple(items),
        items_gone=tuple(items_gone),
        adoptions=tuple(adoptions),
        adoptions_gone=tuple(adoptions_gone),
    )


def _differences(now: Sequence[T], before: Sequence[T], key: Callable[[T], Hashable]) -> tuple[list[T], list[T]]:
    """Return what is in *now* and not in *before*, and the other way round; what is there twice counts twice."""
    return _beyond(now, Counter(map(key, before)), key), _beyond(before, Counter(map(key, now)), key)


def _beyond(listed: Sequence[T], others: Counter[Hashable], key: Callable[[T], Hashable]) -> list[T]:
    found = []
    for one in listed:
        if others[key(one)] > 0:
            others[key(one)] -= 1
        else:
            found.append(one)
    return found


def entry_key(entry: Entry) -> EntryKey:
    """Return what identifies an entry among those of its unit."""
    return entry.date, entry.family, opaque_id(entry.item.id if entry.item else ""), event_parts(entry)


def _entries(closed: ClosedPeriod, printed: PeriodResults, known: PeriodResults, unit: str) -> Iterator[Supplement]:
    kept = closed.unit[unit].entries if unit in closed.unit else ()
    before: dict[EntryKey, list[Entry]] = {}
    for one, entry in zip(kept, printed.entries, strict=True):
        before.setdefault((one.date, one.family, opaque_id(one.item), one.event), []).append(entry)
    now: dict[EntryKey, list[Entry]] = {}
    for entry in known.entries:
        now.setdefault(entry_key(entry), []).append(entry)
    for key in {**now, **before}:
        was, listed = total(e.points for e in before.get(key, ())), now.get(key, [])
        worth = total(e.points for e in listed)
        if worth != was:
            yield Supplement(key, was, worth, _difference(listed, before.get(key, []), worth - was))


def _difference(now: Sequence[Entry], before: Sequence[Entry], points: Fraction) -> Entry:
    """Return the entry of a supplement: that of the ledger, or the printed one, with the difference as its points."""
    entry = (now or before)[-1]
    if not now:
        return entry._replace(points=points, why=(make_reason(reasons.NO_MORE),))
    if not before:
        return entry._replace(points=points, why=(*entry.why, make_reason(reasons.RECORDED_SINCE)))
    was = amount(total(e.points for e in before))
    return entry._replace(points=points, why=(*entry.why, make_reason(reasons.PRINTED_AS, points=was)))


def supplement_entries(found: UnitSupplement) -> list[Entry]:
    """Return the entries of a unit's supplements, by day."""
    return [one.entry for one in found.entries]


class SideBySide(NamedTuple):
    """A figure as it was printed, and as it is by all that is known."""

    printed: int | Fraction
    known: int | Fraction

    @property
    def since(self) -> int | Fraction:
        """What has come since."""
        return self.known - self.printed


def figures_of(found: UnitSupplement) -> list[SideBySide]:
    """Return the figures of a unit side by side: items submitted, of these adopted, adoptions, points."""
    printed, known = found.printed, found.known
    return [
        SideBySide(len(printed.submitted), len(known.submitted)),
        SideBySide(len(printed.adopted), len(known.adopted)),
        SideBySide(len(printed.adoptions), len(known.adoptions)),
        SideBySide(printed.total_points, known.total_points),
    ]


def marked_entries(archive: Archive, unit: str, entries: Sequence[Entry]) -> Sequence[Entry]:
    """Return entries of a unit's ledger, those that came or changed after their period was closed with a remark."""
    if not archive.closed:
        return entries
    found = memoized(archive, ("marks", unit), lambda: _marks(archive, unit))
    return [entry._replace(why=(*entry.why, *found.get(entry_key(entry), ()))) for entry in entries]


def _marks(archive: Archive, unit: str) -> dict[EntryKey, tuple[Reason, ...]]:
    """Return the remark on each entry that differs from what was printed; the shortest closed period counts."""
    marks: dict[EntryKey, tuple[Reason, ...]] = {}
    spans = sorted(closed_by_period(archive.closed).values(), key=lambda one: one.period.first - one.period.last)
    for closed in spans:
        found = unit_supplement(archive, closed, unit)
        for one in period_results(archive, closed.period, unit).entries:
            marks[entry_key(one)] = ()
        for supplement in found.entries if found else ():
            marks[supplement.key] = supplement.entry.why[-1:]
    return marks
