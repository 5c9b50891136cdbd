"""Published result tables, cell by cell, from events.

The source prints some rows of each table; the other units here are invented so that the totals come out.
"""

from __future__ import annotations

from fractions import Fraction

import pytest

from bulletin.core.dates import Period
from bulletin.core.i18n import translator
from bulletin.model.archive import Archive
from bulletin.model.enums import Level, Treatment
from bulletin.model.records import Item
from bulletin.model.registry import Unit
from bulletin.model.scheme_enums import Family
from bulletin.scoring import circular
from bulletin.scoring.circulars.circular import CircularRow
from bulletin.scoring.circulars.text import summary
from tests.support.scoring_archives import adopted, archive, item, publication, registry

SINGLE, BRIEF, COMPOSITE = Treatment.SINGLE, Treatment.BRIEF, Treatment.COMPOSITE
PAPERS = ("绿化简报", "区政府信息", "市局信息")

TONGZHOU = """
name = "园林绿化信息计分办法"

[[submission]]
words = "报送1条计1分"
points = 1

[[adoption]]
words = "独立信息采用1条计3分"
treatments = ["单篇"]
points = 3

[[adoption]]
words = "一句话、综合采用1条计1分"
treatments = ["一句话", "综合"]
points = 1
"""


def reports(unit: str, months: dict[int, int], taken: list[tuple[int, str, Treatment]]) -> list[Item]:
    """Return so many items for each month; the adoptions go to them one by one, in the month of their number."""
    found = []
    for month, number in months.items():
        mine = [t for t in taken if t[0] == month]
        for n in range(number):
            adoptions = [adopted(paper, f"{month}-20", how) for _, paper, how in mine[n::number]]
            found.append(item(f"{unit}-{month}-{n}", unit, f"{month}-{n % 19 + 1}", adoptions=adoptions))
    return found


def tongzhou() -> Archive:
    offices = ("监察(审计)科", "工会共青团", "办公室", "绿化科")
    grass_roots = ("森林公安处", "林业站", "公园管理中心", "苗圃")
    units = [Unit(id=n, name=n, group="机关科室") for n in offices]
    units += [Unit(id=n, name=n, group="基层单位") for n in grass_roots]
    known = registry(units, [publication(n, "市") for n in PAPERS], groups="机关科室、基层单位")
    one, two, three = PAPERS
    events = reports(
        "森林公安处",
        {3: 5, 9: 2},
        [(3, one, SINGLE)] * 5 + [(9, one, SINGLE), (9, two, SINGLE)],
    )
    events += reports("监察(审计)科", {2: 7, 9: 2}, [(2, two, SINGLE)] * 7 + [(9, two, SINGLE)] * 2)
    # 累计 48 分：报送 8 条 8 分；独立信息 13 次 39 分（4 月的 4 条各被两三家采用，共 9 次；9 月 4 次）；
    # 余下 1 分只能来自一句话或综合，原表没有写明其分值，这里按 1 分
    earlier = [(4, one, SINGLE)] * 4 + [(4, two, SINGLE)] * 4 + [(4, three, SINGLE), (4, three, BRIEF)]
    events += reports("工会共青团", {4: 4, 9: 4}, earlier + [(9, three, SINGLE)] * 4)
    events += reports("办公室", {9: 30}, [(9, one, SINGLE)] * 20 + [(9, two, BRIEF)] * 10)
    events += reports("林业站", {9: 35}, [(9, one, COMPOSITE)] * 11 + [(9, two, SINGLE)] * 20)
    return archive(known, TONGZHOU, events)


def cells(row: CircularRow) -> list[int | Fraction]:
    """Return a row as printed: 本月报送, 全年累计报送, 三种刊物各分一句话/综合与独立信息, 采用条数, 五种分数."""
    treatments = ((BRIEF, COMPOSITE), (SINGLE,))
    taken = [len(row.now.select_adoptions(publication=paper, treatments=t)) for paper in PAPERS for t in treatments]
    return [
        len(row.now.submitted),
        len(row.to_date.submitted),
        *taken,
        len(row.now.adopted),
        row.now.points(Family.SUBMISSION),
        row.now.points(Family.ADOPTION),
        row.points or Fraction(0),
        row.points_to_date or Fraction(0),
    ]


@pytest.mark.parametrize(
    ("unit", "row"),
    [
        #          报送 累计  简报   政府    市局  采用  报送分 采用分 本月 累计
        ("森林公安处", [2, 7, 0, 1, 0, 1, 0, 0, 2, 2, 6, 8, 28]),
        ("监察(审计)科", [2, 9, 0, 0, 0, 2, 0, 0, 2, 2, 6, 8, 36]),
        ("工会共青团", [4, 8, 0, 0, 0, 0, 0, 4, 4, 4, 12, 16, 48]),
        ("办公室", [30, 30, 0, 20, 10, 0, 0, 0, 30, 30, 70, 100, 100]),
        ("林业站", [35, 35, 11, 0, 0, 20, 0, 0, 31, 35, 71, 106, 106]),
        ("绿化科", [0] * 13),
        ("公园管理中心", [0] * 13),
        ("苗圃", [0] * 13),
    ],
)
def test_tongzhou_september_2016(unit: str, row: list[int]) -> None:
    found = circular(tongzhou(), Period.parse("2026-09"))
    assert cells(next(r for r in found.rows if r.unit.id == unit)) == row


