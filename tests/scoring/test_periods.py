"""Periods of circulars, and their names."""

from __future__ import annotations

import pytest

from bulletin.core.dates import Period
from bulletin.core.i18n import translator
from bulletin.scoring import periods
from bulletin.scoring.periods import period_name
from tests.support.scoring_archives import archive, item, registry

EN = translator("en")


@pytest.mark.parametrize(
    ("text", "number", "year_to_date", "name"),
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
def test_periods(text: str, number: int, year_to_date: str, name: str) -> None:
    period = Period.parse(text)
    assert periods.quarter_number(period) == number
    assert periods.year_to_date(period) == (Period.parse(year_to_date) if year_to_date else None)
    assert period_name(period, EN) == name
    assert period_name(period, translator("zh")).startswith("2026")


def test_periods_with_a_scheme_in_force_have_a_circular() -> None:
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
