"""A scoring scheme: the rules of an office for a time, as data. Points are exact fractions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import TypeVar

from bulletin.core.dates import Grain
from bulletin.model.attributes import Attribute, AttributeValues
from bulletin.model.conditions import Condition
from bulletin.model.enums import Level
from bulletin.model.rankings import Ranking
from bulletin.model.scheme_enums import (
    ITEM_FAMILIES,
    AdoptionsCounted,
    Divisor,
    EndorsementChoice,
    EndorsementsCounted,
    Family,
    Measure,
    MergerPoints,
    Shortfall,
    SplitMode,
    TieRanking,
    TimeUnit,
)

ONE = Fraction(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One provision of a scheme: ``words`` is how the office put it, ``line`` its line in the file."""

    words: str
    condition: Condition = field(default_factory=Condition)
    line: int = 0
    priority: int = 0
    adds: bool = True
    """Whether it applies besides all others; of those that do not, only the first that fits an event applies."""

    def is_within(self, other: Clause) -> bool:
        """Whether *other* fits wherever this clause fits."""
        return self.condition.is_within(other.condition)

    def meets(self, other: Clause) -> bool:
        """Whether both can fit one event."""
        return self.condition.overlaps(other.condition)


C = TypeVar("C", bound=Clause)


def applying(clauses: Iterable[C], fits: Callable[[C], bool]) -> Iterator[C]:
    """Yield the clauses that apply of those that fit: all that add, and the first of the others."""
    is_chosen = False
    for clause in clauses:
        if (clause.adds or not is_chosen) and fits(clause):
            is_chosen = is_chosen or not clause.adds
            yield clause


def applying_to(event: AttributeValues, clauses: Iterable[C]) -> Iterator[C]:
    """Yield the clauses that apply to an event with these attributes."""
    return applying(clauses, lambda clause: clause.condition.matches(event))


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsRule(Clause):
    """Points for each event of a family; of several rules the narrowest applies, or the one of highest priority."""

    family: Family
    points: Fraction
    adds: bool = False
    split: SplitMode | None = None
    often: EndorsementsCounted = EndorsementsCounted.EACH
    further: Fraction | None = None
    """For endorsements after the first."""
    unless_adopted: bool = False
    """Forwarding: replaced by the points of an adoption at the same level."""
    on: Family = Family.ADOPTION
    """A bonus: the family whose events earn it."""
    every_time: bool = False
    """A bonus: for each such event, instead of once for an item."""

    def meets(self, other: Clause) -> bool:
        """Whether both can fit one event."""
        return Clause.meets(self, other) and isinstance(other, PointsRule) and self.on is other.on


