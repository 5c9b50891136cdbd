"""What an event is worth by itself: the narrowest rule that fits it, and its multipliers.

Events that agree in everything that the rules of their family look at are worth the same: it is worked out once.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NamedTuple

from bulletin.core.numbers import amount
from bulletin.model import attributes as facts
from bulletin.model.conditions import Mark
from bulletin.model.scheme import Rule, Scheme
from bulletin.model.scheme_enums import Family
from bulletin.scoring import reasons
from bulletin.scoring.entries import EventScore
from bulletin.scoring.events import Event
from bulletin.scoring.reasons import Reason, make_reason


class _RuleScore(NamedTuple):
    rule: Rule
    points: Fraction
    why: tuple[Reason, ...] = ()


class EventScorer:
    """What events are worth under a scheme."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme
        self.needs_carriers = Mark.ADOPTED_BY in scheme.marks
        self._scores: dict[tuple[Any, ...], _RuleScore | None] = {}
        self._attributes = {family: self._family_attributes(family) for family in scheme.rules}

    def _family_attributes(self, family: Family) -> tuple[Mark, ...]:
        """Return what the rules of a family look at."""
        wheres = [rule.where for rule in self.scheme.rules[family]]
        if family is Family.ADOPTION:
            wheres += [multiplier.where for multiplier in self.scheme.multipliers]
        return tuple(mark for mark in facts.VALUES if any(mark in where.marks for where in wheres))

    def attributes(self, event: Event, unit: str, carried: frozenset[str]) -> dict[Mark, Any]:
        """Return everything that rules can tell an event of an item by."""
        item = event.item
        if item is None:
            raise TypeError(event)
        return facts.of_item(item, unit, event.date, self.scheme.marks, event.fact, carried)

    def score(self, event: Event, unit: str, carried: frozenset[str]) -> EventScore | None:
        """Return what an event of an item is worth to *unit*; None where no rule speaks of it."""
        family, item = event.family, event.item
        marks = self._attributes.get(family)
        if marks is None or item is None or family is Family.BONUS:
            return None
        key = (family, *[facts.VALUES[mark](item, unit, event.date, event.fact, carried) for mark in marks])
        try:
            value = self._scores[key]
        except KeyError:
            value = self._scores[key] = self._apply_rules(family, dict(zip(marks, key[1:], strict=True)))
        if value is None:
            return None
        return EventScore(f"{family.value}/{event.number}", family, value.rule, event, value.points, value.why)

    def _apply_rules(self, family: Family, known: dict[Mark, Any]) -> _RuleScore | None:
        rule = next((rule for rule in self.scheme.rules[family] if rule.where.holds(known)), None)
        if rule is None:
            return None
        points, why = rule.points, list[Reason]()
        for multiplier in self.scheme.multipliers if family is Family.ADOPTION else ():
            if not multiplier.of_item and multiplier.where.holds(known):
                why.append(_multiplied(points, multiplier.times, multiplier.words))
                points *= multiplier.times
        return _RuleScore(rule, points, tuple(why))


def multiply(line: EventScore, factor: Fraction, words: str) -> EventScore:
    """Return a line multiplied."""
    return line.with_points(line.points * factor, _multiplied(line.points, factor, words))


def _multiplied(points: Fraction, factor: Fraction, words: str) -> Reason:
    return make_reason(reasons.TIMES, points=amount(points), times=amount(factor), words=words)
