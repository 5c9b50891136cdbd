"""Nine published systems, each with invented events, the calculation by hand, and the same result by the program.

The schemes stand in tests/scoring/systems/, as an office would write them. Where the source leaves something
open, the docstring says how it was read.
"""

from __future__ import annotations

from bulletin.core.dates import Period
from bulletin.core.numbers import amount
from bulletin.model.enums import Channel, PublicationKind, Treatment
from bulletin.model.registry import Unit
from bulletin.scoring import standings_for
from bulletin.scoring.targets import completions
from tests.support.paths import ROOT
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
    sent,
    total,
)

SYSTEMS = ROOT / "tests/scoring/systems"
SPECIAL, COMMISSIONED = Channel.SPECIAL, Channel.COMMISSIONED
WEB, PAPER, AIR = PublicationKind.WEB, PublicationKind.NEWSPAPER, PublicationKind.BROADCAST


def text(name: str) -> str:
    return (SYSTEMS / f"{name}.toml").read_text("utf-8")


def test_s1_huzhou() -> None:
    """S1. An adoption by the province takes the place of being sent up; 「special +30」 is read as 30 in all."""
    units = (
        Unit(id="甲县", name="甲县", group="县区"),
        Unit(id="乙县", name="乙县", group="县区"),
        Unit(id="丙厂", name="丙厂", group="直报企业", parent="乙县"),
    )
    papers = [publication(n, "市") for n in ("每日要情", "专报信息", "特刊")] + [publication("浙江信息", "省")]
    known = registry(units, papers, groups="县区、直报企业")
    events = [
        item(
            "a1",
            "甲县",
            "3-1",
            adoptions=[adopted("每日要情", "3-2")],
            endorsements=[endorsed("市委书记", "市", "3-5"), endorsed("市长", "市", "3-6")],
        ),
        item(
            "a2",
            "甲县",
            "4-1",
            adoptions=[adopted("专报信息", "4-3")],
            endorsements=[endorsed("市长", "市", "4-8"), endorsed("省长", "省", "4-20")],
        ),
        item("a3", "甲县", "5-1", sent_up=[sent("省", "5-4")]),
        item("a4", "甲县", "5-2", sent_up=[sent("省", "5-4")], adoptions=[adopted("浙江信息", "5-20")]),
        item("a5", "甲县", "6-1", channel=SPECIAL, sent_up=[sent("省", "6-2")]),
        item(
            "a6",
            "甲县",
            "6-5",
            channel=COMMISSIONED,
            sent_up=[sent("省", "6-6")],
            adoptions=[adopted("浙江信息", "6-30")],
        ),
        item("b1", "丙厂", "7-1", adoptions=[adopted("特刊", "7-9")]),
    ]
    found = archive(known, text("s1"), events)
    # 甲县
    #   a1  每日要情 3；书记、市长同为市级，批示计一次 +10                     13
    #   a2  专报信息 10；市长批示 +20；省长批示 +50                            80
    #   a3  上报未采用 3                                                        3
    #   a4  上报 3，采用后改计 10                                              10
    #   a5  专报，上报未采用 10                                                10
    #   a6  约稿，上报 10，采用后改计 30                                       30
    assert points(found, "甲县") == "146"
    # 乙县   b1  直报企业丙厂的特刊 20 分计入乙县；丙厂 0                      20
    assert points(found, "乙县") == "20"
    assert points(found, "丙厂") == "0"
    # a4 in the ledger: 3 on the day it was sent up; on the day of its adoption 10 come, and the 3 go.
    assert [e for e in entries(found, "甲县", "2026-05") if e[0] == "5-20"] == [
        ("5-20", "上报省委办公厅未采用，每条3分", "-3"),
        ("5-20", "省委办公厅采用，每条10分", "10"),
    ]
    assert points(found, "甲县", "2026-03") == "13"