@dataclass(frozen=True, slots=True, kw_only=True)
class Multiplier(Clause):
    """The points of an adoption, or of the whole item from then on, times a number."""

    times: Fraction
    whole_item: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BasePoints(Clause):
    """Points that a unit begins each period with."""

    points: Fraction
    per: Grain
    prorate: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsLimit(Clause):
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
    surplus: Fraction = Fraction(0)
    """For each item, adoption or point over the quota."""
    surplus_max: Fraction | None = None
    """The most that a period can bring by them."""

    def meets(self, other: Clause) -> bool:
        """Whether both can be about one target of one unit."""
        return Clause.meets(self, other) and isinstance(other, QuotaRule) and self.target == other.target


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold(Clause):
    """Points for a period in which a measure lies below, or reaches, a value."""

    measure: Measure
    points: Fraction
    per: Grain
    below: Fraction | None = None
    reaches: Fraction | None = None

    def is_within(self, other: Clause) -> bool:
        """Whether *other* is crossed wherever this threshold is."""
        return Clause.is_within(self, other) and isinstance(other, Threshold) and self._bounds_are_within(other)

    def _bounds_are_within(self, other: Threshold) -> bool:
        if self.below is not None:
            return other.below is not None and self.below <= other.below
        return self.reaches is not None and other.reaches is not None and self.reaches >= other.reaches

    def meets(self, other: Clause) -> bool:
        """Whether both can be crossed by one value."""
        if not (isinstance(other, Threshold) and self.compares_with(other) and Clause.meets(self, other)):
            return False
        below = [t.below for t in (self, other) if t.below is not None]
        reaches = [t.reaches for t in (self, other) if t.reaches is not None]
        return not below or not reaches or reaches[0] < below[0]

    def compares_with(self, other: Threshold) -> bool:
        """Whether both look at one figure."""
        return (self.measure, self.per) == (other.measure, other.per)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline(Clause):
    """An item is late when it comes more than so many days, work days or hours after its event."""

    limit: Fraction
    unit: TimeUnit = TimeUnit.DAYS
    adds: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LapseRule(Clause):
    """What a lapse costs: points of the unit, or a share of the item's; from the nth in a period on, if so set."""

    points: Fraction = Fraction(0)
    share: Fraction = Fraction(0)
    at_least: int = 1
    per: Grain = Grain.YEAR
    disqualifies: bool = False
    zeroes: bool = False
    lasts: bool = False
    """Whether a lapse counts although it is settled later."""

    def is_within(self, other: Clause) -> bool:
        """Whether *other* fits wherever this rule does: it is for more lapses, and needs no more of them."""
        return Clause.is_within(self, other) and isinstance(other, LapseRule) and self._needs_as_many_as(other)

    def _needs_as_many_as(self, other: LapseRule) -> bool:
        return other.at_least == 1 or (self.per is other.per and self.at_least >= other.at_least)


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit(Clause):
    """Of a unit's points a part stays, and a part goes to its parent."""

    keep: Fraction = Fraction(0)
    give: Fraction = ONE
    adds: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment(Clause):
    """Points that no fact of the archive shows: an audit, a reward; ``words`` is the reason."""

    unit: str
    date: date
    points: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class SeveralAdoptions:
    """Which of several adoptions of one item count."""

    take: AdoptionsCounted = AdoptionsCounted.SUM
    best: int = 1
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndorsementSettings:
    """Which of several endorsements of one item count, whatever rules they are scored by."""

    within: EndorsementChoice = EndorsementChoice.ALL
    across: EndorsementChoice = EndorsementChoice.ALL
    further: Mapping[Level | None, Fraction] = field(default_factory=dict)
    """For further ones, where their rule says nothing: by level, None for all others."""
    words: str = ""
    line: int = 0
    """0 where the scheme has no such table."""

    @property
    def decides(self) -> bool:
        """Whether it chooses among endorsements."""
        return self.within is not EndorsementChoice.ALL or self.across is not EndorsementChoice.ALL

    @property
    def has_further(self) -> bool:
        """Whether some endorsements count as further ones."""
        return self.within.has_further or self.across.has_further

    def further_at(self, level: Level | None) -> Fraction | None:
        """Return what a further endorsement at a level is worth, unless its rule says so."""
        return self.further.get(level, self.further.get(None))


@dataclass(frozen=True, slots=True, kw_only=True)
class SharingRule:
    """How units, or authors, share the points of one item."""

    split: SplitMode = SplitMode.FULL
    weights: tuple[Fraction, ...] = ()
    """The first is more than 0; the last is for all further ones."""
    first: int | None = None
    """How many of them count, from the first on; all, where it is None."""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultRule(Clause):
    """What units are ranked by, if it is not the sum of their points."""

    adds: bool = False
    divisor: Divisor | None = None
    scale: Fraction | None = None
    """What the best of a group has."""
    mean: Fraction | None = None
    """What the mean of a group is converted to, the results of its units in proportion, at most to ``highest``."""
    highest: Fraction | None = None
    steps: tuple[tuple[Fraction, Fraction], ...] = ()
    """From which result on a unit has how much, the lowest first; below the lowest it has nothing."""

    @property
    def converts(self) -> bool:
        """Whether results differ from points."""
        return bool(self.divisor or self.scale is not None or self.mean is not None or self.steps)


@dataclass(frozen=True, slots=True, kw_only=True)
class PassMark(Clause):
    """A period with fewer points is failed."""

    adds: bool = False
    points: Fraction
    per: Grain
    disqualifies: bool = False


