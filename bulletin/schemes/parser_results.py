"""Parse what becomes of points at the end of a period: results that units are ranked by, and points needed to pass."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from bulletin.core.dates import Grain
from bulletin.core.numbers import amount
from bulletin.model.scheme import PassMark, ResultRule
from bulletin.model.scheme_enums import Divisor, Measure
from bulletin.schemes.parser_rules import parse_positive, parse_words
from bulletin.schemes.toml_table import SchemeTable, parse_number

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_CONVERSIONS = ("scale-to", "mean-to", "steps")


def parse_result(table: SchemeTable) -> ResultRule:
    """Return what units are ranked by."""
    divisor = table.term("divide-by", Divisor, Divisor.SCORED) if "divide-by" in table.data else None
    table.known.append("divide-by")
    result = ResultRule(
        words=_words(table),
        line=table.line(),
        condition=table.unit_condition(),
        divisor=divisor,
        scale=parse_positive(table, "scale-to"),
        mean=parse_positive(table, "mean-to"),
        highest=parse_positive(table, "at-most"),
        steps=_parse_steps(table),
    )
    given = [key for key in _CONVERSIONS if key in table.data]
    for key in given[1:]:
        table.note("setting-conflict", key, other=given[0])
    if "at-most" in table.data and "mean-to" not in table.data:
        table.note("setting-conflict", "at-most", other="mean-to")
    return result


def parse_pass_mark(table: SchemeTable) -> PassMark:
    """Return how many points units need in each period."""
    points, per = table.number("points", required=True), table.grain("per", required=True)
    measure = table.term("measure", Measure, Measure.POINTS)
    if measure is not Measure.POINTS:
        name = Measure.POINTS.names[0]
        table.note("unknown-term", "measure", name=table.text_of("measure"), nearest=name, known=name)
    return PassMark(
        words=_words(table),
        line=table.line(),
        condition=table.unit_condition(),
        points=points or Fraction(0),
        per=per or Grain.YEAR,
        disqualifies=bool(table.flag("disqualifies")),
    )


def _words(table: SchemeTable) -> str:
    """Return the words of a clause; where there is but one for all units, they may be left out."""
    return parse_words(table) if {"units", "groups"} & table.data.keys() else table.text_of("words")


def _parse_steps(table: SchemeTable) -> tuple[tuple[Fraction, Fraction], ...]:
    """Return a table of steps, the lowest first: from which value on a unit has how much."""
    given = table.take("steps")
    steps: dict[Fraction, Fraction] = {}
    for key, value in given.items() if isinstance(given, dict) else ():
        start, result = _step_start(key), parse_number(value)
        if start is not None and result is not None and start not in steps:
            steps[start] = result
    if given is not None and (not isinstance(given, dict) or not given or len(steps) != len(given)):
        table.note("bad-setting", "steps", example='steps = { "0" = 60, "50" = 80, "100" = 100 }')
    listed = sorted(steps.items())
    if (fallen := next((start for (_, low), (start, high) in pairwise(listed) if high < low), None)) is not None:
        table.note("steps-fall", "steps", start=amount(fallen))
    return tuple(listed)


def _step_start(text: str) -> Fraction | None:
    plain = text.strip()
    return parse_number(Decimal(plain) if _NUMBER.fullmatch(plain) else plain)
