"""Several rankings beside one another: by points, rate, level, items, adoptions and one publication."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bulletin.core.dates import Period
from bulletin.core.i18n import translator
from bulletin.model.archive import Archive
from bulletin.schemes.explain import explain
from bulletin.schemes.parser import read_schemes
from bulletin.scoring import circular
from bulletin.scoring.circulars.tables import circular_tables
from bulletin.scoring.closing.freeze import freeze
from tests.support.scoring_archives import adopted, archive, item, publication, registry

SCHEME = """
name = "办法"

[[submission]]
words = "报送1分"
points = 1

[[adoption]]
words = "采用：省10分，市5分"
points = { "省" = 10, "市" = 5 }
"""
ALL = 'by = ["得分", "采用率", "级别", "报送", "采用次数", "《省刊》"]\n'
KNOWN = registry("甲、乙、丙、丁、戊", [publication("省刊", "省"), publication("市刊", "市")])
# 甲：报4条，省、市各采用1条，4 + 10 + 5 = 19 分，采用率 2/4。乙：报1条，市采用，6 分，1/1。
# 丙：报1条，省采用，11 分，1/1。
# 丁：未报送，0 分，没有采用率。戊：报2条，未采用，2 分，0/2。
ITEMS = (
    item("a1", "甲", "1-5", adoptions=[adopted("省刊", "1-9")]),
    item("a2", "甲", "1-6", adoptions=[adopted("市刊", "1-9")]),
    item("a3", "甲", "1-7"),
    item("a4", "甲", "1-8"),
    item("b1", "乙", "1-5", adoptions=[adopted("市刊", "1-9")]),
    item("c1", "丙", "1-5", adoptions=[adopted("省刊", "1-9")]),
    item("e1", "戊", "1-5"),
    item("e2", "戊", "1-6"),
)
Q1 = Period.parse("2026-Q1")
SAY = translator("zh")


def archive_of(ranking: str, more: str = "") -> Archive:
    return archive(KNOWN, f"{SCHEME}{more}\n[ranking]\n{ranking}", ITEMS)


def ranks(found: Archive) -> dict[str, str]:
    """Return the ranks of each unit as text, the main one first."""
    rows = circular(found, Q1).rows
    return {row.unit.id: " ".join(str(rank or "—") for rank in (row.rank, *row.further_ranks)) for row in rows}


@pytest.mark.parametrize(
    ("ranking", "expected"),
    [
        # 得分 19、6、11、0、2；采用率 1/2、1、1、无、0；级别 (1, 1)、(0, 1)、(1, 0)、无、无；
        # 报送 4、1、1、0、2；采用 2、1、1、0、0 次；省刊 1、0、1、0、0 次。
        (
            ALL,
            {"甲": "1 3 1 1 1 1", "乙": "3 1 3 3 2 3", "丙": "2 1 2 3 2 1", "丁": "5 5 4 5 4 3", "戊": "4 4 4 2 4 3"},
        ),
        (
            ALL + 'ties = "并列不占位"',
            {"甲": "1 2 1 1 1 1", "乙": "3 1 3 3 2 2", "丙": "2 1 2 3 2 1", "丁": "5 4 4 4 3 2", "戊": "4 3 4 2 3 2"},
        ),
        ('by = "adoption-rate"', {"甲": "3", "乙": "1", "丙": "1", "丁": "5", "戊": "4"}),
        ("", {"甲": "1", "乙": "3", "丙": "2", "丁": "5", "戊": "4"}),
    ],
)
def test_ranks(ranking: str, expected: dict[str, str]) -> None:
    assert ranks(archive_of(ranking)) == expected


def test_disqualified_units_stand_apart_in_all_rankings() -> None:
    # 丁 0 分、戊 2 分，不足 3 分，取消资格；乙、丙采用率并列第一，甲第三。
    mark = '[[pass]]\nwords = "不足3分取消资格"\npoints = 3\nper = "季度"\ndisqualifies = true\n'
    found = archive_of('by = ["采用率", "级别"]', mark)
    assert ranks(found) == {"甲": "3 1", "乙": "1 3", "丙": "1 2", "丁": "— —", "戊": "— —"}


def test_closed_periods_keep_their_rank_and_count_the_others_from_what_was_printed() -> None:
    before = archive_of(ALL)
    closed = freeze(before, Q1, SAY, "registry/closed/2026-Q1.toml")
    # 以后又补记戊的省级采用1条：已定稿的名次都不变。
    late = replace(ITEMS[-1], adoptions=(adopted("省刊", "1-10"),))
    after = replace(before, items=(*ITEMS[:-1], late), closed=(closed,))
    assert ranks(after) == ranks(before)


def test_what_is_shown() -> None:
    found = circular(archive_of('by = ["得分", "采用率", "省刊"]\ntop = 2'), Q1)
    [table] = circular_tables(found, SAY)
    assert table.headers[:4] == ("名次", "按采用率名次", "按《省刊》采用名次", "报送单位")
    assert table.rows[0][:4] == (1, 3, 1, "甲")


def test_scheme_explained_and_refused() -> None:
    schemes, *_, problems = read_schemes({"registry/schemes/2026.toml": f"{SCHEME}\n[ranking]\n{ALL}top = 5"}, KNOWN)
    assert not problems
    said = [sentence for sentence, _ in explain(schemes[0], KNOWN, SAY)]
    assert "按得分排定名次。" in said
    assert "通报公布各组前5名。" in said


@pytest.mark.parametrize(
    ("ranking", "code", "field"),
    [
        ('by = ["得份"]', "unknown-term", "by"),
        ('by = ["得分", "points"]', "bad-setting", "by"),
        ("top = 0", "bad-setting", "top"),
    ],
)
def test_mistakes(ranking: str, code: str, field: str) -> None:
    problems = read_schemes({"registry/schemes/2026.toml": f"{SCHEME}\n[ranking]\n{ranking}"}, KNOWN)[-1]
    assert [(problem.code, problem.field) for problem in problems] == [(code, field)]
