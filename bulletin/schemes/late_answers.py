"""Checks of what is answered under another scheme than the one that took points for it: they stay taken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from bulletin.core.problems import Problem
from bulletin.model.attributes import Attribute
from bulletin.model.records import Call, Item
from bulletin.model.scheme import Clause, Scheme, scheme_at
from bulletin.model.scheme_enums import CommissionResult, Family, LapseKind
from bulletin.model.seams import continued_schemes


class _Answer(NamedTuple):
    """What a unit owed and gave: an answer to a commission, or feedback on an endorsement."""

    family: Family
    item: Item
    line: int
    due: date
    came: date


def answers_give_back(items: Iterable[Item], calls: Iterable[Call], schemes: tuple[Scheme, ...]) -> Iterator[Problem]:
    """Yield a problem for each late answer that gives nothing back of what an earlier scheme took."""
    if len(schemes) > 1:
        listed = sorted(items, key=lambda item: (item.date, item.id))
        for answer in (*_answers(listed, {call.id: call for call in calls}), *_feedback(listed)):
            if clause := _kept_rule(answer, schemes):
                values = {"words": clause.words, "day": str(answer.came), "due": str(answer.due)}
                field = "commission" if answer.family is Family.COMMISSION else "endorsements"
                code = "answered-under-another-scheme"
                yield Problem(path=answer.item.path, code=code, line=answer.line, field=field, values=values)


def _answers(items: Iterable[Item], calls: dict[str, Call]) -> Iterator[_Answer]:
    """Yield the first answers of the units that commissions address."""
    answered: set[tuple[str, str]] = set()
    for item in (item for item in items if item.commission in calls):
        call = calls[item.commission]
        units = {(call.id, unit) for unit in item.units if unit in call.units} - answered
        answered |= units
        for due in sorted({due for _, unit in units if (due := call.due_of(unit)) and not call.waiver_of(unit)}):
            yield _Answer(Family.COMMISSION, item, item.line_of("commission"), due, item.date)


def _feedback(items: Iterable[Item]) -> Iterator[_Answer]:
    for item in items:
        for one in item.endorsements:
            if one.follow_up_due and one.follow_up_date:
                yield _Answer(Family.FEEDBACK, item, one.line, one.follow_up_due, one.follow_up_date)


def _kept_rule(answer: _Answer, schemes: tuple[Scheme, ...]) -> Clause | None:
    """Return a rule that took something before the answer came, if that is not given back."""
    first = answer.due + timedelta(days=1)
    taken, given = scheme_at(schemes, first), scheme_at(schemes, answer.came)
    goes_on = taken is given or (given is not None and taken in continued_schemes(schemes, given))
    if answer.came <= first or taken is None or goes_on:
        return None
    return next(_taking_rules(taken, answer.family), None)


def _taking_rules(scheme: Scheme, family: Family) -> Iterator[Clause]:
    """Yield the rules of a scheme that take something as long as there is no answer."""
    kind = LapseKind.UNANSWERED if family is Family.COMMISSION else LapseKind.FEEDBACK_OVERDUE
    yield from (
        rule
        for rule in scheme.lapses
        if kind in rule.condition.values.get(Attribute.LAPSE, {kind}) and not rule.lasts and not rule.share
    )
    yield from (
        rule
        for rule in scheme.rules.get(family, ())
        if rule.points < 0 and CommissionResult.FAILED in rule.condition.values.get(Attribute.RESULT, ())
    )
