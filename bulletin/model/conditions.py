"""Conditions: which events a rule matches, by sets of values and ranges of their attributes."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bulletin.model.attributes import MULTI_VALUED, Attribute, AttributeValues


@dataclass(frozen=True, slots=True)
class ValueRange:
    """All values from ``low`` to ``high``, both included; None is no bound."""

    low: Any = None
    high: Any = None

    def __contains__(self, value: Any) -> bool:  # noqa: ANN401 - days and numbers alike
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)

    def is_within(self, other: ValueRange) -> bool:
        """Whether every value of this range is in *other*."""
        low = other.low is None or (self.low is not None and self.low >= other.low)
        return low and (other.high is None or (self.high is not None and self.high <= other.high))

    def overlaps(self, other: ValueRange) -> bool:
        """Whether some value is in both."""
        return not (_is_greater(self.low, other.high) or _is_greater(other.low, self.high))


def _is_greater(low: Any, high: Any) -> bool:  # noqa: ANN401
    return low is not None and high is not None and bool(low > high)


@dataclass(frozen=True, slots=True)
class Condition:
    """What must be true of an event: for each attribute one of some values, or a value within a range."""

    values: Mapping[Attribute, frozenset[Hashable]] = field(default_factory=dict)
    ranges: Mapping[Attribute, ValueRange] = field(default_factory=dict)

    @property
    def attributes(self) -> frozenset[Attribute]:
        """The attributes that the condition looks at."""
        return frozenset(self.values) | frozenset(self.ranges)

    def matches(self, event: AttributeValues) -> bool:
        """Whether an event with these attributes meets the condition."""
        for attribute, allowed in self.values.items():
            value = event.get(attribute)
            if allowed.isdisjoint(value or ()) if attribute in MULTI_VALUED else value not in allowed:
                return False
        return all(event[attribute] in bounds for attribute, bounds in self.ranges.items())

    def is_within(self, other: Condition) -> bool:
        """Whether every event that this condition matches is matched by *other*."""
        sets = all(a in self.values and self.values[a] <= allowed for a, allowed in other.values.items())
        return sets and all(a in self.ranges and self.ranges[a].is_within(bounds) for a, bounds in other.ranges.items())

    def overlaps(self, other: Condition) -> bool:
        """Whether some event can be matched by both."""
        for attribute in self.values.keys() & other.values.keys():
            if attribute not in MULTI_VALUED and self.values[attribute].isdisjoint(other.values[attribute]):
                return False
        return all(
            self.ranges[attribute].overlaps(other.ranges[attribute])
            for attribute in self.ranges.keys() & other.ranges.keys()
        )

    def narrowed(self, attribute: Attribute, allowed: frozenset[Hashable]) -> Condition:
        """Return this condition, narrowed to *allowed* values of an attribute."""
        both = self.values[attribute] & allowed if attribute in self.values else allowed
        return Condition({**self.values, attribute: both}, self.ranges)
