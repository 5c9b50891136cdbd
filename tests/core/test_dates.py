"""Periods as text, and which days are in them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.core.dates import BadPeriod, BadTime, Grain, Period, parse_time

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


WEEKS = {
    # 2026 begins on a Thursday: 29 to 31 December 2025 stay in the last week of 2025.
    "2025-W52": (date(2025, 12, 22), date(2025, 12, 31)),
    "2026-W01": (date(2026, 1, 1), date(2026, 1, 4)),
    "2026-W07": (date(2026, 2, 9), date(2026, 2, 15)),
    # The Thursday of its last week is 31 December: 1 to 3 January, Friday to Sunday, go to week 1 of 2027.
    "2026-W53": (date(2026, 12, 28), date(2026, 12, 31)),
    "2027-W01": (date(2027, 1, 1), date(2027, 1, 10)),
    # 2024 begins on a Monday, and ends on a Tuesday of week 1 of 2025.
    "2024-W01": (date(2024, 1, 1), date(2024, 1, 7)),
    "2024-W52": (date(2024, 12, 23), date(2024, 12, 31)),
    "2026-02-H1": (date(2026, 2, 1), date(2026, 2, 15)),
    "2028-02-H2": (date(2028, 2, 16), date(2028, 2, 29)),
}


@pytest.mark.parametrize("label", WEEKS)
def test_weeks_and_half_months(label: str) -> None:
    period = Period.parse(label)
    assert (period.first, period.last) == WEEKS[label]
    assert period.label == label
    assert period.grain is (Grain.WEEK if "W" in label else Grain.HALF_MONTH)


@pytest.mark.parametrize(
    ("text", "label"), [("2026-2上", "2026-02-H1"), ("2026-02下半月", "2026-02-H2"), ("2026w7", "2026-W07")]
)
def test_other_spellings_of_weeks_and_half_months(text: str, label: str) -> None:
    assert Period.parse(text).label == label


@pytest.mark.parametrize("text", ["2026-W54", "2026-W00", "2025-W53", "2026-02-H3", "2026-13-H1", "2026-02-H"])
def test_no_week_and_no_half_month(text: str) -> None:
    with pytest.raises(BadPeriod):
        Period.parse(text)


@given(st.integers(1950, 2099))
def test_a_year_has_each_of_its_weeks_once(year: int) -> None:
    weeks = list(Period.year(year).split(Grain.WEEK))
    assert [week.number for week in weeks] == list(range(1, date(year, 12, 28).isocalendar().week + 1))
    assert all(week.last.isoweekday() == 7 for week in weeks[:-1])
    assert all(4 <= (week.last - week.first).days + 1 <= 10 for week in weeks)


@given(st.integers(1950, 2099))
def test_each_week_counts_in_one_quarter(year: int) -> None:
    whole = Period.year(year)
    by_quarter = [week for quarter in whole.split(Grain.QUARTER) for week in quarter.counted(Grain.WEEK)]
    assert by_quarter == list(whole.split(Grain.WEEK))


def test_periods_before() -> None:
    assert Period.parse("2026-W07").previous.label == "2026-W06"
    assert Period.parse("2026-W01").previous.label == "2025-W52"
    assert Period.parse("2026-W07").year_before.label == "2025-W07"
    # 2025 has 52 weeks.
    assert Period.parse("2026-W53").year_before.label == "2025-W52"
    assert Period.parse("2028-02-H2").year_before.label == "2027-02-H2"
    assert Period.parse("2026-03-H1").previous.label == "2026-02-H2"


@pytest.mark.parametrize("text", ["00:00", "09:05", "14:30", "23:59"])
def test_times_of_day_are_read(text: str) -> None:
    assert parse_time(text) == text


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("14：30", "14:30"),
        ("１４:３０", "14:30"),
        ("9:05", "09:05"),
        ("14时30分", "14:30"),
        ("14点", "14:00"),
        ("14.30", "14:30"),
        ("下午2:30", "14:30"),
        ("14:30:00", "14:30"),
        ("24:00", ""),
        ("14:60", ""),
        ("1430", ""),
        ("下午", ""),
        ("", ""),
    ],
)
def test_no_time_of_day(text: str, meant: str) -> None:
    with pytest.raises(BadTime) as caught:
        parse_time(text)
    assert caught.value.meant == meant
