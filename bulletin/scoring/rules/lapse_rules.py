"""What lapses bring: which rules of a scheme hold for each lapse of a unit on a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from bulletin.core.dates import Period
from bulletin.model.scheme import LapseRule, Scheme, applying
from bulletin.model.seams import say_the_same, scheme_of
from bulletin.scoring.lapses import Lapse, lapse_attributes


class Consequence(NamedTuple):
    """A rule that holds for a lapse on some day; ``number`` lapses of its window are counted."""

    rule: LapseRule
    lapse: Lapse
    window: Period
    number: int


class RuleGroup(NamedTuple):
    """Rules of which at most one that does not add applies to a lapse; lapses of all *schemes* are counted together.

    *scored* holds, by scheme, the rules that say the same: a lapse of any other scheme is only counted.
    """

    scheme: Scheme
    rules: Sequence[LapseRule]
    schemes: Sequence[Scheme]
    scored: Mapping[str, Sequence[LapseRule]]


def rule_groups(schemes: Sequence[Scheme]) -> Iterator[RuleGroup]:
    """Yield the groups of the last of *schemes*, and those of the others that go on for their own lapses only."""
    known: list[Sequence[LapseRule]] = []
    for place in reversed(range(len(schemes))):
        upto = schemes[: place + 1]
        for rules in _groups_of(schemes[place]):
            if not any(say_the_same(rules, others) for others in known):
                known.append(rules)
                yield RuleGroup(schemes[place], rules, upto, dict(_scored_alike(rules, upto)))


def _groups_of(scheme: Scheme) -> Iterator[Sequence[LapseRule]]:
    yield from ([rule] for rule in scheme.lapses if rule.adds)
    if chosen := [rule for rule in scheme.lapses if not rule.adds]:
        yield chosen


def _scored_alike(rules: Sequence[LapseRule], schemes: Sequence[Scheme]) -> Iterator[tuple[str, Sequence[LapseRule]]]:
    for scheme in schemes:
        if same := next((group for group in _groups_of(scheme) if say_the_same(rules, group)), None):
            yield scheme.id, same


class LapseRules:
    """A group of rules, in the order in which they are chosen, and the lapses of one unit."""

    def __init__(self, group: RuleGroup, lapses: Sequence[Lapse]) -> None:
        mine = [lapse for lapse in lapses if scheme_of(group.schemes, lapse.date)]
        values = [(lapse, lapse_attributes(lapse, group.scheme)) for lapse in mine]
        self._group, rules = group, group.rules
        self._rules = rules
        self._matching = [[lapse for lapse, event in values if rule.condition.matches(event)] for rule in rules]

    @property
    def days(self) -> list[date]:
        """The days on which consequences may change."""
        lapses = [lapse for matching in self._matching for lapse in matching]
        return sorted({lapse.date for lapse in lapses} | {lapse.settled for lapse in lapses if lapse.settled})

    def consequences(self, day: date) -> Iterator[Consequence]:
        """Yield what each lapse brings on *day*: only while the lapses that are counted suffice."""
        held = {
            id(rule): _held_consequences(rule, lapses, day)
            for rule, lapses in zip(self._rules, self._matching, strict=True)
        }
        for lapse in dict.fromkeys(lapse for found in held.values() for lapse in found):
            for found in self._applying(held, lapse):
                if rule := self._rule_for(found):
                    yield found._replace(rule=rule)

    def _rule_for(self, found: Consequence) -> LapseRule | None:
        """Return the rule in the words of the scheme that owns a lapse; None where that one does not say the same."""
        owner = scheme_of(self._group.schemes, found.lapse.date)
        same = self._group.scored.get(owner.id) if owner else None
        return same[[id(rule) for rule in self._rules].index(id(found.rule))] if same else None

    def _applying(self, held: dict[int, dict[int, Consequence]], lapse: int) -> Iterator[Consequence]:
        for rule in applying(self._rules, lambda rule: lapse in held[id(rule)]):
            yield held[id(rule)][lapse]


def _held_consequences(rule: LapseRule, lapses: Sequence[Lapse], day: date) -> dict[int, Consequence]:
    """Return what a rule brings for each of *lapses*, by the identity of the lapse."""
    by_window: dict[Period, list[Lapse]] = {}
    for lapse in lapses:
        if lapse.date <= day if rule.lasts else lapse.is_open(day):
            by_window.setdefault(Period.holding(lapse.date, rule.per), []).append(lapse)
    return {
        id(lapse): Consequence(rule, lapse, window, len(counted))
        for window, counted in by_window.items()
        if len(counted) >= rule.at_least
        for lapse in counted
    }
