"""Which numbers are in a span, and which facts meet a condition."""

from __future__ import annotations

import pytest

from bulletin.model.conditions import Mark, Span, Where

SPANS = [Span(), Span(1), Span(2), Span(None, 2), Span(None, 1), Span(1, 2), Span(2, 2), Span(3, 4)]


NUMBERS = range(6)


@pytest.mark.parametrize("one", SPANS)
@pytest.mark.parametrize("other", SPANS)
def test_spans(one: Span, other: Span) -> None:
    here, there = ({n for n in range(-9, 9) if n in span} for span in (one, other))
    assert one.within(other) == (here <= there)
    assert one.meets(other) == bool(here & there)


def where(units: str = "", topics: str = "", chars: Span | None = None) -> Where:
    values = {Mark.UNIT: frozenset(units), Mark.TOPIC: frozenset(topics)}
    return Where({m: v for m, v in values.items() if v}, {Mark.CHARS: chars} if chars else {})


def test_rules_lie_within_and_meet_each_other() -> None:
    every = [where(), where("甲"), where("甲乙"), where("丙"), where(chars=Span(1, 5)), where("甲", chars=Span(2, 3))]
    within = {(a, b) for a, one in enumerate(every) for b, other in enumerate(every) if one.within(other)}
    meets = {(a, b) for a, one in enumerate(every) for b, other in enumerate(every) if one.meets(other)}
    assert within == {(n, n) for n in range(6)} | {(n, 0) for n in range(6)} | {(1, 2), (5, 1), (5, 2), (5, 4)}
    assert meets == {(a, b) for a in range(6) for b in range(6)} - {
        (a, b) for a, b in [(1, 3), (2, 3), (3, 5)] for a, b in [(a, b), (b, a)]
    }
    assert where(topics="一").meets(where(topics="二"))
    assert not where("甲", chars=Span(1, 2)).meets(where("甲", chars=Span(3, 4)))
    assert where("甲", "一").holds({Mark.UNIT: "甲", Mark.TOPIC: ("二", "一")})
    assert not where("甲", "一").holds({Mark.UNIT: "甲", Mark.TOPIC: ()})
    assert not where("甲").holds({Mark.UNIT: "乙"})
    assert where("甲乙").also(Mark.UNIT, frozenset("乙丙")) == where("乙")
    assert where("甲", chars=Span(1)).marks == {Mark.UNIT, Mark.CHARS}
