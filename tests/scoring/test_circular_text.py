"""The text of a circular: each sentence by a case that is counted by hand, computed and as an editor has changed it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from bulletin.checks.messages import describe_problem
from bulletin.cli import main
from bulletin.core.dates import Period
from bulletin.core.i18n import translator
from bulletin.core.problems import Problem
from bulletin.model.archive import Archive
from bulletin.model.circular_figures import FIGURE_NAMES, find_references
from bulletin.model.enums import PublishedPoints
from bulletin.model.public import public_archive
from bulletin.model.records import Issue
from bulletin.model.registry import Bulletin, Unit
from bulletin.scoring import circular
from bulletin.scoring.circulars.figures import Figures
from bulletin.scoring.circulars.participation import earlier_zero_reports
from bulletin.scoring.circulars.phrases import plain_text
from bulletin.scoring.circulars.text import fill_references, summary, template, written_summary
from tests.support import archives
from tests.support.scoring_archives import adopted, archive, call, day, item, publication, registry

ZH = translator("zh")
SCHEME = """
name = "办法"

[[submission]]
words = "每篇1分"
points = 1

[[adoption]]
words = "市采用每篇5分"
points = 5
"""
TARGET = """
[[target]]
id = "ji"
words = "每季度2条"
count = 2
per = "季度"
groups = ["县直单位"]
"""
Q3 = Period.parse("2026-Q3")


def figure_problems(root: Path, files: Mapping[str, str | bytes]) -> list[Problem]:
    """Return the problems of an archive, without how the lines of its texts are shown."""
    return [p for p in archives.problems(root, files) if p.code not in {"joined-lines", "indented-paragraph"}]


def office() -> Archive:
    """Return two offices and three towns, of which 石桥镇 never wrote, and 柳林镇 wrote in the first quarter only."""
    units = [Unit(id=name, name=name, group="县直单位") for name in ("发改局", "教体局")]
    units += [Unit(id=name, name=name, group="乡镇") for name in ("城关镇", "柳林镇", "石桥镇")]
    known = registry(units, [publication("市刊", "市")], groups="县直单位、乡镇")
    items = [
        item("l1", "柳林镇", "2-3"),
        item("f1", "发改局", "7-3", adoptions=[adopted("市刊", "8-1")]),
        item("f2", "发改局", "8-3", commission="y1"),
        item("j1", "教体局", "7-9"),
        item("c1", "城关镇", "9-9", adoptions=[adopted("市刊", "9-20"), adopted("市刊", "9-21")]),
    ]
    calls = [call("y1", "发改局、城关镇", "7-1", "8-20")]
    found = archive(known, SCHEME, items, targets=TARGET, calls=calls, today=day("10-8"))
    issues = tuple(
        Issue(id=f"2026/{n}", path="", number=n, date=day(when)) for n, when in enumerate(["6-30", "7-1", "9-30"], 1)
    )
    return replace(found, issues=issues)


def test_every_sentence() -> None:
    """Count by hand.

    第三季度 3 个单位 4 篇（发改局 2、教体局 1、城关镇 1），上季度没有内容，不比较；采用 3 篇次；采用 2 篇，50%。
    年初以来 5 篇、3 篇次；期刊 7 月 1 日、9 月 30 日两期。县直单位 3÷2＝1.5，乡镇 1÷3＝0.33。
    任务每季度 2 条：发改局 2 条完成，教体局 1 条没有，2 个中 1 个，50%。
    得分：发改局 2＋5＝7，教体局 1，城关镇 1＋10＝11，柳林镇、石桥镇 0 分不列。
    零报送：柳林镇、石桥镇 2 个；一季度 4 个（柳林镇写了 1 篇），二季度 5 个；石桥镇年初以来从未报送。
    """
    found = office()
    assert summary(found, circular(found, Q3), ZH) == [
        (
            "2026年第三季度，3个单位共报送信息4篇。被采用3篇次（市级3篇次）。所报信息中有2篇被采用，采用率50%。"
            "年初以来累计报送5篇，被采用3篇次。编发内刊2期。"
        ),
        (
            "县直单位报送3篇，平均每个单位1.5篇，被采用1篇次。乡镇报送1篇，平均每个单位0.33篇，被采用2篇次。"
            "报送信息的单位涉及2个县直单位、1个乡镇。有任务的2个单位中，1个完成任务，占50%。"
        ),
        (
            "名次居前的单位：县直单位为发改局、教体局；乡镇为城关镇。"
            "得分较高的信息有：《c1》（城关镇，11分）、《f1》（发改局，6分）、《j1》（教体局，1分）。"
            "完成约稿1篇次：发改局《y1》。"
        ),
        (
            "零报送单位2个：柳林镇、石桥镇。此前零报送单位数：2026年第一季度4个、2026年第二季度5个。"
            "年初以来从未报送信息的单位：石桥镇。有报送但本期零采用的单位1个：教体局。约稿逾期未报：城关镇《y1》。"
        ),
    ]


@pytest.mark.parametrize(
    ("label", "today", "named"),
    [
        # Of the weeks before week 40 the last four are named.
        ("2026-W40", "12-31", ["36", "37", "38", "39"]),
        # Weeks 41 to 52 have not begun on 30 September, which is in week 40.
        ("2026-W53", "9-30", ["37", "38", "39", "40"]),
    ],
)
def test_earlier_periods_are_the_last_four_that_have_begun(label: str, today: str, named: list[str]) -> None:
    found = replace(office(), today=day(today))
    earlier = earlier_zero_reports(found, Period.parse(label))
    assert [period.label.removeprefix("2026-W") for period, _ in earlier] == named


def test_the_template_filled_is_the_text() -> None:
    found, about = office(), circular(office(), Q3)
    for language in ("zh", "en"):
        say = translator(language)
        written = template(found, about, say)
        assert "{" in written
        assert written_summary(written, found, about, say).split("\n\n") == [
            *summary(found, about, say)[:-1],
            summary(found, about, say)[-1] + "\n",
        ]


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("共{报送条数}篇", "共4篇"),
        ("共｛报送条数｝篇", "共4篇"),
        ("共{ submitted }篇", "共4篇"),
        ("乡镇{报送条数:乡镇}篇、{submitted：县直单位}篇", "乡镇1篇、3篇"),
        ("乡镇{完成约稿}", "乡镇发改局《y1》"),
        ("乡镇{零报送单位:县直单位}", "乡镇无"),
        ("｛别的｝（1）", "｛别的｝（1）"),
        ("没有", "没有"),
    ],
)
def test_figures_by_name(text: str, filled: str) -> None:
    found = office()
    figures = Figures(archive=found, circular=circular(found, Q3), say=ZH)
    assert "".join(plain_text(phrase) for phrase in fill_references(text, figures)) == filled


def test_every_name_has_a_figure_and_names_differ() -> None:
    found = office()
    figures = Figures(archive=found, circular=circular(found, Q3), say=ZH)
    for figure in FIGURE_NAMES:
        assert isinstance(figures.phrase(figure.identifier), tuple)
    names = [name for figure in FIGURE_NAMES for name in (figure.identifier, figure.chinese)]
    assert len(names) == len(set(names))
    assert all(next(find_references(f"{{{name}}}")).name == name for name in names)


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("content/circulars/2026-Q1.md", "共{报送条}篇。\n\n{多少}\n", [("unknown-figure", 1), ("unknown-figure", 3)]),
        ("content/circulars/2026-Q1.md", "甲\n{报送条数:镇}\n", [("unknown-group", 2)]),
        ("content/circulars/2026-Q1.md", "{采用率:乡镇}\n", [("figure-without-groups", 1)]),
        ("content/circulars/2026-Q1.md", "{采用率}{报送条数:乡镇}\n", []),
        (
            "content/circulars/2026-Q1.md",
            "共{报送条数4篇。\n报送条数}篇。\n",
            [("unpaired-brace", 1), ("unpaired-brace", 2)],
        ),
        (
            "content/circulars/2026-Q1.md",
            "共{报送\n条数}篇、｛报送条数。\n",
            [("unpaired-brace", n) for n in (1, 2, 2)],
        ),
        ("content/circulars/2026-Q1.md", "共{}篇、{ }篇、｛｝篇。\n", [("empty-braces", 1)]),
        (
            "content/circulars/2026-Q1.md",
            "共｛报送条｝篇、`{报送条}`。\n\n    {报送条}\n",
            [("unknown-figure", n) for n in (1, 3)],
        ),
        (
            "content/circulars/2026-Q1.md",
            "共｛｝｛甲乙丙丁｝｛报送条数｝\n",
            [("empty-braces", 1), ("plain-braces", 1)],
        ),
        ("content/circulars/2026-Q1.md", "---\ntitle: 通报\n---\n\n共{报送条}篇。\n", [("unknown-figure", 5)]),
        ("content/circulars/2026-Q1.md", "---\ndate: 十月\n---\n", [("unreadable-date", 2)]),
        ("content/circulars/2026-Q1.md", " \n", [("empty-file", 1)]),
        ("content/circulars/2027-Q1.md", "共{报送条数}篇。\n", [("circular-not-shown", 1)]),
        ("content/circulars/2026-Q5.md", "共{报送条数}篇。\n", [("circular-name", 0)]),
        ("content/circulars/2026-03.md", "共{报送条数}篇。\n", [("circular-name", 0)]),
        ("content/circulars/2026/Q1.md", "共{报送条数}篇。\n", [("circular-name", 0)]),
        ("content/circulars/2026-Q1.md", "见[稿](../items/2026/keins.md)。\n", [("broken-link", 1)]),
        ("content/circulars/2026-Q1.md", "<b>甲</b>\n", [("raw-html", 1)]),
    ],
)
def test_what_is_wrong_with_a_text(tmp_path: Path, path: str, text: str, expected: list[tuple[str, int]]) -> None:
    found = figure_problems(tmp_path, {"content/items/2026/a.md": archives.item(), path: text})
    assert sorted((p.code, p.line) for p in found) == sorted(expected)
    assert {p.path for p in found} <= {path}
    assert all("{{" not in said for problem in found for said in describe_problem(problem, ZH))


def test_a_text_is_on_the_page_with_its_links(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written = (
        "本季度共报送 {报送条数} 篇，采用率 **{rate}**。\n\n## 要求\n\n见[稿件](../items/2026/a.md)、`{报送单位数}`。\n"
    )
    files = {"content/items/2026/a.md": archives.item(), "content/circulars/2026-Q1.md": written}
    archives.write(tmp_path, {"content/index.md": "# 首页\n"} | files)
    given = ["--archive", str(tmp_path), "--site-dir", str(tmp_path / "site"), "--date", "2026-11-22", "--lang", "zh"]
    assert main(given) == 0
    page = (tmp_path / "site/stats/2026-Q1/index.html").read_text("utf-8")
    one = '<a class="b-figure" href="../../stats/2026-Q1/items/">1</a>'
    assert f"本季度共报送 {one} 篇，采用率 <strong>0%</strong>。" in page
    assert f'<a href="../../items/2026/a/">稿件</a>、<code>{one}</code>。' in page
    assert not (tmp_path / "site/circulars").exists()
    capsys.readouterr()
    assert main(["stats", "--period", "2026-Q1", *given]) == 0
    assert "本季度共报送 1 篇，采用率 **0%**。" in capsys.readouterr().out
    out = tmp_path / "neu/2026-Q1.md"
    assert main(["stats", "--period", "2026-Q1", "--text", "--out", str(out), *given]) == 0
    assert out.read_text("utf-8").startswith("{时期}，{报送单位数}个单位共报送信息{报送条数}篇{报送比较}。")
    assert main(["stats", "--period", "2026-Q1", "--text", "--out", "/proc/no/folder.md", *given]) == 1
    assert "写不了 /proc/no/folder.md" in capsys.readouterr().err


def test_a_mistake_is_told_with_the_nearest_name(tmp_path: Path) -> None:
    text = "共{报送条数4篇，{报送条}篇，｛采用律｝。\n未完成任务单位}。\n"
    found = figure_problems(
        tmp_path, {"content/items/2026/a.md": archives.item(), "content/circulars/2026-Q1.md": text}
    )
    told = [(p.values["name"], p.values["nearest"]) for p in found]
    assert told == [
        ("报送条", "报送条数"),
        ("采用律", "采用率"),
        ("{报送条数4篇，", "{报送条数}"),
        ("未完成任务单位}", "{未完成任务单位}"),
    ]
    message, cure = describe_problem(found[2], ZH)
    assert message == "花括号没有成对：{报送条数4篇，"
    assert cure.startswith("您是想写“{报送条数}”吗？")


RULES = 'name = "办法"\n[[submission]]\nwords = "每篇1分"\npoints = 1\n'
SIX_POINTS = '[pass]\nwords = "6分合格"\npoints = 6\nper = "季度"\n'
TOWNS = TARGET.replace("县直单位", "乡镇")
A_YEAR = TOWNS.replace("季度", "年")
BY_POINTS = {
    "first-three": "figure-without-scheme",
    "best-items": "figure-without-scheme",
    "failed": "figure-without-pass",
}


@pytest.mark.parametrize(
    ("label", "scheme", "targets", "expected"),
    [
        ("2026-Q2", "", "", BY_POINTS | {"targets-met": "figure-without-targets"}),
        ("2026-Q2", RULES, TOWNS, {"failed": "figure-without-pass"}),
        ("2026-Q2", RULES + SIX_POINTS, TOWNS, {}),
        ("2026-Q2", RULES + SIX_POINTS, A_YEAR, {"targets-met": "figure-without-targets"}),
        ("2026-Q2", f"valid-from = 2026-07-01\n{RULES}{SIX_POINTS}", TOWNS, BY_POINTS),
        ("2026", RULES + SIX_POINTS, A_YEAR, {"zero-reports-before": "figure-without-earlier"}),
        ("2026-Q1", RULES + SIX_POINTS, TOWNS, {"zero-reports-before": "figure-without-earlier"}),
        ("2026-H1", RULES + SIX_POINTS, TOWNS, {"zero-reports-before": "figure-without-earlier"}),
    ],
)
def test_a_figure_that_says_nothing_is_told(
    tmp_path: Path, label: str, scheme: str, targets: str, expected: dict[str, str]
) -> None:
    names = ("first-three", "best-items", "failed", "targets-met", "zero-reports-before")
    text = "{period} {group:乡镇}\n" + "".join(f"\n{{{name}}}" for name in names) + "\n{组别}\n"
    path = f"content/circulars/{label}.md"
    tables = {"registry/schemes/2026.toml": scheme, "registry/targets/2026.toml": targets}
    files = {"content/items/2026/a.md": archives.item(), path: text} | {k: v for k, v in tables.items() if v}
    found = [problem for problem in figure_problems(tmp_path, files) if problem.path == path]
    assert {p.values["name"]: p.code for p in found} == expected | {"组别": "figure-without-group"}
    lines = text.splitlines()
    assert all(problem.values["name"] in lines[problem.line - 1] for problem in found)


def test_a_figure_of_one_group_that_says_nothing_is_told(tmp_path: Path) -> None:
    """Targets and a mark to pass are for towns: of the other group the figures have nothing to say."""
    path, mark = "content/circulars/2026-Q2.md", SIX_POINTS.replace("[pass]", '[pass]\ngroups = ["乡镇"]')
    figures = [f"{{{name}:{group}}}" for name in ("完成任务单位数", "failed") for group in ("乡镇", "机关")]
    files = {
        "content/items/2026/a.md": archives.item(),
        "registry/units.toml": archives.UNITS + '[[group]]\nid = "jiguan"\nname = "机关"\n',
        "registry/schemes/2026.toml": RULES + mark,
        "registry/targets/2026.toml": TOWNS,
        path: "\n".join(figures),
    }
    found = [problem for problem in figure_problems(tmp_path, files) if problem.path == path]
    assert [(p.code, p.line, p.values["name"]) for p in found] == [
        ("figure-without-targets", 2, "完成任务单位数:机关"),
        ("figure-without-pass", 4, "failed:机关"),
    ]


def test_targets_of_points_are_not_told_where_points_are_not_published() -> None:
    """The page and the command say the same.

    第三季度发改局报 2 条，完成条数任务，得分 2 + 5 = 7，没有完成 30 分；教体局报 1 条，都没有完成。
    得分公开：2 个单位有任务，0 个完成。不公开：只有条数任务，2 个单位有任务，1 个完成。
    """
    mark = TARGET.replace('"ji"', '"fen"').replace("count = 2", 'count = 30\nmeasure = "得分"')
    items = [*office().items]
    for points, expected in (
        (PublishedPoints.ALL, ["2", "0", "发改局、教体局"]),
        (PublishedPoints.NONE, ["2", "1", "教体局"]),
    ):
        known = replace(office().registry, bulletin=Bulletin(points=points))
        found = archive(known, SCHEME, items, targets=TARGET + mark)
        for shown in (found, public_archive(found)):
            figures = Figures(archive=shown, circular=circular(shown, Q3), say=ZH)
            names = ("units-with-targets", "targets-met", "targets-missed-by")
            assert [plain_text(figures.phrase(name)) for name in names] == expected


def test_points_that_are_not_published_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In the text of an editor each figure about points is told; the text that the command gives has none."""
    path, bulletin = "content/circulars/2026-Q1.md", '[publish]\npoints = "不公开"\n'
    files = {
        "content/items/2026/a.md": archives.item(),
        "registry/schemes/2026.toml": RULES + SIX_POINTS,
        "registry/bulletin.toml": archives.BULLETIN + bulletin,
        path: "共{报送条数}篇。\n\n前三名：{前三名:乡镇}。\n{不合格单位}\n",
    }
    found = [problem for problem in figure_problems(tmp_path, files) if problem.path == path]
    assert [(p.code, p.line, p.values["name"]) for p in found] == [
        ("figure-not-published", 3, "前三名"),
        ("figure-not-published", 4, "不合格单位"),
    ]
    assert describe_problem(found[0], ZH)[0] == "“前三名”同得分有关，而得分不公开，页面上只显示“无”。"
    given = ["--archive", str(tmp_path), "--date", "2026-11-22", "--lang", "zh"]
    assert main(["stats", "--period", "2026-Q1", "--text", *given]) == 0
    said = capsys.readouterr()
    assert "{报送条数}" in said.out
    assert "前三名" not in said.out
    assert "底稿里不写同得分有关的句子" in said.err
