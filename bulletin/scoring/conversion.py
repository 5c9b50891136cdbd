"""Conversion of points into results, by which units are ranked: quotients, and shares of a hundred within a group."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from bulletin.model.scheme import ResultRule, Scheme
from bulletin.model.scheme_enums import Divisor

ZERO = Fraction(0)


def quotient(rule: ResultRule | None, points: Fraction, scored: int, submitted: int, withdrawn: int) -> Fraction:
    """Return points over the number of scored or submitted items, where the rule says so and there are any.

    Those that were *withdrawn* are among them, but do not divide what was lost, to which they may not have been party.
    """
    if not rule or not rule.divisor:
        return points
    if rule.divisor is Divisor.SUBMITTED:
        number = submitted + withdrawn
    else:
        number = scored + withdrawn if points > 0 else scored
    return points / number if number else points


def convert_group(scheme: Scheme, results: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Return the results of a group by unit id, converted as the rule of each unit says.

    Best and mean are those of the units of the group under the same rule.
    """
    rules = {unit: scheme.result_rule(unit) for unit in results}
    converted = {}
    for unit, result in results.items():
        rule = rules[unit]
        together = [other for name, other in results.items() if rules[name] is rule]
        converted[unit] = _convert(rule, result, together) if rule else result
    return converted


def _convert(rule: ResultRule, result: Fraction, together: list[Fraction]) -> Fraction:
    """Return one result converted; where the best, or the mean, is not above zero, there is nothing to convert by."""
    if rule.steps:
        return max((step for step in rule.steps if step[0] <= result), default=(ZERO, ZERO))[1]
    best, mean = max(together), sum(together, ZERO) / len(together)
    if rule.scale is not None and best > 0:
        return result * rule.scale / best
    if rule.mean is not None and mean > 0:
        converted = result * rule.mean / mean
        return converted if rule.highest is None else min(converted, rule.highest)
    return result
