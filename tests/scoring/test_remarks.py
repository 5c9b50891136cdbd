"""What a failed pass, a floor, a cap, a threshold or a forfeit gives or takes is shown wherever the points are."""

from __future__ import annotations

from bulletin.core.dates import Period
from bulletin.core.i18n import translator
from bulletin.core.numbers import amount
from bulletin.exports.stats_json import stats_record
from bulletin.model.archive import Archive
from bulletin.model.records import Item
from bulletin.model.registry import Unit
from bulletin.scoring import circular, ledgers_for
from bulletin.scoring.circulars.tables import circular_tables
from bulletin.scoring.circulars.text import summary
from bulletin.scoring.remarks import remarks
from tests.support.scoring_archives import (
    adopted,
    archive,
    call,
    corrected,
    day,
    item,
    points,
    publication,
    registry,
)

SAY = translator("zh")
HEAD = 'name = "办法"\n[[submission]]\nwords = "每篇1分"\npoints = 1\n'
QUARTERLY = '[pass]\nwords = "季度低于2分为不合格"\npoints = 2\nper = "季度"\n'


def office(rules: str, *items: Item, today: str = "12-31", **more: object) -> Archive:
    return archive(registry("甲、乙"), HEAD + rules, items, today=day(today), **more)  # type: ignore[arg-type]


def remarks_on(found: Archive, unit: str, period: str) -> list[str]:
    return remarks(circular(found, Period.parse(period)).by_unit[unit].standing, SAY)


def test_a_failed_pass_is_in_table_text_and_data() -> None:
    items = [item("a", "甲", "1-5"), item("b", "乙", "1-6"), item("c", "乙", "1-7")]
    found = office(QUARTERLY, *items, today="4-30")
    period = Period.parse("2026-Q1")
    assert remarks_on(found, "甲", "2026-Q1") == ["2026年第一季度不合格：得1分，低于2分"]
    assert remarks_on(found, "乙", "2026-Q1") == []
    (table,) = circular_tables(circular(found, period), SAY)
    cells = {row[1]: dict(zip(table.headers, row, strict=True))["备注"] for row in table.rows}
    assert cells == {"甲": "2026年第一季度不合格：得1分，低于2分", "乙": ""}
    assert "不合格：甲（得1分，低于2分）。" in "".join(summary(found, circular(found, period), SAY))
    record = stats_record(found, period)["groups"][0]["units"][0]
    assert record["failed"] == ["2026-Q1"]
    assert record["failures"] == [
        {"period": "2026-Q1", "points": "1", "least": "2", "words": "季度低于2分为不合格", "disqualifies": False}
    ]


def test_several_pass_marks_by_group() -> None:
    units = [Unit(id="甲", name="甲", group="乡镇"), Unit(id="乙", name="乙", group="机关")]
    rules = '[[pass]]\nwords = "季度2分"\npoints = 2\nper = "季度"\nunits = ["甲", "乙"]\n'
    rules += '[[pass]]\nwords = "机关季度1分"\ngroups = "机关"\nmeasure = "得分"\npoints = 1\nper = "季度"\n'
    rules += '[[pass]]\nwords = "全年5分"\npoints = 5\nper = "年"\ndisqualifies = true\n'
    items = [item("a", "甲", "1-5"), item("b", "乙", "1-6")]
    found = archive(registry(units, groups="乡镇、机关"), HEAD + rules, items, today=day("12-31"))
    # The narrower mark of 1 point applies to the second unit, which has 1; the mark of the year to both.
    assert remarks_on(found, "甲", "2026-Q1") == ["2026年第一季度不合格：得1分，低于2分"]
    assert remarks_on(found, "乙", "2026-Q1") == []
    assert "2026年不合格：得1分，低于5分" in remarks_on(found, "乙", "2026")
    assert circular(found, Period.year(2026)).by_unit["乙"].standing.disqualified


