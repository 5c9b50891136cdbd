"""An event that is recorded twice in an item is an error that names both lines; what is left out counts as equal."""

# ruff: noqa: E501 - tables of cases, one a line
from __future__ import annotations

from pathlib import Path

import pytest

from bulletin.checks.messages import describe_problem
from bulletin.core.i18n import translator
from tests.support.archives import issue, item, problems

A, ONE = "content/items/2026/a.md", "issues/2026/001.md"
FIRST = 6
"""The line of the field, after title, unit, category and date; its first entry is in the line after it."""

CODES = {
    "adopted-by": "adoption-twice",
    "采用": "adoption-twice",
    "sent-up": "sent-up-twice",
    "endorsements": "endorsement-twice",
    "outcomes": "outcome-twice",
    "corrections": "correction-twice",
}


def entries(*given: str, key: str = "adopted-by") -> str:
    """Return an item with the entries of a field, one a line."""
    return item().replace(
        "\n---\n\n", "\n" + "\n".join([f"{key}:", *(f"  - {entry}" for entry in given)]) + "\n---\n\n"
    )


TWICE = {
    "equal": ("adopted-by", ["{publication: 东江组工信息, issue: 3}", "{publication: 东江组工信息, issue: 3}"]),
    "by an alias": ("adopted-by", ["{publication: 东江组工信息, issue: 3}", "{publication: 省组工信息, issue: 3}"]),
    "by an id": ("adopted-by", ["{publication: 东江组工信息, issue: 3}", "{publication: sheng, issue: 3}"]),
    "in Chinese": ("adopted-by", ["{publication: 东江组工信息, issue: 3}", "{刊物: 东江组工信息, 期号: 第3期}"]),
    "field in Chinese": ("采用", ["{刊物: 东江组工信息}", "{刊物: 东江组工信息}"]),
    "width": ("adopted-by", ["{publication: 东江组工信息, issue: 第3期}", "{publication: 东江组工信息, issue: 第３期}"]),
    "zeros": ("adopted-by", ["{publication: 东江组工信息, issue: 3}", "{publication: 东江组工信息, issue: 003}"]),
    "short form": ("adopted-by", ["《东江组工信息》第3期", "{publication: 东江组工信息, issue: 3}"]),
    "year of the issue": (
        "adopted-by",
        ["{publication: 东江组工信息, issue: 2026年第3期, date: 2026-04-01}", "{publication: 东江组工信息, issue: 第3期}"],
    ),
    "years as they are written": ("adopted-by", ["{publication: sheng, issue: 2026年第03期}", "{publication: sheng, issue: 2026-3}"]),
    "number of all issues": (
        "adopted-by",
        ["{publication: sheng, issue: 第3期（总第146期）, date: 2026-04-01}", "{publication: sheng, issue: 3}"],
    ),
    "page": ("adopted-by", [f"{{publication: 东江日报, date: 2026-04-01, page: {page}}}" for page in ("第2版", "02")]),
    "issue left out": ("adopted-by", ["{publication: 东江组工信息, issue: 3}", "{publication: 东江组工信息, date: 2026-04-01}"]),
    "all left out": ("adopted-by", ["东江组工信息", "{publication: 东江组工信息, date: 2026-04-01, page: 2}"]),
    "another treatment": (
        "adopted-by",
        [f"{{publication: 东江组工信息, issue: 3, treatment: {treatment}}}" for treatment in ("单篇", "简讯")],
    ),
    "sent up": ("sent-up", ["{level: 省, date: 2026-04-01}", "省"]),
    "sent up to a publication of that level": ("sent-up", ["{level: 省, date: 2026-04-01}", "东江组工信息"]),
    "endorsed": ("endorsements", ["{by: 县委书记, level: 县, date: 2026-04-01, text: 很好}", "{by: 县委书记, date: 2026-04-01}"]),
    "endorsed in other signs": ("endorsements", ["{by: 县委书记, text: 很好。}", "{批示人: 县委书记, 内容: 很好}"]),
    "feedback added": ("endorsements", ["{by: 县委书记, date: 2026-04-01}", "{by: 县委书记, date: 2026-04-01, follow-up: 已办}"]),
    "outcome": ("outcomes", ["{title: 《议事规则》, date: 2026-04-01}", "议事规则"]),
    "correction": (
        "corrections",
        ["{date: 2026-04-01, note: 数字有误}", "{date: 2026-04-01, note: 数字有误。, severity: 严重}"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TWICE)
def test_an_event_twice(name: str, tmp_path: Path) -> None:
    key, given = TWICE[name]
    found = problems(tmp_path, {A: entries(*given, key=key)})
    assert [(p.code, p.path, p.line) for p in found] == [(CODES[key], A, FIRST + 2)]
    for language in ("zh", "en"):
        message, cure = describe_problem(found[0], translator(language))
        assert str(FIRST + 1) in message
        assert cure


@pytest.mark.parametrize(
    ("key", "given"),
    [
        ("adopted-by", ["{publication: 东江组工信息, issue: 3}", "{publication: 东江组工信息, issue: 4}"]),
        ("adopted-by", ["{publication: 东江组工信息, date: 2026-04-01}", "{publication: 东江组工信息, date: 2026-04-02}"]),
        ("adopted-by", [f"{{publication: 东江日报, date: 2026-04-01, page: {page}}}" for page in (1, 4)]),
        ("adopted-by", [f"{{publication: 东江日报, issue: 3, date: {year}-04-01}}" for year in (2026, 2027)]),
        ("adopted-by", ["{publication: 东江组工信息, issue: 3}", "{publication: 东江日报, issue: 3}"]),
        ("adopted-by", [f"{{publication: sheng, issue: {year}年第3期}}" for year in (2025, 2026)]),
        ("adopted-by", ["{publication: sheng, issue: 2025年第3期}", "{publication: sheng, issue: 3, date: 2026-04-01}"]),
        ("adopted-by", ["{publication: sheng, issue: 增刊第3期}", "{publication: sheng, issue: 第3期}"]),
        ("sent-up", ["省", "中央"]),
        ("sent-up", ["{level: 省, date: 2026-04-01}", "{level: 省, date: 2026-05-01}"]),
        ("sent-up", ["东江组工信息", "东江日报"]),
        ("endorsements", ["{by: 县委书记}", "{by: 县长}"]),
        ("endorsements", ["{by: 县委书记, date: 2026-04-01}", "{by: 县委书记, date: 2026-05-01}"]),
        ("endorsements", ["{by: 县委书记, date: 2026-04-01, text: 请阅}", "{by: 县委书记, date: 2026-04-01, text: 已阅}"]),
        ("outcomes", ["{title: 规则, date: 2026-04-01}", "{title: 规则, date: 2026-05-01}"]),
        ("outcomes", ["甲规则", "乙规则"]),
        ("corrections", ["{date: 2026-04-01, note: 数字有误}", "{date: 2026-04-01, note: 地名有误}"]),
    ],
)  # fmt: skip
def test_two_events(key: str, given: list[str], tmp_path: Path) -> None:
    found = problems(tmp_path, {A: entries(*given, key=key)})
    assert [p for p in found if p.code != "future-date"] == []


def test_the_third_is_compared_with_both(tmp_path: Path) -> None:
    """Numbers 3 and 4 are two; one without a number may be either."""
    numbers = ["{publication: sheng, issue: 3}", "{publication: sheng, issue: 4}", "{publication: sheng}"]
    found = problems(tmp_path, {A: entries(*numbers)})
    assert [(p.code, p.line, p.values["first"]) for p in found] == [("adoption-twice", FIRST + 3, str(FIRST + 1))]


def test_one_number_of_a_publication_may_carry_two_items(tmp_path: Path) -> None:
    one = entries("{publication: 东江组工信息, issue: 3, date: 2026-04-01, page: 2, treatment: 综合}")
    other = one.replace("夜谈会开到家门口", "另一篇").replace("全镇", "另一篇，全镇")
    assert problems(tmp_path, {A: one, "content/items/2026/b.md": other}) == ()


def test_an_item_twice_in_an_issue(tmp_path: Path) -> None:
    found = problems(tmp_path, {A: item(), ONE: issue(items="[2026/a, 2026/a.md]")})
    assert [(p.code, p.path, p.line) for p in found] == [("repeated-value", ONE, 4)]
