"""Reading items: the values of all fields, and every error with its line."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bulletin.checks.messages import PROBLEM_SPECS, describe_problem
from bulletin.core.i18n import translator
from bulletin.model.enums import Channel, Level, Status, Treatment
from tests.support.archives import issue, item, loaded, problems
from tests.support.paths import ROOT

A = "content/items/2026/a.md"

FULL = """\
---
title: 推行“金桥工程” 让外出党员“离土离乡不离党”
unit: [组织科, 城关乡]
category: 经验
date: 2026年3月8日
adopted-by:
  - 省组工信息
  - 《组工信息》第0146期
  - {publication: 组工信息, issue: 第12期, date: 2026-4-2, treatment: 全文, page: 3}
time: 16:10
event-date: 2026/3/6
event-time: 14:30
authors: 李某、王某
approved-by: 组织科科长
channel: 专报
topics: [流动党员]
endorsements:
  - {by: 县委书记, level: 县, date: 2026-03-20, text: 做法很好, follow-up: 已印发各乡镇}
outcomes: [{title: 关于实施“金桥工程”的决定, date: 2026-04-01}]
corrections: [{date: 2026-04-05, note: 第二段数字更正为 118 人}]
status: 更正
classification: 内部
---

针对外出党员管理，全县组织力量进行了系列调研。
"""

CHINESE = """\
---
标题: 推行“金桥工程” 让外出党员“离土离乡不离党”
单位: [县委组织部组织科, chengguan]
类别: 经验类
日期: 2026-03-08
采用:
  - 东江组工信息
  - 组工信息第0146期
  - {刊物: 组工信息, 期号: 12, 日期: 2026.4.2, 形式: full, 页码: 3}
报送时间: 16:10
事发日期: 2026-03-06
事发时间: 14:30
作者: [李某, 王某]
审签人: 组织科科长
报送方式: special
专题: 流动党员
批示:
  - {批示人: 县委书记, 级别: county, 日期: 2026-03-20, 内容: 做法很好, 反馈: 已印发各乡镇}
成果转化: [{标题: 关于实施“金桥工程”的决定, 日期: 2026-04-01}]
更正: [{日期: 2026-04-05, 说明: 第二段数字更正为 118 人}]
状态: corrected
密级: internal
---

