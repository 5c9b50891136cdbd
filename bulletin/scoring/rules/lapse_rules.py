"""What lapses bring: which rules of a scheme hold for each lapse of a unit on a day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from bulletin.core.dates import Period
from bulletin.model.scheme import LapseRule, Scheme, applying
from bulletin.scoring.lapses import Lapse, lapse_attributes


class Consequence(NamedTuple):
    """A rule that holds for a lapse on some day; ``number`` lapses of its window are counted."""

    rule: LapseRule
    lapse: Lapse
    window: Period
    number: int


class LapseRules:
    """Some rules of a scheme, in the order in which they are chosen, and the lapses of one unit."""

    def __init__(self, scheme: Scheme, rules: Sequence[LapseRule], lapses: Sequence[Lapse]) -> None:
        values = [(lapse, lapse_attributes(lapse, scheme)) for lapse in lapses if lapse.date in scheme]
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
            yield from self._applying(held, lapse)

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
