"""What is due: the page by week, the head of a unit's page and of the home page, and calendar files."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from icalendar import Calendar

from bulletin.build.outputs import export_context
from bulletin.exports import export_files
from bulletin.site.context import RenderContext
from bulletin.site.page import Page
from bulletin.site.routes import all_routes, render
from tests.support.archives import item, loaded, write
from tests.support.paths import ROOT

TODAY = date(2026, 11, 18)
"""A Wednesday."""
TARGET = '[[target]]\nid = "ji"\nwords = "每季度报送 3 篇"\ncount = 3\nper = "季度"\n'
CALL = "---\ntitle: {title}\ndate: 2026-10-01\ndue: {due}\nunits: {units}\n---\n请报送。\n"
FILES = {
    "content/items/2026/a.md": item(
        title="夜谈",
        date="2026-10-08",
        endorsements="[{by: 县委书记, level: 县, date: 2026-10-20, follow-up-due: 2026-11-25}]",
    ),
    "content/calls/guo.md": CALL.format(title="过期的", due="2026-11-10", units="[组织科, 城关镇]"),
    "content/calls/ben.md": CALL.format(title="本周的", due="2026-11-20", units="[组织科]"),
    "content/calls/xia.md": CALL.format(title="下月的", due="2026-12-10", units="[组织科, 东双河镇]"),
    "registry/targets/2026.toml": TARGET,
}


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> RenderContext:
    root = tmp_path_factory.mktemp("archive")
    found = loaded(root, FILES, TODAY)
    assert not found.errors
    return RenderContext(archive=found.archive, bodies=found.bodies, language="zh", theme=(ROOT / "theme",))


def page(context: RenderContext, url: str) -> Page:
    (route,) = [route for route in all_routes(context.archive) if route.url == url]
    return render(context, route)


def rows(content: str) -> list[str]:
    """Return the words of each row of the first list."""
    listed = content.partition('<ul class="b-list b-entries">')[2].partition("</ul>")[0]
    return [re.sub(r"<[^>]*>|\s", "", row) for row in listed.split("</li>") if row.strip()]


def test_the_page_has_a_section_for_each_week(context: RenderContext) -> None:
    """18 November 2026 is a Wednesday: its week ends on the 22nd; the quarter on Thursday, 31 December."""
    made = page(context, "due/")
    assert [heading.title for heading in made.toc] == [
        "已逾期",
        "本周（11月16日 至 11月22日）",
        "下周（11月23日 至 11月29日）",
        "12月7日 至 12月13日",
        "12月28日 至 1月3日",
    ]
    assert rows(made.content) == ["2026-11-10过期的组织科、城关镇约稿已逾期8天"]


def test_a_unit_sees_first_what_it_owes(context: RenderContext) -> None:
    """城关镇 has submitted one of three items of the quarter, which ends in 43 days."""
    content = page(context, "units/chengguan/").content
    assert content.index('id="now"') < content.index("b-figures")
    assert rows(content) == [
        "2026-11-10过期的约稿已逾期8天",
        "2026-11-25夜谈县委书记批示批示反馈还剩7天",
        "2026-12-31每季度报送3篇2026年第四季度应报3，已报1，还差2报送任务还剩43天",
    ]
    assert "有 1 项已经逾期。" in content


def test_the_home_page_begins_with_the_next_seven_days(context: RenderContext) -> None:
    content = page(context, "").content
    assert content.index("b-dues") < content.index("b-figures")
    assert rows(content) == ["2026-11-20本周的组织科约稿还剩2天", "2026-11-25夜谈县委书记批示：城关镇批示反馈还剩7天"]
    assert "1 项逾期" in content


def test_calendar_files(context: RenderContext) -> None:
    """Five answers, one feedback, and a target of each of the three units that are there."""
    files = {
        file.address: file.make() for file in export_files(export_context(context)) if file.address.endswith("ics")
    }
    assert "units/donghe/due.ics" in files
    for address, days in {"due.ics": 9, "units/chengguan/due.ics": 3}.items():
        events = Calendar.from_ical(files[address]).walk("VEVENT")
        assert len(events) == days
        assert len({str(event["uid"]) for event in events}) == days
        assert all(len(line) <= 75 for line in files[address].split(b"\r\n"))
    first = Calendar.from_ical(files["units/chengguan/due.ics"]).walk("VEVENT")[0]
    assert (str(first["summary"]), first.decoded("dtstart")) == ("城关镇：约稿“过期的”", date(2026, 11, 10))


def test_nothing_is_shown_where_nothing_is_due(tmp_path: Path) -> None:
    found = loaded(write(tmp_path, {}), {"content/items/2026/a.md": item()}, TODAY)
    context = RenderContext(archive=found.archive, bodies=found.bodies, language="zh", theme=(ROOT / "theme",))
    assert "没有尚未完成的事项。" in page(context, "due/").content
    assert 'id="now"' not in page(context, "units/chengguan/").content
    assert "b-dues" not in page(context, "").content
