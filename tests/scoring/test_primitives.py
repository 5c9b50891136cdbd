"""Each primitive alone, with the smallest events that show it; the systems show them together."""

from __future__ import annotations

from datetime import date

import pytest

from bulletin.core.dates import Period
from bulletin.core.i18n import translator
from bulletin.core.numbers import amount
from bulletin.model.archive import Archive
from bulletin.model.enums import Channel
from bulletin.model.records import Item
from bulletin.model.registry import Unit
from bulletin.scoring import circular, ranked_authors, standings_for, top_units, whole_ledger
from tests.support.scoring_archives import (
    adopted,
    archive,
    call,
    corrected,
    endorsed,
    entries,
    item,
    points,
    publication,
    registry,
    total,
)

PAPERS = [publication("县刊", "县"), publication("市刊", "市"), publication("市报", "市"), publication("省刊", "省")]
LEVELS = """
name = "办法"
[[adoption]]
words = "县1分，市5分，省10分"
points = { "县" = 1, "市" = 5, "省" = 10 }
"""
EVERYWHERE = [adopted("县刊", "1-10"), adopted("市刊", "2-10"), adopted("市报", "3-10"), adopted("省刊", "4-10")]


def office(scheme: str, *items: Item, units: str = "甲、乙、丙", **more: object) -> Archive:
    return archive(registry(units, PAPERS, "信息、调研"), LEVELS + scheme, items, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("several", "months"),
    [
        ("", ["1", "5", "5", "10"]),
        # The highest: what was given before counts towards it.
        ('[several]\ntake = "就高"', ["1", "4", "0", "5"]),
        ('[several]\ntake = "同级一次"', ["1", "5", "0", "10"]),
        ('[several]\ntake = "取最高几级"\nbest = 2', ["1", "5", "0", "9"]),
    ],
)
def test_several_adoptions_of_one_item(several: str, months: list[str]) -> None:
    found = office(several, item("a", "甲", "1-5", adoptions=EVERYWHERE))
    assert [points(found, "甲", f"2026-{month:02}") for month in (1, 2, 3, 4)] == months


@pytest.mark.parametrize(
    ("joint", "shares"),
    [
        ('split = "各计全分"', ["10", "10", "10"]),
        ('split = "平分"', ["3.3333", "3.3333", "3.3333"]),
        ('split = "第一单位"', ["10", "0", "0"]),
        ('split = "按比例"\nweights = [3, 2]', ["4.2857", "2.8571", "2.8571"]),
        ('split = "按比例"\nweights = [0.5, 0.3, 0.2]', ["5", "3", "2"]),
    ],
)
def test_joint_items(joint: str, shares: list[str]) -> None:
    found = office(f"[joint]\n{joint}", item("a", "甲、乙、丙", "1-5", adoptions=[adopted("省刊", "1-9")]))
    assert [points(found, unit) for unit in "甲乙丙"] == shares
    assert total(found) == (30 if "全分" in joint else 10)


def test_a_rule_may_split_in_its_own_way() -> None:
    bonus = '[joint]\nsplit = "平分"\n[[bonus]]\nwords = "调研加2分"\ncategories = ["调研"]\npoints = 2\nsplit = "full"'
    found = office(bonus, item("a", "甲、乙", "1-5", "调研", adoptions=[adopted("省刊", "1-9")]))
    assert points(found, "甲") == points(found, "乙") == "7"


def test_multipliers() -> None:
    rules = '[[multiplier]]\nwords = "调研1.5倍"\ncategories = ["调研"]\ntimes = 1.5'
    found = office(
        rules,
        item("a", "甲", "1-5", "调研", adoptions=EVERYWHERE[:2]),
        item("b", "乙", "1-5", adoptions=EVERYWHERE[:2]),
    )
    assert (points(found, "甲"), points(found, "乙")) == ("9", "6")
    reasons = [note.text(translator("en")) for note in whole_ledger(found).account("甲").entries[0].why]
    assert reasons == ["1 × 1.5: 调研1.5倍"]


def test_bonuses_are_once_an_item_or_each_time() -> None:
    once = '[[bonus]]\nwords = "加1分"\nlevels = ["市"]\npoints = 1'
    events = item("a", "甲", "1-5", adoptions=EVERYWHERE)
    assert points(office(once, events), "甲") == "22"
    assert points(office(once + "\nevery-time = true", events), "甲") == "23"


def test_a_cap_of_an_item() -> None:
    cap = '[[limit]]\nwords = "一篇不超过12分"\nmax = 12\nper = "item"'
    found = office(cap, item("a", "甲", "1-5", adoptions=EVERYWHERE), item("b", "甲", "1-6", adoptions=EVERYWHERE[:1]))
    assert points(found, "甲") == "13"
    assert points(found, "甲", "2026-04") == "1"


