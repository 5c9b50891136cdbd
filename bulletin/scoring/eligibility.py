"""Eligibility for awards: periods that a unit failed, and reasons why it is disqualified."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date as Day  # noqa: N812 - as elsewhere in this package
from typing import TYPE_CHECKING

from bulletin.core.dates import Period
from bulletin.core.i18n import N_
from bulletin.core.numbers import amount
from bulletin.model.archive import Archive
from bulletin.model.registry import Unit
from bulletin.scoring import activity
from bulletin.scoring.reasons import Reason, make_reason
from bulletin.scoring.rules.lapse_rules import LapseRules

if TYPE_CHECKING:
    from bulletin.model.scheme import Scheme
    from bulletin.scoring.ledger import Ledger

DISQUALIFIED = N_("{words} ({number})")
FAILED = N_("{period}: {points} points, fewer than {least}")


def failed_periods(ledger: Ledger, scheme: Scheme, unit: Unit, period: Period, archive: Archive) -> Iterator[Period]:
    """Yield the periods that are over, and in which a unit has fewer points than are needed to pass."""
    for window in period.counted(scheme.passed.per) if scheme.passed else ():
        was_present = window.last <= archive.today and window.last in scheme and activity.presence(unit, window)
        if was_present and scheme.passed and ledger.points(unit.id, window) < scheme.passed.points:
            yield window


def disqualification_reasons(
    ledger: Ledger, scheme: Scheme, unit: Unit, day: Day, failed: tuple[Period, ...]
) -> Iterator[Reason]:
    """Yield the reasons why a unit is disqualified on *day*."""
    yield from _lapse_reasons(ledger, scheme, unit, day)
    if scheme.passed and scheme.passed.disqualifies:
        for window in failed:
            values = {"points": amount(ledger.points(unit.id, window)), "least": amount(scheme.passed.points)}
            yield make_reason(FAILED, period=window.label, **values)


def _lapse_reasons(ledger: Ledger, scheme: Scheme, unit: Unit, day: Day) -> Iterator[Reason]:
    """Yield the rules that disqualify a unit by the lapses that count on *day*, in the window that holds it."""
    if not any(rule.disqualifies for rule in scheme.lapses):
        return
    rules = LapseRules(scheme, scheme.lapses, ledger.lapses_by_unit.get(unit.id, ()))
    found = [c for c in rules.consequences(day) if c.rule.disqualifies and day in c.window]
    for rule in scheme.lapses:
        if held := next((c for c in found if c.rule is rule), None):
            yield make_reason(DISQUALIFIED, words=rule.words, number=str(held.number))
