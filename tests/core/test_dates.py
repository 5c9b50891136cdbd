"""Periods as text, and which days are in them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.core.dates import BadPeriod, Grain, Period

PERIODS = {
    "2026": (date(2026, 1, 1), date(2026, 12, 31)),
    "2026-H1": (date(2026, 1, 1), date(2026, 6, 30)),
    "2026-Q1": (date(2026, 1, 1), date(2026, 3, 31)),
    "2026-Q4": (date(2026, 10, 1), date(2026, 12, 31)),
    "2028-02": (date(2028, 2, 1), date(2028, 2, 29)),
    "2026-07-01..2026-10-09": (date(2026, 7, 1), date(2026, 10, 9)),
}


@pytest.mark.parametrize("label", PERIODS)
def test_periods_are_read_and_written(label: str) -> None:
    period = Period.parse(label)
    assert (period.first, period.last) == PERIODS[label]
    assert period.label == label


@pytest.mark.parametrize(
    "text", ["", "26", "2026-Q5", "2026-H3", "2026-13", "2026-00", "2026-02-01..2026-01-01", "0000"]
)
def test_no_period(text: str) -> None:
    with pytest.raises(BadPeriod):
        Period.parse(text)


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)), st.sampled_from(Grain))
def test_a_day_lies_in_one_period_of_a_grain(day: date, grain: Grain) -> None:
    period = Period.holding(day, grain)
    assert day in period
    assert Period.parse(period.label) == period
    assert sum(day in part for part in Period.year(day.year).split(grain)) == 1