def test_base_points_and_units_that_come_and_go() -> None:
    base = '[[base]]\nwords = "全年基础分100分"\npoints = 100\nper = "年"'
    units = (
        Unit(id="甲", name="甲"),
        Unit(id="乙", name="乙", joined=date(2026, 7, 1)),
        Unit(id="丙", name="丙", left=date(2026, 3, 14), successor="甲"),
    )
    found = archive(registry(units, PAPERS), LEVELS + base, [])
    assert points(found, "甲") == "100"
    assert (
        points(found, "乙") == amount(whole_ledger(found).points("乙", Period.year(2026))) == "50.411"
    )  # 184 of 365 days
    assert points(found, "丙") == "20"  # 73 of 365 days
    assert entries(found, "丙") == [("1-1", "全年基础分100分", "100"), ("3-14", "全年基础分100分", "-80")]


@pytest.mark.parametrize(
    ("merger", "old", "new"), [("不转", "15", "1"), ("合并后转", "5", "11"), ("全部转", "0", "16")]
)
def test_mergers(merger: str, old: str, new: str) -> None:
    units = (Unit(id="甲", name="甲"), Unit(id="丙", name="丙", left=date(2026, 3, 14), successor="甲"))
    events = [
        item("a", "丙", "2-5", adoptions=[adopted("市刊", "2-9"), adopted("省刊", "5-9")]),
        item("b", "甲", "2-5", adoptions=[adopted("县刊", "2-9")]),
    ]
    found = archive(registry(units, PAPERS), f'{LEVELS}[merger]\npoints = "{merger}"', events)
    assert (points(found, "丙"), points(found, "甲")) == (old, new)
    assert points(found, "丙", "2026-Q1") == ("0" if merger == "全部转" else "5")


def test_credit_to_a_parent() -> None:
    units = (Unit(id="甲", name="甲"), Unit(id="乙", name="乙", parent="甲"))
    credit = '[[credit]]\nwords = "一半计入主管单位"\nunits = ["乙"]\nkeep = 1\ngive = 0.5'
    alone = item("a", "乙", "2-5", adoptions=[adopted("省刊", "2-9")])
    together = item("b", "甲、乙", "2-5", adoptions=[adopted("市刊", "2-9")])
    found = archive(registry(units, PAPERS), LEVELS + credit, [alone, together])
    # a: 乙 10, 甲 5 as its parent. b: both have all of 5; 甲 does not get a second part by way of 乙.
    assert (points(found, "乙"), points(found, "甲")) == ("15", "10")


@pytest.mark.parametrize(
    ("shortfall", "got"),
    [
        ('points = 10\nshortfall = "完不成不得分"', ["10", "0", "0"]),
        ('points = 10\nshortfall = "按比例"', ["10", "5", "0"]),
        ("points = 10\neach = -3", ["10", "4", "-2"]),
    ],
)
def test_quotas(shortfall: str, got: list[str]) -> None:
    quota = f'[[quota]]\nwords = "季度任务"\ntarget = "ji"\n{shortfall}'
    targets = '[[target]]\nid = "ji"\nwords = "每季度4条"\ncount = 4\nper = "季度"'
    events = [item(f"a{n}", "甲", f"1-{n + 1}") for n in range(5)] + [
        item(f"b{n}", "乙", f"2-{n + 1}") for n in range(2)
    ]
    found = office(quota, *events, targets=targets, today=date(2026, 3, 31))
    assert [points(found, unit) for unit in "甲乙丙"] == got
    early = office(quota, *events, targets=targets, today=date(2026, 3, 30))
    assert points(early, "甲") == "0"


def test_quotas_of_units_that_came_later_are_smaller() -> None:
    units = (Unit(id="甲", name="甲", joined=date(2026, 2, 15)),)
    targets = '[[target]]\nid = "ji"\nwords = "每季度4条"\ncount = 4\nper = "季度"'
    quota = '[[quota]]\nwords = "少1条扣1分"\ntarget = "ji"\neach = -1'
    found = archive(registry(units, PAPERS), LEVELS + quota, [], targets=targets, today=date(2026, 3, 31))
    assert points(found, "甲") == "-2"  # 45 of 90 days: 2 of 4 items


def test_thresholds() -> None:
    rules = '[[threshold]]\nwords = "满3条加2分"\nmeasure = "报送"\nreaches = 3\nper = "季度"\npoints = 2'
    events = [item(f"a{n}", "甲", f"1-{n + 1}") for n in range(3)] + [item("b", "乙", "1-1")]
    found = office(rules, *events, today=date(2026, 3, 31))
    assert [points(found, unit) for unit in "甲乙丙"] == ["2", "0", "0"]


def test_a_lapse_that_is_settled_is_taken_back() -> None:
    rules = (
        '[[lapse]]\nwords = "未报扣3分"\nkinds = ["约稿未报"]\npoints = -3\n'
        '[[lapse]]\nwords = "迟交扣1分"\nkinds = ["约稿迟交"]\npoints = -1\n'
    )
    late = item("a", "甲", "4-5", commission="y")
    found = office(rules, late, calls=[call("y", "甲、乙", "3-1", "3-20")])
    assert entries(found, "甲") == [("3-21", "未报扣3分", "-3"), ("4-5", "未报扣3分", "3"), ("4-5", "迟交扣1分", "-1")]
    assert points(found, "甲", "2026-Q1") == "-3"
    quarter, year = (circular(found, Period.parse(text)) for text in ("2026-Q1", "2026"))
    assert [x.unit for x in quarter.unmet] == ["甲", "乙"]
    assert [x.unit for x in year.unmet] == ["乙"]