def test_s2_quzhou() -> None:
    """S2. What a higher office forwards multiplies what the item has; the higher factor counts."""
    papers = [publication(n, "市") for n in ("信息版", "特刊", "专报", "增刊", "送阅件")]
    papers += [publication("省政府信息", "省"), publication("国办信息", "中央")]
    known = registry("甲、乙、丙", papers)
    events = [
        item(
            "a", "甲", "1-5", adoptions=[adopted("信息版", "1-6"), adopted("专报", "1-9"), adopted("省政府信息", "2-1")]
        ),
        item(
            "b",
            "甲、乙、丙",
            "2-5",
            adoptions=[adopted("增刊", "2-8"), adopted("省政府信息", "3-1"), adopted("国办信息", "4-1")],
            endorsements=[endorsed("市长", "市", "2-20"), endorsed("市委书记", "市", "2-21")],
        ),
        item("c", "乙", "3-5", adoptions=[adopted("送阅件", "3-6")]),
    ]
    found = archive(known, text("s2"), events)
    # a  (信息版 2 + 专报 3) × 2 = 10                                        甲 10
    # b  增刊 10 × 5（省 ×2 与国办 ×5 取高）= 50；批示 2 × 10 = 20；共 70，三家平分，每家 70/3
    # c  送阅件 2                                                            乙 2
    assert points(found, "甲") == "33.3333"
    assert points(found, "乙") == "25.3333"
    assert points(found, "丙") == "23.3333"
    # Nothing is counted twice: the three together have exactly what the items are worth.
    assert total(found) == 10 + 70 + 2


def test_s3_luan() -> None:
    """S3. Points for an adoption take the place of those for being sent up to the same office."""
    papers = [publication(n, "市") for n in ("政务要情", "政务快讯", "政务专报")]
    papers += [publication("省府信息", "省"), publication("国办信息", "中央")]
    known = registry("甲、乙", papers)
    events = [
        item("a", "甲", "1-5", adoptions=[adopted("政务要情", "1-6")], endorsements=[endorsed("市长", "市", "1-9")]),
        item("b", "甲", "2-5", adoptions=[adopted("政务快讯", "2-6")], endorsements=[endorsed("副市长", "市", "2-9")]),
        item(
            "c", "甲", "3-5", adoptions=[adopted("政务专报", "3-6")], sent_up=[sent("省", "3-7"), sent("中央", "3-8")]
        ),
        item("d", "乙", "4-5", sent_up=[sent("省", "4-6")], adoptions=[adopted("省府信息", "4-20")]),
        item("e", "乙", "5-5", sent_up=[sent("中央", "5-6")], adoptions=[adopted("国办信息", "5-20")]),
    ]
    found = archive(known, text("s3"), events)
    # 甲  a 要情 10 + 市长批示 30 = 40；b 快讯 5（副市长不是主要领导）；c 专报 10 + 上报省 5 + 上报国办 30 = 45
    assert points(found, "甲") == "90"
    # 乙  d 省采用 40；e 国办采用 80
    assert points(found, "乙") == "120"


def test_s4_changshan() -> None:
    """S4. A month's base is reduced in proportion; the long item of a quarter is an all or nothing of −5 (invented)."""
    units = (Unit(id="甲镇", name="甲镇", group="乡镇"), Unit(id="乙局", name="乙局", group="部门"))
    papers = [publication(n, "县") for n in ("要情快报", "常山政务", "增刊", "参阅")]
    papers += [publication("市动态", "市"), publication("市工作交流", "市")]
    known = registry(units, papers, "动态、调研", "乡镇、部门")
    events = [item(f"j{n}", "甲镇", f"1-{n + 1}", "动态") for n in range(8)]
    events += [item(f"f{n}", "甲镇", f"2-{n + 1}", "动态") for n in range(6)]
    events += [item(f"m{n}", "甲镇", f"3-{n + 1}", "动态") for n in range(9)]
    events += [
        item("x", "甲镇", "3-20", "调研", adoptions=[adopted("常山政务", "3-25"), adopted("市工作交流", "3-28")]),
        item("y", "乙局", "2-20", "动态", adoptions=[adopted("要情快报", "2-21"), adopted("市动态", "3-1")]),
        item("z", "乙局", "3-1", "动态", adoptions=[adopted("市动态", "3-9", Treatment.SINGLE)]),
    ]
    found = archive(known, text("s4"), events, targets=text("s4-targets"), today=Period.parse("2026-Q1").last)
    # 甲镇  基础分：1 月 8/8 → 10；2 月 6/8 → 7.5；3 月 9/8 → 10                      27.5
    #       长信息 1 篇，任务完成，不扣分                                             0
    #       x  常山政务 10 + 市工作交流 80                                           90
    assert points(found, "甲镇", "2026-Q1") == "117.5"
    # 乙局  没有任务；y 要情快报 5 + 市动态 20；z 市动态单篇 50                         75
    assert points(found, "乙局", "2026-Q1") == "75"


