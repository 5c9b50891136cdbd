"""Pages of closed periods: every number leads to its list, and a withdrawn item is named nowhere."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from bulletin.build.outputs import export_context
from bulletin.content.closed_writer import closed_path, write_closed
from bulletin.content.loader import LoadedArchive, load
from bulletin.core.dates import Period
from bulletin.core.i18n import translator
from bulletin.exports import export_files
from bulletin.scoring.closing.freeze import freeze
from bulletin.site import routes
from bulletin.site.context import RenderContext
from bulletin.site.routes import all_routes
from tests.support.page_views import View, check_numbers, render_context_of, views_of
from tests.support.paths import ROOT

DAY = date(2026, 11, 22)
LATE = "content/items/2025/liudong-mopai.md"
WITHDRAWN = "content/items/2025/baita-shaizhang.md"


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> LoadedArchive:
    """Return the sample with a closed year and quarter, an adoption that is recorded later, and a withdrawal."""
    root = tmp_path_factory.mktemp("closed")
    for name in ("content", "issues", "registry"):
        shutil.copytree(ROOT / name, root / name)
    for label in ("2025", "2025-Q4", "2025-H1"):
        period, path = Period.parse(label), f"registry/closed/{label}.json"
        assert path == closed_path(period)
        write_closed(root, freeze(load(root, DAY).require_valid().archive, period, translator("zh"), path))
    adoption = "adopted-by: [{publication: 安澜组织工作信息, issue: 99, date: 2025-12-20, treatment: 单篇}]\n"
    _add(root / LATE, adoption)
    _add(root / WITHDRAWN, "status: 撤回\nwithdrawn-on: 2026-11-02\n")
    return load(root, DAY).require_valid()


def _add(file: Path, line: str) -> None:
    _, front, body = file.read_text("utf-8").split("---\n", 2)
    file.write_text(f"---\n{front}{line}---\n{body}", "utf-8")


@pytest.fixture(scope="module")
def context(closed: LoadedArchive) -> RenderContext:
    return render_context_of(closed, "zh")


@pytest.fixture(scope="module")
def views(context: RenderContext) -> dict[str, View]:
    return views_of(context)


def test_every_number_leads_to_a_list_of_exactly_so_many(views: dict[str, View]) -> None:
    assert check_numbers(views) > 500


def test_every_link_leads_somewhere(context: RenderContext, views: dict[str, View]) -> None:
    pages = {route.url for route in all_routes(context.archive)}
    files = {file.address for file in export_files(export_context(context))}
    for view in views.values():
        for path, anchor in view.links():
            assert path in pages | files, (view.route.url, path)
            if anchor and path in views:
                assert anchor in views[path].ids, (view.route.url, path, anchor)


def test_the_table_of_contents_is_that_of_the_page(views: dict[str, View]) -> None:
    for view in views.values():
        anchors = [heading.anchor for heading in view.page.toc]
        assert len(anchors) == len(set(anchors)), view.route.url
        assert set(anchors) <= set(view.ids), view.route.url


def test_both_figures_are_on_page_and_ledger(views: dict[str, View]) -> None:
    page, ledger = (str(views[url].page.content) for url in ("stats/2025/", "units/zzk/2025/ledger/"))
    text = re.sub(r"<[^>]+>|\s+", " ", page)
    assert "已定稿（2026-11-22）" in text
    assert "补记：定稿后才登记" in text
    # 《安澜组织工作信息》单篇、全文采用，每篇6分: 192 were printed, 198 are known.
    for name in (" 192 ", " +6 ", " 198 "):
        assert name in text[text.index("定稿、补记、合计") :], name
    assert "定稿 192 分，补记 +6 分，合计 198 分" in ledger
    assert str(views["stats/2026-Q4/"].page.content).count("截至2026-11-22") == 1


def test_a_withdrawn_item_is_named_nowhere(
    closed: LoadedArchive, context: RenderContext, views: dict[str, View]
) -> None:
    title = _title(closed, WITHDRAWN)
    for url, view in views.items():
        content = str(view.page.content)
        assert title not in content, url
        if not url.startswith(("items/", "issues/", "corrections/")):
            assert "baita-shaizhang" not in content, url
    for file in export_files(export_context(context)):
        data = file.make()
        assert title.encode() not in data, file.address
        if file.address.startswith(("data/stats", "data/ledger")):
            assert b"baita-shaizhang" not in data, file.address
    listed = str(views["stats/2025/items/"].page.content)
    assert listed.count("（定稿后已撤下）") >= 1


def _title(closed: LoadedArchive, path: str) -> str:
    fact = closed.reading.files[path].fact
    return getattr(fact, "title", "")


def test_pages_of_a_period_that_was_just_closed_are_as_before(tmp_path: Path) -> None:
    for name in ("content", "issues", "registry"):
        shutil.copytree(ROOT / name, tmp_path / name)
    before = render_context_of(load(tmp_path, DAY).require_valid(), "zh")
    period = Period.parse("2025-Q3")
    write_closed(tmp_path, freeze(before.archive, period, translator("zh"), closed_path(period)))
    after = render_context_of(load(tmp_path, DAY).require_valid(), "zh")
    # What is said of the year so far is not closed: its figures are of today, and its sentences are left out.
    status = re.compile(r'<p class="b-lead">已定稿.*?</p>\n?')
    to_date = re.compile(r"年初以来累计报送.*?。|年初以来从未报送.*?。|此前零报送单位数.*?。|至今")
    for route in all_routes(before.archive):
        if route.url.startswith("stats/2025-Q"):
            was, now = (str(routes.render(context, route).content) for context in (before, after))
            assert to_date.sub("", status.sub("", now)).split() == to_date.sub("", was).split(), route.url


@pytest.mark.parametrize("edit", ["late item", "other target", "no call"])
def test_a_printed_lapse_that_is_none_any_more_is_shown_as_it_was(tmp_path: Path, edit: str) -> None:
    for name in ("content", "issues", "registry"):
        shutil.copytree(ROOT / name, tmp_path / name)
    period, path = Period.parse("2026-Q3"), "registry/closed/2026-Q3.json"
    write_closed(tmp_path, freeze(load(tmp_path, DAY).require_valid().archive, period, translator("zh"), path))
    if edit == "late item":
        text = "龙泉镇的一件旧事，如今补报上来。" * 10
        head = "标题: 龙泉镇补报的一篇旧稿\n单位: 龙泉镇\n类别: 动态\n日期: 2026-07-20\n"
        (tmp_path / "content/items/2026/bubao-jiugao.md").write_text(f"---\n{head}---\n{text}\n", "utf-8")
    elif edit == "other target":
        targets = tmp_path / "registry/targets/2026.toml"
        targets.write_text(targets.read_text("utf-8").replace('"xiangzhen-ji"', '"xiangzhen-jidu"'), "utf-8")
    else:
        for call in (tmp_path / "content/calls").glob("2026*.md"):
            call.write_text(re.sub(r"(?m)^due: .*$", "due: 2026-11-30", call.read_text("utf-8")), "utf-8")
    rendered = views_of(render_context_of(load(tmp_path, DAY).require_valid(), "zh"))
    ledger = next(view for view in rendered.values() if view.route.url == "units/longquan/2026/ledger/")
    assert "漏报" in str(ledger.page.content)
