"""Who is out of the awards, and why: too few points in a period, or lapses that disqualify."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date as Day  # noqa: N812 - as elsewhere in this package
from typing import TYPE_CHECKING

from bulletin.core.dates import Period
from bulletin.core.i18n import N_
from bulletin.core.numbers import amount
from bulletin.model.archive import Archive
from bulletin.model.registry import Unit
from bulletin.scoring import counts, lapses
from bulletin.scoring.reasons import Note, note

if TYPE_CHECKING:
    from bulletin.model.scheme import Scheme
    from bulletin.scoring.ledger import Ledger

OUT = N_("{words} ({number})")
FAILED = N_("{period}: {points} points, fewer than {least}")


def failed(ledger: Ledger, scheme: Scheme, unit: Unit, period: Period, archive: Archive) -> Iterator[Period]:
    """Yield the periods, over by now, in which a unit has fewer points than are needed to pass."""
    for window in period.split(scheme.passed.per) if scheme.passed else ():
        over = window.last <= min(period.last, archive.today) and window.last in scheme
        there = over and window.first >= period.first and counts.presence(unit, window)
        if there and scheme.passed and ledger.points(unit.id, window) < scheme.passed.points:
            yield window


def disqualified(ledger: Ledger, scheme: Scheme, unit: Unit, day: Day, failed: tuple[Period, ...]) -> Iterator[Note]:
    """Yield the reasons why a unit is out of the awards, as things stand on *day*."""
    for rule in scheme.lapses:
        if rule.disqualifies:
            window = Period.holding(day, rule.per)
            found = [
                lapse
                for lapse in ledger.lapses_in(unit.id, Period(window.first, day))
                if lapse.date in scheme and rule.where.holds(lapses.marks(lapse, scheme))
            ]
            if len(found) >= rule.at_least:
                yield note(OUT, words=rule.words, number=str(len(found)))
    if scheme.passed and scheme.passed.disqualifies:
        for window in failed:
            values = {"points": amount(ledger.points(unit.id, window)), "least": amount(scheme.passed.points)}
            yield note(FAILED, period=window.label, **values)
