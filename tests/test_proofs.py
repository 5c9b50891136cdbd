"""Proof-reading: what is told of a text, on which line, with which words, and where the limits are."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from bulletin.body import HEADINGS
from bulletin.dialect import Reading, read
from bulletin.handwritten import read_page
from bulletin.links import Resolver
from bulletin.proofs import BRACKETS, CELLS, DEEP, FOOTNOTES, MARKS, Lines, refusals, repeated_headings
from bulletin.registry import Registry
from bulletin.render import Renderer

RENDERER = Renderer(Resolver({}, frozenset()))
Told = list[tuple[str, int, dict[str, str]]]


def from_one(values: Mapping[str, str], first: int) -> dict[str, str]:
    return {key: str(int(value) - first + 1) if key == "first" else value for key, value in values.items()}


TOLD: dict[str, Told] = {
    "甲<b>乙</b>\n<i>": [("raw-html", 1, {"text": "<b>"})],
    "甲<br>乙<BR/>丙<br />丁": [],
    "首\n\n甲<br>乙</p>": [("raw-html", 3, {"text": "</p>"})],
    "甲\n<!-- 待核": [("raw-html", 2, {"text": "<!--"})],
    '甲<span class="' + "x" * 60 + '">': [("raw-html", 1, {"text": '<span class="xxxxxxxxxxxxxxxxxxxxxxxxxxx'})],
    "甲<b\n>": [],
    "甲[^1]乙[^2]\n\n[^1]: 丙\n[^2]: 丁": [],
    "甲[^1]\n\n[^1]: 丙\n\n[^1]: 丁\n\n[^1]: 戊": [
        ("duplicate-footnote", 5, {"name": "1", "first": "3"}),
        ("duplicate-footnote", 7, {"name": "1", "first": "3"}),
    ],
    "甲[^a]乙\n丙[^b][^a]": [("unknown-footnote", 1, {"name": "a"}), ("unknown-footnote", 2, {"name": "b"})],
    "甲\n\n[^a]: 乙\n\n   [^b]: 丙\n\n    [^c]: 码": [
        ("unused-footnote", 3, {"name": "a"}),
        ("unused-footnote", 5, {"name": "b"}),
    ],
    "".join(f"甲[^{n}]\n" for n in range(7)): [
        ("unknown-footnote", 1, {"name": "0"}),
        ("unknown-footnote", 2, {"name": "1"}),
        ("unknown-footnote", 3, {"name": "2"}),
        ("unknown-footnote", 4, {"name": "3"}),
        ("unknown-footnote", 5, {"name": "4"}),
    ],
    "甲\n\n" + "".join(f"[^{n}]: 乙\n" for n in range(7)): [
        ("unused-footnote", 3, {"name": "0"}),
        ("unused-footnote", 4, {"name": "1"}),
        ("unused-footnote", 5, {"name": "2"}),
        ("unused-footnote", 6, {"name": "3"}),
        ("unused-footnote", 7, {"name": "4"}),
    ],
    "甲[^x]\n\n[^y]: 乙[^y]": [("unknown-footnote", 1, {"name": "x"})],
    "甲\n---\n乙": [("rule-or-heading", 2, {"text": "甲", "mark": "---"})],
    "甲\n\n乙。\n===\n丙": [("rule-or-heading", 4, {"text": "乙。", "mark": "==="})],
    "甲\n===\n丙": [],
    "甲\n==\n丙": [("rule-or-heading", 2, {"text": "甲", "mark": "=="})],
    "甲\n=\n丙": [("rule-or-heading", 2, {"text": "甲", "mark": "="})],
    "长" * 30 + "\n-----\n乙": [
        ("rule-or-heading", 2, {"text": "长长长长长长长长长长长长长长长长长长长长", "mark": "---"})
    ],
    "# 甲\n---\n乙": [],
    "> 甲\n---\n乙": [],
    "- 甲\n---\n乙": [],
    "1. 甲\n---\n乙": [],
    "甲\n乙\n---": [],
    "".join(f"甲{n}\n---\n\n" for n in range(7)): [
        ("rule-or-heading", 2, {"text": "甲0", "mark": "---"}),
        ("rule-or-heading", 5, {"text": "甲1", "mark": "---"}),
        ("rule-or-heading", 8, {"text": "甲2", "mark": "---"}),
        ("rule-or-heading", 11, {"text": "甲3", "mark": "---"}),
        ("rule-or-heading", 14, {"text": "甲4", "mark": "---"}),
    ],
    "甲：\n===\n\n乙；\n===\n\n丙，\n===\n\n丁;\n===\n\n戊,\n===": [
        ("rule-or-heading", 5, {"text": "乙；", "mark": "==="}),
        ("rule-or-heading", 8, {"text": "丙，", "mark": "==="}),
        ("rule-or-heading", 11, {"text": "丁;", "mark": "==="}),
        ("rule-or-heading", 14, {"text": "戊,", "mark": "==="}),
    ],
    "|甲|乙|\n|-|-|\n|1|2|3|\n|1|2|\n|1|2|3|4|\n\n|1|2|3|": [
        ("leftover-markup", 3, {"text": "|1|2|3|"}),
        ("table-row", 3, {"count": "3", "columns": "2"}),
        ("table-row", 5, {"count": "4", "columns": "2"}),
    ],
    "甲|乙\n-|-\n1|2|3": [("table-row", 3, {"count": "3", "columns": "2"})],
    "|甲|乙|\n|-|-|\n|1|2\\|3|": [],
    "|甲|乙|\n|:-:|-|\n" + "|1|2|3|\n" * 7: [
        ("table-row", 3, {"count": "3", "columns": "2"}),
        ("table-row", 4, {"count": "3", "columns": "2"}),
        ("table-row", 5, {"count": "3", "columns": "2"}),
        ("table-row", 6, {"count": "3", "columns": "2"}),
        ("table-row", 7, {"count": "3", "columns": "2"}),
    ],
    "|甲|\n|-|-|\n|1|2|3|": [
        ("leftover-markup", 1, {"text": "|甲|"}),
        ("leftover-markup", 2, {"text": "|-|-|"}),
        ("leftover-markup", 3, {"text": "|1|2|3|"}),
    ],
    "甲\n|-|-|\n|1|2|3|": [("leftover-markup", 2, {"text": "|-|-|"}), ("leftover-markup", 3, {"text": "|1|2|3|"})],
    "|甲|乙|\n| : | : |\n|1|2|3|": [],
    "|甲|乙|\n|-|-|\n|1|2|3|\n\n文\n\n|丙|\n|-|\n|1|2|": [
        ("table-row", 3, {"count": "3", "columns": "2"}),
        ("table-row", 9, {"count": "2", "columns": "1"}),
    ],
    "|甲|乙|\n|-|-|\n|-|-|-|\n|1|2|3|": [
        ("table-row", 3, {"count": "3", "columns": "2"}),
        ("table-row", 4, {"count": "3", "columns": "2"}),
    ],
    "```\n甲\n\n````\n乙": [],
    "文\n\n" + "```x\n" * 7: [
        ("unclosed-fence", 3, {}),
        ("unclosed-fence", 4, {}),
        ("unclosed-fence", 5, {}),
        ("unclosed-fence", 6, {}),
        ("unclosed-fence", 7, {}),
    ],
    "**甲：**乙": [],
    "首\n\n**甲： **乙\n丙** 丁": [("leftover-markup", 3, {"text": "**甲： "})],
    "__甲__ 乙__丙__丁": [("leftover-markup", 1, {"text": "__丙__"})],
    "甲](b": [("leftover-markup", 1, {"text": "](b"})],
    "｜甲｜\n\n＃ 甲乙丙丁戊己庚辛壬癸子丑寅卯": [
        ("leftover-markup", 1, {"text": "｜甲｜"}),
        ("leftover-markup", 3, {"text": "＃ 甲乙丙丁戊己庚辛壬癸子"}),
    ],
    "｀｀｀\n\n···\n\n····": [
        ("leftover-markup", 1, {"text": "｀｀｀"}),
        ("leftover-markup", 3, {"text": "···"}),
        ("leftover-markup", 5, {"text": "····"}),
    ],
    "甲{: .x }": [("leftover-markup", 1, {"text": "{: .x }"})],
    "甲{#x}": [("leftover-markup", 1, {"text": "{#x}"})],
    "!!! 注": [("leftover-markup", 1, {"text": "!!! 注"})],
    "`**`\n\n    **码**\n\n文 **": [("leftover-markup", 5, {"text": "**"})],
    "\n\n".join(f"**甲{n} **乙" for n in range(7)): [
        ("leftover-markup", 1, {"text": "**甲0 "}),
        ("leftover-markup", 3, {"text": "**甲1 "}),
        ("leftover-markup", 5, {"text": "**甲2 "}),
        ("leftover-markup", 7, {"text": "**甲3 "}),
        ("leftover-markup", 9, {"text": "**甲4 "}),
    ],
    "**甲 **\n\n**甲 **\n**甲 **": [
        ("leftover-markup", 1, {"text": "**甲 "}),
        ("leftover-markup", 3, {"text": "**甲 "}),
        ("leftover-markup", 4, {"text": "**甲 "}),
    ],
    "| 甲 | 乙 |\n|---|\n| 1 | 2 |": [
        ("leftover-markup", 1, {"text": "| 甲 | 乙 |"}),
        ("leftover-markup", 2, {"text": "|---|"}),
        ("leftover-markup", 3, {"text": "| 1 | 2 |"}),
    ],
    "```\n甲乙丙丁\n```\n\n<b>": [("raw-html", 5, {"text": "<b>"})],
    "甲`乙丙`\n<i>": [("raw-html", 2, {"text": "<i>"})],
    "```\n甲乙丙丁甲乙丙丁\n```\n\n甲\n---\n乙[^1]": [
        ("unknown-footnote", 7, {"name": "1"}),
        ("rule-or-heading", 6, {"text": "甲", "mark": "---"}),
    ],
    "```\n甲乙丙丁\n戊己庚\n```\n\n|甲|乙|\n|-|-|\n|1|2|3|": [("table-row", 8, {"count": "3", "columns": "2"})],
    "`[甲](wu.md)`\n\n[甲](wu.md)": [("broken-link", 3, {"target": "wu.md", "nearest": ""})],
    "```\n甲\n```\n\n[甲](wu.md)\n[乙](wu.md)": [
        ("broken-link", 5, {"target": "wu.md", "nearest": ""}),
        ("broken-link", 6, {"target": "wu.md", "nearest": ""}),
    ],
}


@pytest.mark.parametrize("first", [1, 8])
@pytest.mark.parametrize("text", TOLD)
def test_what_is_told_of_a_text(text: str, first: int) -> None:
    found = RENDERER.render(text, "a.md", first)[1]
    assert [(p.code, p.line - first + 1, from_one(p.values, first)) for p in found] == TOLD[text]
    assert all(problem.path == "a.md" for problem in found)


def test_a_page_is_told_of_on_the_same_lines() -> None:
    page = "---\ntitle: 甲\n---\n\n```\n甲乙丙丁\n```\n\n<b>\n"
    found = read_page(page.encode(), "content/a.md", Registry(), Resolver({}, frozenset()))
    assert [(p.code, p.line) for p in found] == [("raw-html", 9)]


HEADS: dict[str, Told] = {
    "## 甲\n\n乙\n\n## 甲": [("same-heading", 5, {"text": "甲", "first": "1"})],
    "## 甲\n\n### 乙\n\n## 丙\n\n### 乙\n\n### 乙 ##": [("same-heading", 9, {"text": "乙", "first": "7"})],
    "# 甲\n## 甲\n# 甲": [("same-heading", 3, {"text": "甲", "first": "1"})],
    "# 甲\n## 甲\n### 甲\n## 乙\n### 甲": [],
    "# 甲\n## 乙\n# 丙\n## 乙": [],
    "###### 甲\n####### 甲\n###### 甲": [("same-heading", 3, {"text": "甲", "first": "1"})],
    "## 甲\n## 甲\n## 甲": [("same-heading", 2, {"text": "甲", "first": "1"})],
    "```\n## 甲\n## 甲\n```": [],
    "~~~\n## 甲\n## 甲\n~~~": [],
    "## 甲\n" + "#" * (HEADINGS - 4) + "\n## 甲": [("same-heading", 3, {"text": "甲", "first": "1"})],
    "## 甲\n" + "#" * (HEADINGS - 3) + "\n## 甲": [],
}


@pytest.mark.parametrize("text", HEADS)
def test_headings_that_say_the_same(text: str) -> None:
    found = list(repeated_headings(text, "a.md", 1))
    assert [(p.code, p.line, dict(p.values)) for p in found] == HEADS[text]
    assert [p.line for p in repeated_headings(text, "a.md", 8)] == [line + 7 for _, line, _ in HEADS[text]]


def refused(text: str, reading: Reading | None = None) -> Told:
    found = refusals(reading or read(text), text, "a.md", Lines(text, 1))
    return [(p.code, p.line, dict(p.values)) for p in found]


# What just passes; what does not, where, and what is said.
LIMITS: dict[str, tuple[str, str, str, int, dict[str, str]]] = {
    "quotations": ("甲\n" + "> " * DEEP, "甲\n" + "> " * (DEEP + 1), "too-nested", 2, {"limit": "20"}),
    "lists": ("甲\n" + "- " * DEEP + "乙", "甲\n" + "- " * (DEEP + 1) + "乙", "too-nested", 2, {"limit": "20"}),
    "definitions": ("甲\n" + ": 乙\n" * DEEP, "甲\n" + ": 乙\n" * (DEEP + 1), "too-nested", 2, {"limit": "20"}),
    "brackets": ("甲\n" + "[" * BRACKETS, "甲\n" + "[" * (BRACKETS + 1), "too-nested", 2, {"limit": "50"}),
    "both brackets": ("[(" * 25 + "\n", "[(" * 25 + "\n(", "too-nested", 2, {"limit": "50"}),
    "closed": (
        ")]" + "[" * 50 + ")[" + "]" * 60 + "[" * 50,
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
        "甲\n\n" + "*" * MARKS,
        "甲\n\n" + "*" * 1001,
        "too-many-marks",
        3,
        {"count": "1001", "limit": "1000"},
    ),
    "marks": (
        "*_`\\~" * 200,
        "甲\n\n" + "*_`\\~" * 200 + "<",
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
    "cells": ("甲\n" + "|" * CELLS, "甲\n" + "|" * 5001, "too-many-marks", 2, {"count": "5001", "limit": "1000"}),
    "headings": (
        "# 甲\n" * HEADINGS,
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
    "footnotes": (
        "".join(f"[^{n}]: 甲\n" for n in range(FOOTNOTES)),
        "".join(f"[^{n}]: 甲\n" for n in range(501)),
        "too-many-footnotes",
        1,
        {"count": "501", "limit": "500"},
    ),
}


@pytest.mark.parametrize("name", LIMITS)
def test_the_limits_are_the_last_that_pass(name: str) -> None:
    good, bad, *told = LIMITS[name]
    assert refused(good) == []
    assert refused(bad) == [tuple(told)]


def test_code_has_a_limit_too() -> None:
    text = "\n" * 5_000
    last = Reading(text, text, code=frozenset(range(4 * MARKS)))
    more = Reading(text, text, code=frozenset(range(4 * MARKS + 1)))
    assert refused(text, last) == []
    assert refused(text, more) == [("too-many-marks", 1, {"count": "4001", "limit": "1000"})]


def test_a_place_has_a_line() -> None:
    lines = Lines("甲\n乙\n\n丙", 5)
    assert [lines.at(place) for place in range(6)] == [5, 5, 6, 6, 7, 8]