def test_what_floors_caps_and_thresholds_give_or_take() -> None:
    rules = """
[[limit]]
words = "每季度最多3分"
max = 3
per = "季度"
[[limit]]
words = "每季度不少于0分"
of = ["lapse", "submission"]
min = 0
per = "季度"
[[lapse]]
words = "误报扣4分"
kinds = ["误报"]
points = -4
[[threshold]]
words = "季度报送满2篇加1分"
measure = "报送"
reaches = 2
per = "季度"
points = 1
"""
    # The first quarter: 5 items and the threshold, 6 points, of which 3 count.
    # The second: one item, then -4, of which 1 may be taken.
    items = [item(f"a{n}", "甲", f"1-{n + 1}") for n in range(5)]
    items += [item("b", "甲", "4-1", corrections=[corrected("4-2")])]
    found = office(rules, *items, today="7-31")
    assert (points(found, "甲", "2026-Q1"), points(found, "甲", "2026-Q2")) == ("3", "0")
    assert remarks_on(found, "甲", "2026-Q1") == ["指标+1分：季度报送满2篇加1分", "封顶-3分：每季度最多3分"]
    assert remarks_on(found, "甲", "2026-Q2") == ["保底+3分：每季度不少于0分"]
    record = stats_record(found, Period.parse("2026-Q1"))["groups"][0]["units"][0]
    assert record["changes"] == [
        {"kind": "threshold", "points": "1", "words": "季度报送满2篇加1分"},
        {"kind": "cap", "points": "-3", "words": "每季度最多3分"},
    ]
    text = "".join(summary(found, circular(found, Period.parse("2026-Q2")), SAY))
    assert "指标、保底、封顶和清零影响得分：甲（保底+3分：每季度不少于0分）。" in text


def test_changes_are_exact() -> None:
    rules = '[[limit]]\nwords = "最多"\nmax = "1/3"\nper = "年"\n'
    found = office(rules, item("a", "甲", "1-1"))
    (change,) = stats_record(found, Period.year(2026))["groups"][0]["units"][0]["changes"]
    assert change == {"kind": "cap", "points": "-0.6667", "words": "最多"}


def test_what_is_forfeited() -> None:
    rules = '[[lapse]]\nwords = "约稿未报，季度清零"\nkinds = ["约稿未报"]\nzeroes = true\nper = "季度"\n'
    found = office(rules, item("a", "甲", "4-1"), item("b", "甲", "4-2"), calls=[call("x", "甲", "4-1", "4-20")])
    assert points(found, "甲", "2026-Q2") == "0"
    assert remarks_on(found, "甲", "2026-Q2") == ["清零-2分：约稿未报，季度清零"]


def test_a_change_is_named_by_what_made_it() -> None:
    rules = """
[[limit]]
words = "全年最多3分"
max = 3
min = -2
per = "年"
[[lapse]]
words = "误报扣1分"
kinds = ["误报"]
points = -1
"""
    # 甲, first quarter: 5 items, of which the cap takes 2. Second: -1, which the 2 above the cap make up for: the sum
    # 5 - 1 = 4 is still above 3. Third: -1, the sum is 3: +1 again, and nothing is left above the cap.
    wrong = corrected("4-2"), corrected("7-2")
    items = [item(f"a{n}", "甲", f"1-{n + 1}", corrections=wrong[n : n + 1]) for n in range(5)]
    found = office(rules, *items)
    assert [points(found, "甲", f"2026-Q{n}") for n in (1, 2, 3)] == ["3", "0", "0"]
    assert remarks_on(found, "甲", "2026-Q1") == ["封顶-2分：全年最多3分"]
    assert remarks_on(found, "甲", "2026-Q2") == ["超出封顶的得分相抵+1分：全年最多3分"]
    assert remarks_on(found, "甲", "2026-Q3") == ["超出封顶的得分相抵+1分：全年最多3分"]
    assert remarks_on(found, "甲", "2026") == []
    record = stats_record(found, Period.parse("2026-Q2"))["groups"][0]["units"][0]
    assert record["changes"] == [{"kind": "cap", "points": "1", "words": "全年最多3分"}]


