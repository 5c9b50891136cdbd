"""Shares of an item's points that are lost only from a number of lapses of its unit on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from bulletin.model.scheme import LapseRule, Scheme
from bulletin.scoring.lapses import Lapse, lapses_by_unit
from bulletin.scoring.rules.lapse_rules import LapseRules, RuleGroup

Fulfilled = frozenset[tuple[int, int]]
"""Rules and lapses for which enough lapses are counted, by identity."""
Course = Sequence[tuple[date, Fulfilled]]
"""What is fulfilled for an item from each day on, by date."""


def fulfilled_by_item(schemes: Sequence[Scheme], lapses: Sequence[Lapse]) -> Mapping[str, Course]:
    """Return, by item, what rules of the last of *schemes* that ask for several lapses are fulfilled, day by day."""
    rules = schemes[-1].lapses
    found: dict[str, list[tuple[date, Fulfilled]]] = {}
    if not (any(rule.share for rule in rules) and any(rule.at_least > 1 for rule in rules)):
        return found
    group = RuleGroup(schemes[-1], rules, schemes, {each.id: rules for each in schemes})
    for mine in lapses_by_unit(lapses).values():
        for _, of_year in groupby(mine, key=lambda lapse: lapse.date.year):
            for item, day, fulfilled in _changes(LapseRules(group, tuple(of_year))):
                found.setdefault(item, []).append((day, fulfilled))
    return found


def _changes(rules: LapseRules) -> Iterator[tuple[str, date, Fulfilled]]:
    before: dict[str, set[tuple[int, int]]] = {}
    for day in rules.days:
        now: dict[str, set[tuple[int, int]]] = {}
        for rule, lapse, _, _ in rules.consequences(day):
            if rule.at_least > 1 and lapse.item and lapse.asked == lapse.item.units[0]:
                now.setdefault(lapse.item.id, set()).add((id(rule), id(lapse)))
        for item in dict.fromkeys((*before, *now)):
            if now.get(item) != before.get(item):
                yield item, day, frozenset(now.get(item, ()))
        before = now


def is_fulfilled(course: Course, day: date, rule: LapseRule, lapse: Lapse) -> bool:
    """Whether a rule holds for a lapse of an item on a day."""
    if rule.at_least == 1:
        return True
    known = [fulfilled for changed, fulfilled in course if changed <= day and changed.year == lapse.date.year]
    return bool(known) and (id(rule), id(lapse)) in known[-1]
