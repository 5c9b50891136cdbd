"""Lines that show otherwise than they were typed: each is told of, mended as it was meant, and nothing else is."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.markdown.links import LinkResolver
from bulletin.markdown.renderer import Renderer
from bulletin.markdown.typed_lines import find_typed_lines, mend_typed_lines

TYPED = {
    "首段。\n次段": ("joined-lines", 2, "首段。\n\n次段"),
    "首段！”\n次段": ("joined-lines", 2, "首段！”\n\n次段"),
    "要求如下：\n送学": ("joined-lines", 2, "要求如下：\n\n送学"),
    "送学\n二、送医": ("joined-lines", 2, "送学\n\n二、送医"),
    "送学\n（二）送医": ("joined-lines", 2, "送学\n\n（二）送医"),
    "1.送学\n2.送医": ("joined-lines", 2, "1.送学\n\n2.送医"),
    "１．送学\n２．送医": ("joined-lines", 2, "１．送学\n\n２．送医"),
    "①送学\n②送医": ("joined-lines", 2, "①送学\n\n②送医"),
    "· 送学\n· 送医": ("joined-lines", 2, "· 送学\n\n· 送医"),
    "首段。\n2026. 年": ("joined-lines", 2, "首段。\n\n2026. 年"),
    "首段\n\n单位\t篇数\n城关镇\t3": ("table-of-tabs", 3, "首段\n\n| 单位 | 篇数 |\n|---|---|\n| 城关镇 | 3 |"),
    "首段\n单位\t篇|数\n城关镇\t3": ("table-of-tabs", 2, "首段\n\n| 单位 | 篇\\|数 |\n|---|---|\n| 城关镇 | 3 |"),
    "增长\t了 5%": ("lone-tab", 1, "增长 了 5%"),
    "甲\t乙\t丙\n丁\t戊": ("lone-tab", 1, "甲 乙 丙\n丁 戊"),
    "甲\t乙\n丙\t丁\n共 5": ("text-below-table", 3, "| 甲 | 乙 |\n|---|---|\n| 丙 | 丁 |\n\n共 5"),
    "一、做法\n柳林镇建账": ("joined-lines", 2, "一、做法\n\n柳林镇建账"),
    "（二）做法\n柳林镇建账": ("joined-lines", 2, "（二）做法\n\n柳林镇建账"),
    "1. 丙。\n丁接着写": ("joined-lines", 2, "1. 丙。\n\n丁接着写"),
    "- 丙\n（一）丁": ("joined-lines", 2, "- 丙\n\n（一）丁"),
    "> 引文。\n接着写": ("joined-lines", 2, "> 引文。\n\n接着写"),
    "首段。\n\t次段": ("joined-lines", 2, "首段。\n\n次段"),
    "首段。\n    次段。\n    三段": ("joined-lines", 3, "首段。\n\n次段。\n\n三段"),
    "柳林镇建立了党员积分的台账\n全县二十个乡镇逐户登记每名党员的积分并公示": (
        "joined-lines",
        2,
        "柳林镇建立了党员积分的台账\n\n全县二十个乡镇逐户登记每名党员的积分并公示",
    ),
    "首段\n\n\t次段": ("indented-paragraph", 3, "首段\n\n次段"),
    "    首段": ("indented-paragraph", 1, "首段"),
    "|甲|乙|\n|-|-|\n|1|2|\n表下": ("text-below-table", 4, "|甲|乙|\n|-|-|\n|1|2|\n\n表下"),
    "#夜校#开班": ("topic-signs", 1, "\\#夜校#开班"),
    "见！[图]（tu.png）": ("wide-link", 1, "见![图](tu.png)"),
    "见![图]（tu.png）": ("wide-link", 1, "见![图](tu.png)"),
    "见[通知]（tongzhi.md）": ("wide-link", 1, "见[通知](tongzhi.md)"),
    "见[网页]（https://a.example/x）": ("wide-link", 1, "见[网页](https://a.example/x)"),
}
PLAIN = [
    "首段。\n\n次段。",
    "长长的一段在这里\n折行",
    "长长的一段写在这里，折行的地方\n没有标点，各行一样长；最后一行\n短",
    "一、长长的一段写在这里，折行的地方没有标点，\n各行一样长",
    "- 甲\n乙",
    "- 甲。\n  续。\n  又续。",
    "* * *\n\n正文",
    "首行。  \n次行",
    "首行。\\\n次行",
    "首段。\n- 甲\n- 乙",
    "首段。\n1. 甲\n2. 乙",
    "- 甲。\n  续。",
    "- 甲\n\n    次段。",
    "> 引文。\n> 又一句。",
    "## 标题\n正文。",
    "首段。\n## 标题",
    "```\n甲。\n乙\t丙\n    丁\n```",
    "|甲|乙|\n|-|-|\n|1。|2|\n|3|4|",
    "首段[^1]。\n\n[^1]: 出处。\n    续。",
    "首段[^1]。\n\n[^1]: 出处。\n\n    又一段。",
    "# 标题\n\n正文",
    "[甲]（乙）是注。",
    "    int main()",
]


@pytest.mark.parametrize("body", TYPED)
def test_what_shows_otherwise_is_told_and_mended(body: str) -> None:
    code, line, mended = TYPED[body]
    assert (code, line) in [(problem.code, problem.line) for problem in find_typed_lines(body, "a.md", 1)]
    assert mend_typed_lines(body) == mended
    assert list(find_typed_lines(mended, "a.md", 1)) == []


@pytest.mark.parametrize("body", PLAIN)
def test_what_shows_as_it_was_typed_is_left_alone(body: str) -> None:
    assert list(find_typed_lines(body, "a.md", 1)) == []
    assert mend_typed_lines(body) == body


LINES = st.sampled_from(
    [
        "首段。",
        "次段",
        "一、甲",
        "· 乙",
        "单位\t篇数",
        "甲\t乙\t丙",
        "> 引。",
        "    缩进",
        "#题#",
        "|甲|乙|",
        "|-|-|",
        "- 丙",
        "",
        "",
        "1.丁",
    ]
)


@given(st.lists(LINES, max_size=12).map("\n".join))
def test_mending_keeps_every_character_and_leaves_nothing_to_mend(body: str) -> None:
    mended = mend_typed_lines(body)
    assert mend_typed_lines(mended) == mended
    assert list(find_typed_lines(mended, "a.md", 1)) == []
    assert _letters(mended) == _letters(body)


@given(st.lists(LINES, max_size=8).map("\n\n".join))
def test_nothing_that_is_typed_is_missing_on_the_page(body: str) -> None:
    shown, _ = Renderer(LinkResolver({}, frozenset())).render(f"{body}\n", "content/items/2026/a.md", 1)
    assert _letters(re.sub("<[^>]*>", "", shown.html)) == _letters(body)


def _letters(text: str) -> str:
    return re.sub(r"[^\u4e00-\u9fff0-9A-Za-z]", "", text)
