"""The register of what came late, was missed or was wrong: the page and its file."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from bulletin.build.outputs import export_context
from bulletin.exports import export_files
from bulletin.site.context import RenderContext
from bulletin.site.routes import all_routes, render
from tests.support.archives import item, loaded
from tests.support.paths import ROOT

CALL = "---\ntitle: 夜谈约稿\ndate: 2026-02-01\ndue: 2026-03-10\nunits: [城关镇, 组织科, 东双河镇]\n---\n请报送。\n"
FILES = {
    "content/items/2026/a.md": item(commission="2026-c", date="2026-03-12", title="迟来的"),
    "content/items/2026/b.md": item(
        "按时的。",
        commission="2026-c",
        date="2026-03-10",
        unit="组织科",
        title="按时的",
        status="更正",
        corrections="[{date: 2026-04-02, note: 数字更正}]",
    ),
    "content/items/2026/gone.md": item("撤了。", title="不再提", status="撤回", withdrawn_on="2026-05-04"),
    "content/calls/2026-c.md": CALL,
}


def test_each_lapse_stands_under_its_year_and_kind(tmp_path: Path) -> None:
    """Of three units one answered two days late, one never; that the first was overdue until then is settled."""
    found = loaded(tmp_path, FILES, date(2026, 11, 18))
    assert not found.errors
    context = RenderContext(archive=found.archive, bodies=found.bodies, theme=(ROOT / "theme",))
    (route,) = [route for route in all_routes(context.archive) if route.url == "lapses/"]
    content = render(context, route).content
    rows = [re.sub(r"<[^>]*>|\s", "", row) for row in re.findall("<li><time.*?</li>", content)]
    assert rows == [
        "2026-03-12迟来的应于2026-03-10前报送，迟2天城关镇",
        "2026-03-11夜谈约稿应于2026-03-10前报送东双河镇",
        "2026-04-02按时的更正：数字更正组织科",
        "2026-05-04撤回稿件已撤回城关镇",
    ]
    assert re.findall(r'href="[^"]*lapses/#([a-z-]+-2026)">1</a>', content) == [
        "late-answer-2026",
        "unanswered-2026",
        "erroneous-2026",
        "withdrawn-2026",
    ]
    files = {file.address: file.make() for file in export_files(export_context(context))}
    lines = files["data/lapses.csv"].decode("utf-8-sig").splitlines()
    assert lines[0] == "日期,类型,报送单位,标题,编号,原因"
    assert lines[1].startswith("2026-03-11,约稿未报,东双河镇,夜谈约稿,2026-c,")
    assert len(lines) == 5
    assert "不再提" not in content + "".join(lines)


SCHEME = """\
name = "办法"
[[deadline]]
words = "专报、直报，事发 1 日内报送"
channels = ["专报", "直报"]
days = 1
"""


def test_special_and_direct_reports_say_how_soon_they_came(tmp_path: Path) -> None:
    """Of three one came a day after its event, one three days, of one nobody knows: 1 of 2 in time, 50 %."""
    given = {
        "a": {"date": "2026-03-06", "event_date": "2026-03-05", "channel": "专报"},
        "b": {"date": "2026-03-13", "event_date": "2026-03-10", "channel": "直报"},
        "c": {"date": "2026-03-20", "channel": "专报"},
        "d": {"date": "2026-03-21", "event_date": "2026-03-01"},
    }
    files = {f"content/items/2026/{name}.md": item(f"正文{name}", title=f"题{name}", **given[name]) for name in given}
    found = loaded(tmp_path, {**files, "registry/schemes/2026.toml": SCHEME}, date(2026, 11, 18))
    assert not found.errors
    context = RenderContext(archive=found.archive, bodies=found.bodies, theme=(ROOT / "theme",))
    (route,) = [route for route in all_routes(context.archive) if route.url == "direct/"]
    content = render(context, route).content
    rows = [re.sub(r"<[^>]*>|\s", "", row) for row in re.findall("<li><time.*?</li>", content)]
    assert rows == [
        "2026-03-20题c专报城关镇",
        "2026-03-13题b直报城关镇事发后3天迟报",
        "2026-03-06题a专报城关镇事发后1天按时",
    ]
    table = re.sub(r"<[^>]*>", " ", content.partition("<tbody")[2].partition("</tbody>")[0].partition(">")[2]).split()
    assert table == ["城关镇", "3", "1", "1", "1", "50.0%"]
    files_made = {file.address: file for file in export_files(export_context(context))}
    lines = files_made["data/direct.csv"].make().decode("utf-8-sig").splitlines()
    assert lines[1:] == [
        "2026-03-06,2026-03-05,1,专报,按时,题a,城关镇,2026/a",
        "2026-03-13,2026-03-10,3,直报,迟报,题b,城关镇,2026/b",
        "2026-03-20,,,专报,,题c,城关镇,2026/c",
    ]
