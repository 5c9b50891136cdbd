"""Linting: which problems of a text are reported, on which line, with which values."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from bulletin.content.file_reader import FileReader
from bulletin.markdown.body import MAX_HEADINGS
from bulletin.markdown.links import LinkResolver
from bulletin.markdown.lint import LineNumbers, find_repeated_headings
from bulletin.markdown.renderer import Renderer
from bulletin.model.registry import Registry

RENDERER = Renderer(LinkResolver({}, frozenset()))
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
    # What only a footnote itself refers to is not shown.
    "甲[^x]\n\n[^y]: 乙[^y]": [("unknown-footnote", 1, {"name": "x"}), ("unused-footnote", 3, {"name": "y"})],
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
    "|甲|乙|\n| : | : |\n|1|2|3|": [("lost-words", 3, {"text": "3"})],
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


READER = FileReader(Path(), Registry(), LinkResolver({}, frozenset()))


def test_a_page_is_told_of_on_the_same_lines() -> None:
    page = "---\ntitle: 甲\n---\n\n```\n甲乙丙丁\n```\n\n<b>\n"
    found = READER.parse(page.encode(), "content/a.md").parsed.problems
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
    "## 甲\n" + "#" * (MAX_HEADINGS - 4) + "\n## 甲": [("same-heading", 3, {"text": "甲", "first": "1"})],
    "## 甲\n" + "#" * (MAX_HEADINGS - 3) + "\n## 甲": [],
}


@pytest.mark.parametrize("text", HEADS)
def test_headings_that_say_the_same(text: str) -> None:
    found = list(find_repeated_headings(text, "a.md", 1))
    assert [(p.code, p.line, dict(p.values)) for p in found] == HEADS[text]
    assert [p.line for p in find_repeated_headings(text, "a.md", 8)] == [line + 7 for _, line, _ in HEADS[text]]


def test_a_place_has_a_line() -> None:
    lines = LineNumbers("甲\n乙\n\n丙", 5)
    assert [lines.at(place) for place in range(6)] == [5, 5, 6, 6, 7, 8]


@pytest.mark.parametrize(("value", "is_known"), [("3", False), ("true", False), ("toc", True), ("[toc, path]", True)])
def test_what_a_page_may_hide(value: str, is_known: bool) -> None:  # noqa: FBT001 - a parameter of the test
    page = f"---\nhide: {value}\n---\n\n正文。\n".encode()
    found = READER.parse(page, "content/a.md").parsed.problems
    assert [(problem.code, problem.line) for problem in found] == ([] if is_known else [("unknown-term", 2)])
