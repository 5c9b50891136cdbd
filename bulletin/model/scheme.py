"""A scoring scheme: an office's rules for one stretch of time, as data. Points are exact fractions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property

from bulletin.core.dates import Grain
from bulletin.model.conditions import Mark, Where
from bulletin.model.scheme_enums import (
    OF_ITEMS,
    Divisor,
    Family,
    Measure,
    Merged,
    Often,
    Shortfall,
    Split,
    Take,
    Ties,
)

ONE = Fraction(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One provision of a scheme: ``words`` is how the office put it, ``line`` where it stands."""

    words: str
    where: Where = field(default_factory=Where)
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Clause):
    """Points for each event of a family; of several rules the narrowest applies, or the one of highest priority."""

    family: Family
    points: Fraction
    priority: int = 0
    split: Split | None = None
    often: Often = Often.EACH
    further: Fraction | None = None
    """For endorsements after the first."""
    unless_adopted: bool = False
    """Sent up: replaced by the points of an adoption at the same level."""
    on: Family = Family.ADOPTION
    """A bonus: the family whose events earn it."""
    often_per_item: bool = False
    """A bonus: for each such event, and not once for an item."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Multiplier(Clause):
    """The points of an adoption, or of the whole item from then on, times a number."""

    times: Fraction
    of_item: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Base(Clause):
    """Points that a unit has at the beginning of each period."""

    points: Fraction
    per: Grain
    prorate: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit(Clause):
    """The sum of some families lies between ``low`` and ``high``, per period, or per item where there is no period."""

    families: frozenset[Family] = frozenset()
    low: Fraction | None = None
    high: Fraction | None = None
    per: Grain | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotaRule(Clause):
    """What a target is worth when it is met, and what it costs when it is not."""

    target: str
    points: Fraction
    shortfall: Shortfall
    each: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold(Clause):
    """Points for a period in which a measure lies below, or reaches, a value."""

    measure: Measure
    points: Fraction
    per: Grain
    below: Fraction | None = None
    reaches: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline(Clause):
    """An item is late when it comes more than so many days after its event."""

    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LapseRule(Clause):
    """What a lapse costs: points of the unit, or a share of the item's; from the nth in a period on, if so said."""

    points: Fraction = Fraction(0)
    share: Fraction = Fraction(0)
    at_least: int = 1
    per: Grain = Grain.YEAR
    disqualifies: bool = False
    zeroes: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit(Clause):
    """Of a unit's points a part stays, and a part goes to its parent."""

    keep: Fraction = Fraction(0)
    give: Fraction = ONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment(Clause):
    """Points that no fact of the archive shows: an audit, a reward; ``words`` is the reason."""

    unit: str
    date: date
    points: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Several:
    """Which of several adoptions of one item count."""

    take: Take = Take.SUM
    best: int = 1
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Joint:
    """How units, or authors, share the points of one item."""

    split: Split = Split.FULL
    weights: tuple[Fraction, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultRule:
    """What units are ranked by, if it is not the sum of their points."""

    divisor: Divisor | None = None
    scale: Fraction | None = None
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """A period with fewer points is failed."""

    points: Fraction
    per: Grain
    disqualifies: bool = False
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Scheme:
    """All rules that are in force from ``first`` to ``last``; within a family, narrower rules come first."""

    id: str
    name: str
    first: date
    last: date
    path: str = ""
    words: str = ""
    rules: Mapping[Family, tuple[Rule, ...]] = field(default_factory=dict)
    multipliers: tuple[Multiplier, ...] = ()
    bases: tuple[Base, ...] = ()
    limits: tuple[Limit, ...] = ()
    quotas: tuple[QuotaRule, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    lapses: tuple[LapseRule, ...] = ()
    credits: tuple[Credit, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    several: Several = field(default_factory=Several)
    joint: Joint = field(default_factory=Joint)
    authors: Joint | None = None
    merged: Merged = Merged.AFTER
    merger_words: str = ""
    result: ResultRule = field(default_factory=ResultRule)
    passed: Pass | None = None
    ties: Ties = Ties.SKIP
    adoptions_by_submission: bool = False
    """Adoptions count on the day of the item's submission."""

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    @cached_property
    def marks(self) -> frozenset[Mark]:
        """The marks that some clause about items looks at."""
        rules = [rule for family in self.rules.values() for rule in family]
        clauses = (*rules, *self.multipliers, *self.deadlines, *self.lapses)
        return frozenset(mark for clause in clauses for mark in clause.where.marks)

    @cached_property
    def tells_units_apart(self) -> bool:
        """Whether an item can be worth something else to one unit than to another."""
        rules = [rule for family in OF_ITEMS for rule in self.rules.get(family, ())]
        caps = [limit for limit in self.limits if limit.per is None]
        return any(Mark.UNIT in clause.where.values for clause in (*rules, *self.multipliers, *caps, *self.lapses))

    @cached_property
    def scores_items(self) -> bool:
        """Whether items earn points at all."""
        return any(self.rules.get(family) for family in OF_ITEMS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """How much each of some units owes in each period of a kind, from ``first`` to ``last``."""

    id: str
    words: str
    first: date
    last: date
    count: int
    per: Grain
    measure: Measure = Measure.SUBMITTED
    where: Where = field(default_factory=Where)
    prorate: bool = True
    missed: bool = True
    """Whether a period with nothing at all is a lapse."""
    path: str = ""
    line: int = 0


def scheme_at(schemes: tuple[Scheme, ...], day: date) -> Scheme | None:
    """Return the scheme that is in force on *day*."""
    return next((scheme for scheme in schemes if scheme.first <= day <= scheme.last), None)
