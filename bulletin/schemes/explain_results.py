"""Explain what units are ranked by, and what they need to pass."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin.core.i18n import Translator
from bulletin.core.numbers import amount
from bulletin.model.scheme import PassMark, ResultRule
from bulletin.schemes import explain_rules


def result_sentences(rule: ResultRule, say: Translator) -> Iterator[str]:
    """Yield what a rule makes of the points of units."""
    if rule.divisor:
        yield say("The result is the total divided by: {divisor}.", divisor=explain_rules.term_name(rule.divisor, say))
    if rule.scale is not None:
        yield say("The best of a group has {scale}, the others in proportion.", scale=amount(rule.scale))
    if rule.mean is not None:
        yield say("The mean of a group is {mean}, the results of its units in proportion.", mean=amount(rule.mean))
    if rule.highest is not None:
        yield say("No result is above {highest}.", highest=amount(rule.highest))
    if rule.steps:
        steps = [say("from {start} on {result}", start=amount(s), result=amount(r)) for s, r in rule.steps]
        values = {"steps": say(", ").join(steps), "lowest": amount(rule.steps[0][0])}
        yield say("The result is by steps: {steps}; below {lowest} it is 0.", **values)


def pass_sentence(mark: PassMark, say: Translator) -> str:
    """Return how many points are too few."""
    sentence = say(
        "Less than {points} in a {period} is failed.",
        points=explain_rules.points_text(mark.points, say),
        period=explain_rules.grain_name(mark.per, say),
    )
    return sentence + (say(" Who failed is out of the awards.") if mark.disqualifies else "")
