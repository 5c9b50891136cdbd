"""From an empty folder, with the guide only: three items, the first issue, adoptions, circular, publication."""

from __future__ import annotations

import json
import shlex
from datetime import date
from pathlib import Path

import pytest

from bulletin import cli
from bulletin.content.loader import load
from tests.support.archives import TODAY

UNITS = "科室：办公室、组织科、干部科；乡镇：城关镇、柳林镇、东湖街道"
TEXTS = {
    "yeketang": (
        "城关镇“夜课堂”开到楼栋口",
        "城关镇",
        "动态",
        "城关镇把党课搬到楼栋口，晚饭后开讲，一次半小时。\n\n已开 26 场，听课 812 人次。",
    ),
    "lianxika": (
        "柳林镇给外出党员发“联系卡”",
        "柳林镇",
        "动态",
        "柳林镇为外出党员建立联系卡，写明联络员和办事窗口。\n\n目前已发卡 214 张，办结事项 63 件。",
    ),
    "dangxiao": (
        "组织科、东湖街道合办小区党校",
        "组织科、东湖街道",
        "经验",
        "小区党校设在居民常去的活动室，课表由居民点单。" * 12,
    ),
}


class Office:
    """Somebody at a desk: types commands in a Chinese terminal, and edits files."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.capsys = folder, capsys
        self.today = TODAY

    def types(self, line: str, *, expects: str = "") -> str:
        """Type a line after ``python build.py``, as the guide has it; return what was said."""
        code = cli.main([*shlex.split(line), "--date", str(self.today)], archive=self.folder, program="build.py")
        said = self.capsys.readouterr()
        assert code == 0, said.err
        assert expects in said.out + said.err
        return said.out


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Office:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    monkeypatch.chdir(tmp_path)
    return Office(tmp_path / "ours", capsys)


@pytest.mark.slow
def test_the_first_day_and_the_first_quarter(office: Office, tmp_path: Path) -> None:
    office.types(
        f"init ours --yes --name 柳川组工信息 --units {UNITS} --province 东江 --city 安澜", expects="资料库已建在 ours"
    )

    # The clerk: three items, two with texts that are there already, one that is written afterwards.
    ids = {}
    for name, (title, units, category, text) in TEXTS.items():
        (tmp_path / f"{name}.txt").write_bytes(text.encode("gb18030"))
        body = "" if name == "lianxika" else f"--body {name}.txt"
        said = office.types(
            f"new item --title {title} --unit {units} --category {category} {body}", expects="已新建稿件"
        )
        ids[name] = said.splitlines()[-1].strip().removeprefix("content/items/").removesuffix(".md")
    assert "正文还没有写" in office.types("check")
    unwritten = office.folder / f"content/items/{ids['lianxika']}.md"
    begun = unwritten.read_text("utf-8")
    unwritten.write_text(begun.replace("（正文待写，写好后删去这一行。）", TEXTS["lianxika"][3]), "utf-8")
    office.types("check", expects="没有发现问题")
    office.types("", expects="稿件 4 篇")

    # The chief editor: the examples are taken out, the first issue is made of what is pending.
    for example in ("content/items/2026/shili.md", "issues/2026/001.md"):
        (office.folder / example).unlink()
    office.types("new issue", expects="已编2026年第1期，收入稿件3篇。")
    archive = load(office.folder, TODAY).archive
    # Practice stands before news in the registry; of the news, the unit that the registry names first.
    assert archive.contents["2026/001"] == (ids["dangxiao"], ids["yeketang"], ids["lianxika"])
    office.types(
        "new call --title 关于流动党员工作的约稿 --due 2026-12-20 --unit 柳林镇 --point 怎样联系",
        expects="已写好约稿单",
    )

    # Later: adoptions, what a leader wrote, what came of it.
    office.today = date(2026, 12, 21)
    office.types(f"adopt {ids['dangxiao']} 组工信息 --issue 146 --on 2026-12-02 --treatment 全文")
    office.types("adopt 城关镇“夜课堂”开到楼栋口 安澜组工信息 --issue 31 --on 2026-12-04")
    office.types(f"endorse {ids['dangxiao']} --by 县委书记 --level 县 --on 2026-12-08 --text 做法很好，请总结推广。")
    office.types(f"feedback {ids['dangxiao']} --text 已印发各乡镇")
    office.types(f"outcome {ids['dangxiao']} --title 关于推行小区党校的通知 --on 2026-12-15")
    office.types(f"correct {ids['yeketang']} --note '第二段 812 人次更正为 802 人次。' --on 2026-12-16")
    office.types("undo", expects="已撤销")

    # The quarter is over: its circular, kept as printed, and the site for the readers.
    office.today = date(2027, 1, 4)
    found = json.loads(office.types("stats --period 2026-Q4 --format json"))
    figures = {
        unit["id"]: (unit["submitted"], unit["adoptions"]) for group in found["groups"] for unit in group["units"]
    }
    # 东湖街道 and 组织科 share one item; it was adopted once, that of 城关镇 once.
    assert figures == {
        "bangongshi": (0, 0),
        "zuzhike": (1, 1),
        "ganbuke": (0, 0),
        "chengguanzhen": (1, 1),
        "liulinzhen": (1, 0),
        "donghujiedao": (1, 1),
    }
    office.types("close 2026-Q4 --yes", expects="2026年第四季度已定稿")
    (tmp_path / "server").mkdir()
    office.types("check", expects="没有发现问题")
    office.types("publish --to server")
    published = tmp_path / "server/current"
    page = (published / f"items/{ids['dangxiao']}/index.html").read_text("utf-8")
    assert "第146期" in page
    assert "做法很好，请总结推广。" in page
    assert "已印发各乡镇" in page
    assert "小区党校" in (published / "issues/2026/001/index.html").read_text("utf-8")
    assert "802" not in (published / f"items/{ids['yeketang']}/index.html").read_text("utf-8")
