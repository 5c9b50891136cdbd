"""What happens to an item is recorded by commands: they keep its file but for that, refuse with reasons, are undone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bulletin import cli
from bulletin.content.unwritten import unwritten_text
from tests.support import archives
from tests.support.archives import TODAY
from tests.support.terminal import answered

A, B, DRAFT, GONE = (f"content/items/2026/{name}.md" for name in ("yehua", "shitang", "caogao", "chehui"))
ITEM_A = """\
---
title: 夜谈会开到家门口  # 定稿
unit: 城关镇
category: '经验'
date: 2026-03-05
# 下面是采用
adopted-by:
  - {publication: 组工信息, issue: 31, date: 2026-03-20, treatment: 单篇}
endorsements:
  - by: 县委书记
    level: 县
    date: 2026-03-22
---

全镇十二个村普遍开设夜间议事桌，群众有事当面说。
"""
ITEM_B = """\
---
标题: 食堂办到村口
单位: 东双河镇
类别: 经验
日期: 2026-04-01
采用: [东江日报]
---

三个村合办了一处食堂，六十名老人吃上热饭。
"""
CALL = "---\ntitle: 关于养老服务的约稿\ndate: 2026-03-01\ndue: 2026-05-01\n---\n\n请报送。\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    other = {"title": "全县轮训村会计", "status": "草稿"}
    gone = {"title": "数据有误的一篇", "status": "撤回", "corrections": "[{date: 2026-03-06, note: 重复}]"}
    files = {A: ITEM_A, B: ITEM_B.replace("\n", "\r\n"), "content/calls/2026-yanglao.md": CALL}
    files |= {DRAFT: archives.item("今年培训了一百二十名。", **other), GONE: archives.item("撤回的正文。", **gone)}
    return archives.write(tmp_path, files)


def run(root: Path, *arguments: str, lang: str = "en") -> int:
    return cli.main([*arguments, "--archive", str(root), "--date", str(TODAY), "--lang", lang])


def text_of(root: Path, path: str) -> str:
    return (root / path).read_bytes().decode()


DONE = [
    (
        (
            "adopt",
            "2026/yehua",
            "省组工信息",
            "--issue",
            "第0146期",
            "--on",
            "2026年4月2日",
            "--treatment",
            "全文",
            "--page",
            "3",
        ),
        A,
        "treatment: 单篇}\n",
        '  - {publication: 东江组工信息, issue: "0146", date: 2026-04-02, treatment: 全文, page: 3}\n',
        "“夜谈会开到家门口” was adopted by 东江组工信息, No. 0146 (2026-04-02).",
    ),
    (
        (
            "endorse",
            "夜谈会",
            "--by",
            "市委书记",
            "--level",
            "市级",
            "--on",
            "2026-05-01",
            "--text",
            "做法好: 请推广 #1",
        ),
        A,
        "    date: 2026-03-22\n",
        '  - by: 市委书记\n    level: 市\n    date: 2026-05-01\n    text: "做法好: 请推广 #1"\n',
        "“夜谈会开到家门口” was endorsed by 市委书记 (2026-05-01).",
    ),
    (
        ("feedback", A, "--text", "已印发各乡镇", "--on", "2026-04-10"),
        A,
        "    date: 2026-03-22\n",
        "    follow-up: 已印发各乡镇\n    follow-up-date: 2026-04-10\n",
        "“夜谈会开到家门口”: the feedback on the endorsement by 县委书记 came (2026-04-10).",
    ),
    (
        ("outcome", "yehua", "--title", "关于推行夜谈会的意见"),
        A,
        "    date: 2026-03-22\n",
        "outcomes:\n  - {title: 关于推行夜谈会的意见, date: 2026-11-22}\n",
        "“夜谈会开到家门口” led to “关于推行夜谈会的意见” (2026-11-22).",
    ),
    (
        ("correct", "夜谈会开到家门口", "--note", "“12”更正为“十二”", "--severity", "严重", "--on", "2026-03-08"),
        A,
        "    date: 2026-03-22\n",
        "corrections:\n  - {date: 2026-03-08, note: “12”更正为“十二”, severity: 严重}\nstatus: 更正\n",
        "“夜谈会开到家门口” was corrected (2026-03-08): “12”更正为“十二”",
    ),
    (
        ("withdraw", "yehua", "--note", "数据重复", "--on", "2026-03-09"),
        A,
        "    date: 2026-03-22\n",
        "corrections:\n  - {date: 2026-03-09, note: 数据重复}\nstatus: 撤回\n",
        "“夜谈会开到家门口” was withdrawn (2026-03-09): 数据重复",
    ),
    (
        ("answer", "养老服务", "食堂办到村口"),
        B,
        "日期: 2026-04-01\r\n",
        "约稿单: 2026-yanglao\r\n",
        "“食堂办到村口” answers “关于养老服务的约稿”.",
    ),
    (
        ("adopt", "shitang", "zugong", "--on", "2026-04-20"),
        B,
        "采用: [东江日报",
        ", {刊物: 组工信息, 日期: 2026-04-20}",
        "“食堂办到村口” was adopted by 组工信息 (2026-04-20).",
    ),
    (
        ("adopt", "食堂", "《东江日报》", "--on", "2026-04-22", "--page", "2"),
        B,
        "采用: [",
        "{刊物: 东江日报, 日期: 2026-04-22, 版面: 2}",
        "“食堂办到村口” was adopted by 东江日报 (2026-04-22).",
    ),
]


@pytest.mark.parametrize("case", DONE)
def test_what_is_recorded(
    root: Path,
    capsys: pytest.CaptureFixture[str],
    case: tuple[tuple[str, ...], str, str, str, str],
) -> None:
    arguments, path, behind, added, said = case
    before = text_of(root, path)
    after = before.replace(behind, behind + added, 1).replace("版面", "页码")
    after = after.replace("}东江日报]", "}]")  # a short entry that becomes a long one
    assert run(root, *arguments, "--dry-run") == 0
    out, err = capsys.readouterr()
    assert err == "Nothing was written.\n"
    assert out.startswith(f"--- a/{path}\n+++ b/{path}\n")
    assert text_of(root, path) == before
    assert run(root, *arguments) == 0
    assert capsys.readouterr().out == f"{said}\n  {path}\n"
    assert text_of(root, path) == after
    assert run(root, "undo") == 0
    assert capsys.readouterr().out == f"Undone: {said}\n  {path}\n"
    assert text_of(root, path) == before


REFUSED = [
    (("adopt", "2026/yehua", "组工信息", "--issue", "31"), f"“夜谈会开到家门口” has this already: {A}, line 8."),
    (("adopt", "2026/yehua", "组工信息", "--issue", "31", "--treatment", "全文", "--page", "2"), "has this already"),
    (("adopt", "yehua", "组工信息", "--on", "2026-12-01"), "2026-12-01 is after today (2026-11-22)."),
    (
        ("adopt", "yehua", "组工信息", "--on", "2026-03-01"),
        "2026-03-01 is before the day on which the item was submitted (2026-03-05).",
    ),
    (("adopt", "yehua", "组工信"), "There is no publication “组工信” in the registry. Did you mean “组工信息”?"),
    (("adopt", "yehua", "甲乙"), "There is no publication “甲乙” in the registry."),
    (
        ("adopt", "yehua", "东江日报", "--treatment", "头条"),
        "“头条” is not known here; known are 全文、单篇、综合、摘要、简讯.",
    ),
    (
        ("adopt", "chehui", "东江日报"),
        "“数据有误的一篇” is withdrawn since 2026-03-06: nothing more is recorded in it.",
    ),
    (("adopt", "caogao", "东江日报"), "“全县轮训村会计” is a draft"),
    (("adopt", "夜谈会开到门口", "东江日报"), "Near it:\n  2026/yehua  夜谈会开到家门口"),
    (("adopt", "夜坛会", "东江日报"), "There is no “夜坛会” in this archive."),
    (("adopt", "堂办到村门", "东江日报"), "Near it:\n  2026/shitang  食堂办到村口\n"),
    (("adopt", "2026/yehau", "东江日报"), "Near it:\n  2026/yehua  夜谈会开到家门口\n"),
    (("adopt", "zzz", "东江日报"), "There is no “zzz” in this archive."),
    (("endorse", "yehua", "--by", "县长", "--level", "县", "--text", "打 13800138000"), "mobile-number"),
    (("adopt", "会", "东江日报"), "There is no “会” in this archive."),
    (("endorse", "yehua", "--by", "县委书记", "--level", "县", "--on", "2026-03-22"), "has this already"),
    (
        ("endorse", "yehua", "--by", "县委书记", "--level", "村"),
        "“村” is not known here; known are 中央、省、市、县、乡.",
    ),
    (("feedback", "shitang", "--text", "已办"), "“食堂办到村口” has no endorsement that awaits feedback."),
    (
        ("feedback", "yehua", "--text", "已办", "--on", "2026-03-10"),
        "Nothing was written: the archive would have these errors.",
    ),
    (("correct", "yehua", "--note", "数字有误", "--severity", "小"), "“小” is not known here; known are 一般、严重."),
    (("withdraw", "chehui", "--note", "重复"), "is withdrawn since"),
    (("answer", "2026-yang", "shitang"), "There is no “2026-yang” in this archive."),
]


@pytest.mark.parametrize(("arguments", "said"), REFUSED)
def test_what_is_refused(root: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str) -> None:
    before = {path: text_of(root, path) for path in (A, B, DRAFT, GONE)}
    assert run(root, *arguments) == 1
    assert said in capsys.readouterr().err
    assert {path: text_of(root, path) for path in before} == before


@pytest.mark.parametrize(
    ("arguments", "missing"),
    [
        (("adopt",), "ITEM"),
        (("adopt", "yehua"), "PUBLICATION"),
        (("endorse", "yehua", "--by", "县长"), "--level"),
        (("feedback", "yehua"), "--text"),
        (("outcome", "yehua", "--title", " "), "--title"),
        (("correct", "yehua"), "--note"),
        (("withdraw", "yehua"), "--note"),
        (("answer", "2026-yanglao"), "ITEM"),
        (("adopt", "yehua", "组工信息", "--on", "明天"), "--on"),
        (("adopt", "yehua", "--from", "x.csv"), "--from"),
    ],
)
def test_what_is_missing_or_wrong_is_wrong_usage(
    root: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], missing: str
) -> None:
    assert run(root, *arguments) == 2
    assert missing in capsys.readouterr().err


def test_several_endorsements_await_feedback(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(root, "endorse", "yehua", "--by", "县长", "--level", "县") == 0
    assert run(root, "feedback", "yehua", "--text", "已办") == 1
    assert "await feedback: 县委书记、县长. Say which, by --by." in capsys.readouterr().err
    assert run(root, "feedback", "yehua", "--text", "已办", "--by", "县长") == 0
    assert text_of(root, A).endswith(
        "date: 2026-11-22\n    follow-up: 已办\n    follow-up-date: 2026-11-22\n---\n\n" + ITEM_A.split("---\n\n")[1]
    )


def test_an_item_that_answers_one_call_does_not_answer_another(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archives.write(root, {"content/calls/2026-er.md": CALL.replace("养老服务", "儿童服务")})
    assert run(root, "answer", "2026-yanglao", "shitang") == 0
    assert run(root, "answer", "2026-yanglao", "shitang") == 1
    assert run(root, "answer", "2026-er", "shitang") == 1
    err = capsys.readouterr().err
    assert "“食堂办到村口” answers this call already." in err
    assert "“食堂办到村口” answers another call, “2026-yanglao”." in err


def test_a_part_of_several_titles_is_not_enough(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archives.write(root, {"content/items/2026/er.md": archives.item("又办了一处。", title="食堂办到集市")})
    assert run(root, "adopt", "食堂", "东江日报") == 1
    assert (
        "“食堂” may be one of 2. Give the id:\n  2026/er  食堂办到集市\n  2026/shitang  食堂办到村口"
        in capsys.readouterr().err
    )


def test_a_withdrawal_on_another_day_than_a_correction(root: Path) -> None:
    assert run(root, "correct", "yehua", "--note", "改了一处", "--on", "2026-06-01") == 0
    assert run(root, "withdraw", "yehua", "--note", "重复", "--on", "2026-05-01") == 0
    assert "status: 撤回\nwithdrawn-on: 2026-05-01\n---" in text_of(root, A)


def test_an_item_with_errors_is_told_of(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archives.write(root, {A: ITEM_A.replace("组工信息", "组工简报")})
    assert run(root, "adopt", "yehua", "组工信息") == 1
    assert f"{A} has errors." in capsys.readouterr().err
    archives.write(root, {A: ITEM_A.replace("unit: 城关镇", "unit:")})
    assert run(root, "endorse", "yehua", "--by", "县长", "--level", "县") == 1
    assert f"{A} has errors." in capsys.readouterr().err


def test_in_chinese_and_for_programs(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(root, "adopt", "夜谈会", "东江日报", "--on", "2026-04-01", "--format", "json", lang="zh") == 0
    said = json.loads(capsys.readouterr().out)
    assert said["done"] == "《夜谈会开到家门口》被东江日报采用（2026-04-01）。"
    assert said["written"] is True
    assert said["files"] == [{"path": A, "change": "changed"}]
    assert run(root, "adopt", "夜谈会", "东江日报", lang="zh") == 1
    assert capsys.readouterr().err == f"《夜谈会开到家门口》已经登记过：{A} 第 9 行。\n"


@pytest.mark.parametrize(
    "command", ["adopt", "endorse", "feedback", "answer", "outcome", "correct", "withdraw", "undo"]
)
def test_help_in_both_languages(capsys: pytest.CaptureFixture[str], command: str) -> None:
    assert cli.main([command, "--help", "--lang", "en"]) == 0
    english = capsys.readouterr().out
    assert cli.main([command, "--help", "--lang", "zh"]) == 0
    chinese = capsys.readouterr().out
    assert "--dry-run" in english
    assert "--yes" in chinese
    assert english.splitlines()[2] != chinese.splitlines()[2]


def test_what_is_missing_is_asked_for_in_a_terminal(root: Path) -> None:
    arguments = ["adopt", "食唐办到村口", "--date", str(TODAY)]
    said = answered(arguments, ["1", "组工简报", "组工信息", "12", "2026-04-05", "y"], root)
    assert said.code == 0, said.err
    assert "哪个刊物？" in said.err
    assert "{刊物: 组工信息, 期号: 12, 日期: 2026-04-05}" in text_of(root, B)
    said = answered(["withdraw", "shitang", "--date", str(TODAY)], ["重复", "", "n"], root)
    assert said.code == 1, said.err
    assert "+状态: 撤回" in said.out
    assert "撤回" not in text_of(root, B)


def test_a_call_and_an_item_in_the_wrong_order(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(root, "answer", "shitang", "2026-yanglao") == 2
    assert "The call stands before the item: answer 2026-yanglao shitang" in capsys.readouterr().err
    assert run(root, "answer", "2026-yanglao.md", "2026/shitang.md", "--yes") == 0


def test_what_the_system_says_is_translated(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(root, "adopt", "--from", "no.xlsx", lang="zh") == 1
    assert capsys.readouterr().err == "no.xlsx 无法读取：没有这个文件。\n"


def test_the_day_is_asked_for_in_a_terminal(root: Path) -> None:
    answers = ["县长", "乡县", "县", "昨天", "2026-04-09", "y"]
    said = answered(["endorse", "shitang", "--date", str(TODAY)], answers, root)
    assert said.code == 0, said.err
    assert said.err.count("哪一级的领导？") == 2
    assert said.err.count("哪一天（直接回车为今天）？") == 2
    assert "2026-04-09" in text_of(root, B)
    said = answered(["outcome", "shitang", "--date", str(TODAY)], ["印发方案", "", "y"], root)
    assert said.code == 0, said.err
    assert f"{{标题: 印发方案, 日期: {TODAY}}}" in text_of(root, B)


@pytest.mark.parametrize("case", DONE)
def test_fmt_leaves_what_was_recorded_alone(root: Path, case: tuple[tuple[str, ...], str, str, str, str]) -> None:
    assert run(root, "fmt") == 0
    assert run(root, *case[0]) == 0
    assert run(root, "fmt", "--check") == 0


def test_a_file_in_another_encoding_is_converted_first(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / A).write_bytes(ITEM_A.encode("gbk"))
    assert run(root, "endorse", "2026/yehua", "--by", "县长", "--level", "县") == 1
    assert f"{A} is not UTF-8. Run “bulletin check --fix” first." in capsys.readouterr().err


def test_nothing_is_recorded_in_an_item_without_text(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = "content/items/2026/kong.md"
    (root / path).write_text(ITEM_A.partition("adopted-by")[0] + "---\n\n" + unwritten_text("zh") + "\n", "utf-8")
    assert run(root, "adopt", "2026/kong", "组工信息", lang="zh") == 1
    assert capsys.readouterr().err == "《夜谈会开到家门口》还没有写正文，请先写好正文。\n"


def test_where_a_table_is_wrong_it_is_named(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    units = root / "registry/units.toml"
    units.write_text(units.read_text("utf-8").replace("[[unit]]", "[unit]", 1), "utf-8")
    assert run(root, "endorse", "yehua", "--by", "县长", "--level", "县") == 1
    said = capsys.readouterr().err
    assert said.startswith("Nothing was written: the tables of the archive have errors.\n\nregistry/units.toml")


def test_a_text_that_is_called_a_workbook(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "a.xlsx").write_text("夜谈会开到家门口\n", "utf-8")
    assert run(root, "adopt", "--from", str(root / "a.xlsx")) == 1
    assert "is no workbook" in capsys.readouterr().err
