"""List pages: every number leads to a list of exactly so many entries, every link to a page that there is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bulletin.build.outputs import export_context
from bulletin.content.loader import LoadedArchive, load
from bulletin.exports import export_files
from bulletin.model import aggregates, topics
from bulletin.model import urls as addresses
from bulletin.model.archive import Archive
from bulletin.model.records import Item
from bulletin.model.registry import Registry, Unit
from bulletin.site.context import RenderContext
from bulletin.site.pages import home
from bulletin.site.pages.collections import topic
from bulletin.site.routes import all_routes
from tests.support.archives import TODAY, item, loaded
from tests.support.page_views import KINDS, View, check_numbers, classes, render_context_of, views_of
from tests.support.paths import ROOT


@pytest.fixture(scope="module")
def context() -> RenderContext:
    return render_context_of(load(ROOT, TODAY).require_valid())


@pytest.fixture(scope="module")
def views(context: RenderContext) -> dict[str, View]:
    return views_of(context)


def test_every_kind_has_pages(views: dict[str, View]) -> None:
    assert {view.route.kind for view in views.values()} == KINDS


def test_every_number_leads_to_a_list_of_exactly_so_many(views: dict[str, View]) -> None:
    assert check_numbers(views) > 500


def test_every_number_of_a_year_is_a_link(views: dict[str, View]) -> None:
    for year in (2025, 2026):
        for cell in views[addresses.year(year)].tree.iter("td"):
            if "b-n" in classes(cell):
                assert cell.find("a") is not None or "".join(cell.itertext()).strip() == "0"


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


def test_ids_are_unique_and_nothing_is_styled_or_scripted_in_place(views: dict[str, View]) -> None:
    for view in views.values():
        found = [element.attrib["id"] for element in view.tree.iter() if "id" in element.attrib]
        assert len(found) == len(set(found)), view.route.url
        for element in view.tree.iter():
            assert element.tag != "script"
            assert not [name for name in element.attrib if name == "style" or name.startswith("on")]


def test_addresses_are_unique(context: RenderContext) -> None:
    urls = [route.url for route in all_routes(context.archive)]
    assert len(urls) == len(set(urls))


def test_both_languages_have_the_same_pages(context: RenderContext, views: dict[str, View]) -> None:
    chinese = views_of(
        render_context_of(LoadedArchive(archive=context.archive, bodies=context.bodies, problems=()), "zh")
    )
    assert set(chinese) == set(views)
    for url, view in chinese.items():
        assert [n for n, _, _ in view.numbers()] == [n for n, _, _ in views[url].numbers()]


def test_the_sentence_of_the_year(context: RenderContext) -> None:
    chinese = render_context_of(LoadedArchive(archive=context.archive, bodies=context.bodies, problems=()), "zh")
    assert home.year_sentence_text(chinese, 2025) == (
        "2025年，在中组部《组工信息》发稿2篇，在省委组织部《东江组工信息》发稿5篇，在市委组织部《安澜组织工作信息》发稿31篇。"
    )
    assert home.year_sentence_text(chinese, 1999) == ""


def test_each_number_of_the_sentence_leads_to_its_list(context: RenderContext, views: dict[str, View]) -> None:
    for year in context.archive.years:
        page = views[addresses.year(year)]
        sentence = next(e for e in page.tree.iter("div") if "b-headline" in classes(e))
        linked = [(int(a.text or ""), *page.target(a.attrib["href"])) for a in sentence.iter("a")]
        assert [number for number, _, _ in linked] == [n for _, n in aggregates.headline(context.archive, year)]
        for number, path, anchor in linked:
            assert views[path].entries(anchor) == number


def test_a_withdrawn_item_and_a_draft_are_nowhere_but_in_the_notice(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "content/items/2026/there.md": item(title="还在的一篇"),
        "content/items/2026/gone.md": item("撤下的正文。", title="撤下的一篇", status="撤回"),
        "content/items/2026/draft.md": item("没写完的正文。", title="没写完的一篇", status="草稿"),
    }
    archive = loaded(tmp_path, files).require_valid()
    views = views_of(render_context_of(archive))
    for view in views.values():
        assert "撤下的一篇" not in view.page.content
        assert "没写完的一篇" not in view.page.content
        assert "2026/draft" not in view.page.content
        assert ("2026/gone" in view.page.content) == (view.route.kind == "corrections")


def test_an_empty_archive_has_its_pages(tmp_path: Path) -> None:
    views = views_of(render_context_of(loaded(tmp_path, {})))
    assert "items/" in views
    assert "years/" in views


def test_a_joint_item_counts_once_in_sums_and_with_each_unit(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "content/items/2026/joint.md": item(unit="[组织科, 城关镇, 东双河镇]"),
        "content/items/2026/alone.md": item("另一段正文。", title="城关镇自己的一篇"),
    }
    views = views_of(render_context_of(loaded(tmp_path, files).require_valid()))
    rows = [
        [" ".join("".join(cell.itertext()).split()) for cell in row]
        for row in next(views[addresses.year(2026)].tree.iter("table")).iter("tr")
    ]
    numbers = {row[0]: row[-1] for row in rows if len(row) > 1}
    assert numbers["城关镇"] == "2"
    assert numbers["东双河镇"] == "1"
    assert [row[-1] for row in rows if row[0] == "Sum of the group"] == ["1", "2"]
    assert numbers["All units"] == "2"


def test_topics_with_one_address_share_a_page(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "content/items/2026/a.md": item(topics="[AI 党建]"),
        "content/items/2026/b.md": item("另一段正文。", title="另一篇", topics="[ai-党建, AI 党建]"),
    }
    archive = loaded(tmp_path, files).archive
    assert topics.topics_by_slug(archive) == {"ai-党建": ("AI 党建", "ai-党建")}
    assert [i.id for i in topics.items_on_topics(archive, ("AI 党建", "ai-党建"))] == ["2026/a", "2026/b"]


def test_long_topics_are_split_by_year() -> None:
    def made(number: int) -> Item:
        day = date(2025 + number % 2, 1 + number % 12, 1)
        name = f"{day.year}/i{number:03}"
        return Item(id=name, path=name, title=name, units=("u",), category="c", date=day, topics=("t",))

    items = tuple(sorted((made(n) for n in range(topic.SPLIT + 1)), key=lambda i: (i.date, i.id)))
    archive = Archive(registry=Registry(units=(Unit(id="u", name="u"),)), today=TODAY, items=items)
    assert [route.url for route in topic.routes(archive)] == [
        "topics/",
        "topics/t/",
        "topics/t/2026/",
        "topics/t/2025/",
    ]
    short = Archive(registry=archive.registry, today=TODAY, items=items[: topic.SPLIT])
    assert [route.url for route in topic.routes(short)] == ["topics/", "topics/t/"]
