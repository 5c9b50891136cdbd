"""Points as people write them."""

from __future__ import annotations

from fractions import Fraction

PLACES = 4
"""How many decimals an amount shows that has no end, such as a third."""

HALF = Fraction(1, 2)


def amount(points: Fraction, places: int = PLACES) -> str:
    """Return points as a decimal: exact where it has an end, else rounded half away from zero."""
    digits = places
    if (end := _end(points.denominator)) is not None:
        digits = end
    text = _fixed(points, digits)
    return text.rstrip("0").rstrip(".") if "." in text else text


def signed(points: Fraction) -> str:
    """Return points with their sign."""
    return ("+" if points > 0 else "") + amount(points)


def percent(value: Fraction) -> str:
    """Return a ratio as a percentage with one decimal at most."""
    text = _fixed(value * 100, 1)
    return text.removesuffix(".0") + "%"


def ratio(value: Fraction | None) -> str | None:
    """Return a ratio as text with four places, or None."""
    return None if value is None else _fixed(value, PLACES)


def _end(denominator: int) -> int | None:
    """Return after how many places a decimal ends, or None if it never does."""
    places = 0
    for prime in (2, 5):
        found = 0
        while denominator % prime == 0:
            denominator, found = denominator // prime, found + 1
        places = max(places, found)
    return places if denominator == 1 else None


def _fixed(value: Fraction, places: int) -> str:
    digits = str(int(abs(value) * 10**places + HALF)).rjust(places + 1, "0")
    whole, rest = digits[: len(digits) - places], digits[len(digits) - places :]
    sign = "-" if value < 0 and digits.strip("0") else ""
    return f"{sign}{whole}.{rest}" if places else f"{sign}{whole}"
