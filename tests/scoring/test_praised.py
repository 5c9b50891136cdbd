"""Who is named with praise in a circular: units and items that earned something, with what is theirs."""

from __future__ import annotations

from fractions import Fraction

import pytest

from bulletin.cli.tables import terminal_table
from bulletin.core.dates import Period
from bulletin.core.i18n import translator
from bulletin.core.numbers import amount
from bulletin.model.archive import Archive
from bulletin.model.registry import Unit
from bulletin.scoring import circular
from bulletin.scoring.circulars.figures import Figures
from bulletin.scoring.circulars.phrases import plain_text
from bulletin.scoring.circulars.tables import circular_tables
from bulletin.scoring.circulars.text import summary
from tests.support.scoring_archives import adopted, archive, call, day, endorsed, item, publication, registry

ZH = translator("zh")
SCHEME = """
name = "办法"

[[submission]]
words = "每篇1分"
points = 1

[[adoption]]
words = "采用"
points = { "市" = 5, "省" = 20, "中央" = 40 }
"""
UNANSWERED = """
[[lapse]]
words = "约稿未报，每次扣4分"
kinds = ["约稿未报"]
points = -4
"""
KNOWN = registry(
    [Unit(id=name, name=name, group="乡镇") for name in ("甲", "乙", "丙")], [publication("省刊", "省")], groups="乡镇"
)


def praised(found: Archive, period: str) -> tuple[str, str]:
    """Return the units on the first ranks, and the best items."""
    figures = Figures(archive=found, circular=circular(found, Period.parse(period)), say=ZH)
    return plain_text(figures.phrase("first-three")), plain_text(figures.phrase("best-items"))


def test_units_at_or_below_zero_are_not_praised() -> None:
    """第一季度：甲报 1 篇，1 分，第 1 名；乙无，0 分，第 2 名；丙约稿未报，-4 分，第 3 名。"""
    calls = [call("y1", "丙", "1-5", "2-1")]
    found = archive(KNOWN, SCHEME + UNANSWERED, [item("a", "甲", "1-10")], calls=calls)
    ranks = [
        (row.unit.id, row.rank, amount(row.points or Fraction(0)))
        for row in circular(found, Period.parse("2026-Q1")).rows
    ]
    assert ranks == [("甲", 1, "1"), ("乙", 2, "0"), ("丙", 3, "-4")]
    assert praised(found, "2026-Q1") == ("乡镇为甲", "《a》（甲，1分）")


def test_what_is_only_given_back_is_not_praised() -> None:
    """办法没有报送分：丙 2 月约稿未报扣 4 分，5 月报来，第二季度退回 4 分，此外没有得分；甲 5 月省采用 20 分。"""
    scheme = SCHEME.replace("points = 1\n", "points = 0\n") + UNANSWERED
    items = [
        item("c", "丙", "5-1", commission="y1"),
        item("a", "甲", "5-2", adoptions=[adopted("省刊", "5-9")]),
    ]
    found = archive(KNOWN, scheme, items, calls=[call("y1", "丙", "1-5", "2-1")])
    by_unit = circular(found, Period.parse("2026-Q2")).by_unit
    assert [amount(by_unit[unit].points or Fraction(0)) for unit in ("甲", "丙")] == ["20", "4"]
    assert praised(found, "2026-Q2") == ("乡镇为甲", "《a》（甲，20分）")


@pytest.mark.parametrize(
    ("joint", "points"),
    [
        ("", "21"),
        ('[joint]\nwords = "平分"\nsplit = "平分"\n', "21"),
        ('[joint]\nwords = "按比例"\nsplit = "按比例"\nweights = [3, 2]\n', "21"),
        ('[joint]\nwords = "第一单位"\nsplit = "第一单位"\n', "21"),
    ],
)
def test_a_joint_item_has_its_own_points_once(joint: str, points: str) -> None:
    """报送 1 分、省采用 20 分，共 21 分，不论两个单位各计全分还是分开计。"""
    found = archive(KNOWN, SCHEME + joint, [item("a", "甲、乙", "5-2", adoptions=[adopted("省刊", "5-9")])])
    assert praised(found, "2026-Q2")[1] == f"《a》（甲、乙，{points}分）"