@dataclass(frozen=True, kw_only=True)
class Scheme:
    """All rules that are in force from ``first`` to ``last``; within a family, narrower rules come first."""

    id: str
    name: str
    first: date
    last: date
    path: str = ""
    words: str = ""
    rules: Mapping[Family, tuple[PointsRule, ...]] = field(default_factory=dict)
    multipliers: tuple[Multiplier, ...] = ()
    bases: tuple[BasePoints, ...] = ()
    limits: tuple[PointsLimit, ...] = ()
    quotas: tuple[QuotaRule, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    lapses: tuple[LapseRule, ...] = ()
    credits: tuple[Credit, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    several: SeveralAdoptions = field(default_factory=SeveralAdoptions)
    endorsements: EndorsementSettings = field(default_factory=EndorsementSettings)
    joint: SharingRule = field(default_factory=SharingRule)
    authors: SharingRule | None = None
    merged: MergerPoints = MergerPoints.AFTER
    merger_words: str = ""
    results: tuple[ResultRule, ...] = ()
    pass_marks: tuple[PassMark, ...] = ()
    ties: TieRanking = TieRanking.SKIP
    rankings: tuple[Ranking, ...] = ()
    top: int | None = None
    adoptions_by_submission: bool = False
    ranking_words: str = ""
    counting_words: str = ""
    """Adoptions of items submitted while it is in force count on the day of submission: see :func:`counting_day`."""

    resets: bool = False
    """Begins afresh: what an earlier scheme of the same year gave does not count."""

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    @cached_property
    def attributes(self) -> frozenset[Attribute]:
        """The attributes that clauses about items look at."""
        rules = [rule for family in self.rules.values() for rule in family]
        clauses = (*rules, *self.multipliers, *self.deadlines, *self.lapses)
        return frozenset[Attribute]().union(*(clause.condition.attributes for clause in clauses))

    def result_rule(self, unit: str) -> ResultRule | None:
        """Return the rule for the result of a unit: the narrowest."""
        return next((rule for rule in self.results if rule.condition.matches({Attribute.UNIT: unit})), None)

    def pass_marks_of(self, unit: str) -> tuple[PassMark, ...]:
        """Return what a unit needs to pass: for each length of periods the narrowest mark."""
        found: dict[Grain, PassMark] = {}
        for mark in self.pass_marks:
            if mark.condition.matches({Attribute.UNIT: unit}):
                found.setdefault(mark.per, mark)
        return tuple(found.values())

    @cached_property
    def depends_on_unit(self) -> bool:
        """Whether an item can earn one unit other points than another."""
        rules = [rule for family in ITEM_FAMILIES for rule in self.rules.get(family, ())]
        caps = [limit for limit in self.limits if limit.per is None]
        return any(
            Attribute.UNIT in clause.condition.values for clause in (*rules, *self.multipliers, *caps, *self.lapses)
        )

    @cached_property
    def scores_items(self) -> bool:
        """Whether items earn points at all."""
        return any(self.rules.get(family) for family in ITEM_FAMILIES)


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
    condition: Condition = field(default_factory=Condition)
    prorate: bool = True
    missed: bool = True
    """Whether a period with nothing at all is a lapse."""
    path: str = ""
    line: int = 0


def scheme_at(schemes: tuple[Scheme, ...], day: date) -> Scheme | None:
    """Return the scheme that is in force on *day*."""
    return next((scheme for scheme in schemes if scheme.first <= day <= scheme.last), None)


def counting_day(schemes: tuple[Scheme, ...], submitted: date, adopted: date | None) -> date:
    """Return the day on which an adoption counts; the scheme in force on that day owns it.

    The scheme of the item's day has the first word: if it counts by submission, all adoptions of the item are its own.
    All others count on their own day, whatever the scheme of that day says: so each counts once, over all schemes.
    """
    home = scheme_at(schemes, submitted)
    return submitted if home and home.adoptions_by_submission else adopted or submitted


def topics_of_rules(schemes: Iterable[Scheme], targets: Iterable[Target]) -> frozenset[str]:
    """Return the topics that rules and targets name."""
    conditions = [target.condition for target in targets]
    for scheme in schemes:
        rules = [rule for family in scheme.rules.values() for rule in family]
        clauses = (*rules, *scheme.multipliers, *scheme.limits, *scheme.deadlines, *scheme.lapses)
        conditions += [clause.condition for clause in clauses]
    return frozenset(str(topic) for condition in conditions for topic in condition.values.get(Attribute.TOPIC, ()))
