"""What units still owe on a day, and the text of the reminders; calculated by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bulletin.core.i18n import translator
from bulletin.model.archive import Archive
from bulletin.model.records import Endorsement
from bulletin.model.registry import Unit
from bulletin.scoring.due_texts import due_table, reminders
from bulletin.scoring.dues import open_dues
from tests.support.scoring_archives import archive, call, day, item, registry

ZH = translator("zh")
UNITS = (Unit(id="甲", name="甲"), Unit(id="乙", name="乙"), Unit(id="丙", name="丙", left=day("4-30"), successor="乙"))
SCHEME = 'name = "办法"\n[[submission]]\nwords = "报送"\npoints = 2\n'
TARGETS = """
[[target]]
id = "yue"
words = "每月报送2条"
count = 2
per = "月"

[[target]]
id = "fen"
words = "每季度得10分"
measure = "得分"
count = 10
per = "季度"
units = ["甲"]
"""
CALLS = (
    # Extended to 25 May for 甲, who has answered; 乙 is overdue since 10 May; 丙 has left, and 乙 owes it.
    call("y1", "甲、乙、丙", "4-1", "5-10", extended="甲 5-25"),
    # 甲 is in time until the end of May, 乙 need not answer.
    call("y2", "甲、乙", "5-1", "5-20", extended="甲 5-31", waived="乙"),
)


def asked(by: str, due: str | None, came: str | None = None) -> Endorsement:
    return Endorsement(
        by=by,
        date=day("5-1"),
        follow_up_due=day(due) if due else None,
        follow_up="已办" if came else "",
        follow_up_date=day(came) if came else None,
    )


def office(today: str) -> Archive:
    items = [
        item(
            "a", "甲", "4-10", endorsements=[asked("书记", "5-15"), asked("县长", "5-16", "5-12"), asked("部长", None)]
        ),
        item("b", "甲", "5-6"),
        item("c", "甲", "5-12", commission="y1"),
        item("d", "丙", "4-20", endorsements=[asked("书记", "6-20")]),
        item("e", "乙", "5-19"),
    ]
    return archive(registry(UNITS), SCHEME, items, targets=TARGETS, calls=CALLS, today=day(today))


def rows(found: Archive, within: int | None = None, unit: str | None = None) -> list[tuple[object, ...]]:
    return [
        (due.unit.id, due.kind.value, due.fact.id, due.days_left(found.today), due.missing)
        for due in open_dues(found, within, unit)
    ]


def test_everything_that_is_open_on_20_may() -> None:
    """甲 has 2 of 2 items in May and 3 items of 2 points in the quarter: 6 of 10. 乙 has 1 of 2 in May."""
    assert rows(office("5-20")) == [
        ("乙", "commission", "y1", -10, 0),
        ("乙", "commission", "y1", -10, 0),
        ("甲", "feedback", "2026/a", -5, 0),
        ("甲", "commission", "y2", 11, 0),
        ("乙", "target", "yue", 11, 1),
        ("乙", "feedback", "2026/d", 31, 0),
        ("甲", "target", "fen", 41, 4),
    ]


def test_what_is_due_soon_and_of_one_unit() -> None:
    found = office("5-20")
    assert [row[3] for row in rows(found, within=10)] == [-10, -10, -5]
    assert [row[3] for row in rows(found, within=11)] == [-10, -10, -5, 11, 11]
    assert {row[0] for row in rows(found, unit="甲")} == {"甲"}
    # What was asked of 丙 is found by its name as well; 乙 owes it.
    assert [row[:3] for row in rows(found, unit="丙")] == [("乙", "commission", "y1"), ("乙", "feedback", "2026/d")]


@pytest.mark.parametrize(("today", "left"), [("5-25", 6), ("5-31", 0), ("6-1", -1)])
def test_the_days_of_an_extended_commission(today: str, left: int) -> None:
    assert [row[3] for row in rows(office(today)) if row[:3] == ("甲", "commission", "y2")] == [left]


def test_a_commission_without_a_day_comes_last_and_not_within_days() -> None:
    found = replace(office("5-20"), calls=(replace(CALLS[1], due=None, extended=(), waived=()),))
    assert rows(found)[-2:] == [("甲", "commission", "y2", None, 0), ("乙", "commission", "y2", None, 0)]
    assert not [row for row in rows(found, within=999) if row[1] == "commission"]


def test_the_table_and_the_reminder() -> None:
    found = office("5-20")
    dues = open_dues(found)
    table = due_table(found, dues, ZH)
    assert list(table.texts())[2:5] == [
        ["甲", "批示反馈", "a", "2026-05-15", "已逾期5天", "", "2026/a"],
        ["甲", "约稿", "y2", "2026-05-31", "还剩11天", "", "y2"],
        ["乙", "报送任务", "每月报送2条", "2026-05-31", "还剩11天", "1", "yue"],
    ]
    texts = {one.unit.id: one.text.splitlines() for one in reminders(found, dues, ZH)}
    assert texts["乙"] == [
        "乙：截至2026年5月20日，你单位还有以下事项没有完成：",
        "1．约稿“y1”，2026年5月10日截止，已逾期10天。",
        "2．约稿“y1”，2026年5月10日截止，已逾期10天。（原约丙）",
        "3．每月报送2条：2026年5月任务 2，已完成 1，还差 1，2026年5月31日截止，还剩11天。",
        "4．书记对《d》所作批示的办理情况反馈，2026年6月20日截止，还剩31天。（原约丙）",
        "请抓紧报送。确有困难的，请说明原因，以便办理延期或者免报。",
        "2026年5月20日",
    ]
    assert list(texts) == ["甲", "乙"]


def test_nothing_is_owed_before_the_archive_has_anything() -> None:
    assert open_dues(archive(registry("甲"), "", [], today=date(2026, 1, 1))) == ()
