"""``new item``, ``new issue`` and ``new call``."""

from __future__ import annotations

from pathlib import Path

import pytest

from bulletin import cli
from bulletin.content.loader import load
from tests.support import archives
from tests.support.terminal import answered

ITEMS = "content/items/2026"
FIELDS = ("--title", "东双河镇“夜谈会”开到家门口", "--unit", "东双河镇", "--category", "经验类")
FILE = f"{ITEMS}/donghe-yetanhui.md"
SHORT = (*FIELDS, "--slug", "donghe-yetanhui")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return archives.write(tmp_path, {f"{ITEMS}/a.md": archives.item(), "mkdocs.yml": "site_name: 某县信息\n"})


def run(root: Path, *arguments: str, lang: str = "zh") -> int:
    return cli.main([*arguments, "--archive", str(root), "--date", str(archives.TODAY), "--lang", lang])


def test_an_item_that_is_to_be_written(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(root, "new", "item", *FIELDS) == 0
    # The name of the unit is one word; cut before the 41st character.
    path = f"{ITEMS}/dongshuanghezhen-yetanhui-kai-daojia.md"
    said = capsys.readouterr()
    assert said.out == f"已新建稿件《东双河镇“夜谈会”开到家门口》。\n  {path}\n"
    assert "正文还没有写" in said.err
    assert (root / path).read_text("utf-8") == (
        # The keys are those of the other item, remark and text in the language of the site.
        "---\ntitle: 东双河镇“夜谈会”开到家门口\nunit: 东双河镇\ncategory: 经验\ndate: 2026-11-22\n"
        "# 选填，没有的不写：event-date、authors、approved-by、channel、commission、topics。\n---\n\n"
        "（正文待写，写好后删去这一行。）\n"
    )
    assert run(root, "fmt", "--check") == 0
    assert run(root, "check") == 0
    assert f"{path}:9  提醒  unwritten-text" in capsys.readouterr().out
    assert [item.id for item in load(root, archives.TODAY).archive.items] == ["2026/a"]


def test_as_soon_as_the_text_is_there_it_counts(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(root, "new", "item", *SHORT)
    file = root / FILE
    begun = file.read_text("utf-8")
    file.write_text(begun.replace("（正文待写，写好后删去这一行。）", "夜里群众都在家。"), "utf-8")
    capsys.readouterr()
    run(root, "check")
    assert capsys.readouterr().out == "没有发现问题。\n"
    assert len(load(root, archives.TODAY).archive.items) == 2
    # With the line still in it, it must not be published.
    file.write_text(f"{begun}\n夜里群众都在家。\n", "utf-8")
    assert run(root, "check") == 1
    assert f"{FILE}:9  错误  unwritten-line" in capsys.readouterr().out


def test_everything_that_may_be_given(root: Path, tmp_path: Path) -> None:
    call = "---\ntitle: 约稿\ndate: 2026-11-01\nunit: 东双河镇\n---\n\n请供稿。\n"
    archives.write(root, {"content/calls/2026-yetan.md": call})
    # As Notepad saves it: GBK, with line ends of Windows.
    text = tmp_path / "yetan.txt"
    text.write_bytes("夜里群众都在家。\r\n\r\n十二个村都开了。\r\n".encode("gb18030"))
    more = ["--author", "李某、王某", "--approved-by", "镇党委副书记", "--topic", "基层治理", "--on", "2026/11/20"]
    more += ["--event-date", "2026年11月18日", "--commission", "2026-yetan", "--body", str(text)]
    assert run(root, "new", "item", *SHORT, *more) == 0
    assert (root / FILE).read_text("utf-8") == (
        "---\ntitle: 东双河镇“夜谈会”开到家门口\nunit: 东双河镇\ncategory: 经验\ndate: 2026-11-20\n"
        "event-date: 2026-11-18\nauthors: [李某, 王某]\napproved-by: 镇党委副书记\nchannel: 约稿\n"
        "commission: 2026-yetan\ntopics: 基层治理\n---\n\n夜里群众都在家。\n\n十二个村都开了。\n"
    )


def test_values_that_have_to_be_quoted(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    title = '[重要] "两本账": 一清二楚 #1'
    given = (
        "--title",
        title,
        "--unit",
        "组织科",
        "--category",
        "动态",
        "--slug",
        "b",
        "--author",
        "甲: 乙",
        "--author",
        "丙",
    )
    assert run(root, "new", "item", *given) == 0
    assert f"title: '{title}'\n" in (root / ITEMS / "b.md").read_text("utf-8")
    assert 'authors: ["甲: 乙", 丙]' in (root / ITEMS / "b.md").read_text("utf-8")
    capsys.readouterr()
    assert run(root, "check") == 0
    assert "错误 0 处" in capsys.readouterr().out


def test_an_id_that_is_taken(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = "items/2026/dongshuanghezhen-yetanhui-kai-daojia-3/"
    archives.write(root, {"registry/redirects.toml": f'[[redirect]]\nfrom = "{old}"\nto = "items/2026/a/"\n'})
    run(root, "new", "item", *FIELDS)
    assert run(root, "new", "item", *FIELDS) == 0
    assert (root / ITEMS / "dongshuanghezhen-yetanhui-kai-daojia-2.md").is_file()
    # The third name is an old address of another item.
    assert run(root, "new", "item", *FIELDS) == 0
    assert (root / ITEMS / "dongshuanghezhen-yetanhui-kai-daojia-4.md").is_file()
    capsys.readouterr()
    assert run(root, "new", "item", *FIELDS, "--slug", "A", lang="en") == 1
    assert capsys.readouterr().err == f"{ITEMS}/A.md is there already. Choose another name by --slug.\n"


@pytest.mark.parametrize(
    ("given", "code", "said"),
    [
        (["--unit", "组织科", "--category", "动态"], 2, "缺少 --title"),
        ([*FIELDS, "--unit", "东双河正"], 2, "是不是“东双河镇”？"),
        ([*FIELDS[:4], "--category", "动太"], 2, "是不是“动态”？"),
        ([*FIELDS, "--channel", "专抱"], 2, "可以填：常规 (regular)、专报 (special)"),
        ([*FIELDS, "--slug", "a b"], 1, "“a b”不能用作文件名"),
        ([*FIELDS, "--commission", "2026-wu"], 1, "没有“2026-wu”这个约稿单。"),
        ([*FIELDS, "--on", "2026-11-23"], 1, "2026-11-23"),
        ([*FIELDS, "--body", "wu.txt"], 1, "wu.txt 无法读取"),
        (["--title", "甲", "--unit", "南坪乡", "--category", "动态"], 1, "没有“南坪乡”这个单位"),
    ],
)
def test_what_is_refused(
    root: Path, capsys: pytest.CaptureFixture[str], given: list[str], code: int, said: str
) -> None:
    before = sorted(root.rglob("*"))
    assert run(root, "new", "item", *given) == code
    assert said in capsys.readouterr().err
    assert sorted(root.rglob("*")) == before


def test_a_dry_run_and_undo(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(root, "new", "item", *SHORT, "--dry-run") == 0
    assert "+unit: 东双河镇" in capsys.readouterr().out
    assert not (root / FILE).exists()
    run(root, "new", "item", *SHORT)
    assert run(root, "undo") == 0
    assert not (root / FILE).exists()


ISSUES = {
    f"{ITEMS}/{name}.md": archives.item(f"{name}。", category=category, date=f"2026-03-{day:02}", unit=unit)
    for name, category, day, unit in (
        ("p1", "经验", 1, "城关镇"),
        ("n1", "动态", 2, "组织科"),
        ("p2", "经验", 5, "东双河镇"),
        ("n2", "动态", 5, "城关镇"),
        ("n3", "动态", 4, "组织科"),
        ("o1", "综述", 6, "组织科"),
        ("late", "经验", 20, "组织科"),
    )
} | {
    # News stand before practice here, other than in the registry.
    "issues/2026/006.md": "---\n期号: 6\n总期号: 46\n日期: 2026-03-03\n篇目: [2026/n1, 2026/p1]\n---\n",
    "issues/2026/zengkan-2.md": "---\n期号: 2\n刊别: 增刊\n日期: 2026-03-03\n篇目: [2026/p1]\n---\n",
}


@pytest.fixture
def issues(tmp_path: Path) -> Path:
    return archives.write(tmp_path, ISSUES)


def test_the_next_issue(issues: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(issues, "new", "issue", "--on", "2026-03-15") == 0
    assert capsys.readouterr().out == "已编2026年第7期，收入稿件4篇。\n  issues/2026/007.md\n"
    # Overviews never met the others: before news and after practice, as registered; but news come before practice.
    # Of each two, the first wins: n over p, p over o, o over n. All win once: the order of the registry decides.
    assert (issues / "issues/2026/007.md").read_text("utf-8") == (
        "---\n期号: 7\n总期号: 47\n日期: 2026-03-15\n篇目: [2026/p2, 2026/o1, 2026/n3, 2026/n2]\n"
        "# 选填，没有的不写：标题、印数、责任编辑、签发。\n---\n"
    )
    capsys.readouterr()
    assert run(issues, "new", "issue", "--on", "2026-03-15", lang="en") == 1
    assert "every item submitted by 2026-03-15 is in one" in capsys.readouterr().err
    assert run(issues, "fmt", "--check", str(issues / "issues/2026/007.md")) == 0
    # The one of 20 March waits for a later issue.
    assert run(issues, "new", "issue", "--on", "2026-03-31") == 0
    assert "篇目: [2026/late]\n" in (issues / "issues/2026/008.md").read_text("utf-8")


def test_some_of_the_proposed_items_and_named_ones(issues: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(issues, "new", "issue", "--on", "2026-03-15", "--take", "2", "--dry-run") == 0
    assert "+篇目: [2026/p2, 2026/o1]\n" in capsys.readouterr().out
    named = ("--items", "n2、2026/p1", "--kind", "增刊", "--title", "夜谈会专辑")
    assert run(issues, "new", "issue", "--on", "2026-03-15", *named) == 0
    text = (issues / "issues/2026/zengkan-3.md").read_text("utf-8")
    assert text.startswith("---\n期号: 3\n刊别: 增刊\n日期: 2026-03-15\n标题: 夜谈会专辑\n篇目: [2026/n2, 2026/p1]\n")
    capsys.readouterr()
    assert run(issues, "new", "issue", "--items", "2026/wu") == 1
    assert "2026/wu" in capsys.readouterr().err
    # It stands in a regular issue already.
    assert run(issues, "new", "issue", "--items", "n1") == 1
    assert "已编入正刊“issues/2026/006.md”" in capsys.readouterr().err


def test_errors_of_others_do_not_keep_an_issue_back(issues: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archives.write(issues, {f"{ITEMS}/p2.md": archives.item(unit="城关真", date="2026-03-05")})
    assert run(issues, "new", "issue", "--on", "2026-03-15") == 0
    assert "读不出的稿件不在建议的篇目里" in capsys.readouterr().err
    assert "篇目: [2026/o1, 2026/n3, 2026/n2]\n" in (issues / "issues/2026/007.md").read_text("utf-8")


def test_the_first_issue_of_an_archive(root: Path) -> None:
    assert run(root, "new", "issue") == 0
    text = (root / "issues/2026/001.md").read_text("utf-8")
    assert text.startswith("---\nnumber: 1\ndate: 2026-11-22\nitems: [2026/a]\n")


def test_a_call(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = ["--title", "关于夜谈会的约稿", "--due", "2026-12-20", "--unit", "城关镇", "--unit", "组织科"]
    assert run(root, "new", "call", *given, "--point", "怎样开", "--point", "群众怎么看") == 0
    path = "content/calls/2026-yetanhui.md"
    assert capsys.readouterr().out == f"已写好约稿单《关于夜谈会的约稿》。\n  {path}\n"
    assert (root / path).read_text("utf-8") == (
        "---\ntitle: 关于夜谈会的约稿\ndate: 2026-11-22\ndue: 2026-12-20\nunit: [城关镇, 组织科]\n"
        "# 选填，没有的不写：topics。\n---\n\n"
        "请围绕下列要点供稿，于2026年12月20日前报送。\n\n1. 怎样开\n2. 群众怎么看\n"
    )
    assert run(root, "check") == run(root, "fmt", "--check") == 0
    assert run(root, "new", "call", "--title", "甲", "--unit", "组织科") == 2
    assert "缺少 --due" in capsys.readouterr().err


def test_questions_in_a_terminal(issues: Path) -> None:
    archives.write(issues, {"mkdocs.yml": "site_name: 某县信息\n"})
    # A unit that nobody knows is asked for again; the day is that of the office.
    said = answered(["new", "item"], ["夜谈会开到家门口", "城关真", "城关镇、组织科", "动态", "y"], issues)
    assert said.code == 0, said.err
    assert "是不是“城关镇”？" in said.err
    assert "南坪乡" not in said.err
    (path,) = issues.glob("content/items/*/yetan*.md")
    assert "单位: [城关镇, 组织科]\n" in path.read_text("utf-8").replace("unit:", "单位:")
    said = answered(["new", "issue", "--on", "2026-03-15"], ["9", "4,1-2", "y"], issues)
    assert said.code == 0, said.err
    assert "“9”不是表中的序号" in said.err
    assert "篇目: [2026/n2, 2026/p2, 2026/o1]\n" in (issues / "issues/2026/007.md").read_text("utf-8")
