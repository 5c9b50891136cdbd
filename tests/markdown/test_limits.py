"""Where the limits are of what is given to python-markdown: the last that passes, the first that does not."""

from __future__ import annotations

import pytest

from bulletin.markdown.body import MAX_HEADINGS
from bulletin.markdown.lint import (
    MAX_ADDRESSES,
    MAX_BRACKETS,
    MAX_CELLS,
    MAX_CODE_LINES,
    MAX_DEPTH,
    MAX_FOOTNOTES,
    MAX_LINES,
    MAX_MARKS,
    MAX_PARAGRAPH_MARKS,
    LineNumbers,
    find_costly_markup,
)
from bulletin.markdown.normalize import NormalizedText, normalize

Told = list[tuple[str, int, dict[str, str]]]


def refused(text: str, reading: NormalizedText | None = None) -> Told:
    reading = reading or normalize(text)
    prose = reading.prose()
    found = find_costly_markup(reading, prose, "a.md", LineNumbers(prose, 1))
    return [(p.code, p.line, dict(p.values)) for p in found]


# What just passes; what does not, where, and what is said.
LIMITS: dict[str, tuple[str, str, str, int, dict[str, str]]] = {
    "quotations": ("甲\n" + "> " * MAX_DEPTH, "甲\n" + "> " * (MAX_DEPTH + 1), "too-nested", 2, {"limit": "20"}),
    "lists": (
        "甲\n" + "- " * MAX_DEPTH + "乙",
        "甲\n" + "- " * (MAX_DEPTH + 1) + "乙",
        "too-nested",
        2,
        {"limit": "20"},
    ),
    "definitions": (
        "甲\n" + ": 乙\n" * MAX_DEPTH,
        "甲\n" + ": 乙\n" * (MAX_DEPTH + 1),
        "too-nested",
        2,
        {"limit": "20"},
    ),
    "brackets": ("甲\n" + "[" * MAX_BRACKETS, "甲\n" + "[" * (MAX_BRACKETS + 1), "too-nested", 2, {"limit": "50"}),
    "both brackets": ("[(" * 25 + "\n", "[(" * 25 + "\n(", "too-nested", 2, {"limit": "50"}),
    "closed": (
        ")]" + "[" * 50 + ")][" + "]" * 60 + "[" * 50,
        ")]" + "[" * 50 + ")\n[[",
        "too-nested",
        2,
        {"limit": "50"},
    ),
    "paragraphs": ("[" * 50 + "\n\n" + "[" * 50, "[" * 50 + "\n[", "too-nested", 2, {"limit": "50"}),
    # Thirty brackets walk through 1 + 2 + … + 29 characters, and then thirty times through what follows the last.
    "a long way": ("[" * 30 + "字" * 9_984, "[" * 30 + "字" * 9_984 + "\n字", "too-nested", 2, {"limit": "50"}),
    # Forty: 780, and then forty times what comes before the next.
    "a way to the next": (
        "[" * 40 + "字" * 7_478 + "]\n\n甲",
        "[" * 40 + "字" * 7_480 + "\n]\n\n甲",
        "too-nested",
        2,
        {"limit": "50"},
    ),
    "asterisks": (
        "甲\n\n" + "*" * MAX_PARAGRAPH_MARKS,
        "甲\n\n" + "*" * 1001,
        "too-many-marks",
        3,
        {"count": "1001", "limit": "1000"},
    ),
    "marks": (
        "*_\\~&" * 200,
        "甲\n\n" + "*_\\~&" * 200 + "<",
        "too-many-marks",
        3,
        {"count": "1001", "limit": "1000"},
    ),
    "line ends": ("甲  \n" * 1000, "甲  \n" * 1001, "too-many-marks", 1, {"count": "1001", "limit": "1000"}),
    "paragraphs of marks": (
        "*" * 600 + "\n\n" + "*" * 600,
        "*" * 600 + "\n\n" + "*" * 1200,
        "too-many-marks",
        3,
        {"count": "1200", "limit": "1000"},
    ),
    "cells": ("甲\n" + "|" * MAX_CELLS, "甲\n" + "|" * 5001, "too-many-marks", 2, {"count": "5001", "limit": "5000"}),
    "quotations with wide gaps": ("甲\n" + ">   " * 20, "甲\n" + ">   " * 21, "too-nested", 2, {"limit": "20"}),
    "quotations in lists": ("甲\n\n" + "- >" * 10, "甲\n\n" + "- >" * 11, "too-nested", 3, {"limit": "20"}),
    "lines": (
        "甲\n" * MAX_LINES,
        "甲\n" * MAX_LINES + "\n",
        "too-many-lines",
        1,
        {"count": "5001", "limit": "5000"},
    ),
    "addresses": (
        "[甲]: 乙\n" * MAX_ADDRESSES + "[^1]: 丙",
        "甲\n" + "> [甲]: 乙\n" * 201,
        "too-many-addresses",
        1,
        {"count": "201", "limit": "200"},
    ),
    "headings": (
        "# 甲\n" * MAX_HEADINGS,
        "乙\n" + "# 甲\n" * 201,
        "too-many-headings",
        1,
        {"count": "201", "limit": "200"},
    ),
    "underlined": (
        "甲\n===\n" * 100 + "甲\n---\n" * 100,
        "甲\n===\n" * 100 + "甲\n---\n" * 101,
        "too-many-headings",
        1,
        {"count": "201", "limit": "200"},
    ),
    "all marks": (
        "**甲**\n\n" * (MAX_MARKS // 4),
        "**甲**\n\n" * (MAX_MARKS // 4) + "&",
        "too-many-marks",
        1,
        {"count": "10001", "limit": "10000"},
    ),
    "words between backticks": (
        "`a` " * (MAX_MARKS // 2),
        "`a` " * (MAX_MARKS // 2) + "](",
        "too-many-marks",
        1,
        {"count": "10001", "limit": "10000"},
    ),
    "what asks for footnotes": (
        "[^1]" * 40 + "甲[^1]\n\n" * (2 * MAX_FOOTNOTES - 40) + "[^1]: 甲",
        "甲[^1]\n\n" * (2 * MAX_FOOTNOTES + 1) + "[^1]: 甲",
        "too-many-footnotes",
        1,
        {"count": "1001", "limit": "1000"},
    ),
    "footnotes": (
        "".join(f"[^{n}]: 甲\n" for n in range(MAX_FOOTNOTES)),
        "".join(f"[^{n}]: 甲\n" for n in range(501)),
        "too-many-footnotes",
        1,
        {"count": "501", "limit": "500"},
    ),
}


@pytest.mark.parametrize("name", LIMITS)
def test_the_limits_are_the_last_that_pass(name: str) -> None:
    good, bad, *reported = LIMITS[name]
    assert refused(good) == []
    assert refused(bad) == [tuple(reported)]


def test_code_has_a_limit_too() -> None:
    text = "\n" * 5_000
    last = NormalizedText(text, text, code=frozenset(range(MAX_CODE_LINES)))
    more = NormalizedText(text, text, code=frozenset(range(MAX_CODE_LINES + 1)))
    assert refused(text, last) == []
    assert refused(text, more) == [("too-many-marks", 1, {"count": "4001", "limit": "4000"})]
