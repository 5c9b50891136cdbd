"""Targets, thresholds and surpluses of points, and conversion of points; every figure is calculated by hand."""

from __future__ import annotations

import pytest

from bulletin.core.dates import Period
from bulletin.core.i18n import translator
from bulletin.core.numbers import amount
from bulletin.exports.stats_json import stats_record
from bulletin.model.archive import Archive
from bulletin.model.registry import Unit
from bulletin.schemes.explain import explain
from bulletin.schemes.parser import read_schemes
from bulletin.scoring import circular, whole_ledger
from bulletin.scoring.circulars.tables import circular_tables
from tests.support.scoring_archives import archive, day, entries, item, points, registry

SAY = translator("zh")
HEAD = 'name = "办法"\n[[submission]]\nwords = "每篇1分"\npoints = 1\n'


def contest(rules: str, **items: int) -> Archive:
    """Return an office in which each unit has submitted so many items."""
    listed = [item(f"{unit}{n}", unit, f"1-{n + 1}") for unit, number in items.items() for n in range(number)]
    return archive(registry("、".join(items)), HEAD + rules, listed)


def results(found: Archive) -> list[str]:
    rows = circular(found, Period.year(2026)).rows
    return [amount(row.standing.result) for row in rows if row.standing.result is not None]


def test_conversion_by_the_mean_of_the_group() -> None:
    # The mean of 2, 4 and 9 is 5, and counts 60: 2 × 60/5 = 24, 4 × 60/5 = 48, 9 × 60/5 = 108, at most 100.
    found = contest('[result]\nwords = "按平均折算"\nmean-to = 60\nat-most = 100\n', 甲=2, 乙=4, 丙=9)
    assert results(found) == ["24", "48", "100"]
    # Points stay, and a table has both.
    assert points(found, "丙") == "9"
    (table,) = circular_tables(circular(found, Period.year(2026)), SAY)
    assert [dict(zip(table.headers, row, strict=True))["折算得分"] for row in table.rows] == [100, 48, 24]
    # Without a limit, and with a third: the mean of 1 and 2 is 3/2; 1 × 80 / (3/2) = 53 1/3, 2 × 80 / (3/2) = 106 2/3.
    assert results(contest("[result]\nmean-to = 80\n", 甲=1, 乙=2)) == ["53.3333", "106.6667"]


def test_conversion_by_steps() -> None:
    rules = '[result]\nsteps = { "3" = 60, "5.5" = 80, "6" = 100 }\n'
    # Below 3 nothing, from 3 on 60, from 6 on 100.
    assert results(contest(rules, 甲=2, 乙=3, 丙=5, 丁=6, 戊=9)) == ["0", "60", "60", "100", "100"]


def test_conversion_by_group() -> None:
    units = [Unit(id=name, name=name, group=group) for name, group in zip("甲乙丙丁", "东东西西", strict=True)]
    rules = '[[result]]\nwords = "东片按最高折算"\ngroups = "东"\nscale-to = 100\n'
    rules += '[[result]]\nwords = "西片按平均折算"\ngroups = "西"\nmean-to = 80\n'
    listed = [
        item(f"{unit}{n}", unit, f"1-{n + 1}")
        for unit, number in zip("甲乙丙丁", (2, 4, 1, 3), strict=True)
        for n in range(number)
    ]
    found = archive(registry(units, groups="东、西"), HEAD + rules, listed)
    # East: 2 × 100/4. West: the mean of 1 and 3 is 2.
    assert results(found) == ["50", "100", "40", "120"]
    sentences = [sentence for sentence, _ in explain(found.schemes[0], found.registry, SAY)]
    assert any("东" in text and "100" in text for text in sentences)
    assert any("平均得分折算为80分" in text for text in sentences)


def test_conversion_after_division_and_without_points() -> None:
    # 3 points on 3 items are 1, 5 on 5 are 1: each has 100.
    assert results(contest('[result]\ndivide-by = "计分条数"\nscale-to = 100\n', 甲=3, 乙=5)) == ["100", "100"]
    # Nobody has points: there is nothing to convert by.
    assert results(contest("[result]\nmean-to = 80\n", 甲=0, 乙=0)) == ["0", "0"]


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        ("mean-to = 80\nscale-to = 100", "setting-conflict"),
        ("at-most = 100", "setting-conflict"),
        ("mean-to = 0", "bad-setting"),
        ("steps = 3", "bad-setting"),
        ('steps = { "一" = 60 }', "bad-setting"),
        ('steps = { "1" = 60, "1.0" = 70 }', "bad-setting"),
    ],
)
def test_mistakes_in_conversions(rules: str, code: str) -> None:
    text = HEAD + "[result]\n" + rules
    problems = read_schemes({"registry/schemes/2026.toml": text}, registry("甲"))[2]
    assert code in [problem.code for problem in problems]


