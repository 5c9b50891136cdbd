"""Explain single clauses of a scheme: what each is about, and what it does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from bulletin.core.dates import Grain
from bulletin.core.i18n import N_, Translator
from bulletin.core.numbers import amount, percent
from bulletin.core.terms import Term
from bulletin.model.attributes import Attribute
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
from bulletin.model.scheme_enums import EndorsementsCounted, Family, LapseKind, Measure, Shortfall, TimeUnit

_SETTLED = frozenset({LapseKind.UNANSWERED, LapseKind.FEEDBACK_OVERDUE})
"""The lapses that an answer ends."""
FAMILY_NAMES = {
    Family.SUBMISSION: N_("Submission"),
    Family.SENT_UP: N_("Sending up"),
    Family.ADOPTION: N_("Adoption"),
    Family.ENDORSEMENT: N_("Endorsement"),
    Family.OUTCOME: N_("Outcome of an item"),
    Family.COMMISSION: N_("Commission"),
    Family.FEEDBACK: N_("Feedback on an endorsement"),
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


def points_text(number: Fraction, say: Translator) -> str:
    """Return an amount of points."""
    return say("1 point") if number == 1 else say("{points} points", points=amount(number))


def change_text(number: Fraction, say: Translator) -> str:
    """Return points that are added or taken away."""
    if number < 0:
        return say("1 point off") if number == -1 else say("{points} points off", points=amount(-number))
    return say("1 point more") if number == 1 else say("{points} points more", points=amount(number))


def describe_clause(clause: Clause, name: str, say: Translator, *, chooses: bool = False) -> tuple[str, str]:
    """Return what a clause is about, and what it does; *name* is that of its unit or target, where it names one.

    With *chooses* the scheme says of all endorsements together which is a further one.
    """
    if isinstance(clause, PointsRule):
        what, effect = FAMILY_NAMES[clause.family], _describe_rule(clause, say, chooses=chooses)
    elif isinstance(clause, Adjustment):
        what, effect = FAMILY_NAMES[Family.ADJUSTMENT], _describe_adjustment(clause, name, say)
    elif isinstance(clause, QuotaRule):
        what, effect = FAMILY_NAMES[Family.QUOTA], _describe_quota(clause, name, say)
    else:
        what, describe = _DESCRIBERS[type(clause)]
        effect = describe(clause, say)
    return say(what), say("; ").join([*effect, *_describe_choice(clause, say)])


def _describe_choice(clause: Clause, say: Translator) -> Iterator[str]:
    """Yield how a rule meets others, where it is not as usual for its kind."""
    usual = (
        clause.family is Family.BONUS if isinstance(clause, PointsRule) else not isinstance(clause, Deadline | Credit)
    )
    if clause.adds is not usual:
        yield say("besides the rule that is chosen") if clause.adds else say("of such rules only the narrowest applies")
    if clause.priority:
        yield say("priority {number}", number=clause.priority)


def _describe_rule(rule: PointsRule, say: Translator, *, chooses: bool) -> Iterator[str]:
    yield change_text(rule.points, say) if rule.points < 0 else points_text(rule.points, say)
    if rule.family is Family.BONUS:
        yield say(_FREQUENCIES[0] if rule.every_time else _FREQUENCIES[1], what=say(FAMILY_NAMES[rule.on]))
    if rule.further is not None:
        is_chosen = chooses and rule.family is Family.ENDORSEMENT
        message = N_("each further one {points}") if is_chosen else N_("the highest in full, each further one {points}")
        yield say(message, points=points_text(rule.further, say))
    if rule.family is Family.ENDORSEMENT and rule.often is not EndorsementsCounted.EACH:
        yield say(_FREQUENCIES[2] if rule.often is EndorsementsCounted.ONCE else _FREQUENCIES[3])
    if rule.unless_adopted:
        yield say("unless adopted there")


def _describe_lapse(rule: LapseRule, say: Translator) -> Iterator[str]:
    if rule.points:
        yield say("{points} each time", points=change_text(rule.points, say))
    if rule.share == 1:
        yield say("the item loses all its points")
    elif rule.share:
        yield say("the item loses {share} of its points", share=str(rule.share))
    if rule.zeroes:
        yield say("all points are forfeited")
    if rule.disqualifies and rule.per is Grain.YEAR:
        yield say("no award")
    elif rule.disqualifies:
        yield say("no award in a {period} with it, nor in longer periods", period=grain_name(rule.per, say))
    if rule.at_least > 1:
        yield say(
            "from number {number} in a {period} on, for all of them",
            number=rule.at_least,
            period=grain_name(rule.per, say),
        )
    if rule.lasts:
        yield say("also when it is answered after all")
    elif rule.condition.values.get(Attribute.LAPSE, _SETTLED) & _SETTLED and not rule.share:
        yield say("given back when it is answered under this scheme, or one that goes on from it within the year")


def _describe_multiplier(rule: Multiplier, say: Translator) -> Iterator[str]:
    scope = N_("the whole item's points times {times}") if rule.whole_item else N_("points times {times}")
    yield say(scope, times=amount(rule.times))


def _describe_deadline(rule: Deadline, say: Translator) -> Iterator[str]:
    number = 1 if rule.limit == 1 else 2
    limits = {"limit": amount(rule.limit)}
    if not rule.limit:
        yield say("late after the day of the event")
    elif rule.unit is TimeUnit.DAYS:
        yield say.ngettext("late after {limit} day", "late after {limit} days", number, **limits)
    elif rule.unit is TimeUnit.WORK_DAYS:
        yield say.ngettext("late after {limit} work day", "late after {limit} work days", number, **limits)
    else:
        yield say.ngettext("late after {limit} hour", "late after {limit} hours", number, **limits)


def _describe_base(base: BasePoints, say: Translator) -> Iterator[str]:
    yield say("{points} each {period}", points=points_text(base.points, say), period=grain_name(base.per, say))


def _describe_credit(credit: Credit, say: Translator) -> Iterator[str]:
    if not credit.keep and credit.give == 1:
        yield say("all points go to its parent")
        return
    values = {"keep": percent(credit.keep), "give": percent(credit.give)}
    yield say("{keep} stays with the unit, {give} goes to its parent", **values)


def _describe_adjustment(given: Adjustment, unit: str, say: Translator) -> Iterator[str]:
    yield say("{unit}, {date}: {points}", unit=unit, date=given.date, points=change_text(given.points, say))


def _describe_quota(rule: QuotaRule, target: str, say: Translator) -> Iterator[str]:
    yield say("target “{name}”", name=target)
    values = {"points": points_text(rule.points, say), "each": change_text(rule.each, say)}
    if rule.shortfall is Shortfall.EACH and not rule.points:
        yield say("{each} for each item missing", **values)
    elif rule.shortfall is Shortfall.EACH:
        yield say("{points}, and {each} for each item missing", **values)
    elif rule.shortfall is Shortfall.PROPORTION:
        yield say("{points}, less in proportion to what is missing", **values)
    else:
        yield say("{points} if it is met", **values)
    if rule.surplus:
        yield say("{points} for each one over it", points=change_text(rule.surplus, say))
    if rule.surplus_max is not None:
        yield say("at most {points} for these", points=points_text(rule.surplus_max, say))


def _describe_threshold(rule: Threshold, say: Translator) -> Iterator[str]:
    number = rule.below if rule.below is not None else rule.reaches
    format_value = percent if rule.measure is Measure.RATE else amount
    below = N_("{points} for a {period} in which “{measure}” is below {value}")
    reaches = N_("{points} for a {period} in which “{measure}” reaches {value}")
    yield say(
        below if rule.below is not None else reaches,
        points=change_text(rule.points, say),
        period=grain_name(rule.per, say),
        measure=term_name(rule.measure, say),
        value=format_value(number) if number is not None else "",
    )


def _describe_limit(limit: PointsLimit, say: Translator) -> Iterator[str]:
    span = say("each {period}", period=grain_name(limit.per, say)) if limit.per else say("each item")
    if limit.families != frozenset(Family) - {Family.MERGER}:
        kinds = say(", ").join(say(FAMILY_NAMES[family]) for family in Family if family in limit.families)
        span = say("{kinds}, {span}", kinds=kinds, span=span)
    bounds = ((N_("not below {points}"), limit.low), (N_("not above {points}"), limit.high))
    said = [say(message, points=points_text(points, say)) for message, points in bounds if points is not None]
    yield say("{span} {bounds}", span=span, bounds=say(", ").join(said))


_DESCRIBERS: Mapping[type[Clause], tuple[str, Callable[[Any, Translator], Iterator[str]]]] = {
    Multiplier: (N_("Multiplier"), _describe_multiplier),
    Deadline: (N_("Deadline"), _describe_deadline),
    LapseRule: (FAMILY_NAMES[Family.LAPSE], _describe_lapse),
    BasePoints: (FAMILY_NAMES[Family.BASE], _describe_base),
    Threshold: (FAMILY_NAMES[Family.THRESHOLD], _describe_threshold),
    PointsLimit: (N_("Limit"), _describe_limit),
    Credit: (N_("Credit"), _describe_credit),
}
