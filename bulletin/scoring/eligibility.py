"""Eligibility for awards: periods that a unit failed, and reasons why it is disqualified."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from bulletin.core.dates import Period
from bulletin.core.i18n import N_
from bulletin.core.numbers import amount
from bulletin.model.archive import Archive
from bulletin.model.registry import Unit
from bulletin.model.seams import without_words
from bulletin.scoring import activity
from bulletin.scoring.reasons import Reason, make_reason
from bulletin.scoring.rules.lapse_rules import LapseRules, rule_groups

if TYPE_CHECKING:
    from bulletin.model.scheme import LapseRule, PassMark, Scheme
    from bulletin.scoring.ledger import Ledger

DISQUALIFIED = N_("{words} ({number})")
FAILED = N_("{period}: {points}, less than {least}")


class Failure(NamedTuple):
    """A period in which a unit has fewer points than it needs to pass; of a closed one only the period is known."""

    period: Period
    points: Fraction = Fraction(0)
    mark: PassMark | None = None


def failures(
    ledger: Ledger, schemes: Sequence[Scheme], unit: Unit, period: Period, archive: Archive
) -> Iterator[Failure]:
    """Yield the periods that are over, and in which a unit has fewer points than the scheme of their end asks for."""
    for scheme in schemes:
        for mark in scheme.pass_marks_of(unit.id):
            for window in period.counted(mark.per):
                if window.last <= archive.today and window.last in scheme and activity.presence(unit, window):
                    points = ledger.points(unit.id, window)
                    if points < mark.points:
                        yield Failure(window, points, mark)


def disqualification_reasons(
    ledger: Ledger, schemes: Sequence[Scheme], unit: Unit, period: Period, failed: tuple[Failure, ...]
) -> Iterator[Reason]:
    """Yield why a unit is disqualified at the end of *period*, by the last of *schemes* or one that it goes on from."""
    yield from _lapse_reasons(ledger, schemes, unit, period)
    for failure in failed:
        if failure.mark and failure.mark.disqualifies:
            values = {"points": amount(failure.points), "least": amount(failure.mark.points)}
            yield make_reason(FAILED, period=failure.period.label, **values)


def _lapse_reasons(ledger: Ledger, schemes: Sequence[Scheme], unit: Unit, period: Period) -> Iterator[Reason]:
    """Yield the rules that disqualify a unit by the lapses that count at the end of *period*.

    They are counted in each window that ends in it, and in the one that holds its end.
    """
    day = period.last
    rules = [rule for scheme in reversed(schemes) for rule in scheme.lapses if rule.disqualifies]
    if not rules:
        return
    lapses = ledger.lapses_by_unit.get(unit.id, ())
    found = [c for group in rule_groups(schemes) for c in LapseRules(group, lapses).consequences(day)]
    told: list[LapseRule] = []
    for rule in rules:
        held = next((c for c in found if c.rule is rule and (day in c.window or c.window.last in period)), None)
        if held and without_words(rule) not in told:
            told.append(without_words(rule))
            yield make_reason(DISQUALIFIED, words=rule.words, number=str(held.number))
