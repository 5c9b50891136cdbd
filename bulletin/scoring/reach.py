"""Which units have something to show in a year, told by facts alone, without any scoring."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from bulletin.core.dates import Period
from bulletin.model.archive import Archive
from bulletin.model.records import Item
from bulletin.model.registry import Unit
from bulletin.scoring import counts
from bulletin.scoring.memo import remembered


def has_ledger(archive: Archive, unit: Unit, year: int) -> bool:
    """Whether there may be points, lapses or targets of a unit in *year*: then it has a ledger."""
    return (unit.id, year) in remembered(archive, "ledgers", lambda: frozenset(_ledgers(archive)))


def is_in_lists(archive: Archive, unit: Unit, year: int) -> bool:
    """Whether a unit submitted something in *year*, or was adopted."""
    period = Period.year(year)
    return bool(counts.submitted(archive, unit.id, period) or counts.adoptions(archive, unit.id, period))


def _ledgers(archive: Archive) -> Iterator[tuple[str, int]]:
    lapsed = set(_lapsed(archive))
    for year in archive.years:
        period = Period.year(year)
        scored = any(rule.first <= period.last and period.first <= rule.last for rule in archive.schemes)
        scored |= any(target.first <= period.last and period.first <= target.last for target in archive.targets)
        for unit in archive.registry.units:
            known = remembered(archive, "active units", lambda: frozenset(_active(archive)))
            there = counts.presence(unit, period) is not None or (unit.id, year) in known
            if (scored and there) or (unit.id, year) in lapsed:
                yield unit.id, year


def _lapsed(archive: Archive) -> Iterator[tuple[str, int]]:
    """Yield the units and years in which something was corrected, or an answer was due."""
    for item in archive.items:
        for correction in item.corrections:
            yield from ((unit, correction.date.year) for unit in item.units)
    for call in archive.calls:
        if call.due:
            # A commission fails on the day after it was due, which may be in the next year.
            days = [call.due, call.due + timedelta(days=1), *(i.date for i in archive.answers.get(call.id, ()))]
            for year in {day.year for day in days}:
                yield from ((unit, year) for unit in call.units)


def _active(archive: Archive) -> Iterator[tuple[str, int]]:
    """Yield the units and years in which something happened to an item of theirs, or of one that they stand in for."""
    # Of the others it is known that they are there.
    passing = {unit.id for unit in archive.registry.units if unit.joined or unit.left}
    found = {unit.id: passing.intersection(heirs(archive, unit)) for unit in archive.registry.units}
    for item in archive.items if passing else ():
        if any(found.get(unit) for unit in item.units):
            for year in {day.year for day in days_of(item)}:
                yield from ((heir, year) for unit in item.units for heir in found.get(unit, ()))
    for scheme in archive.schemes:
        yield from ((given.unit, given.date.year) for given in scheme.adjustments)


def heirs(archive: Archive, unit: Unit) -> Iterator[str]:
    """Yield a unit, and all that its points may go to."""
    known, waiting = set[str](), [unit.id]
    while waiting:
        found = archive.registry.unit.get(waiting.pop())
        if found and found.id not in known:
            known.add(found.id)
            yield found.id
            waiting += [other for other in (found.parent, found.successor) if other]


def days_of(item: Item) -> Iterator[date]:
    """Yield the days of everything that happened to an item."""
    yield item.date
    yield from (adoption.date for adoption in item.adoptions if adoption.date)
    yield from (sent.date for sent in item.sent_up if sent.date)
    yield from (endorsement.date for endorsement in item.endorsements if endorsement.date)
    yield from (outcome.date for outcome in item.outcomes if outcome.date)
    yield from (correction.date for correction in item.corrections)