POINTS_TARGET = '[[target]]\nid = "fen"\nwords = "每季度30分"\nmeasure = "得分"\ncount = 30\nper = "季度"\n'
TEN_EACH = 'name = "办法"\n[[submission]]\nwords = "每篇10分"\npoints = 10\n'


def test_a_target_of_points() -> None:
    rules = TEN_EACH + '[[quota]]\nwords = "完成得6分，按比例"\ntarget = "fen"\npoints = 6\nshortfall = "按比例"\n'
    items = [item(f"a{n}", "甲", f"1-{n + 1}") for n in range(2)] + [
        item(f"b{n}", "乙", f"1-{n + 1}") for n in range(4)
    ]
    found = archive(registry("甲、乙"), rules, items, targets=POINTS_TARGET, today=day("3-31"))
    # 20 of 30: 6 × 20/30 = 4. 40 of 30: 6. Points of the quota do not count towards it.
    assert entries(found, "甲")[-1] == ("3-31", "完成得6分，按比例", "4")
    assert (points(found, "甲"), points(found, "乙")) == ("24", "46")
    first, second = circular(found, Period.parse("2026-Q1")).rows
    assert [(amount(r.completion.quota), amount(r.completion.achieved)) for r in (first, second) if r.completion] == [
        ("30", "20"),
        ("30", "40"),
    ]
    record = stats_record(found, Period.parse("2026-Q1"))["groups"][0]["units"][0]
    assert record["targets"] == [
        {"id": "fen", "words": "每季度30分", "quota": "30", "done": "20", "completion": "0.6667"}
    ]
    (progress,) = circular(found, Period.parse("2026-01")).rows[0].standing.progress
    assert amount(progress.achieved) == "20"


def test_measured_points_are_those_within_limits_and_without_quotas_and_thresholds() -> None:
    rules = (
        TEN_EACH
        + """
[[limit]]
words = "报送每季度最多25分"
of = "submission"
max = 25
per = "季度"
[[adjustment]]
words = "奖励3分"
units = "甲"
date = 2026-03-01
points = 3
[[threshold]]
words = "季度满28分加2分"
measure = "得分"
reaches = 28
per = "季度"
points = 2
[[threshold]]
words = "季度低于29分扣1分"
measure = "得分"
below = 29
per = "季度"
points = -1
"""
    )
    items = [item(f"a{n}", "甲", f"1-{n + 1}") for n in range(3)]
    found = archive(registry("甲"), rules, items, today=day("3-31"))
    # 25 of 30 and 3 are 28: that reaches 28, and is below 29 whatever the other threshold brings: 28 + 2 - 1.
    assert points(found, "甲") == "29"


def test_surplus_points() -> None:
    target = '[[target]]\nid = "a"\nwords = "每月2条"\ncount = 2\nper = "月"\n'
    rule = 'name = "办法"\n[[quota]]\nwords = "完成得5分，每超1条加0.5分，最多1分"\ntarget = "a"\npoints = 5\n'
    rule += "surplus = 0.5\nsurplus-max = 1\n"
    items = [item(f"a{n}", "甲", f"1-{n + 1}") for n in range(3)]
    items += [item(f"b{n}", "甲", f"2-{n + 1}") for n in range(5)]
    items += [item(f"c{n}", "甲", f"3-{n + 1}") for n in range(2)]
    found = archive(registry("甲"), rule, items, targets=target, today=day("4-30"))
    # 1 over: 5.5. 3 over: 1.5, of which 1. Met: 5. Missed: 0.
    assert [value for _, _, value in entries(found, "甲")] == ["5.5", "6", "5", "0"]
    why = [[reason.text(SAY) for reason in entry.why] for entry in whole_ledger(found).account("甲").entries]
    assert why[0] == [why[0][0], "超额1，加0.5分"]
    assert why[1][1] == "超额3，应加1.5分，按上限加1分"
    assert [len(reasons) for reasons in why] == [2, 2, 1, 1]
    (change,) = stats_record(found, Period.parse("2026-02"))["groups"][0]["units"][0]["changes"]
    assert change == {"kind": "cap", "points": "-0.5", "words": "完成得5分，每超1条加0.5分，最多1分"}


def test_surplus_over_a_prorated_quota() -> None:
    # 4 a quarter, there for 45 of 90 days: 2. 3 done are 1 over.
    target = '[[target]]\nid = "a"\nwords = "每季度4条"\ncount = 4\nper = "季度"\n'
    rule = 'name = "办法"\n[[quota]]\nwords = "每超1条加2分"\ntarget = "a"\nsurplus = 2\n'
    known = registry([Unit(id="甲", name="甲", joined=day("2-15"))])
    found = archive(
        known, rule, [item(f"a{n}", "甲", f"3-{n + 1}") for n in range(3)], targets=target, today=day("3-31")
    )
    assert entries(found, "甲") == [("3-31", "每超1条加2分", "2")]
