"""The small pieces that scoring is made of, each by a table."""

from __future__ import annotations

import dataclasses
from datetime import date
from fractions import Fraction

import pytest

import bulletin.schemes
import bulletin.scoring
from bulletin.core.dates import Period
from bulletin.core.i18n import translator
from bulletin.model.registry import Unit
from bulletin.model.scheme_enums import TieRanking
from bulletin.schemes.parser import read_schemes
from bulletin.scoring import activity, periods, targets
from bulletin.scoring.circulars.text import comparison_text
from bulletin.scoring.entries import total
from bulletin.scoring.periods import period_name
from bulletin.scoring.standings import ranks_of
from tests.support.scoring_archives import adopted, archive, call, item, publication, registry

F = Fraction
EN = translator("en")


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
    assert periods.quarter_number(period) == number
    assert periods.year_to_date(period) == (Period.parse(so_far) if so_far else None)
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
    assert comparison_text(now, before, EN) == said


def test_ranks() -> None:
    results = [F(9), F(9), F(7), F(7), F(7), F(1)]
    assert ranks_of(results, TieRanking.SKIP) == {F(9): 1, F(7): 3, F(1): 6}
    assert ranks_of(results, TieRanking.DENSE) == {F(9): 1, F(7): 2, F(1): 3}
    assert ranks_of([], TieRanking.SKIP) == {}


def test_sums_are_exact() -> None:
    assert total([F(1, 3), F(1, 3), F(1, 3), F(2), F(-5)]) == F(-2)
    assert total([]) == 0


def test_days_of_units() -> None:
    year = Period.year(2026)
    there = [
        activity.presence(Unit(id="甲", name="甲", joined=joined, left=left), year)
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
    assert [activity.number_of_days(period) if period else 0 for period in there] == [365, 306, 60, 1, 0, 1, 0]


def test_rates_and_silence() -> None:
    known = registry(
        [Unit(id="甲", name="甲"), Unit(id="乙", name="乙", left=date(2026, 2, 1))], [publication("县刊", "县")]
    )
    items = [item("a", "甲", "1-5", adoptions=[adopted("县刊", "2-1"), adopted("县刊", "2-2")]), item("b", "甲", "1-6")]
    found = archive(known, "", items)
    assert activity.adoption_rate(found.items) == F(1, 2)
    assert activity.adoption_rate([]) is None
    silent = [
        activity.submitted_nothing(found, unit, Period.parse(p)) for unit in known.units for p in ("2026-01", "2026-03")
    ]
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


def test_a_call_without_a_due_day_is_never_missed() -> None:
    text = 'name = "办法"\n[[lapse]]\nwords = "未报"\nkinds = ["约稿未报"]\npoints = -1\n'
    due = dataclasses.replace(call("a", "甲", "1-1", "1-9"), due=None)
    found = archive(registry("甲"), text, [], calls=[due])
    assert bulletin.scoring.whole_ledger(found).points("甲", Period.year(2026)) == 0


def test_periods_are_told_of_where_a_scheme_was_in_force() -> None:
    text = 'name = "办法"\nvalid-from = 2026-02-01\nvalid-to = 2026-03-31\n[[submission]]\nwords = "报送"\npoints = 1\n'
    found = archive(registry("甲"), text, [item("a", "甲", "11-5")])
    assert [period.label for period in periods.circular_periods(found)] == [
        "2026",
        "2026-H2",
        "2026-Q4",
        "2026-H1",
        "2026-Q1",
    ]
    assert [periods.has_circular(found, Period.parse(text)) for text in ("2026-Q1", "2026-Q2")] == [True, False]
