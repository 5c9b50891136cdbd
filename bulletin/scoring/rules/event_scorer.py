"""Score single events: the narrowest rule that matches, and its multipliers.

Events with equal values of all attributes that the rules of their family look at have the same score: it is computed
once.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NamedTuple

from bulletin.core.numbers import amount
from bulletin.model.attributes import GETTERS, Attribute, AttributeValues, EventFacts, item_attributes
from bulletin.model.scheme import PointsRule, Scheme
from bulletin.model.scheme_enums import Family
from bulletin.scoring import reasons
from bulletin.scoring.entries import EventScore
from bulletin.scoring.events import Event
from bulletin.scoring.reasons import Reason, make_reason


class _RuleScore(NamedTuple):
    rule: PointsRule
    points: Fraction
    why: tuple[Reason, ...] = ()


class EventScorer:
    """Computes the scores of events under a scheme."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme
        self.needs_carriers = Attribute.ADOPTED_BY in scheme.attributes
        self._scores: dict[tuple[Any, ...], _RuleScore | None] = {}
        self._attributes = {family: self._family_attributes(family) for family in scheme.rules}

    def _family_attributes(self, family: Family) -> tuple[Attribute, ...]:
        """Return the attributes of items that the rules of a family look at."""
        conditions = [rule.condition for rule in self.scheme.rules[family]]
        if family is Family.ADOPTION:
            conditions += [multiplier.condition for multiplier in self.scheme.multipliers]
        used = frozenset[Attribute]().union(*(condition.attributes for condition in conditions))
        return tuple(attribute for attribute in GETTERS if attribute in used)

    def attributes(self, event: Event, unit: str, carriers: frozenset[str]) -> AttributeValues:
        """Return the attributes of an event of an item."""
        if event.item is None:
            raise TypeError(event)
        facts = EventFacts(event.item, unit, event.date, event.fact, carriers)
        return item_attributes(facts, self.scheme.attributes)

    def score(self, event: Event, unit: str, carriers: frozenset[str]) -> EventScore | None:
        """Return the score of an event of an item for *unit*; None where no rule matches it."""
        family, item = event.family, event.item
        used = self._attributes.get(family)
        if used is None or item is None or family is Family.BONUS:
            return None
        facts = EventFacts(item, unit, event.date, event.fact, carriers)
        key = (family, *[GETTERS[attribute](facts) for attribute in used])
        try:
            score = self._scores[key]
        except KeyError:
            score = self._scores[key] = self._apply_rules(family, dict(zip(used, key[1:], strict=True)))
        if score is None:
            return None
        return EventScore(f"{family.value}/{event.number}", family, score.rule, event, score.points, score.why)

    def _apply_rules(self, family: Family, event: AttributeValues) -> _RuleScore | None:
        rule = next((rule for rule in self.scheme.rules[family] if rule.condition.matches(event)), None)
        if rule is None:
            return None
        points, why = rule.points, list[Reason]()
        for multiplier in self.scheme.multipliers if family is Family.ADOPTION else ():
            if not multiplier.whole_item and multiplier.condition.matches(event):
                why.append(_multiplier_reason(points, multiplier.times, multiplier.words))
                points *= multiplier.times
        return _RuleScore(rule, points, tuple(why))


def multiply(score: EventScore, factor: Fraction, words: str) -> EventScore:
    """Return a score with its points multiplied, and the reason."""
    return score.with_points(score.points * factor, _multiplier_reason(score.points, factor, words))


def _multiplier_reason(points: Fraction, factor: Fraction, words: str) -> Reason:
    return make_reason(reasons.TIMES, points=amount(points), times=amount(factor), words=words)
