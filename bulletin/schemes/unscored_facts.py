"""Checks of facts that the scheme in force says nothing about, which would be a zero in silence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import chain, zip_longest
from typing import Any, NamedTuple

from bulletin.core.problems import Problem
from bulletin.model.attributes import Attribute, EventFacts, item_attributes, unit_attributes
from bulletin.model.key_names import SCHEME_KEYS
from bulletin.model.records import Call, Endorsement, Item
from bulletin.model.scheme import Clause, LapseRule, Scheme, counting_day, scheme_at
from bulletin.model.scheme_enums import CommissionResult, Family, LapseKind, TimeUnit
from bulletin.schemes.late_answers import answers_give_back

_MOST_PLACES = 8
_NEXT = timedelta(days=1)
_DUE_KINDS = frozenset({LapseKind.UNANSWERED, LapseKind.LATE_ANSWER})
_FEEDBACK_KINDS = frozenset({LapseKind.LATE_FEEDBACK, LapseKind.FEEDBACK_OVERDUE})
_DUE_RESULTS = frozenset({CommissionResult.LATE, CommissionResult.FAILED})


class _Fact(NamedTuple):
    """Something that happened, for one unit."""

    family: Family
    item: Item
    unit: str
    day: date
    record: Any

    @property
    def place(self) -> str:
        return f"{self.item.path}:{self.record.line}"


def unscored_facts(
    items: Sequence[Item], lapsed: Sequence[Item], calls: Sequence[Call], schemes: tuple[Scheme, ...], today: date
) -> Iterator[Problem]:
    """Yield a problem for each kind of facts that a scheme says nothing about, with all their places.

    Withdrawn items, *lapsed*, earn nothing, but what is late about them costs something.
    """
    yield from events_have_rules(items, schemes)
    yield from commissions_have_rules(items, calls, schemes, today)
    yield from corrections_have_rules((*items, *lapsed), schemes)
    yield from commissions_are_due(calls, schemes)
    yield from answers_give_back(items, calls, schemes)
    yield from feedback_has_rules(items, schemes)
    yield from feedback_can_be_judged(items, lapsed, schemes)
    yield from late_reports_can_be_told(items, lapsed, schemes)
    yield from schemes_leave_no_gap(items, schemes, today)


def _facts(item: Item, schemes: tuple[Scheme, ...], *, adoptions: bool) -> Iterator[_Fact]:
    for unit in item.units:
        for adoption in item.adoptions if adoptions else ():
            yield _Fact(Family.ADOPTION, item, unit, counting_day(schemes, item.date, adoption.date), adoption)
        for family, records in (
            (Family.SENT_UP, item.sent_up),
            (Family.ENDORSEMENT, item.endorsements),
            (Family.OUTCOME, item.outcomes),
        ):
            yield from (_Fact(family, item, unit, record.date or item.date, record) for record in records)


def events_have_rules(items: Iterable[Item], schemes: tuple[Scheme, ...]) -> Iterator[Problem]:
    """A scheme that scores items says of each kind of event what it is worth, if only nothing."""
    places: dict[tuple[int, Family], list[str]] = {}
    # Where there are rules for adoptions, each adoption is looked at in adoptions_have_points.
    adoptions = any(scheme.scores_items and not scheme.rules.get(Family.ADOPTION) for scheme in schemes)
    for item in items:
        if (adoptions and item.adoptions) or item.sent_up or item.endorsements or item.outcomes:
            for fact in _facts(item, schemes, adoptions=adoptions):
                scheme = scheme_at(schemes, fact.day)
                if scheme and scheme.scores_items and not _has_rule(scheme, fact):
                    places.setdefault((schemes.index(scheme), fact.family), []).append(fact.place)
    for (order, family), found in sorted(places.items(), key=lambda pair: (pair[0][0], pair[0][1])):
        yield _unscored(schemes[order], family, list(dict.fromkeys(found)))


def _rules(scheme: Scheme, family: Family) -> list[Clause]:
    """Return the rules that are about events of a family."""
    bonuses = [rule for rule in scheme.rules.get(Family.BONUS, ()) if rule.on is family]
    multipliers = scheme.multipliers if family is Family.ADOPTION else ()
    return [*scheme.rules.get(family, ()), *bonuses, *multipliers]


def _has_rule(scheme: Scheme, fact: _Fact) -> bool:
    rules = _rules(scheme, fact.family)
    if fact.family is Family.ADOPTION and scheme.rules.get(Family.ADOPTION):
        return True
    carriers = frozenset(adoption.publication for adoption in fact.item.adoptions)
    event = item_attributes(EventFacts(fact.item, fact.unit, fact.day, fact.record, carriers), scheme.attributes)
    return any(rule.condition.matches(event) for rule in rules)


def _unscored(scheme: Scheme, family: Family, places: Sequence[str]) -> Problem:
    """Return the problem with events of a family that earn nothing in a scheme."""
    rules = _rules(scheme, family)
    code, line = ("events-without-fitting-rule", rules[0].line) if rules else ("events-without-rule", 1)
    name = SCHEME_KEYS.chinese(family.value)
    values = {"family": family.value, "name": name, "count": str(len(places)), "shown": _shown(places)}
    return Problem(path=scheme.path, code=code, line=line, field=family.value, values=values)


def _shown(places: Sequence[str]) -> str:
    return "、".join(places[:_MOST_PLACES]) + ("…" if len(places) > _MOST_PLACES else "")


def commissions_have_rules(
    items: Sequence[Item], calls: Iterable[Call], schemes: tuple[Scheme, ...], today: date
) -> Iterator[Problem]:
    """A scheme that scores items says what commissions are worth, or cost; with rules, it has one for each answer."""
    places: dict[int, list[str]] = {}
    for item in items:
        scheme = scheme_at(schemes, item.date) if item.commission else None
        rules = scheme.rules.get(Family.COMMISSION, ()) if scheme else ()
        is_scored = all(_answer_has_rule(rules, u, item.date) for u in item.units) if rules else not _ignores(scheme)
        if scheme and not is_scored:
            places.setdefault(schemes.index(scheme), []).append(f"{item.path}:{item.line_of('commission')}")
    answered = {item.commission for item in items}
    for call in calls:
        scheme = scheme_at(schemes, call.due + _NEXT) if call.due and call.due < today else None
        if scheme and _ignores(scheme) and call.is_commission and call.id not in answered:
            places.setdefault(schemes.index(scheme), []).append(f"{call.path}:1")
    for order, found in sorted(places.items()):
        yield _unscored(schemes[order], Family.COMMISSION, found)


def _ignores(scheme: Scheme | None) -> bool:
    """Whether a scheme that scores items says nothing about commissions at all."""
    if scheme is None or not scheme.scores_items or scheme.rules.get(Family.COMMISSION):
        return False
    clauses = chain(scheme.lapses, scheme.multipliers, *scheme.rules.values())
    return not any(
        _DUE_KINDS & rule.condition.values.get(Attribute.LAPSE, frozenset())
        or Attribute.COMMISSIONED in rule.condition.values
        for rule in clauses
    )


def corrections_have_rules(items: Iterable[Item], schemes: tuple[Scheme, ...]) -> Iterator[Problem]:
    """A scheme that scores items says what a correction costs, if only nothing."""
    places: dict[int, list[str]] = {}
    for item in items:
        for correction in item.corrections:
            scheme = scheme_at(schemes, correction.date)
            if scheme and scheme.scores_items and not any(map(_is_about_errors, scheme.lapses)):
                places.setdefault(schemes.index(scheme), []).append(f"{item.path}:{item.line_of('corrections')}")
    for order, found in sorted(places.items()):
        listed = list(dict.fromkeys(found))
        values = {"count": str(len(found)), "shown": _shown(listed)}
        code = "corrections-without-rule"
        yield Problem(path=schemes[order].path, code=code, line=1, field="lapse", values=values)


def _is_about_errors(rule: LapseRule) -> bool:
    kinds = rule.condition.values.get(Attribute.LAPSE, frozenset())
    return not kinds or LapseKind.ERRONEOUS in kinds


def _answer_has_rule(rules: Iterable[Clause], unit: str, day: date) -> bool:
    event = unit_attributes(unit, day)
    results = (CommissionResult.IN_TIME, CommissionResult.LATE, CommissionResult.ADOPTED)
    return any(rule.condition.matches(event | {Attribute.RESULT: result}) for rule in rules for result in results)


def commissions_are_due(calls: Iterable[Call], schemes: tuple[Scheme, ...]) -> Iterator[Problem]:
    """Where late answers cost or earn something, a commission has a due day."""
    for call in calls:
        scheme = scheme_at(schemes, call.date) if call.is_commission and call.due is None else None
        if scheme and (clause := _due_rule(scheme)):
            values = {"words": clause.words}
            yield Problem(path=call.path, code="commission-without-due", line=1, field="due", values=values)


def _due_rule(scheme: Scheme) -> Clause | None:
    """Return a rule that asks whether commissions are answered in time."""
    lapses = (rule for rule in scheme.lapses if _DUE_KINDS & rule.condition.values.get(Attribute.LAPSE, frozenset()))
    results = scheme.rules.get(Family.COMMISSION, ())
    late = (rule for rule in results if _DUE_RESULTS & rule.condition.values.get(Attribute.RESULT, frozenset()))
    return next(chain(lapses, late), None)


def feedback_has_rules(items: Iterable[Item], schemes: tuple[Scheme, ...]) -> Iterator[Problem]:
    """A scheme that scores items says what feedback with a due day is worth, or what it costs when it is late."""
    places: dict[int, list[str]] = {}
    for item, endorsement in _endorsements(items):
        scheme = scheme_at(schemes, endorsement.follow_up_due) if endorsement.follow_up_due else None
        if scheme and scheme.scores_items and not all(_speaks_of(scheme, item, endorsement, u) for u in item.units):
            places.setdefault(schemes.index(scheme), []).append(f"{item.path}:{endorsement.line}")
    for order, found in sorted(places.items()):
        yield _unscored(schemes[order], Family.FEEDBACK, found)


def _endorsements(items: Iterable[Item]) -> Iterator[tuple[Item, Endorsement]]:
    return ((item, endorsement) for item in items for endorsement in item.endorsements)


def _speaks_of(scheme: Scheme, item: Item, endorsement: Endorsement, unit: str) -> bool:
    """Whether a rule is about the feedback of a unit on an endorsement, whatever became of it."""
    day = endorsement.follow_up_due or item.date
    carriers = frozenset(adoption.publication for adoption in item.adoptions)
    event = item_attributes(EventFacts(item, unit, day, endorsement, carriers), scheme.attributes)
    results = ({Attribute.RESULT: result} for result in CommissionResult)
    kinds = ({Attribute.LAPSE: kind, Attribute.SEVERITY: None} for kind in _FEEDBACK_KINDS)
    return any(
        rule.condition.matches(event | outcome)
        for rules, outcomes in ((scheme.rules.get(Family.FEEDBACK, ()), results), (scheme.lapses, kinds))
        for outcome in outcomes
        for rule in rules
    )


def feedback_can_be_judged(
    items: Sequence[Item], lapsed: Sequence[Item], schemes: tuple[Scheme, ...]
) -> Iterator[Problem]:
    """Where late feedback costs or earns something, it is due on some day; where any earns something, its day is known.

    Of feedback that was due, the day is asked for in any case.
    """
    for scheme in schemes:
        found = [(item, e) for item, e in _endorsements(items) if (e.date or item.date) in scheme]
        due = (e.follow_up_due for i, e in _endorsements((*items, *lapsed)) if (e.date or i.date) in scheme)
        late = _late_feedback_rule(scheme)
        if late and found and not any(due):
            values = {"words": late.words, "count": str(len(found))}
            field = "results" if Attribute.RESULT in late.condition.values else "kinds"
            yield Problem(path=scheme.path, code="feedback-without-due", line=late.line, field=field, values=values)
        rules = scheme.rules.get(Family.FEEDBACK, ())
        undated = [(i, e) for i, e in found if e.follow_up and not (e.follow_up_due or e.follow_up_date)]
        if rules and undated:
            values = {"count": str(len(undated)), "shown": _shown([f"{i.path}:{e.line}" for i, e in undated])}
            code, line = "feedback-days-unknown", rules[0].line
            yield Problem(path=scheme.path, code=code, line=line, field="feedback", values=values)


def _late_feedback_rule(scheme: Scheme) -> Clause | None:
    """Return a rule that asks whether feedback came in time."""
    lapses = (x for x in scheme.lapses if _FEEDBACK_KINDS & x.condition.values.get(Attribute.LAPSE, frozenset()))
    rules = scheme.rules.get(Family.FEEDBACK, ())
    late = (rule for rule in rules if _DUE_RESULTS & rule.condition.values.get(Attribute.RESULT, frozenset()))
    return next(chain(lapses, late), None)


def late_reports_can_be_told(
    items: Sequence[Item], lapsed: Sequence[Item], schemes: tuple[Scheme, ...]
) -> Iterator[Problem]:
    """Where late reports cost something, items say when their event was."""
    dated: dict[int, list[bool]] = {}
    for item in (*items, *(item for item in lapsed if item.event_date)):
        scheme = scheme_at(schemes, item.date)
        # Under a deadline in hours, each item without its event is told in hours_can_be_counted.
        if scheme and scheme.deadlines and all(d.unit is not TimeUnit.HOURS for d in scheme.deadlines):
            dated.setdefault(schemes.index(scheme), []).append(item.event_date is not None)
    for order, found in sorted(dated.items()):
        scheme = schemes[order]
        late = (x for x in scheme.lapses if LapseKind.LATE in x.condition.values.get(Attribute.LAPSE, frozenset()))
        if not any(found) and (rule := next(late, None)):
            values = {"words": rule.words, "count": str(len(found))}
            yield Problem(path=scheme.path, code="late-without-events", line=rule.line, field="kinds", values=values)


def schemes_leave_no_gap(items: Iterable[Item], schemes: tuple[Scheme, ...], today: date) -> Iterator[Problem]:
    """From the first scheme on, there is one for each day on which an item was submitted."""
    days = [item.date for item in items]
    followed: Iterable[tuple[Scheme, Scheme | None]] = zip_longest(schemes, schemes[1:])
    for scheme, after in followed:
        last = after.first - _NEXT if after else today
        between = [day for day in days if scheme.last < day <= last]
        if between:
            first, count = scheme.last + _NEXT, len(between)
            values = {"name": scheme.name, "first": str(first), "last": str(last), "count": str(count)}
            yield Problem(path=scheme.path, code="no-scheme", line=1, field="valid-to", values=values)
