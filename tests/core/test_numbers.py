"""Amounts, shares and ratios as text."""

from __future__ import annotations

from fractions import Fraction

import pytest

from bulletin.core.numbers import amount, percent, percent_in_column, ratio, signed

F = Fraction


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


def test_a_column_of_ratios_has_one_format() -> None:
    # 1/5 = 20.0 %, 4/7 = 57.142… %, 2/3 = 66.66… % and up.
    shown = [percent_in_column(Fraction(*parts)) for parts in ((1, 5), (4, 7), (2, 3), (2, 1))]
    assert shown == ["20.0%", "57.1%", "66.7%", "200.0%"]
