"""Closed periods: the figures of a circular as they were printed, and the facts that were counted, by identifier."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date as Day  # noqa: N812 - fields are called date
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from bulletin.core.dates import Period
from bulletin.model.records import Adoption
from bulletin.model.scheme_enums import Family, LapseKind

RemarkValues = Mapping[str, str | bool]
"""The values of a remark, points as exact numbers; ``text`` is the sentence that was printed, alone in old files."""


class ClosedItem(NamedTuple):
    """An item that was counted, with those of its facts that figures depend on."""

    id: str
    date: Day
    units: tuple[str, ...]
    category: str
    adoptions: tuple[Adoption, ...] = ()


class ClosedEntry(NamedTuple):
    """An entry of the ledger: ``rule`` is the number of its rule's words, ``event`` the parts of its event's id."""

    date: Day
    rule: int
    points: Fraction
    family: Family
    item: str = ""
    event: tuple[str, ...] = ()


class ClosedLapse(NamedTuple):
    """A lapse, by the ids of what it is about."""

    kind: LapseKind
    date: Day
    item: str = ""
    call: str = ""
    target: str = ""


class ClosedTarget(NamedTuple):
    """A target, its quota, and what was done: an item, or an adoption by item, publication and issue."""

    id: str
    words: str
    quota: Fraction
    done: tuple[tuple[str, ...], ...]
    period: Period
    """The days in which it was counted."""
    window: Period | None = None
    """The target's own period, if that is longer."""
    points: Fraction | None = None
    """How much was achieved, where that is measured in points."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedUnit:
    """What was printed for one unit."""

    id: str
    group: str
    submitted: int = 0
    adopted: int = 0
    rate: Fraction | None = None
    adoptions: int = 0
    by_publication: Mapping[str, int] = field(default_factory=dict)
    families: Mapping[Family, Fraction] = field(default_factory=dict)
    points: Fraction | None = None
    result: Fraction | None = None
    rank: int | None = None
    further_ranks: tuple[int | None, ...] = ()
    """Its ranks by the further rankings of the period."""
    scored: int = 0
    disqualified: tuple[Mapping[str, str], ...] = ()
    """The values of each reason; ``text`` is the sentence that was printed."""
    failed: tuple[Period, ...] = ()
    failures: tuple[RemarkValues, ...] = ()
    """What was printed of these periods."""
    changes: tuple[RemarkValues, ...] = ()
    """What was printed of points given or taken by thresholds, floors, caps and forfeits."""
    targets: tuple[ClosedTarget, ...] = ()
    lapses: tuple[ClosedLapse, ...] = ()
    entries: tuple[ClosedEntry, ...] = ()


class Reopening(NamedTuple):
    """A closing that was taken back: its day and digest, and when and why it was."""

    closed: Day
    digest: str
    reopened: Day
    reason: str


@dataclass(frozen=True, kw_only=True)
class ClosedPeriod:
    """A period whose circular was printed; ``reopened`` are the closings that were taken back, the oldest first.

    Without a day of closing the period is open again.
    """

    period: Period
    path: str
    closed: Day | None
    digest: str = ""
    scheme: str = ""
    rules: tuple[str, ...] = ()
    """The words of the rules that entries refer to by number."""
    items: tuple[ClosedItem, ...] = ()
    units: tuple[ClosedUnit, ...] = ()
    rankings: tuple[tuple[str, str], ...] | None = None
    """The further rankings, each by a figure or by a publication; None in files that do not say so."""
    issues: tuple[str, ...] | None = None
    """The issues of the bulletin that had come out; None in files that do not say so."""
    answered: tuple[tuple[str, str], ...] | None = None
    """The units and calls of which the first answer had come; None in files that do not say so."""
    reopened: tuple[Reopening, ...] = ()

    @cached_property
    def unit(self) -> Mapping[str, ClosedUnit]:
        """What was printed for units, by id."""
        return {unit.id: unit for unit in self.units}

    def without_points(self, targets: frozenset[str]) -> ClosedPeriod:
        """Return what may be shown where points are not published: no points, and of targets only *targets*, by id."""
        units = tuple(
            ClosedUnit(
                **{name: getattr(unit, name) for name in _PUBLIC_FIELDS},
                targets=tuple(one for one in unit.targets if one.id in targets and one.points is None),
            )
            for unit in self.units
        )
        return replace(self, scheme="", rules=(), rankings=(), units=units)


_PUBLIC_FIELDS = ("id", "group", "submitted", "adopted", "rate", "adoptions", "by_publication", "lapses")
"""What was printed of a unit and says nothing of points; a new field is not published until it is named here."""


def closed_by_period(found: Iterable[ClosedPeriod]) -> dict[Period, ClosedPeriod]:
    """Return the periods that are closed now, without those that were reopened."""
    return {one.period: one for one in found if one.closed}
