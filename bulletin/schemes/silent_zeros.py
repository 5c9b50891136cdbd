"""Checks of rules that can never count, which would be a zero in silence; each is a generator named by its rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from bulletin.core.numbers import amount
from bulletin.core.problems import Problem
from bulletin.model.attributes import Attribute
from bulletin.model.enums import CorrectionSeverity
from bulletin.model.registry import Registry
from bulletin.model.scheme import Clause, LapseRule, PointsLimit, Scheme, Target
from bulletin.model.scheme_enums import ITEM_FAMILIES, Family, LapseKind, Measure, Shortfall

_WITHOUT_ITEM = frozenset({LapseKind.UNANSWERED, LapseKind.MISSED})
_OF_UNITS = frozenset({Attribute.UNIT, Attribute.DAY, Attribute.LAPSE, Attribute.CHARS})


def silent_zeros(schemes: Sequence[Scheme], targets: Sequence[Target], registry: Registry) -> Iterator[Problem]:
    """Yield a problem for each rule that can never count."""
    for scheme in schemes:
        yield from lapses_can_be_found(scheme, targets)
        yield from conditions_can_be_met(scheme, registry)
        yield from lapses_have_what_they_ask_for(scheme)
        yield from quotas_are_worth_something(scheme, targets)
        yield from limits_can_bind(scheme)
        yield from rates_are_shares(scheme)
        yield from credits_have_parents(scheme, registry)
        yield from withdrawals_cost_something(scheme, registry)


def _problem(scheme: Scheme, code: str, clause: Clause, field: str, /, **values: str) -> Problem:
    return Problem(path=scheme.path, code=code, line=clause.line, field=field, values={"words": clause.words, **values})


def _kinds(rule: LapseRule) -> frozenset[object]:
    return rule.condition.values.get(Attribute.LAPSE, frozenset())


def lapses_can_be_found(scheme: Scheme, targets: Iterable[Target]) -> Iterator[Problem]:
    """What makes a report late or missing is set: a deadline, or a target of submissions."""
    in_force = [target for target in targets if target.first <= scheme.last and scheme.first <= target.last]
    counted = [target for target in in_force if target.measure is Measure.SUBMITTED and target.missed and target.count]
    for rule in scheme.lapses:
        kinds = _kinds(rule)
        if LapseKind.LATE in kinds and not any(deadline.meets(rule) for deadline in scheme.deadlines):
            yield _problem(scheme, "lapse-without-deadline", rule, "kinds")
        units = rule.condition.values.get(Attribute.UNIT)
        owing = [target.condition.values.get(Attribute.UNIT) for target in counted]
        if LapseKind.MISSED in kinds and not any(units is None or owes is None or units & owes for owes in owing):
            yield _problem(scheme, "lapse-without-target", rule, "kinds")


def lapses_have_what_they_ask_for(scheme: Scheme) -> Iterator[Problem]:
    """A rule about lapses asks for no more than its kinds of lapses have."""
    for rule in scheme.lapses:
        kinds, condition = _kinds(rule), rule.condition
        if kinds and kinds <= _WITHOUT_ITEM:
            for attribute in sorted(condition.attributes - _OF_UNITS - {Attribute.SEVERITY}):
                yield _problem(scheme, "lapse-without-item", rule, _key(attribute), key=_key(attribute))
            if rule.share:
                yield _problem(scheme, "lapse-without-item", rule, "share", key="share")
        if rule.points > 0:
            yield _problem(scheme, "lapse-gives-points", rule, "points", points=amount(rule.points))
        if Attribute.SEVERITY in condition.values and kinds and LapseKind.ERRONEOUS not in kinds:
            yield _problem(scheme, "severity-without-error", rule, "severities")


def _key(attribute: Attribute) -> str:
    """Return the key by which a scheme sets a condition."""
    return {Attribute.CHARS: "min-chars", Attribute.DAY: "valid-from"}.get(attribute, attribute.value)


def _clauses(scheme: Scheme) -> Iterator[Clause]:
    yield from (rule for rules in scheme.rules.values() for rule in rules)
    yield from (*scheme.multipliers, *scheme.bases, *scheme.limits, *scheme.quotas, *scheme.thresholds)
    yield from (*scheme.deadlines, *scheme.lapses, *scheme.credits)


def conditions_can_be_met(scheme: Scheme, registry: Registry) -> Iterator[Problem]:
    """A rule is for some unit, some publication and some day on which the scheme is in force."""
    found: dict[int, list[Clause]] = {}
    for clause in _clauses(scheme):
        found.setdefault(clause.line, []).append(clause)
    for clauses in found.values():
        # The lines of a table of points are rules of their own: one level may have no publication yet.
        unmet = [_unmet(scheme, registry, clause) for clause in clauses]
        if all(unmet) and unmet[0]:
            yield _problem(scheme, "never-met", clauses[0], unmet[0], key=unmet[0])


def _unmet(scheme: Scheme, registry: Registry, clause: Clause) -> str:
    """Return the key of a condition that no event can meet, or ""."""
    values, days = clause.condition.values, clause.condition.ranges.get(Attribute.DAY)
    if days and ((days.low and days.low > scheme.last) or (days.high and days.high < scheme.first)):
        return "valid-from" if days.low and days.low > scheme.last else "valid-to"
    if empty := next((a for a in (Attribute.UNIT, Attribute.PUBLICATION) if a in values and not values[a]), None):
        return "groups" if empty is Attribute.UNIT else "levels"
    levels, names = values.get(Attribute.LEVEL), values.get(Attribute.PUBLICATION)
    known = [registry.publication[str(name)].level for name in names or () if name in registry.publication]
    return "levels" if levels and known and levels.isdisjoint(known) else ""


def quotas_are_worth_something(scheme: Scheme, targets: Sequence[Target]) -> Iterator[Problem]:
    """A quota has points, and units for which its target is set."""
    for quota in scheme.quotas:
        if not quota.points and not (quota.shortfall is Shortfall.EACH and quota.each):
            yield _problem(scheme, "quota-without-points", quota, "points")
        owing = [target.condition.values.get(Attribute.UNIT) for target in targets if target.id == quota.target]
        units = quota.condition.values.get(Attribute.UNIT)
        if units and owing and all(owes is not None and units.isdisjoint(owes) for owes in owing):
            yield _problem(scheme, "never-met", quota, "units", key="units")


def limits_can_bind(scheme: Scheme) -> Iterator[Problem]:
    """A cap is on points that can be earned, a floor under points that can be lost."""
    points = _points(scheme)
    for limit in scheme.limits:
        if limit.per is None and not limit.families & set(ITEM_FAMILIES):
            yield _problem(scheme, "limit-never-binds", limit, "per")
            continue
        given = [amount for family in limit.families for amount in points.get(family, ())]
        if key := _idle_end(limit, given):
            yield _problem(scheme, "limit-never-binds", limit, key)


def _idle_end(limit: PointsLimit, given: Sequence[Fraction]) -> str:
    if limit.high is not None and not any(amount > 0 for amount in given):
        return "max"
    return "min" if limit.low is not None and not any(amount < 0 for amount in given) else ""


def _points(scheme: Scheme) -> dict[Family, list[Fraction]]:
    """Return what rules give and take, by what it is for; a lapse's share is taken, too."""
    found = {family: [rule.points for rule in rules] for family, rules in scheme.rules.items()}
    for rule in scheme.rules.get(Family.ENDORSEMENT, ()):
        found[Family.ENDORSEMENT] += [rule.further or Fraction(0)]
    found[Family.BASE] = [base.points for base in scheme.bases]
    found[Family.QUOTA] = [amount for quota in scheme.quotas for amount in (quota.points, quota.each)]
    found[Family.THRESHOLD] = [threshold.points for threshold in scheme.thresholds]
    found[Family.LAPSE] = [amount for lapse in scheme.lapses for amount in (lapse.points, -lapse.share)]
    found[Family.LAPSE] += [Fraction(-1) for lapse in scheme.lapses if lapse.zeroes]
    found[Family.ADJUSTMENT] = [adjustment.points for adjustment in scheme.adjustments]
    return found