def test_a_rule_with_a_split_of_its_own() -> None:
    """平分：报送各 0.5、采用各 10；批示 4 分各计全分：1 + 20 + 4 = 25。"""
    rules = '[joint]\nwords = "平分"\nsplit = "平分"\n[[endorsement]]\nwords = "批示"\npoints = 4\nsplit = "各计全分"\n'
    one = item("a", "甲、乙", "5-2", adoptions=[adopted("省刊", "5-9")], endorsements=[endorsed("书记", "市", "6-1")])
    assert praised(archive(KNOWN, SCHEME + rules, [one]), "2026-Q2")[1] == "《a》（甲、乙，25分）"


def test_who_answers_late_what_is_excused_has_not_done_it() -> None:
    """y1 3 月 20 日到期，甲免报。3 月 20 日报来：完成约稿 1 篇次；4 月 5 日报来：不算完成，也不算未报。"""
    for came, period, done in (("3-20", "2026-Q1", "甲：《y1》"), ("4-5", "2026-Q2", "")):
        items = [item("a", "甲", came, commission="y1")]
        found = archive(KNOWN, SCHEME, items, calls=[call("y1", "甲", "3-1", "3-20", waived="甲")])
        about = circular(found, Period.parse(period))
        figures = Figures(archive=found, circular=about, say=ZH)
        names = ("commissions-done", "commissions-unanswered")
        said = [plain_text(figures.phrase(name)).replace("甲《", "甲：《") for name in names]
        assert said == [done, ""]


def test_the_mean_is_of_units_that_were_there_and_counts_a_joint_item_once() -> None:
    """第二季度甲、乙联合报 1 篇，甲另报 2 篇，共 3 篇；丙 3 月撤销，4 月它的旧稿才被采用。

    乡镇报送 3 篇，在的是甲、乙 2 个单位：3÷2＝1.5，不是（3＋1＋0）÷3。
    """
    units = [Unit(id=name, name=name, group="乡镇") for name in ("甲", "乙")]
    units.append(Unit(id="丙", name="丙", group="乡镇", left=day("3-31")))
    known = registry(units, [publication("省刊", "省")], groups="乡镇")
    items = [item("a", "甲、乙", "5-1"), item("b", "甲", "5-2"), item("c", "甲", "5-3")]
    items.append(item("d", "丙", "2-1", adoptions=[adopted("省刊", "4-9")]))
    found = archive(known, SCHEME, items)
    (table,) = circular(found, Period.parse("2026-Q2")).tables
    assert [row.unit.id for row in table.rows] == ["甲", "乙", "丙"]
    assert (len(table.items), amount(table.average)) == (3, "1.5")


def test_adopted_some_day_and_not_in_the_period() -> None:
    """甲 2 月报、5 月采用，乙 2 月报、3 月采用。第一季度：采用率 2÷2＝100%，甲在本期零采用。"""
    items = [
        item("a", "甲", "2-1", adoptions=[adopted("省刊", "5-9")]),
        item("b", "乙", "2-2", adoptions=[adopted("省刊", "3-9")]),
    ]
    found = archive(KNOWN, SCHEME, items)
    text = " ".join(summary(found, circular(found, Period.parse("2026-Q1")), ZH))
    assert "采用率100%" in text
    assert "有报送但本期零采用的单位1个：甲。" in text


def test_sums_of_zero_are_shown_beside_their_parts() -> None:
    """甲报 4 篇 4 分，约稿未报扣 4 分，共 0 分；乙、丙无：得分一列全是 0，仍在。"""
    items = [item(name, "甲", "1-10") for name in "abcd"]
    found = archive(KNOWN, SCHEME + UNANSWERED, items, calls=[call("y1", "甲", "1-5", "2-1")])
    (table,) = circular_tables(circular(found, Period.parse("2026-Q1")), ZH)
    shown = terminal_table(table).splitlines()[1].split()
    assert {ZH("Submission points"), ZH("Lapses"), ZH("Points")} <= set(shown)
