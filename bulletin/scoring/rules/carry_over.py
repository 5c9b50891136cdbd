"""Points that are carried over: a successor gets what a unit had earned in the year in which it left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction

from bulletin.core.dates import Grain, Period
from bulletin.model.archive import Archive
from bulletin.model.scheme import Clause, Scheme
from bulletin.model.scheme_enums import Family, MergerPoints
from bulletin.model.seams import scheme_of
from bulletin.scoring import reasons as notes
from bulletin.scoring.entries import Entry, total
from bulletin.scoring.events import Event
from bulletin.scoring.reasons import make_reason
from bulletin.scoring.rules import attribution

_GIVEN_BACK = frozenset({Family.LAPSE, Family.FEEDBACK})
"""The families of which a unit may be given back something after it has left."""


def carry_over(archive: Archive, schemes: Sequence[Scheme], units: dict[str, list[Entry]]) -> None:
    """Carry over to successors what units had earned in the year in which they left."""
    gone = [(unit.left, unit) for unit in archive.registry.units if unit.left and unit.left < archive.today]
    for left, unit in sorted(gone, key=lambda pair: (pair[0], pair[1].order)):
        first = left + timedelta(days=1)
        successor = attribution.successor(archive.registry, unit.id, first)
        scheme = scheme_of(schemes, first)
        is_carried = scheme is not None and scheme.merged is MergerPoints.ALL and scheme_of(schemes, left)
        if scheme and is_carried and successor != unit.id:
            for day, earned in list(_carried_points(units.get(unit.id, ()), left)):
                for entry in _carried_entries(archive, scheme, day, (unit.id, -earned), (successor, earned)):
                    units.setdefault(entry.unit, []).append(entry)


def _carried_points(entries: Sequence[Entry], left: date) -> Iterator[tuple[date, Fraction]]:
    """Yield what a unit had earned in the year up to the day on which it left, and what of it is given back later."""
    first = left + timedelta(days=1)
    year = Period(Period.holding(first, Grain.YEAR).first, left)
    if earned := total(entry.points for entry in entries if entry.date in year):
        yield first, earned
    for entry in entries:
        if entry.date > left and entry.family in _GIVEN_BACK and entry.event.date in year and entry.points:
            yield entry.date, entry.points


def _carried_entries(
    archive: Archive, scheme: Scheme, day: date, giver: tuple[str, Fraction], receiver: tuple[str, Fraction]
) -> Iterator[Entry]:
    rule, event = Clause(words=scheme.merger_words or scheme.name), Event(Family.MERGER, day)
    for (unit, points), (other, _), message in (
        (giver, receiver, notes.MOVED_AWAY),
        (receiver, giver, notes.MOVED),
    ):
        why = (make_reason(message, unit=archive.registry.unit[other].name),)
        yield Entry(day, unit, Family.MERGER, rule, event, points, why)
