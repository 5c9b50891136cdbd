"""Proof-reading: what each rule finds, what it leaves in peace, and how it is switched off."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from bulletin.checks.proofreading import proofread
from bulletin.checks.proofreading.proofread import MAX_PER_CODE, RULES
from bulletin.cli import main
from bulletin.model.enums import ProofreadingRule
from bulletin.model.registry import Bulletin, NameForms, Registry
from tests.support.archives import BULLETIN, item, write

DAY = date(2026, 3, 5)  # a Thursday
NAMES = (
    NameForms("县委社会工作部", ("县委社工部", "社会工作部")),
    NameForms("柳川县", ("柳州县",)),
    NameForms("县委常委、组织部部长", ("县委常委、组织部长",)),
)
REGISTRY = Registry(names=NAMES)


def found(text: str, day: date | None = DAY) -> list[tuple[str, str, str]]:
    """Return the code of each mistake, what is wrong, and what to type."""
    problems = proofread(text, "a.md", 1, REGISTRY, day=day)
    return [(problem.code, problem.values["wrong"], problem.values["right"]) for problem in problems]


# What is in the text, what is told of, and what is to be typed.
WRONG: dict[str, list[tuple[str, str, str]]] = {
    "wrong-name": [
        ("县委社工部牵头", "县委社工部", "县委社会工作部"),
        ("据社会工作部统计", "社会工作部", "县委社会工作部"),
        ("柳州县城关镇", "柳州县", "柳川县"),
        ("县委常委、组织部长到会", "县委常委、组织部长", "县委常委、组织部部长"),
    ],
    "wrong-word": [
        ("截止目前，全县建成", "截止", "截至"),
        ("截止2026年2月底", "截止", "截至"),
        ("建立台帐，逐项销号", "台帐", "台账"),
        ("开设帐户12个", "帐户", "账户"),
        ("把村民议事会做为抓手", "做为", "作为"),
        ("既使下雨也照常", "既使", "即使"),
        ("座落在村口", "座落", "坐落"),
        ("按装路灯30盏", "按装", "安装"),
        ("会议园满结束", "园满", "圆满"),
        ("这样凑和不行", "凑和", "凑合"),
        ("群众迫不急待", "迫不急待", "迫不及待"),
        ("作出布署", "布署", "部署"),
        ("选拨任用干部", "选拨", "选拔"),
        ("拔款20万元", "拔款", "拨款"),
        ("一如继往支持", "一如继往", "一如既往"),
        ("再接再励", "再接再励", "再接再厉"),
        ("严竣形势", "严竣", "严峻"),
        ("扎实推进防讯工作", "防讯", "防汛"),
        ("变的更好", "变的更", "变得更"),
        ("取的了实效", "取的了", "取得了"),
        ("极大的激发了热情", "极大的激发了", "极大地激发了"),
    ],
    "repeated-word": [
        ("工作的的成效", "的的", "的"),
        ("完成了了任务", "了了", "了"),
        ("组织党员在在村部学习", "在在", "在"),
        ("我们我们坚持", "我们我们", "我们"),
        ("柳林镇柳林镇召开会议", "柳林镇柳林镇", "柳林镇"),
        ("通过通过大走访", "通过通过", "通过"),
    ],
    "wrong-sum": [
        ("培训 118 人，其中男 70 女 58。", "118人", "128人"),
        ("培训 118 人，其中男 70 人、女 38 人。", "118人", "108人"),
        ("培训118人（其中男性70人，女性58人）", "118人", "128人"),
        ("评出作品 10 件，其中一等奖 2 件、二等奖 4 件、三等奖 6 件。", "10件", "12件"),
        ("走访党员12人、群众30人，共计43人。", "43人", "42人"),
        ("| 乡镇 | 人数 |\n| --- | --- |\n| 甲 | 3 |\n| 乙 | 4 |\n| 合计 | 8 |", "人数 8", "7"),
    ],
    "part-above-whole": [
        ("培训 118 人，其中女党员 158 人。", "女党员158", "118人"),
        ("120人中有130人参加", "120人中有130人", "120"),
    ],
    "wrong-percentage": [
        ("全镇党员200人，其中35岁以下50人，占20%。", "20%", "25%"),
        ("集体收入由20万元增加到30万元，增长40%。", "40%", "50%"),
    ],
    "percentage-too-large": [("入户率达105%", "入户率达105%", "100%")],
    "impossible-day": [
        ("2月30日召开", "2月30日", ""),
        ("2025年2月29日", "2025年2月29日", ""),
        ("13月5日", "13月5日", ""),
        ("4月31日前", "4月31日", ""),
        ("9时75分开始", "9时75分", ""),
    ],
    "wrong-weekday": [
        ("2026年3月5日（星期五）召开", "2026年3月5日（星期五）", "2026年3月5日（星期四）"),
        ("3月6日（周四）下午", "3月6日（周四）", "3月6日（周五）"),
    ],
    "other-year": [
        ("今年（2025年）以来", "今年（2025年）", "今年（2026年）"),
        ("2025年3月3日，城关镇召开现场会。", "2025年3月3日", "2026年3月3日"),
    ],
    "wrong-punctuation": [
        ("建强组织,服务群众", "建强组织,服务群众", "建强组织，服务群众"),
        ("做法如下:一是走访", "做法如下:一是走访", "做法如下：一是走访"),
        ("会议结束。。", "。。", "。"),
        ("走访群众，，了解情况", "，，", "，"),
        ("学习、，讨论", "、，", "，"),
        ("学习内容很多。。。", "。。。", "……"),
        ("学习内容很多…还有", "…", "……"),
        ("学习、讨论、等。", "、等", "等"),
        ("支部、和小组", "、和", "和"),
        ("送政策、送技术……等服务", "……等", "等"),
        ('开展"大走访"活动', '"大走访"', "“大走访”"),
    ],
    "unpaired-mark": [
        ("开展“大走访活动。", "开展“大走访活", "”"),
        ("（见附件。", "（见附件。", "）"),
        ("学习《条例。", "学习《条例。", "》"),
        ("学习条例》。", "学习条例》。", "《"),
    ],
    "wrong-list-number": [
        ("1、加强领导", "1、", "1."),
        ("（一）、加强领导", "（一）、", "（一）"),
        ("第一、加强领导", "第一、", "第一，"),
    ],
    "wrong-number": [
        ("每户3～5万元", "3～5万", "3万～5万"),
        ("增收10-15%", "10-15%", "10%-15%"),
        ("2026年三月五日召开", "2026年三月五日", "2026年3月5日"),
        ("二〇二六年3月", "二〇二六年3月", "2026年3月"),
        ("二零二六年", "二零二六", "二〇二六"),
        ("5千元", "5千", "5000"),
        ("20几个村", "20几", "二十几"),
    ],
    "fewer-by-times": [("用时减少了2倍", "减少了2倍", "")],
    "double-approximation": [
        ("近300人左右", "近300人左右", "近300人"),
        ("约50余户", "约50余户", "约50户"),
        ("超过200人以上", "超过200人以上", "超过200人"),
        ("至少30人以上", "至少30人以上", "至少30人"),
        ("不到10户左右", "不到10户左右", "不到10户"),
    ],
}
RIGHT = (
    "报名截止时间为3月10日，截至目前已有30人。",
    "以发展经济为目的的工程，在灯下就了了，为了了解情况，有的放矢。",
    "党组织组织党员学习，志愿服务服务群众，一个一个谈，一家一家走，能赶哪场赶哪场。",
    "国有土地有土地使用权人的，一根线一根线接。",
    "可以经一次会议审议，以及将其融入，各地区因该村缺水。",
    "培训118人，其中男70人、女48人，占59.3%的是男性。",
    "走访3个村、120户，其中贫困户45户、低保户30户。",
    "投资300万元，其中县财政2000元。",
    "干部120人，其中党员90人、35岁以下80人。",
    "全镇党员200人，其中35岁以下33人，占16.5%；女党员66人，占33%。",
    "收入由30万元增加到40万元，增长33.3%。",
    "运动员65名、教练员8名，其中获奖者59名。",
    "面积比上年增加700亩，其中玉米面积增加1300亩。",
    "节约30%左右，预约50人左右，自己经手的事，传导至各村，从完毕竞赛到研究竞争，念念不忘记念兹在兹。",
    "申请人申请人民法院受理，参与与村务有关的事，确需在在线会场，碳中和和碳达峰，结题要求，检视查摆。",
    "完成率达120%，比上年增长150%。",
    "2024年2月29日，2月29日，12月31日24时，9时30分之前。",
    "2026年3月5日（星期四）、3月6日（周五）召开，3月8日妇女节。",
    "今年（2026年）比去年（2025年）多。去年同期2025年3月3日只有5人。",
    "自2025年3月1日起施行。",
    "第一、二、三项，安全第一、预防为主。",
    "没有等表格、等汇总，先拨下去，等级、和谐、及时，送快递的、等车的都有。",
    "材料包括：（一）名单；（二）意见。1.名单；2）意见。见（a）、b）两项。",
    "“这是第一段。\n\n“这是第二段。”",
    "用 `a,b` 和 [链接](https://a.example/a,b) 说明：https://a.example/a,b 。",
    "3万～5万元，2020-2025年，10%～15%，2021－2030十年规划，3百分点。",
    "农历2026年三月初三，二〇二六年三月，三月三，五一，八一。",
    "5千克、3百帕、近5年、近10多年来、约300人、300人左右、300多人、20多个。",
    "| 乡镇 | 人数 | 占比 |\n| --- | --- | --- |\n| 甲 | 3 | 30% |\n| 乙 | 4 | 40% |\n| 合计 | 7 | 35% |",
    "县委社会工作部、柳川县、县委常委、组织部部长。",
    "```\n错,误 布署\n```\n\n    单位:柳林镇\n",
    "11:30开会，比分3:2，1,234人，A.B,C。",
)


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, cases in WRONG.items() for text, *_ in cases])
def test_what_is_wrong_is_told_with_what_to_type(code: str, text: str) -> None:
    expected = next((wrong, right) for one, wrong, right in WRONG[code] if one == text)
    assert found(text) == [(code, *expected)]
    inside = found(f"首段说明情况。\n\n{text}\n\n末段。")
    assert [(one, right) for one, _, right in inside] == [(code, expected[1])]


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_right_is_left_in_peace(text: str) -> None:
    assert found(text) == []


def test_each_code_has_a_case_and_each_rule_can_be_switched_off() -> None:
    codes = {code for _, code, _ in RULES}
    assert codes <= WRONG.keys()
    assert {rule for rule, _, _ in RULES} == set(ProofreadingRule)
    everything = "\n\n".join(text for cases in WRONG.values() for text, *_ in cases)
    off = Registry(bulletin=Bulletin(proofreading_off=frozenset(ProofreadingRule)), names=NAMES)
    assert proofread(everything, "a.md", 1, off, day=DAY) == []
    for rule, code, _ in RULES:
        only = Registry(bulletin=Bulletin(proofreading_off=frozenset(ProofreadingRule) - {rule}), names=NAMES)
        told = proofread(everything, "a.md", 1, only, day=DAY)
        assert code in {problem.code for problem in told}
        assert {problem.values["rule"] for problem in told} == {rule.names[0]}
        assert len([problem for problem in told if problem.code == code]) <= MAX_PER_CODE


TERMS = '[[用语]]\n正 = "县委社会工作部"\n误 = ["县委社工部"]\n'


def problems(root: Path, capsys: pytest.CaptureFixture[str]) -> list[tuple[str, str, int]]:
    main(["check", "--archive", str(root), "--format", "json", "--date", "2026-03-08"])
    told = json.loads(capsys.readouterr().out)["problems"]
    return [(one["code"], one["path"], one["line"]) for one in told if one["code"] != "missing-setting"]


def test_check_tells_of_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = "content/items/2026/aaaaa.md"
    write(tmp_path, {path: item("正文说明。\n\n县委社工部作出布署。", title="截止目前的情况")})
    assert problems(tmp_path, capsys) == [("wrong-word", path, 2), ("wrong-word", path, 10)]
    write(tmp_path, {"registry/terms.toml": TERMS})
    assert ("wrong-name", path, 10) in problems(tmp_path, capsys)
    write(tmp_path, {"registry/bulletin.toml": f'{BULLETIN}\n[校对]\n不查 = ["别字", "名称"]\n'}, {})
    assert problems(tmp_path, capsys) == []
    write(tmp_path, {"registry/bulletin.toml": f'{BULLETIN}\n[校对]\n不查 = ["别子"]\n'}, {})
    assert ("unknown-term", "registry/bulletin.toml", 0) in [
        (code, where, 0) for code, where, _ in problems(tmp_path, capsys)
    ]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ('[[term]]\nright = "甲"\nwrong = ["乙"]\n[[term]]\nright = "乙"\nwrong = ["丙"]\n', "wrong-form-is-right", 3),
        ('[[term]]\nright = "甲"\nwrong = ["丙"]\n[[term]]\nright = "乙"\nwrong = ["丙"]\n', "wrong-form-twice", 6),
        ('[[term]]\nright = "甲"\n', "missing-setting", 1),
        ('[[term]]\nwrong = ["乙"]\n', "missing-setting", 1),
        ("term = 1\n", "not-tables", 1),
        ('[[term]]\nright = "甲"\nwrong = ["乙"]\nworng = 1\n', "unknown-setting", 4),
    ],
)
def test_mistakes_in_the_terms(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, code: str, line: int
) -> None:
    write(tmp_path, {"content/items/2026/aaaaa.md": item(), "registry/terms.toml": text})
    main(["check", "--archive", str(tmp_path), "--format", "json", "--date", "2026-03-08"])
    told = json.loads(capsys.readouterr().out)["problems"]
    assert [(one["code"], one["line"]) for one in told if one["path"] == "registry/terms.toml"] == [(code, line)]
