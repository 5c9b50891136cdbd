"""Mistakes of people who know Word: what is read as it was meant, and what is said of the rest, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bulletin.checks.report import format_problem
from bulletin.core.i18n import translator
from tests.support.archives import item, loaded, problems
from tests.support.paths import ROOT

A = "content/items/2026/a.md"
GOLDEN = ROOT / "tests/content/golden/typing_mistakes.md"

READ = {
    "[城关镇、组织科]": ("chengguan", "zzk"),
    "[城关镇，组织科]": ("chengguan", "zzk"),
    "[城关镇；组织科]": ("chengguan", "zzk"),
    "城关镇 组织科": ("chengguan", "zzk"),
    "[城关镇 组织科]": ("chengguan", "zzk"),
    "城关镇、组织科": ("chengguan", "zzk"),
    "\n  - 城关镇、组织科": ("chengguan", "zzk"),
}

MISTAKES = {
    "entry without spaces": "批示:\n  - {批示人:县委书记,级别:县}",
    "entry without spaces, in English": "endorsements:\n  - {by:县委书记, level: 县}",
    "full-width signs in an entry": "采用:\n  - {刊物：组工信息，期号：146}",
    "full-width braces": "adopted-by:\n  - ｛publication: 组工信息, issue: 146｝",
    "full-width brackets": "authors: ［李某,王某］",
    "lenticular brackets": "topics: 【党建，夜校】",
    "parentheses": "topics: （党建、夜校）",
    "hyphen without a space": "adopted-by:\n  -组工信息第146期",
    "full-width hyphen": "adopted-by:\n  － 组工信息第146期",
    "bullet": "authors:\n  · 李某",
    "quotes around a part": 'approved-by: "组织科"科长',
    "quotes around a part of a list": 'topics: ["夜校"党建, 党建]',
    "half-width colon": "approved-by: 组织科: 科长",
    "two keys on a line": "authors: 李某 topics: 党建",
    "bracket not closed": "topics: [党建, 夜校】",
    "bracket in front": "approved-by: [代]科长",
    "sign in front": "approved-by: @科长",
    "lines without a key": "authors:\n李某\n王某",
    "full-width colon": "作者：李某",
    "no space after the colon": "作者:李某",
    "full-width comma in an entry": "采用:\n  - {刊物: 组工信息，期号: 146，日期: 2026-01-02}",
    "colon in an entry": "批示:\n  - {批示人: 县委书记, 级别: 县, 内容: 注意: 快办}",
    "comma in an entry": "批示:\n  - {批示人: 县委书记, 级别: 县, 内容: 好, 推广}",
    "hyphen before braces": "采用:\n  -{刊物: 组工信息, 期号: 146}",
    "dash before braces": "采用:\n  — {刊物: 组工信息, 期号: 146}",
    "hyphens without indent": "作者:\n-王某\n-李某",
    "bold key": "**作者**: 李某",
    "bold value": "报送: **组织科**",
    "italic value": "报送: *组织科",
    "quote not closed": '报送: "组织科\n作者: 李某',
    "quote not closed in an entry": '批示:\n  - {批示人: "县委书记, 级别: 县}',
    "sign of YAML in front": "报送: &组织科",
    "line in front": "报送: |组织科",
    "unknown key in Chinese": "作着: 李某",
    "unknown key in English": "autors: 李某",
    "missing in an entry": "批示:\n  - {级别: 县}",
    "bad value in an entry": "批示:\n  - {批示人: 县委书记, 级别: 线}",
}


@pytest.mark.parametrize("text", READ)
def test_several_units_are_read_however_they_are_written(text: str, tmp_path: Path) -> None:
    found = loaded(tmp_path, {A: item(unit=text)})
    assert found.problems == ()
    assert found.archive.items[0].units == READ[text]


def test_several_texts_are_read_however_they_are_written(tmp_path: Path) -> None:
    text = item(topics="[党建，夜校]", authors="[李某、王某]", adopted_by="组工信息第146期、省组工信息第3期")
    found = loaded(tmp_path, {A: text})
    assert found.problems == ()
    (one,) = found.archive.items
    assert (one.topics, one.authors) == (("党建", "夜校"), ("李某", "王某"))
    assert [(a.publication, a.issue) for a in one.adoptions] == [("zugong", "146"), ("sheng", "3")]


def test_two_wrong_signs_are_two_messages(tmp_path: Path) -> None:
    found = problems(tmp_path, {A: item(adopted_by="[{publication：组工信息，issue：146}]")})
    assert [(p.code, p.field) for p in found] == [
        ("full-width-colon", "adopted-by[1].publication"),
        ("wrong-comma", "adopted-by[1].publication"),
    ]


def test_one_mistake_is_one_message_with_the_sign_to_type(tmp_path: Path) -> None:
    """`python -m tests.content.test_typing_mistakes` writes the table anew."""
    assert GOLDEN.read_text("utf-8") == table(tmp_path)


ODD = [
    "&作者: 李",
    "? 甲\n\t乙: 丙",
    "%甲",
    '报送: "\\q"',
    "报送: - 李某",
    "报送: !<甲",
    "报送: |0",
    "作者:\n  - 甲\n 乙: 丙",
]


@pytest.mark.parametrize("text", ODD)
def test_what_the_parser_says_is_said_in_chinese(text: str, tmp_path: Path) -> None:
    found = problems(tmp_path, {A: item().replace("\n---\n\n", f"\n{text}\n---\n\n")})
    assert found
    for problem in found:
        assert not re.search("[a-z]{3}", format_problem(problem, translator("zh")).split("\n")[1])


def table(folder: Path) -> str:
    """Return what is said of each mistake, in both languages."""
    return "\n".join(_section(folder / str(number), name) for number, name in enumerate(MISTAKES))


def _section(folder: Path, name: str) -> str:
    text = item().replace("\n---\n\n", f"\n{MISTAKES[name]}\n---\n\n")
    said = [
        format_problem(problem, translator(language)).removeprefix(f"{A}:")
        for language in ("en", "zh")
        for problem in problems(folder, {A: text})
    ]
    return "\n\n".join([f"## {name}", *(f"```\n{block}\n```" for block in (MISTAKES[name], "\n".join(said)))]) + "\n"


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as temporary:
        GOLDEN.write_text(table(Path(temporary)), "utf-8")