def test_s4_the_base_is_capped_at_120_a_year() -> None:
    """S4. Thirteen months' worth cannot be earned in twelve, so the cap is shown with 11 points a month."""
    units = (Unit(id="甲镇", name="甲镇", group="乡镇"),)
    known = registry(units, [publication("市动态", "市")], "动态、调研", "乡镇")
    scheme = """
name = "基础分"
[[quota]]
words = "每月完成任务计11分"
target = "yue-xinxi"
points = 11
[[limit]]
words = "基础分全年不超过120分"
of = ["quota"]
max = 120
per = "年"
"""
    events = [item(f"i{month}-{n}", "甲镇", f"{month}-{n + 1}", "动态") for month in range(1, 13) for n in range(8)]
    found = archive(known, scheme, events, targets=text("s4-targets"))
    # 11 × 12 = 132，封顶 120：前十个月 110，十一月补到 120，十二月 0
    months = [points(found, "甲镇", f"2026-{month:02}") for month in range(1, 13)]
    assert months == ["11"] * 10 + ["10", "0"]
    assert points(found, "甲镇") == "120"


def test_s5_liangyi() -> None:
    """S5. With the third late answer of a year all three cost 10 each; the unit is out of the awards."""
    known = registry("甲、乙、丙、丁、戊", [publication("两翼专报", "市")])
    leaders = [endorsed("市委书记", "市", "2-1"), endorsed("市长", "市", "2-2"), endorsed("副市长", "市", "2-3")]
    clerks = [endorsed("市委秘书长", "市", "3-1"), endorsed("市委副秘书长", "市", "3-2")]
    carried = {treatment: [adopted("两翼专报", "1-20", treatment)] for treatment in Treatment}
    events = [
        item("a", "甲", "1-5", adoptions=carried[Treatment.SINGLE], endorsements=leaders),
        item("b", "甲", "1-6", adoptions=carried[Treatment.FULL], endorsements=clerks),
        item("c", "甲、乙", "1-7", adoptions=carried[Treatment.COMPOSITE]),
        item("d", "乙", "1-8", adoptions=carried[Treatment.BRIEF]),
        item("r1", "丙", "2-5", commission="y1", adoptions=[adopted("两翼专报", "2-6", Treatment.SINGLE)]),
        item("r2", "丙", "3-5", commission="y2"),
        item("r3", "丙", "4-5", commission="y3"),
        item(
            "e", "戊", "5-1", adoptions=[adopted("两翼专报", "5-2", Treatment.SINGLE)], corrections=[corrected("5-9")]
        ),
    ]
    calls = [call(f"y{n}", "丙、丁" if n < 3 else "丙", f"{n}-10", f"{n}-28") for n in (1, 2, 3)]
    found = archive(known, text("s5"), events, calls=calls)
    # 甲  a 专题 10；批示 10 + 5 + 5 = 20；b 动态 3；秘书长批示 5 + 3 = 8；c 综合 1                  42
    assert points(found, "甲") == "42"
    # 乙  c 综合 1；d 简讯 1                                                                      2
    assert points(found, "乙") == "2"
    # 丙  r1 专题 10；三次迟交，第三次（4 月 5 日）起每次 −10                                       −20
    assert points(found, "丙") == "-20"
    assert points(found, "丙", "2026-Q1") == "10"
    # 丁  两次约稿未报，第二次（3 月 1 日）起每次 −10                                              −20
    assert points(found, "丁") == "-20"
    # 戊  e 专题 10；失实 −10                                                                     0
    assert points(found, "戊") == "0"
    table = standings_for(found, Period.year(2026))
    assert [row.unit.id for row in table.ranked] == ["甲", "乙"]
    assert [row.unit.id for row in table.disqualified] == ["丙", "丁", "戊"]