针对外出党员管理，全县组织力量进行了系列调研。
"""


def test_every_field_is_read(tmp_path: Path) -> None:
    found = loaded(tmp_path, {A: FULL})
    assert found.problems == ()
    (one,) = found.archive.items
    assert (one.id, one.units, one.category) == ("2026/a", ("zzk", "chengguan"), "practice")
    assert (one.date, one.event_date) == (date(2026, 3, 8), date(2026, 3, 6))
    assert one.authors == ("李某", "王某")
    assert one.channel is Channel.SPECIAL
    assert one.status is Status.CORRECTED
    assert [(a.publication, a.issue, a.date, a.treatment, a.page) for a in one.adoptions] == [
        ("sheng", "", None, None, ""),
        ("zugong", "0146", None, None, ""),
        ("zugong", "12", date(2026, 4, 2), Treatment.FULL, "3"),
    ]
    (endorsement,) = one.endorsements
    assert (endorsement.by, endorsement.level, endorsement.follow_up) == ("县委书记", Level.COUNTY, "已印发各乡镇")
    assert one.outcomes[0].title == "关于实施“金桥工程”的决定"
    assert one.corrections[0].note == "第二段数字更正为 118 人"


def test_chinese_keys_say_the_same(tmp_path: Path) -> None:
    english = loaded(tmp_path / "en", {A: FULL}).archive.items[0]
    chinese = loaded(tmp_path / "zh", {A: CHINESE}).archive.items[0]
    assert english == replace(chinese, lines=english.lines)
    assert [written for _, _, written in chinese.lines][:3] == ["标题", "单位", "类别"]


def test_values_stay_text(tmp_path: Path) -> None:
    text = item(title="2022.10", authors="[no, 0146, 1e3]", approved_by="yes")
    (one,) = loaded(tmp_path, {A: text}).archive.items
    assert (one.title, one.authors, one.approved_by) == ("2022.10", ("no", "0146", "1e3"), "yes")


BAD: dict[str, tuple[str | bytes, int, str]] = {
    "missing-key": (item(category=""), 2, "category"),
    "unknown-key": (item(titel="x"), 6, "titel"),
    "unknown-unit": (item(unit="城关真"), 3, "unit"),
    "unknown-category": (item(category="经念"), 4, "category"),
    "unknown-publication": (item(adopted_by="[组工信恩]"), 6, "adopted-by"),
    "unknown-term": (item(channel="专抱"), 6, "channel"),
    "impossible-date": (item(date="2026-02-30"), 5, "date"),
    "unreadable-date": (item(date="三月五日"), 5, "date"),
    "short-year": (item(date="26-3-5"), 5, "date"),
    "future-date": (item(date="2026-11-23"), 5, "date"),
    "date-order": (item(event_date="2026-03-06"), 6, "date"),
    "not-withdrawn": (item(withdrawn_on="2026-04-01"), 6, "withdrawn-on"),
    "duplicate-key": (item().replace("category:", "单位: 组织科\ncategory:"), 4, "unit"),
    "unclosed-front-matter": ("---\ntitle: 甲\nunit: 城关镇\n\n正文\n", 1, ""),
    "no-front-matter": ("title: 甲\n\n正文\n", 1, ""),
    "full-width-colon": (item().replace("title: ", "title："), 2, ""),
    "no-space": (item().replace("unit: ", "unit:"), 3, ""),
    "tab": (item(authors="\n\t- 李某"), 7, ""),
    "yaml-syntax": (item().replace("title:", "? [甲]\n: 乙\ntitle:"), 2, ""),
    "special-sign": (item(title="[转载] 夜谈"), 2, ""),
    "unclosed-bracket": (item(title="[未完"), 2, ""),
    "wrong-boundary": (item().replace("---", "———"), 1, ""),
    "wrong-brackets": (item(unit="【城关镇，组织科】"), 3, "unit"),
    "list-sign": (item(adopted_by="\n  －组工信息第146期"), 7, "adopted-by"),
    "partly-quoted": (item(title='"金桥"工程'), 2, ""),
    "colon-in-value": (item(title="城关镇: 办夜校"), 2, ""),
    "several-keys": (item(title="办夜校 unit: 城关镇"), 2, ""),
    "indented-key": (item().replace("title", " title"), 2, ""),
    "no-key": (item(unit="城关镇\n组织科"), 4, ""),
    "yaml-feature": (item(title="&a 甲"), 2, ""),
    "too-deep": (item(adopted_by="[[[[a]]]]"), 6, ""),
    "empty-body": (item(" "), 7, ""),
    "unwritten-text": (item("（正文待写，写好后删去这一行。）"), 8, ""),
    "unwritten-line": (item("（正文待写，写好后删去这一行。）\n\n正文。"), 8, ""),
    "empty-file": ("  \n", 1, ""),
    "empty-value": (item(approved_by='""'), 6, "approved-by"),
    "not-text": (item(title="[甲, 乙]"), 2, "title"),
    "not-entries": (item(endorsements="做法很好"), 6, "endorsements"),
    "repeated-value": (item(unit="[城关镇, 城关乡]"), 3, "unit"),
    "above-class": (item(classification="秘密"), 6, "classification"),
    "long-title": (item(title="长" * 101), 2, "title"),
    "unknown-commission": (item(commission="2026-wu"), 6, "commission"),
    "unit-not-there": (item(unit="南坪乡"), 3, "unit"),
    "broken-link": (item("见[这里](wu.md)。"), 8, ""),
    "broken-image": (item("首段\n\n![图](wu.png)"), 10, ""),
    "remote-image": (item("![图](https://a.example/x.png)"), 8, ""),
    "link-scheme": (item("[点](javascript:alert(1))"), 8, ""),
    "broken-anchor": (item("[见](#wu)"), 8, ""),
    "raw-html": (item("字<b>粗</b>"), 8, ""),
    "bom": ("\ufeff" + item(), 1, ""),
    "bom-inside": (item("甲\n\n\ufeff---\n\n乙"), 10, ""),
    "invisible-character": (item("甲\ufeff乙\u200b丙"), 8, ""),
    "mojibake": (item(title="城关镇".encode().decode("latin-1")), 2, ""),
    "too-large": (item("字" * 340_000), 0, ""),
    "unquoted-hash": (item(title="城关镇 #1 支部"), 2, ""),
    "second-front-matter": (item("id: yincang\n---\n\n正文"), 8, ""),
    "too-nested": (item("首段\n\n" + "[甲](" * 60), 10, ""),
    "too-many-marks": (item("*字" * 1001), 8, ""),
    "too-many-headings": (item("## 甲\n\n" * 201), 8, ""),
    "too-many-footnotes": (item("甲[^1]\n\n" + "".join(f"[^{n}]: 乙\n" for n in range(501))), 8, ""),
    "leftover-markup": (item("首段\n\n**注意： **后文"), 10, ""),
    "table-row": (item("|甲|乙|\n|-|-|\n|1|2|3|"), 10, ""),
    "rule-or-heading": (item("首段到此结束。\n---\n次段"), 9, ""),
    "unclosed-fence": (item("首段\n\n```\n甲"), 10, ""),
    "duplicate-footnote": (item("甲[^1]\n\n[^1]: 乙\n[^1]: 丙"), 11, ""),
    "unknown-footnote": (item("甲[^1]乙"), 8, ""),
    "unused-footnote": (item("甲\n\n[^1]: 乙"), 10, ""),
    "control-character": (item("甲\x08乙"), 8, ""),
    "conflict-marker": (item("<<<<<<< 甲\n乙"), 8, ""),
    "gbk": (item().encode("gbk"), 2, ""),
    "utf16": (item().encode("utf-16"), 1, ""),
    "not-utf8": (b"---\ntitle: \xff\xfe\xff\n---\n", 2, ""),
    "too-long": (item("字" * 501, category="动态"), 8, "category"),
    "year-folder": (item(date="2025-03-05"), 5, "date"),
    "bad-time": (item(time="14时30分"), 6, "time"),
    "event-time-alone": (item(event_time="14:30"), 6, "event-time"),
}


@pytest.mark.parametrize("code", BAD)
def test_an_error_is_reported_with_its_line(code: str, tmp_path: Path) -> None:
    text, line, field = BAD[code]
    found = problems(tmp_path, {A: text})
    assert [(p.code, p.line, p.field) for p in found] == [(code, line, field)]
    assert found[0].path == A


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("code", BAD)
def test_an_error_has_message_and_cure(code: str, language: str, tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, {A: BAD[code][0]})
    message, cure = describe_problem(problem, translator(language))
    assert message
    assert cure
    assert not re.search(r"\{(key|name|nearest|known|text|line|target|reason)\}", message + cure)


def test_the_nearest_name_is_suggested(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, {A: item(unit="城关真")})
    assert problem.values["nearest"] == "城关镇"
    assert describe_problem(problem, translator("zh"))[1].startswith("您是想写“城关镇”吗？")


def test_all_problems_at_once(tmp_path: Path) -> None:
    files = {f"content/items/2026/x{n}.md": text for n, (text, _, _) in enumerate(BAD.values())}
    found = {p.code for p in problems(tmp_path, files)} - {"duplicate-body", "duplicate-title"}
    assert found == set(BAD)


def test_every_problem_code_has_a_test() -> None:
    tests = "".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    assert {code for code in PROBLEM_SPECS if f'"{code}"' not in tests} == set()


def test_an_issue_is_read(tmp_path: Path) -> None:
    text = issue("今年以来……", serial="总第1024期".strip("总"), kind="增刊", title="专辑", editor="信息组")
    found = loaded(tmp_path, {"issues/2026/z1.md": text})
    (one,) = found.archive.issues
    assert (one.id, one.number, one.serial, one.kind.value) == ("2026/z1", 1, 1024, "supplement")
    assert found.bodies[one.path].html == "<p>今年以来……</p>"
