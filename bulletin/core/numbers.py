"""Write exact numbers: points, percentages, ratios."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

PLACES = 4
"""Decimals of an amount whose decimal form does not end, such as a third."""


def amount(points: Fraction, places: int = PLACES) -> str:
    """Return points as a decimal: exact where the decimal ends, else rounded half away from zero."""
    return _amount(points.numerator, points.denominator, places)


@lru_cache(maxsize=4096)
def _amount(numerator: int, denominator: int, places: int) -> str:
    end = _decimals(denominator)
    text = _fixed(Fraction(numerator, denominator), places if end is None else end)
    return text.rstrip("0").rstrip(".") if "." in text else text


def signed(points: Fraction) -> str:
    """Return points with their sign."""
    return ("+" if points > 0 else "") + amount(points)


def percent(value: Fraction) -> str:
    """Return a ratio as a percentage with one decimal at most."""
    return _percent(value.numerator, value.denominator)


def percent_in_column(value: Fraction) -> str:
    """Return a ratio as a percentage with one decimal always: a column has one format."""
    return f"{_fixed(value * 100, 1)}%"


@lru_cache(maxsize=4096)
def _percent(numerator: int, denominator: int) -> str:
    return _fixed(Fraction(numerator * 100, denominator), 1).removesuffix(".0") + "%"


def ratio(value: Fraction | None) -> str | None:
    """Return a ratio as text with four places, or None."""
    return None if value is None else _ratio(value.numerator, value.denominator)


@lru_cache(maxsize=4096)
def _ratio(numerator: int, denominator: int) -> str:
    return _fixed(Fraction(numerator, denominator), PLACES)


def _decimals(denominator: int) -> int | None:
    """Return the number of decimals, or None if the decimal does not end."""
    places = 0
    for prime in (2, 5):
        found = 0
        while denominator % prime == 0:
            denominator, found = denominator // prime, found + 1
        places = max(places, found)
    return places if denominator == 1 else None


def _fixed(value: Fraction, places: int) -> str:
    whole, rest = divmod(abs(value.numerator) * 10**places, value.denominator)
    digits = str(whole + (2 * rest >= value.denominator)).rjust(places + 1, "0")
    before, after = digits[: len(digits) - places], digits[len(digits) - places :]
    sign = "-" if value.numerator < 0 and digits.strip("0") else ""
    return f"{sign}{before}.{after}" if places else f"{sign}{before}"