def test_s6_zhonglou() -> None:
    """S6. A unit starts at 6 each quarter; the floor of 0 holds for each quarter by itself."""
    papers = [publication("区信息", "区"), publication("市信息", "市"), publication("省信息", "省")]
    known = registry("甲、乙、丙", papers, "信息、调研")
    events = [
        item("a1", "甲", "1-10", event="1-2", adoptions=[adopted("区信息", "1-12")]),
        item("a2", "甲", "2-10", "调研", event="2-9", adoptions=[adopted("市信息", "2-20"), adopted("省信息", "3-2")]),
        item("a3", "甲", "3-1", commission="y", endorsements=[endorsed("区长", "区", "3-9")]),
        item("b1", "乙", "1-10"),
        item("b2", "乙", "1-11"),
        item("b3", "乙", "1-12", corrections=[corrected("2-1")]),
        item("b4", "乙", "3-12", adoptions=[adopted("区信息", "4-1")]),
    ]
    today = Period.parse("2026-Q1").last
    calls = [call("y", "甲", "2-20", "3-5")]
    found = archive(known, text("s6"), events, targets=text("s6-targets"), calls=calls, today=today)
    # 甲  基准 6；a1 迟报（8 天，限 3 天）−1、区 10；a2 调研 市 30 + 省 50；a3 完成约稿 +2、区领导批示 10；
    #     任务 3/4 −1；采用率 2/3，不扣                                                     106
    assert points(found, "甲", "2026-Q1") == "106"
    # 乙  基准 6；严重差错 −2；任务 4/4；采用率 0/4（4 月的采用不算本季）−1                    3，不合格
    assert points(found, "乙", "2026-Q1") == "3"
    # 丙  基准 6；任务 0/4 −4                                                              2，不合格
    assert points(found, "丙", "2026-Q1") == "2"
    rows = {row.unit.id: row for row in standings_for(found, Period.parse("2026-Q1")).units}
    assert [unit for unit, row in rows.items() if row.failed] == ["乙", "丙"]


def test_s6_never_below_zero() -> None:
    """S6. What is lost below the floor is not owed in the next quarter."""
    known = registry("甲", [publication("区信息", "区")], "信息、调研")
    wrong = [corrected("2-1")] * 4
    found = archive(known, text("s6"), [item("a", "甲", "1-5", corrections=wrong)], targets=text("s6-targets"))
    # 一季度  6 − 4 × 2 = −2 → 0；任务 1/4 −3 → 0；采用率 0 −1 → 0
    assert points(found, "甲", "2026-Q1") == "0"
    # 二季度  6；任务 0/4 −4；没有报送，谈不上采用率                                         2
    assert points(found, "甲", "2026-Q2") == "2"
    # 全年    0 + 2 + 2 + 2
    assert points(found, "甲") == "6"


def test_s7_meizhou() -> None:
    """S7. The result is the total over the items that earned something; an item loses half once by one rule."""
    papers = [publication(n, "市") for n in ("专报", "送阅", "综合", "备查")]
    known = registry("甲、乙、丙", papers)
    events = [
        item("a1", "甲", "1-5", adoptions=[adopted("专报", "1-6")], endorsements=[endorsed("市长", "市", "1-9")]),
        item("a2", "甲", "2-5", event="2-1", adoptions=[adopted("送阅", "2-6")], corrections=[corrected("2-20")]),
        item("a3", "甲", "3-5", adoptions=[adopted("综合", "3-6")], body="![会场](a.jpg)"),
        item("b1", "乙", "4-5", adoptions=[adopted("备查", "4-6")], corrections=[corrected("5-1")]),
        item("b2", "乙", "4-8", commission="y"),
        item("c1", "丙", "4-9", adoptions=[adopted("专报", "4-12")]),
    ]
    found = archive(known, text("s7"), events, calls=[call("y", "乙、丙", "4-1", "4-10")])
    # 甲  a1 专报 5 + 市领导批示 3 = 8；a2 送阅 4，迟报减半 2（再更正，不重复减半）；a3 综合 2 + 图片 1 = 3
    #     总分 13，计分 3 条，13 ÷ 3 = 4.3333
    assert points(found, "甲") == "13"
    # 乙  b1 备查 1，误报减半 0.5；b2 完成约稿 3；总分 3.5，计分 2 条，1.75
    assert points(found, "乙") == "3.5"
    assert [e for e in entries(found, "乙") if e[0] == "5-1"] == [("5-1", "专报5分，送阅4分，综合2分，备查1分", "-0.5")]
    # 丙  c1 专报 5；约稿未报 −10；瞒报 −10；总分 −15，计分 1 条，−15
    assert points(found, "丙") == "-15"
    rows = {row.unit.id: row for row in standings_for(found, Period.year(2026)).units}
    results = {unit: row.result and amount(row.result) for unit, row in rows.items()}
    assert results == {
        "甲": "4.3333",
        "乙": "1.75",
        "丙": "-15",
    }


