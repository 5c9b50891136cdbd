"""What floors, caps, forfeits and thresholds gave or took, beside the points for events."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

ZERO = Fraction(0)


class ChangeKind(StrEnum):
    """What changed the points of a unit beside the events that they are for."""

    THRESHOLD = "threshold"
    FLOOR = "floor"
    CAP = "cap"
    FORFEIT = "forfeit"


class PointsChange(NamedTuple):
    """How many points a rule gave, or took if less than 0."""

    kind: ChangeKind
    points: Fraction
    words: str


Changes = tuple[PointsChange, ...]


def sum_changes(changes: Iterable[PointsChange]) -> Changes:
    """Return changes with those of each rule as one; a rule that gave and took the same is left out."""
    sums: dict[tuple[ChangeKind, str], Fraction] = {}
    for kind, points, words in changes:
        sums[kind, words] = sums.get((kind, words), ZERO) + points
    return tuple(PointsChange(kind, points, words) for (kind, words), points in sums.items() if points)


def scale_changes(changes: Changes, factor: Fraction) -> Changes:
    """Return changes multiplied by a factor."""
    return tuple(change._replace(points=change.points * factor) for change in changes)


def changes_between(before: Changes, now: Changes) -> Changes:
    """Return what has been added to the changes before; equal changes are the usual case."""
    return () if before == now else sum_changes((*now, *scale_changes(before, Fraction(-1))))
