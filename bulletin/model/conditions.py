"""Which events a rule is for: a box in the space of everything an event can be told apart by."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Facts = Mapping["Mark", Any]
"""What an event is: one value for most marks, a set for those that can hold several at once."""


class Mark(StrEnum):
    """By what events are told apart."""

    PUBLICATION = "publications"
    LEVEL = "levels"
    TREATMENT = "treatments"
    CATEGORY = "categories"
    CHANNEL = "channels"
    UNIT = "units"
    POST = "by"
    RESULT = "results"
    LAPSE = "kinds"
    SEVERITY = "severities"
    JOINT = "joint"
    COMMISSIONED = "commissioned"
    PICTURES = "pictures"
    ADOPTED_BY = "adopted-by"
    """Every publication that carried the item so far."""
    TOPIC = "topics"
    CHARS = "chars"
    DAY = "day"


SEVERAL = frozenset({Mark.ADOPTED_BY, Mark.TOPIC})
"""Marks that hold several values at once: two rules about different ones may meet in one event."""


@dataclass(frozen=True, slots=True)
class Span:
    """All values from ``low`` to ``high``, both included; None is no end."""

    low: Any = None
    high: Any = None

    def __contains__(self, value: Any) -> bool:  # noqa: ANN401 - days and numbers alike
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)

    def within(self, other: Span) -> bool:
        """Whether every value of this is one of *other*."""
        low = other.low is None or (self.low is not None and self.low >= other.low)
        return low and (other.high is None or (self.high is not None and self.high <= other.high))

    def meets(self, other: Span) -> bool:
        """Whether some value is in both."""
        return not (_after(self.low, other.high) or _after(other.low, self.high))


def _after(low: Any, high: Any) -> bool:  # noqa: ANN401
    return low is not None and high is not None and bool(low > high)


@dataclass(frozen=True, slots=True)
class Where:
    """What must be true of an event: for each mark one of some values, or a value within a span."""

    values: Mapping[Mark, frozenset[Hashable]] = field(default_factory=dict)
    spans: Mapping[Mark, Span] = field(default_factory=dict)

    @property
    def marks(self) -> frozenset[Mark]:
        """The marks that matter."""
        return frozenset(self.values) | frozenset(self.spans)

    def holds(self, facts: Facts) -> bool:
        """Whether the event that *facts* describe is one of these."""
        for mark, allowed in self.values.items():
            value = facts.get(mark)
            if allowed.isdisjoint(value or ()) if mark in SEVERAL else value not in allowed:
                return False
        return all(facts[mark] in span for mark, span in self.spans.items())

    def within(self, other: Where) -> bool:
        """Whether every event of this is one of *other*."""
        sets = all(m in self.values and self.values[m] <= allowed for m, allowed in other.values.items())
        return sets and all(m in self.spans and self.spans[m].within(span) for m, span in other.spans.items())

    def meets(self, other: Where) -> bool:
        """Whether some event can be one of both."""
        for mark in self.values.keys() & other.values.keys():
            if mark not in SEVERAL and self.values[mark].isdisjoint(other.values[mark]):
                return False
        return all(self.spans[mark].meets(other.spans[mark]) for mark in self.spans.keys() & other.spans.keys())

    def also(self, mark: Mark, allowed: frozenset[Hashable]) -> Where:
        """Return this, narrowed to *allowed*."""
        both = self.values[mark] & allowed if mark in self.values else allowed
        return Where({**self.values, mark: both}, self.spans)