def test_s8_xiangfan() -> None:
    """S8. Research topics and their prizes are publications of their own here; they count whatever their length."""
    papers = [
        publication("中央信息", "中央"),
        publication("省日报", "省", PAPER),
        publication("市电视台", "市", AIR),
        publication("县信息", "县"),
        publication("省政府网", "省", WEB),
        publication("中央课题", "中央"),
        publication("省课题", "省"),
        publication("市课题", "市"),
        publication("中央优秀课题", "中央"),
        publication("省优秀课题", "省"),
        publication("市优秀课题", "市"),
    ]
    known = registry("甲、乙", papers, "信息、课题")
    long, short = "长" * 800, "短" * 799
    events = [
        item("a1", "甲", "1-5", body=long, adoptions=[adopted("中央信息"), adopted("县信息")]),
        item("a2", "甲", "2-5", body=short, adoptions=[adopted("省日报"), adopted("市电视台")]),
        item("a3", "甲", "3-5", body=long, adoptions=[adopted("省政府网")]),
        item("b1", "乙", "4-5", body=short, adoptions=[adopted("省政府网"), adopted("县信息")]),
        item("b2", "乙", "5-5", "课题", body=long, adoptions=[adopted("省课题", "6-1"), adopted("省优秀课题", "9-1")]),
    ]
    found = archive(known, text("s8"), events)
    # 甲  a1 800 字：中央 40 + 县 5；a2 799 字：省报 15 + 市台 6；a3 网络 800 字：省 15                 81
    assert points(found, "甲") == "81"
    # 乙  b1 799 字：省网 8 + 县 3；b2 省课题 6，评为优秀再加 6                                        23
    assert points(found, "乙") == "23"


def test_s9_targets_without_points() -> None:
    """S9. Targets alone, by group; completion is shown for each."""
    units = (
        Unit(id="甲县", name="甲县", group="县区"),
        Unit(id="组织科", name="组织科", group="业务科室"),
        Unit(id="办公室", name="办公室", group="综合科室"),
    )
    papers = [publication("组工信息", "中央"), publication("市组工信息", "市")]
    known = registry(units, papers, "动态、参考、经验", "县区、业务科室、综合科室")
    events = [item(f"a{n}", "甲县", f"1-{n + 1}", "动态") for n in range(8)]
    events += [
        item("r", "甲县", "2-1", "参考"),
        item("p", "甲县", "2-2", "经验", adoptions=[adopted("市组工信息", "2-9"), adopted("组工信息", "5-9")]),
        item("z1", "组织科", "2-3", "动态"),
        item("z2", "组织科", "2-4", "动态"),
        item("b1", "办公室", "2-5", "动态"),
    ]
    found = archive(known, "", events, targets=text("s9-targets"))
    quarter, year = Period.parse("2026-Q1"), Period.year(2026)

    def completion_texts(unit: str, period: Period) -> dict[str, str]:
        listed = completions(found, known.unit[unit], period)
        return {c.target.id: f"{len(c.done)}/{amount(c.quota, 1)}" for c in listed}

    # 一季度：报送 10 条（任务 10），参考 1 条（任务 2）；经验被中央刊物采用在二季度
    assert completion_texts("甲县", quarter)["ji-xinxi"] == "10/10"
    assert completion_texts("甲县", quarter)["ji-cankao"] == "1/2"
    # 全年：报送 10 条（任务 40），参考 1 条（任务 8），经验 1 篇被中央刊物采用（任务 1）
    assert completion_texts("甲县", year) == {"ji-xinxi": "10/40", "ji-cankao": "1/8", "nian-jingyan": "1/1"}
    assert list(completion_texts("组织科", quarter)) == ["keshi-yewu"]
    assert list(completion_texts("办公室", quarter)) == ["keshi-zonghe"]