def test_forfeited_points() -> None:
    rules = '[[lapse]]\nwords = "失实两次，当年得分清零"\nkinds = ["误报"]\nat-least = 2\nzeroes = true'
    events = [
        item("a", "甲", "1-5", adoptions=[adopted("省刊", "1-9")], corrections=[corrected("2-1"), corrected("3-1")]),
        item("b", "甲", "4-5", adoptions=[adopted("省刊", "4-9")]),
    ]
    found = office(rules, *events)
    assert points(found, "甲", "2026-02") == "0"
    assert [points(found, "甲", text) for text in ("2026-01", "2026-03", "2026-04", "2026")] == ["10", "-10", "0", "0"]


def test_deadlines_by_channel() -> None:
    rules = (
        '[[deadline]]\nwords = "7日"\ndays = 7\n[[deadline]]\nwords = "直报1日"\nchannels = ["直报"]\ndays = 1\n'
        '[[lapse]]\nwords = "迟报扣1分"\nkinds = ["迟报"]\npoints = -1'
    )
    events = [
        item("a", "甲", "1-9", event="1-2"),
        item("b", "乙", "1-9", event="1-1"),
        item("c", "丙", "1-4", event="1-2", channel=Channel.DIRECT),
    ]
    assert [points(office(rules, *events), unit) for unit in "甲乙丙"] == ["0", "-1", "-1"]


def test_ties_share_a_rank() -> None:
    def ranks(more: str) -> dict[str, int | None]:
        events = [
            item(n, u, "1-5", adoptions=[adopted(p, "1-9")])
            for n, u, p in (("a", "甲", "省刊"), ("b", "乙", "省刊"), ("c", "丙", "县刊"))
        ]
        return {p.unit.id: p.rank for p in standings_for(office(more, *events), Period.year(2026)).units}

    assert ranks("") == {"甲": 1, "乙": 1, "丙": 3}
    assert ranks('[ranking]\nties = "并列不占位"') == {"甲": 1, "乙": 1, "丙": 2}


def test_a_result_to_the_scale_of_100() -> None:
    events = [
        item("a", "甲", "1-5", adoptions=[adopted("省刊", "1-9")]),
        item("b", "乙", "1-5", adoptions=[adopted("市刊", "1-9")]),
    ]
    rows = standings_for(office("[result]\nscale-to = 100", *events), Period.year(2026)).units
    assert [amount(row.result or 0) for row in rows] == ["100", "50", "0"]  # type: ignore[arg-type]


def test_adoptions_may_count_on_the_day_of_submission() -> None:
    found = office(
        '[counting]\nadoptions-by = "submission"', item("a", "甲", "1-5", adoptions=[adopted("省刊", "6-9")])
    )
    assert points(found, "甲", "2026-01") == "10"


def test_authors_beside_units() -> None:
    rules = '[authors]\nsplit = "平分"'
    found = office(
        rules,
        item("a", "甲", "1-5", adoptions=[adopted("省刊", "1-9")], authors=["李某", "王某"]),
        item("b", "甲", "1-6", adoptions=[adopted("市刊", "1-9")], authors=["王某"]),
        item("c", "乙", "1-7", adoptions=[adopted("市刊", "1-9")], authors=["李某"]),
    )
    assert points(found, "甲") == "15"
    listed = [(a.rank, a.name, a.unit.id, amount(a.points)) for a in ranked_authors(found, Period.year(2026))]
    assert listed == [(1, "王某", "甲", "10"), (2, "李某", "甲", "5"), (2, "李某", "乙", "5")]


def test_top_units_of_categories() -> None:
    found = office(
        "",
        item("a", "甲", "1-5", "调研", adoptions=[adopted("省刊", "1-9")]),
        item("b", "乙", "1-6", "信息", adoptions=[adopted("市刊", "1-9")]),
        item("c", "丙", "1-7", "信息", adoptions=[adopted("市刊", "1-9")]),
    )
    listed = [(c.category.id, [u.id for u in c.units], amount(c.points)) for c in top_units(found, Period.year(2026))]
    assert listed == [("信息", ["乙", "丙"], "5"), ("调研", ["甲"], "10")]


def test_rules_for_some_units_only() -> None:
    rules = '[[adoption]]\nwords = "乙加倍"\nlevels = ["省"]\nunits = ["乙"]\npoints = 20'
    found = office(rules, item("a", "甲、乙", "1-5", adoptions=[adopted("省刊", "1-9")]))
    assert (points(found, "甲"), points(found, "乙")) == ("10", "20")


def test_endorsements_once_an_item() -> None:
    rules = '[[endorsement]]\nwords = "批示一次10分"\npoints = 10\noften = "once"'
    found = office(
        rules, item("a", "甲", "1-5", endorsements=[endorsed("县委书记", "县", "1-9"), endorsed("市长", "市", "2-9")])
    )
    assert entries(found, "甲") == [("1-9", "批示一次10分", "10"), ("2-9", "批示一次10分", "0")]
