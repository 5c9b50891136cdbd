"""The small pieces that scoring is made of, each by a table."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
from datetime import date
from fractions import Fraction
from functools import cached_property

import pytest

import bulletin.schemes
import bulletin.scoring
from bulletin.build.cache.facts_digests import canonical, digest, quarter, quarters, together, window
from bulletin.core.dates import Period
from bulletin.core.i18n import translator
from bulletin.core.numbers import amount, percent, ratio, signed
from bulletin.model.conditions import Mark, Span, Where
from bulletin.model.registry import Unit
from bulletin.model.scheme_enums import Ties
from bulletin.schemes.parser import read_schemes
from bulletin.schemes.toml_table import exact
from bulletin.schemes.validity import scheme_at
from bulletin.scoring import counts, periods, targets
from bulletin.scoring.circular_text import compared
from bulletin.scoring.entries import total
from bulletin.scoring.period_names import period_name
from bulletin.scoring.standings import ranked
from tests.support.scoring_archives import adopted, archive, call, item, publication, registry

F = Fraction
EN = translator("en")


def test_facts_are_frozen() -> None:
    modules = [
        importlib.import_module(found.name)
        for package in (bulletin.schemes, bulletin.scoring)
        for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}.")
    ]
    kinds = [kind for module in modules for kind in vars(module).values() if kind.__class__ is type]
    facts = [
        kind
        for kind in kinds
        if dataclasses.is_dataclass(kind) and kind.__module__.startswith(("bulletin.schemes", "bulletin.model.scheme"))
    ]
    assert len(facts) > 10
    # A table notes what is wrong with it while it is read.
    assert {kind.__name__ for kind in facts if not kind.__dataclass_params__.frozen} == {"Table"}  # type: ignore[attr-defined]
    for kind in facts:
        cached = any(isinstance(value, cached_property) for value in vars(kind).values())
        assert cached != ("__slots__" in vars(kind)), kind


AMOUNTS = {
    "8": "8",
    "-5/2": "-2.5",
    "1/4": "0.25",
    "1/8": "0.125",
    "1/16": "0.0625",
    "1/20": "0.05",
    "1/3": "0.3333",
    "-1/3": "-0.3333",
    "2/3": "0.6667",
    "1/30000": "0",
    "-1/30000": "0",
    "1/6": "0.1667",
    "100": "100",
    "1/100000": "0.00001",
    "3/1000": "0.003",
    "0": "0",
}


@pytest.mark.parametrize("value", AMOUNTS)
def test_amounts(value: str) -> None:
    assert amount(F(value)) == AMOUNTS[value]


def test_numbers_as_text() -> None:
    assert [amount(F(5, 3), 2), amount(F(5, 4), 1), amount(F(-5, 4), 1), amount(F(1, 2), 0)] == [
        "1.67",
        "1.25",
        "-1.25",
        "0.5",
    ]
    assert [signed(F(n)) for n in (2, 0, -2)] == ["+2", "0", "-2"]
    assert [percent(F(n)) for n in ("1/3", "1/2", "1", "0", "-1/8", "2", "1999/2000")] == [
        "33.3%",
        "50%",
        "100%",
        "0%",
        "-12.5%",
        "200%",
        "100%",
    ]
    assert [ratio(None), ratio(F(1, 3)), ratio(F(1))] == [None, "0.3333", "1.0000"]


def test_exact_numbers() -> None:
    assert [exact(value) for value in (1, 0, -3, True, "1", None)] == [F(1), F(0), F(-3), None, None, None]


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


def test_which_scheme_is_in_force() -> None:
    text = 'name = "办法"\nvalid-from = 2026-02-01\nvalid-to = 2026-03-31\n[[submission]]\nwords = "报送"\npoints = 1\n'
    schemes, _, _ = read_schemes({"registry/schemes/a.toml": text}, registry("甲"))
    days = [date(2026, 1, 31), date(2026, 2, 1), date(2026, 3, 31), date(2026, 4, 1)]
    assert [bool(scheme_at(schemes, day)) for day in days] == [False, True, True, False]


@pytest.mark.parametrize(
    ("text", "number", "so_far", "name"),
    [
        ("2026", 4, "2026", "the year 2026"),
        ("2026-H1", 2, "2026-H1", "the first half of 2026"),
        ("2026-H2", 4, "2026", "the second half of 2026"),
        ("2026-Q1", 1, "2026-Q1", "the first quarter of 2026"),
        ("2026-Q2", 2, "2026-H1", "the second quarter of 2026"),
        ("2026-Q3", 3, "", "the third quarter of 2026"),
        ("2026-Q4", 4, "2026", "the fourth quarter of 2026"),
        ("2026-09", 3, "2026-01-01..2026-09-30", "2026-09"),
        ("2026-02-03..2026-02-04", 1, "2026-01-01..2026-02-04", "2026-02-03 to 2026-02-04"),
    ],
)
def test_periods(text: str, number: int, so_far: str, name: str) -> None:
    period = Period.parse(text)
    assert periods.number(period) == number
    assert periods.so_far(period) == (Period.parse(so_far) if so_far else None)
    assert period_name(period, EN) == name
    assert period_name(period, translator("zh")).startswith("2026")


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (5, 5, "as many"),
        (6, 5, "1 more (+20%)"),
        (3, 5, "2 fewer (-40%)"),
        (2, 0, "2 more"),
        (0, 4, "4 fewer (-100%)"),
        (9, 3, "6 more (+200%)"),
    ],
)
def test_comparisons(now: int, before: int, said: str) -> None:
    assert compared(now, before, EN) == said


def test_ranks() -> None:
    results = [F(9), F(9), F(7), F(7), F(7), F(1)]
    assert ranked(results, Ties.SKIP) == {F(9): 1, F(7): 3, F(1): 6}
    assert ranked(results, Ties.DENSE) == {F(9): 1, F(7): 2, F(1): 3}
    assert ranked([], Ties.SKIP) == {}


def test_sums_are_exact() -> None:
    assert total([F(1, 3), F(1, 3), F(1, 3), F(2), F(-5)]) == F(-2)
    assert total([]) == 0


def test_days_of_units() -> None:
    year = Period.year(2026)
    there = [
        counts.presence(Unit(id="甲", name="甲", joined=joined, left=left), year)
        for joined, left in [
            (None, None),
            (date(2026, 3, 1), None),
            (None, date(2026, 3, 1)),
            (date(2026, 12, 31), None),
            (date(2027, 1, 1), None),
            (None, date(2026, 1, 1)),
            (None, date(2025, 12, 31)),
        ]
    ]
    assert [counts.days(period) if period else 0 for period in there] == [365, 306, 60, 1, 0, 1, 0]


def test_rates_and_silence() -> None:
    known = registry(
        [Unit(id="甲", name="甲"), Unit(id="乙", name="乙", left=date(2026, 2, 1))], [publication("县刊", "县")]
    )
    items = [item("a", "甲", "1-5", adoptions=[adopted("县刊", "2-1"), adopted("县刊", "2-2")]), item("b", "甲", "1-6")]
    found = archive(known, "", items)
    assert counts.rate(found.items) == F(1, 2)
    assert counts.rate([]) is None
    silent = [counts.is_silent(found, unit, Period.parse(p)) for unit in known.units for p in ("2026-01", "2026-03")]
    assert silent == [False, True, True, False]


def test_what_is_owed_is_rounded_at_the_half() -> None:
    text = '[[target]]\nid = "a"\nwords = "每季度{}条"\ncount = {}\nper = "季度"\n{}'
    quarter_of = Period.parse("2026-Q1")

    def owed(count: int, joined: date | None = None, more: str = "") -> int:
        unit = Unit(id="甲", name="甲", joined=joined)
        file = {"registry/targets/2026.toml": text.format(count, count, more)}
        ((target,), _) = read_schemes(file, registry([unit]))[1:]
        return targets.owed(target, unit, quarter_of)

    assert [owed(3), owed(3, date(2026, 4, 1)), owed(3, date(2026, 2, 15)), owed(4, date(2026, 2, 15))] == [3, 0, 2, 2]
    assert [owed(1, date(2026, 2, 15)), owed(1, date(2026, 2, 16)), owed(9, date(2026, 3, 31))] == [1, 0, 0]
    assert owed(4, date(2026, 3, 31), "prorate = false") == 4


def test_quarters_and_digests() -> None:
    assert [quarter(date(2026, month, 1)) - 2026 * 4 for month in range(1, 13)] == [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3]
    assert [n - 2026 * 4 for n in quarters(Period.parse("2026-03-31..2026-10-01"))] == [0, 1, 2, 3]
    assert len({digest("ab", "c"), digest("a", "bc"), digest("abc"), digest(b"abc", ""), digest()}) == 5
    assert digest("甲") == digest("甲".encode())
    assert [len(digest()), len(together({}, [1, 2])), together({1: b"x" * 12}, [1, 2])] == [
        12,
        24,
        b"x" * 12 + b"-" * 12,
    ]
    assert [window(Period.parse(text)).label for text in ("2026-Q1", "2026-Q2", "2026-H2", "2026")] == [
        "2025-01-01..2026-03-31",
        "2026-H1",
        "2026",
        "2025-01-01..2026-12-31",
    ]
    assert canonical({"b": 1, "a": frozenset({"y", "x"})}) == "{'a':{'x','y'},'b':1}"
    assert canonical((1, ("a",), None)) == "(1,('a'),None)"
    assert canonical(Span(1, 2)) == "Span(low=1,high=2)"


def test_a_call_without_a_due_day_is_never_missed() -> None:
    text = 'name = "办法"\n[[lapse]]\nwords = "未报"\nkinds = ["约稿未报"]\npoints = -1\n'
    due = dataclasses.replace(call("a", "甲", "1-1", "1-9"), due=None)
    found = archive(registry("甲"), text, [], calls=[due])
    assert bulletin.scoring.whole(found).points("甲", Period.year(2026)) == 0


def test_periods_are_told_of_where_a_scheme_was_in_force() -> None:
    text = 'name = "办法"\nvalid-from = 2026-02-01\nvalid-to = 2026-03-31\n[[submission]]\nwords = "报送"\npoints = 1\n'
    found = archive(registry("甲"), text, [item("a", "甲", "11-5")])
    assert [period.label for period in periods.periods(found)] == ["2026", "2026-H2", "2026-Q4", "2026-H1", "2026-Q1"]
    assert [periods.has(found, Period.parse(text)) for text in ("2026-Q1", "2026-Q2")] == [True, False]