def rates_are_shares(scheme: Scheme) -> Iterator[Problem]:
    """A rate of adoption is compared with a share of one: "30%", not 30; and is never below nothing."""
    for threshold in scheme.thresholds:
        key = "below" if threshold.below is not None else "reaches"
        value = threshold.below if threshold.below is not None else threshold.reaches
        if value is not None and threshold.measure is Measure.RATE and value > 1:
            yield _problem(scheme, "rate-above-one", threshold, key, key=key, value=str(value))
        elif threshold.below is not None and threshold.below <= 0:
            yield _problem(scheme, "never-met", threshold, key, key=key)


def credits_have_parents(scheme: Scheme, registry: Registry) -> Iterator[Problem]:
    """Some unit whose points are shared with its parent has one."""
    for credit in scheme.credits:
        units = credit.condition.values.get(Attribute.UNIT)
        named = [unit for unit in registry.units if units is None or unit.id in units]
        if named and not any(unit.parent for unit in named):
            yield _problem(scheme, "credit-without-parent", credit, "groups")


def withdrawals_cost_something(scheme: Scheme, registry: Registry) -> Iterator[Problem]:
    """A withdrawal costs as much as an error: else a wrong item is cheaper withdrawn than corrected.

    A rule for withdrawals with 0 points says that this is meant.
    """
    errors = [rule for rule in scheme.lapses if _is_about(rule, LapseKind.ERRONEOUS)]
    withdrawals = [rule for rule in scheme.lapses if _is_about(rule, LapseKind.WITHDRAWN)]
    for unit in registry.units:
        mine = [rule for rule in errors if _is_for(rule, unit.id) and _costs_more_than_the_item(rule)]
        known = [rule for rule in withdrawals if _is_for(rule, unit.id)]
        is_meant = any(rule.points == 0 and not _costs_more_than_the_item(rule) for rule in known)
        if mine and not is_meant and _is_cheaper(known, mine):
            yield _problem(scheme, "withdrawal-without-rule", mine[0], "kinds")
            return


