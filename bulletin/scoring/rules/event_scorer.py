"""Score single events: the narrowest rule that matches, those that add to it, and their multipliers.

Events with equal values of all attributes that the rules of their family look at have the same score: it is computed
once.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from bulletin.core.numbers import amount
from bulletin.model.attributes import GETTERS, Attribute, AttributeValues, EventFacts, item_attributes
from bulletin.model.scheme import Multiplier, PointsRule, Scheme, applying_to
from bulletin.model.scheme_enums import Family
from bulletin.scoring import reasons
from bulletin.scoring.entries import EventScore, rule_key
from bulletin.scoring.events import Event
from bulletin.scoring.reasons import Reason, make_reason


class _RuleScore(NamedTuple):
    key: str
    rule: PointsRule
    points: Fraction
    why: tuple[Reason, ...] = ()


class EventScorer:
    """Computes the scores of events under a scheme."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme
        self.needs_carriers = Attribute.ADOPTED_BY in scheme.attributes
        self._scores: dict[tuple[Any, ...], list[_RuleScore]] = {}
        self._multipliers = [multiplier for multiplier in scheme.multipliers if not multiplier.whole_item]
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

    def scores(self, event: Event, unit: str, carriers: frozenset[str]) -> Sequence[EventScore]:
        """Return the scores of an event of an item for *unit*: one for each rule that applies."""
        family, item = event.family, event.item
        used = self._attributes.get(family)
        if used is None or item is None or family is Family.BONUS:
            return ()
        facts = EventFacts(item, unit, event.date, event.fact, carriers)
        key = (family, *[GETTERS[attribute](facts) for attribute in used])
        try:
            scores = self._scores[key]
        except KeyError:
            scores = self._scores[key] = self._apply_rules(family, dict(zip(used, key[1:], strict=True)))
        name = f"{family.value}/{event.number}"
        return [EventScore(name + key, family, rule, event, points, why) for key, rule, points, why in scores]

    def _apply_rules(self, family: Family, event: AttributeValues) -> list[_RuleScore]:
        rules = self.scheme.rules[family]
        multipliers: list[Multiplier] = []
        if family is Family.ADOPTION:
            multipliers += applying_to(event, self._multipliers)
        found = []
        for rule in applying_to(event, rules):
            points, why = rule.points, list[Reason]()
            for multiplier in multipliers:
                why.append(_multiplier_reason(points, multiplier.times, multiplier.words))
                points *= multiplier.times
            found.append(_RuleScore(rule_key(rules, rule), rule, points, tuple(why)))
        return found


def multiply(score: EventScore, factor: Fraction, words: str) -> EventScore:
    """Return a score with its points multiplied, and the reason."""
    return score.with_points(score.points * factor, _multiplier_reason(score.points, factor, words))


def _multiplier_reason(points: Fraction, factor: Fraction, words: str) -> Reason:
    return make_reason(reasons.TIMES, points=amount(points), times=amount(factor), words=words)
