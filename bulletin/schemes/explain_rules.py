"""Explain single clauses of a scheme: what each is about, and what it does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bulletin.core.dates import Grain
from bulletin.core.i18n import N_, Translator
from bulletin.core.numbers import amount, percent, signed
from bulletin.core.terms import Term
from bulletin.model.scheme import (
    Adjustment,
    BasePoints,
    Clause,
    Credit,
    Deadline,
    LapseRule,
    Multiplier,
    PointsLimit,
    PointsRule,
    QuotaRule,
    Threshold,
)
from bulletin.model.scheme_enums import EndorsementsCounted, Family, Measure, Shortfall, TimeUnit

FAMILY_NAMES = {
    Family.SUBMISSION: N_("Submission"),
    Family.SENT_UP: N_("Sending up"),
    Family.ADOPTION: N_("Adoption"),
    Family.ENDORSEMENT: N_("Endorsement"),
    Family.OUTCOME: N_("Outcome"),
    Family.COMMISSION: N_("Commission"),
    Family.BASE: N_("Base"),
    Family.BONUS: N_("Bonus"),
    Family.LAPSE: N_("Lapse"),
    Family.QUOTA: N_("Target"),
    Family.THRESHOLD: N_("Threshold"),
    Family.ADJUSTMENT: N_("Adjustment"),
    Family.MERGER: N_("Merger"),
}
GRAIN_MESSAGES = {
    Grain.WEEK: N_("week"),
    Grain.HALF_MONTH: N_("half-month"),
    Grain.MONTH: N_("month"),
    Grain.QUARTER: N_("quarter"),
    Grain.HALF: N_("half-year"),
    Grain.YEAR: N_("year"),
}

_LATE_AFTER = {
    TimeUnit.DAYS: N_("late after {limit} days"),
    TimeUnit.WORK_DAYS: N_("late after {limit} work days"),
    TimeUnit.HOURS: N_("late after {limit} hours"),
}
_FREQUENCIES = (
    N_("on each: {what}"),
    N_("once an item, on: {what}"),
    N_("once an item, the highest"),
    N_("once an item and level, the highest"),
)


def term_name(term: Term, say: Translator) -> str:
    """Return the name of a term: in Chinese as editors write it, else its identifier."""
    return term.names[0] if say.language == "zh" else term.value.replace("-", " ")


def grain_name(per: Grain, say: Translator) -> str:
    """Return the name of a length of periods."""
    return say(GRAIN_MESSAGES[per])


def describe_clause(clause: Clause, say: Translator) -> tuple[str, str]:
    """Return what a clause is about, and what it does."""
    if isinstance(clause, PointsRule):
        return say(FAMILY_NAMES[clause.family]), say(" ").join(_describe_rule(clause, say))
    what, effect = _DESCRIBERS[type(clause)]
    return say(what), say("; ").join([*effect(clause, say), *_describe_choice(clause, say)])


def _describe_choice(clause: Clause, say: Translator) -> Iterator[str]:
    """Yield how a rule meets others, where it is not as usual for its kind."""
    usual = (
        clause.family is Family.BONUS if isinstance(clause, PointsRule) else not isinstance(clause, Deadline | Credit)
    )
    if clause.adds is not usual:
        yield say("besides the rule that is chosen") if clause.adds else say("of such rules only the narrowest applies")
    if clause.priority:
        yield say("(priority {number})", number=clause.priority)


def _describe_rule(rule: PointsRule, say: Translator) -> Iterator[str]:
    yield say("1 point") if rule.points == 1 else say("{points} points", points=amount(rule.points))
    if rule.family is Family.BONUS:
        yield say(_FREQUENCIES[0] if rule.every_time else _FREQUENCIES[1], what=say(FAMILY_NAMES[rule.on]))
    if rule.further is not None:
        yield say("the highest in full, each further one {points}", points=amount(rule.further))
    if rule.family is Family.ENDORSEMENT and rule.often is not EndorsementsCounted.EACH:
        yield say(_FREQUENCIES[2] if rule.often is EndorsementsCounted.ONCE else _FREQUENCIES[3])
    if rule.unless_adopted:
        yield say("unless adopted there")
    yield from _describe_choice(rule, say)


def _describe_lapse(rule: LapseRule, say: Translator) -> Iterator[str]:
    if rule.points:
        yield say("{points} points each time", points=signed(rule.points))
    if rule.share:
        yield say("the item loses {share} of its points", share=str(rule.share))
    if rule.zeroes:
        yield say("all points are forfeited")
    if rule.disqualifies:
        yield say("no award")
    if rule.at_least > 1:
        yield say(
            "from number {number} in a {period} on, for all of them",
            number=rule.at_least,
            period=grain_name(rule.per, say),
        )
    if rule.lasts:
        yield say("also when it is answered after all")


def _describe_multiplier(rule: Multiplier, say: Translator) -> Iterator[str]:
    scope = N_("the whole item's points times {times}") if rule.whole_item else N_("points times {times}")
    yield say(scope, times=amount(rule.times))


def _describe_deadline(rule: Deadline, say: Translator) -> Iterator[str]:
    yield say(_LATE_AFTER[rule.unit], limit=amount(rule.limit))


def _describe_base(base: BasePoints, say: Translator) -> Iterator[str]:
    yield say("{points} points each {period}", points=amount(base.points), period=grain_name(base.per, say))


def _describe_credit(credit: Credit, say: Translator) -> Iterator[str]:
    values = {"keep": percent(credit.keep), "give": percent(credit.give)}
    yield say("{keep} stays with the unit, {give} goes to its parent", **values)


def _describe_adjustment(given: Adjustment, say: Translator) -> Iterator[str]:
    values = {"unit": given.unit, "date": str(given.date), "points": signed(given.points)}
    yield say("{unit}, {date}: {points} points", **values)


def _describe_quota(rule: QuotaRule, say: Translator) -> Iterator[str]:
    yield say("target {name}", name=rule.target)
    if rule.shortfall is Shortfall.EACH:
        values = {"points": amount(rule.points), "each": signed(rule.each)}
        yield say("{points} points, and {each} for each item missing", **values)
    elif rule.shortfall is Shortfall.PROPORTION:
        yield say("{points} points, less in proportion to what is missing", points=amount(rule.points))
    else:
        yield say("{points} points if it is met", points=amount(rule.points))
    if rule.surplus:
        yield say("{points} points for each one over it", points=amount(rule.surplus))
    if rule.surplus_max is not None:
        yield say("at most {points} points for these", points=amount(rule.surplus_max))


def _describe_threshold(rule: Threshold, say: Translator) -> Iterator[str]:
    number = rule.below if rule.below is not None else rule.reaches
    format_value = percent if rule.measure is Measure.RATE else amount
    below = N_("{points} points for a {period} in which “{measure}” is below {value}")
    reaches = N_("{points} points for a {period} in which “{measure}” reaches {value}")
    yield say(
        below if rule.below is not None else reaches,
        points=signed(rule.points),
        period=grain_name(rule.per, say),
        measure=term_name(rule.measure, say),
        value=format_value(number) if number is not None else "",
    )


def _describe_limit(limit: PointsLimit, say: Translator) -> Iterator[str]:
    every = frozenset(Family) - {Family.MERGER}
    if limit.families != every:
        yield say(", ").join(say(FAMILY_NAMES[family]) for family in Family if family in limit.families)
    yield say("each {period}", period=grain_name(limit.per, say)) if limit.per else say("each item")
    if limit.low is not None:
        yield say("not below {points}", points=amount(limit.low))
    if limit.high is not None:
        yield say("not above {points}", points=amount(limit.high))


_DESCRIBERS: Mapping[type[Clause], tuple[str, Callable[[Any, Translator], Iterator[str]]]] = {
    Multiplier: (N_("Multiplier"), _describe_multiplier),
    Deadline: (N_("Deadline"), _describe_deadline),
    LapseRule: (FAMILY_NAMES[Family.LAPSE], _describe_lapse),
    BasePoints: (FAMILY_NAMES[Family.BASE], _describe_base),
    QuotaRule: (FAMILY_NAMES[Family.QUOTA], _describe_quota),
    Threshold: (FAMILY_NAMES[Family.THRESHOLD], _describe_threshold),
    PointsLimit: (N_("Limit"), _describe_limit),
    Credit: (N_("Credit"), _describe_credit),
    Adjustment: (FAMILY_NAMES[Family.ADJUSTMENT], _describe_adjustment),
}