def _is_cheaper(withdrawals: Sequence[LapseRule], errors: Sequence[LapseRule]) -> bool:
    """Whether some number of withdrawals costs less than as many errors, the least severe that cost anything."""
    by_severity = ([rule for rule in errors if severity in _severities(rule)] for severity in CorrectionSeverity)
    least = next((rules for rules in by_severity if rules), [])
    return any(
        _cost(withdrawals, number) < _cost(least, number) for number in {r.at_least for r in (*withdrawals, *least)}
    )


def _severities(rule: LapseRule) -> Iterable[object]:
    return rule.condition.values.get(Attribute.SEVERITY, frozenset(CorrectionSeverity))


def _cost(rules: Iterable[LapseRule], number: int) -> tuple[bool, Fraction]:
    """Return what the last of *number* lapses costs: whether it is the worst, all points or the rank; else how many."""
    applying = [rule for rule in rules if rule.at_least <= number]
    if any(rule.zeroes or rule.disqualifies for rule in applying):
        return True, Fraction(0)
    chosen = min((rule.points for rule in applying if not rule.adds), default=Fraction(0))
    return False, -chosen - sum((rule.points for rule in applying if rule.adds), Fraction(0))


def _is_about(rule: LapseRule, kind: LapseKind) -> bool:
    """Whether a rule holds for lapses of a kind; only errors have a severity."""
    kinds = _kinds(rule)
    return (not kinds or kind in kinds) and (
        kind is LapseKind.ERRONEOUS or Attribute.SEVERITY not in rule.condition.values
    )


def _costs_more_than_the_item(rule: LapseRule) -> bool:
    """Whether a lapse costs more than the points of its item, which who withdraws it loses as well."""
    return rule.points < 0 or rule.zeroes or rule.disqualifies


def _is_for(rule: LapseRule, unit: str) -> bool:
    units = rule.condition.values.get(Attribute.UNIT)
    return units is None or unit in units