def test_tongzhou_has_two_tables_and_totals() -> None:
    found = circular(tongzhou(), Period.parse("2026-09"))
    assert [(t.group.name, [r.unit.name for r in t.rows]) for t in found.tables] == [
        ("机关科室", ["监察(审计)科", "工会共青团", "办公室", "绿化科"]),
        ("基层单位", ["森林公安处", "林业站", "公园管理中心", "苗圃"]),
    ]
    # 全局报送 73 条，采用 69 条
    assert (len(found.now.submitted), len(found.now.adopted)) == (73, 69)
    assert [u.name for u in found.zero_reports] == ["绿化科", "公园管理中心", "苗圃"]
    ranks = {r.unit.name: r.rank for t in found.tables for r in t.rows}
    assert ranks == {
        "办公室": 1,
        "工会共青团": 2,
        "监察(审计)科": 3,
        "绿化科": 4,
        "林业站": 1,
        "森林公安处": 2,
        "公园管理中心": 3,
        "苗圃": 3,
    }


HUOLIN = """
name = "党政信息计分办法"

[[adoption]]
words = "市本级采用，每条5分"
levels = ["县"]
points = 5

[[adoption]]
words = "通辽市采用，每条10分"
levels = ["市"]
points = 10

[[adoption]]
words = "自治区采用，每条20分"
levels = ["自治区"]
points = 20
"""
OWN = ("普发", "微信公众号", "参阅", "约稿", "上报")


def huolin() -> Archive:
    towns = ("达来胡硕", "沙尔呼热", "莫斯台", "宝日呼吉尔", "珠斯花")
    offices = ("发改局", "教体局", "审计局")
    units = [Unit(id=n, name=n, group="街道") for n in towns] + [Unit(id=n, name=n, group="部门") for n in offices]
    papers = [publication(n, "县") for n in OWN] + [publication("通辽信息", "市"), publication("自治区信息", "省")]
    known = registry(units, papers, groups="街道、部门")
    wechat = {"沙尔呼热": (12, 3), "莫斯台": (1, 1), "宝日呼吉尔": (15, 2), "珠斯花": (15, 5)}
    events = []
    for unit, (number, taken) in wechat.items():
        for n in range(number):
            adoptions = [adopted("微信公众号", "2-20")] if n < taken else []
            events.append(item(f"{unit}{n}", unit, f"{1 + n % 2}-{n + 1}", adoptions=adoptions))
    events += [
        item("d1", "达来胡硕", "1-8", adoptions=[adopted("约稿", "2-1")]),
        item("d2", "达来胡硕", "2-8"),
        item("f1", "发改局", "1-8", adoptions=[adopted("通辽信息", "1-30"), adopted("自治区信息", "2-25")]),
        item("j1", "教体局", "2-9"),
    ]
    return archive(known, HUOLIN, events)


@pytest.mark.parametrize(
    ("unit", "submitted", "own", "higher"),
    [
        #                 普发 微信 参阅 约稿 上报  累计得分     市采用 累计得分 自治区采用 累计得分 得分 累计得分
        ("达来胡硕", 2, [0, 0, 0, 1, 0, 5], [0, 0, 0, 0, 5, 5]),
        ("沙尔呼热", 12, [0, 3, 0, 0, 0, 15], [0, 0, 0, 0, 15, 15]),
        ("莫斯台", 1, [0, 1, 0, 0, 0, 5], [0, 0, 0, 0, 5, 5]),
        ("宝日呼吉尔", 15, [0, 2, 0, 0, 0, 10], [0, 0, 0, 0, 10, 10]),
        ("珠斯花", 15, [0, 5, 0, 0, 0, 25], [0, 0, 0, 0, 25, 25]),
        ("发改局", 1, [0, 0, 0, 0, 0, 0], [1, 10, 1, 20, 30, 30]),
        ("教体局", 1, [0] * 6, [0] * 6),
        ("审计局", 0, [0] * 6, [0] * 6),
    ],
)
def test_huolin_january_and_february_2018(unit: str, submitted: int, own: list[int], higher: list[int]) -> None:
    found = circular(huolin(), Period.parse("2026-01-01..2026-02-28"))
    row = next(r for r in found.rows if r.unit.id == unit)
    assert (len(row.now.submitted), len(row.to_date.submitted)) == (submitted, submitted)
    taken = [len(row.now.select_adoptions(publication=paper)) for paper in OWN]
    assert [*taken, row.to_date.points(level=Level.COUNTY)] == own
    above = [
        value
        for level in (Level.CITY, Level.PROVINCE)
        for value in (len(row.now.select_adoptions(level=level)), row.to_date.points(level=level))
    ]
    assert [*above, row.points, row.points_to_date] == higher


def test_huolin_names_who_sent_or_placed_nothing() -> None:
    found = circular(huolin(), Period.parse("2026-01-01..2026-02-28"))
    assert [u.name for u in found.zero_reports] == ["审计局"]
    assert [u.name for u in found.zero_adoptions] == ["教体局", "审计局"]
    assert [t.group.name for t in found.tables] == ["街道", "部门"]


def test_the_text_compares_with_the_periods_before() -> None:
    # 2025 年一季度 4 篇、四季度 2 篇，2026 年一季度 3 篇：比上季度多 1 篇（50%），比上年同期少 1 篇（25%）
    days = ["2025-1-5", "2025-1-6", "2025-2-7", "2025-3-8", "2025-10-9", "2025-12-1", "1-2", "2-2", "3-2"]
    events = [item(f"i{n}", "发改局", day) for n, day in enumerate(days)]
    known = registry([Unit(id="发改局", name="发改局"), Unit(id="审计局", name="审计局")], [], groups="")
    found = archive(known, "", events)
    text = summary(found, circular(found, Period.parse("2026-Q1")), translator("zh"))
    assert text[0] == (
        "2026年第一季度，1个单位共报送信息3篇，比上季度增加1篇（50%），比上年同期减少1篇（25%）。本期没有信息被采用。"
    )
