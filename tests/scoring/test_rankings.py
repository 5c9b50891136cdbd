"""Several rankings beside one another: by points, rate, level, items, adoptions and one publication."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bulletin.core.dates import Period
from bulletin.core.i18n import translator
from bulletin.exports.stats_json import stats_record
from bulletin.model.archive import Archive
from bulletin.model.scheme_enums import Family
from bulletin.schemes.explain import explain
from bulletin.schemes.parser import read_schemes
from bulletin.scoring import circular, standings_for
from bulletin.scoring.circulars.figures import Figures
from bulletin.scoring.circulars.phrases import plain_text
from bulletin.scoring.circulars.tables import cell_text, circular_tables
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
            {"甲": "1 3 1 1 1 1", "乙": "3 1 3 3 2 3", "丙": "2 1 2 3 2 1", "丁": "5 — 4 5 4 3", "戊": "4 4 4 2 4 3"},
        ),
        (
            ALL + 'ties = "并列不占位"',
            {"甲": "1 2 1 1 1 1", "乙": "3 1 3 3 2 2", "丙": "2 1 2 3 2 1", "丁": "5 — 4 4 3 2", "戊": "4 3 4 2 3 2"},
        ),
        ('by = "adoption-rate"', {"甲": "3", "乙": "1", "丙": "1", "丁": "—", "戊": "4"}),
        ("", {"甲": "1", "乙": "3", "丙": "2", "丁": "5", "戊": "4"}),
    ],
)
def test_ranks(ranking: str, expected: dict[str, str]) -> None:
    assert ranks(archive_of(ranking)) == expected


def test_nobody_has_a_rank_by_a_rate_that_there_is_not() -> None:
    # 二季度都没有报送：没有采用率，不排名；得分都是 0，并列第一。
    found = archive_of('by = ["得分", "采用率"]')
    rows = circular(found, Period.parse("2026-Q2")).rows
    assert {(row.rank, *row.further_ranks) for row in rows} == {(1, None)}
    # 按采用率排名，没有报送的列在最后，采用率为 0 的在它前面。
    found = archive_of('by = "采用率"')
    assert [row.unit.id for row in standings_for(found, Q1).groups[0].ranked] == ["乙", "丙", "甲", "戊", "丁"]


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
    assert table.headers[:4] == ("名次", "采用率名次", "《省刊》采用名次", "报送单位")
    assert table.rows[0][:4] == (1, 3, 1, "甲")


def first_ranks(found: Archive) -> str:
    """Return the sentence on the first ranks."""
    return plain_text(Figures(archive=found, circular=circular(found, Q1), say=SAY).first_three())


@pytest.mark.parametrize(
    ("ranking", "expected"),
    [
        # 省刊 1、0、1：并列第一的甲、丙；第三名的各单位都没有省刊采用，不公布。
        ('by = "省刊"', "甲、丙"),
        # 采用率 1/2、1、1：乙、丙第一，甲第三；戊没有采用，丁没有报送。
        ('by = "采用率"\ntop = 5', "乙、丙、甲"),
        # 得分 19、6、11、0、2：丁没有得分。
        ("top = 5", "甲、丙、乙、戊"),
    ],
)
def test_first_ranks_are_of_units_with_something_to_rank_by(ranking: str, expected: str) -> None:
    found = archive_of(ranking)
    assert first_ranks(found) == f"其他单位为{expected}"


NO_POINTS = """
name = "办法"

[ranking]
by = "采用次数"
"""


def test_first_ranks_by_counts_need_no_points() -> None:
    found = archive(KNOWN, NO_POINTS, ITEMS)
    # 采用 2、1、1、0、0 次；都没有得分。
    assert first_ranks(found) == "其他单位为甲、乙、丙"


SEVERAL = """
name = "办法"

[[adoption]]
words = "采用：省30分，市5分；附图再加1分"
points = { "省" = 30, "市" = 5 }

[[bonus]]
words = "采用的每次加1分"
every-time = true
points = 1

[several]
take = "就高"
"""


def test_points_stand_beside_the_adoptions_of_each_publication() -> None:
    # 一季度市刊采用，5 分；二季度省刊采用就高，30 分记在省刊，市刊的 5 分减去。加分不是采用得分，不记在刊物上。
    carried = [adopted("市刊", "3-10"), adopted("省刊", "5-10")]
    found = archive(KNOWN, SEVERAL, [item("a", "甲", "3-1", adoptions=carried)])
    for period, city, province in (("2026-Q1", (1, "5"), (0, "0")), ("2026-Q2", (0, "-5"), (1, "30"))):
        figures = circular(found, Period.parse(period))
        [table] = circular_tables(figures, SAY)
        row = dict(zip(table.headers, map(cell_text, table.rows[0]), strict=True))
        assert (row["市刊"], row["市刊得分"], row.get("省刊", "0"), row.get("省刊得分", "0")) == (
            *map(str, city),
            *map(str, province),
        )
        given = figures.rows[0].now.points_by_publication.values()
        assert sum(given) == figures.rows[0].now.points_by_family[Family.ADOPTION]
    record = stats_record(found, Period.year(2026))["groups"][0]["units"][0]
    assert record["points_by_publication"] == {"市刊": "0", "省刊": "30"}
    assert record["by_publication"] == {"市刊": 1, "省刊": 1}


def test_a_publication_with_points_before_its_adoption_has_a_column() -> None:
    """An adoption of 2026 counts on the day of submission in 2025: 30 points there, and no adoption yet."""
    counting = SEVERAL.replace("[several]", '[counting]\nadoptions-by = "submission"\n\n[several]')
    late = item("a", "甲", "2025-12-1", adoptions=[adopted("省刊", "1-10")])
    found = circular(archive(KNOWN, {"2025": counting, "2026": SEVERAL}, [late]), Period.year(2025))
    [table] = circular_tables(found, SAY)
    row = dict(zip(table.headers, map(cell_text, table.rows[0]), strict=True))
    assert (row["省刊"], row["省刊得分"]) == ("0", "30")


def test_a_closed_period_keeps_the_points_of_each_publication() -> None:
    before = archive_of(ALL)
    closed = freeze(before, Q1, SAY, "registry/closed/2026-Q1.json")
    late = replace(ITEMS[-1], adoptions=(adopted("省刊", "1-10"),))
    after = replace(before, items=(*ITEMS[:-1], late), closed=(closed,))
    found = [row.now.points_by_publication for row in circular(after, Q1).rows]
    # 甲省刊 10、市刊 5，乙市刊 5，丙省刊 10；戊补记的 10 分不在里面。
    assert found == [{"省刊": 10, "市刊": 5}, {"市刊": 5}, {"省刊": 10}, {}, {}]


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