def test_what_a_floor_gave_is_taken_back() -> None:
    rules = """
[[limit]]
words = "全年-1至2分"
min = -1
max = 2
per = "年"
[[lapse]]
words = "误报扣6分"
kinds = ["误报"]
points = -6
"""
    # First quarter: 1 - 6 = -5, of which the floor gives 4 back: -1. Second: 3 items, the sum is -2, below the floor
    # still: all 3 are taken back. Third: 6 items, the sum is 4: the floor takes the last 1 back, the cap takes 2 more.
    # -1 to 2 are 3: 6 - 1 - 2.
    items = [item("a", "甲", "1-1", corrections=[corrected("1-2")])]
    items += [item(f"b{n}", "甲", f"4-{n + 1}") for n in range(3)] + [
        item(f"c{n}", "甲", f"7-{n + 1}") for n in range(6)
    ]
    found = office(rules, *items)
    assert [points(found, "甲", f"2026-Q{n}") for n in (1, 2, 3)] == ["-1", "0", "3"]
    assert remarks_on(found, "甲", "2026-Q1") == ["保底+4分：全年-1至2分"]
    assert remarks_on(found, "甲", "2026-Q2") == ["抵还保底所补-3分：全年-1至2分"]
    assert remarks_on(found, "甲", "2026-Q3") == ["抵还保底所补-1分：全年-1至2分", "封顶-2分：全年-1至2分"]


def test_one_entry_may_meet_the_cap_and_the_floor() -> None:
    rules = """
[[limit]]
words = "每季度0至3分"
min = 0
max = 3
per = "季度"
[[lapse]]
words = "误报扣8分"
kinds = ["误报"]
points = -8
"""
    # 5 items are 3 points. -8: 2 of them are made up for by what is above the cap, 6 are left, of which 3 may be taken.
    items = [item(f"a{n}", "甲", f"1-{n + 1}", corrections=[corrected("2-1")] if n == 0 else []) for n in range(5)]
    found = office(rules, *items)
    entry = ledgers_for(found, Period.year(2026)).account("甲").entries[-1]
    assert entry.points == -3
    assert [(change.kind.value, amount(change.points)) for change in entry.changes] == [("cap", "2"), ("floor", "3")]
    assert [reason.text(SAY) for reason in entry.why] == [
        "更正：数字有误",
        "应计-8分，以超出封顶的得分相抵后计-6分：每季度0至3分",
        "应计-6分，保底后计-3分：每季度0至3分",
    ]
    # In the quarter the cap took 2 and gave 2 back.
    assert remarks_on(found, "甲", "2026-Q1") == ["保底+3分：每季度0至3分"]


def test_the_cap_of_an_item_is_a_remark_of_each_of_its_units() -> None:
    # 12 by the city in March, 10 at most with the submission: 1 + 12 = 13, of which the adoption gives 9 (-3). Half of
    # all for each unit: 0.5 + 4.5 = 5, and -1.5 by the cap.
    rules = """
[[adoption]]
words = "市12分"
points = { "市" = 12 }
[joint]
words = "平分"
split = "平分"
[[limit]]
words = "每篇最多10分"
max = 10
per = "条"
"""
    known = registry("甲、乙", [publication("市刊", "市")])
    found = archive(known, HEAD + rules, [item("a", "甲、乙", "1-1", adoptions=[adopted("市刊", "3-1")])])
    assert [points(found, unit, "2026-Q1") for unit in "甲乙"] == ["5", "5"]
    assert remarks_on(found, "甲", "2026-Q1") == ["封顶-1.5分：每篇最多10分"] == remarks_on(found, "乙", "2026-Q1")
