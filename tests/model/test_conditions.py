"""Which numbers are in a span, and which facts meet a condition."""

from __future__ import annotations

import pytest

from bulletin.model.attributes import Attribute
from bulletin.model.conditions import Condition, ValueRange

SPANS = [
    ValueRange(),
    ValueRange(1),
    ValueRange(2),
    ValueRange(None, 2),
    ValueRange(None, 1),
    ValueRange(1, 2),
    ValueRange(2, 2),
    ValueRange(3, 4),
]


NUMBERS = range(6)


@pytest.mark.parametrize("one", SPANS)
@pytest.mark.parametrize("other", SPANS)
def test_spans(one: ValueRange, other: ValueRange) -> None:
    here, there = ({n for n in range(-9, 9) if n in span} for span in (one, other))
    assert one.is_within(other) == (here <= there)
    assert one.overlaps(other) == bool(here & there)


def where(units: str = "", topics: str = "", chars: ValueRange | None = None) -> Condition:
    values = {Attribute.UNIT: frozenset(units), Attribute.TOPIC: frozenset(topics)}
    return Condition({m: v for m, v in values.items() if v}, {Attribute.CHARS: chars} if chars else {})


def test_rules_lie_within_and_meet_each_other() -> None:
    every = [
        where(),
        where("甲"),
        where("甲乙"),
        where("丙"),
        where(chars=ValueRange(1, 5)),
        where("甲", chars=ValueRange(2, 3)),
    ]
    within = {(a, b) for a, one in enumerate(every) for b, other in enumerate(every) if one.is_within(other)}
    meets = {(a, b) for a, one in enumerate(every) for b, other in enumerate(every) if one.overlaps(other)}
    assert within == {(n, n) for n in range(6)} | {(n, 0) for n in range(6)} | {(1, 2), (5, 1), (5, 2), (5, 4)}
    assert meets == {(a, b) for a in range(6) for b in range(6)} - {
        (a, b) for a, b in [(1, 3), (2, 3), (3, 5)] for a, b in [(a, b), (b, a)]
    }
    assert where(topics="一").overlaps(where(topics="二"))
    assert not where("甲", chars=ValueRange(1, 2)).overlaps(where("甲", chars=ValueRange(3, 4)))
    assert where("甲", "一").matches({Attribute.UNIT: "甲", Attribute.TOPIC: ("二", "一")})
    assert not where("甲", "一").matches({Attribute.UNIT: "甲", Attribute.TOPIC: ()})
    assert not where("甲").matches({Attribute.UNIT: "乙"})
    assert where("甲乙").narrowed(Attribute.UNIT, frozenset("乙丙")) == where("乙")
    assert where("甲", chars=ValueRange(1)).attributes == {Attribute.UNIT, Attribute.CHARS}
