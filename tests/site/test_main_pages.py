"""The front page, items, issues and notices: what is on them, where their links lead, and in what order."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.markdown.body import ROOT_MARK as UP
from bulletin.markdown.renderer import Body
from bulletin.model import related, urls
from bulletin.model.archive import Archive
from bulletin.model.records import Adoption, Item
from bulletin.model.urls import percent_encode
from bulletin.site import excerpt
from bulletin.site import html as markup
from bulletin.site.context import RenderContext
from bulletin.site.page import Page, Route
from bulletin.site.pages import home
from bulletin.site.pages.stats import authors
from bulletin.site.pages.texts import issue as issue_page
from bulletin.site.pages.texts import issues, notice
from bulletin.site.pages.texts import item as item_page
from bulletin.site.routes import all_routes, render
from tests.support.archives import TODAY, issue, item, loaded
from tests.support.paths import ROOT

THEME = (ROOT / "theme",)

FILES = {
    "content/items/2026/a.md": item(
        "## 一、怎么谈\n\n先谈 <b>事</b>。\n\n## 二、谈什么\n\n再谈人[^1]。\n\n[^1]: 附注。",
        title="推行“金桥工程” 让外出党员<不离党>",
        unit="[组织科, 城关镇]",
        authors="[李某, 王某]",
        topics="[流动党员, 基层]",
        date="2026-03-05",
        adopted_by="[{publication: 东江组工信息, issue: 88, date: 2026-03-20}, {publication: 组工信息, issue: 146}]",
        endorsements="[{by: 县委书记, level: 县, date: 2026-03-22, text: 做法很好}]",
        outcomes="[{title: 关于实施“金桥工程”的决定, date: 2026-04-01}]",
        corrections="[{date: 2026-03-25, note: 第二段数字更正为118人}]",
        status="更正",
        commission="2026-liudong",
    ),
    "content/items/2026/b.md": item("村里来人，灯下算账。", title="乙", date="2026-03-06", topics="[流动党员]"),
    "content/items/2026/c.md": item(
        "镇里开会，会前先看现场。", title="丙", date="2026-03-07", topics="[流动党员, 基层]", unit="东双河镇"
    ),
    "content/items/2026/d.md": item("科里改表，三张并成一张。", title="丁", date="2026-03-08", unit="组织科"),
    "content/items/2026/gone.md": item("不该再看到的正文", title="不该再看到", date="2026-03-09", status="撤回"),
    "content/items/2026/late.md": item("雨后查堤，每人一段。", title="待编的", date="2026-10-01", unit="东双河镇"),
    "content/calls/2026-liudong.md": (
        "---\ntitle: 流动党员约稿\ndate: 2026-03-01\ndue: 2026-12-01\nunits: [组织科, 东双河镇]\n---\n请报送。\n"
    ),
    "issues/2026/001.md": issue(
        "今年以来。", number="1", serial="325", date="2026-03-15", items="[2026/a, 2026/gone, 2026/b, 2026/c, 2026/d]"
    ),
    "issues/2026/zk-1.md": issue(number="1", kind="专刊", title="流动党员", date="2026-04-15", items="[2026/a]"),
    "issues/2026/002.md": issue(number="2", serial="326", date="2026-05-15", items="[]"),
}


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> RenderContext:
    """Return what pages are made from, in Chinese."""
    read = loaded(tmp_path_factory.mktemp("archive"), FILES)
    assert not read.errors
    return RenderContext(archive=read.archive, bodies=read.bodies, theme=THEME)


def page(context: RenderContext, url: str) -> Page:
    """Return the page at an address."""
    for module in (home, item_page, issue_page, issues, notice, authors):
        for route in module.routes(context.archive):
            if route.url == url:
                found: Page = module.render(context, route)
                return found
    raise AssertionError(url)


def text(page: Page) -> str:
    """Return a page's words without markup, and without spaces."""
    return re.sub(r"<[^>]*>|\s|　", "", page.content)


def links(page: Page) -> list[str]:
    """Return where a page's links lead."""
    return re.findall(r'<a[^>]* href="([^"]*)"', page.content)


def every(context: RenderContext) -> list[tuple[Route, Page]]:
    """Return all pages of these kinds."""
    modules = (home, item_page, issue_page, issues, notice)
    routes = [(module, route) for module in modules for route in module.routes(context.archive)]
    return [(route, module.render(context, route)) for module, route in routes]


def test_an_item_tells_all_that_is_known_of_it(context: RenderContext) -> None:
    said = text(page(context, "items/2026/a/"))
    for words in (
        "推行“金桥工程”让外出党员&lt;不离党&gt;",
        "更正2026年3月25日第二段数字更正为118人",
        "报送单位组织科、城关镇",
        "约稿流动党员约稿",
        "刊期2026年第1期2026年专刊第1期",
        "专题流动党员基层",
        "（组织科、城关镇供稿李某、王某）",
        "做法很好县委书记县级2026年3月22日待反馈",
        "关于实施“金桥工程”的决定2026年4月1日",
    ):
        assert words in said, words


def test_the_trail_of_an_item_is_in_order_of_days(context: RenderContext) -> None:
    steps = item_page.item_trail(context, context.archive.item["2026/a"])
    assert [(step.label, str(step.date)) for step in steps] == [
        ("报送", "2026-03-05"),
        ("刊发", "2026-03-15"),
        ("采用", "2026-03-20"),
        ("批示", "2026-03-22"),
        ("转化", "2026-04-01"),
    ]
    june = (Adoption(publication="zugong", date=date(2026, 6, 1)),)
    changed = replace(context.archive.item["2026/a"], adoptions=june, outcomes=())
    labels = [step.label for step in item_page.item_trail(context, changed)]
    assert labels == ["报送", "刊发", "批示", "采用", "转化"]


def test_a_story_is_told_on_each_of_its_pages_in_order_of_days(tmp_path: Path) -> None:
    names = {"late": "2026-05-09", "first": "2026-03-01", "visit": "2026-06-01", "other": "2026-03-02"}
    follows = {"late": "2026/first", "visit": "2026/late"}
    files = {
        f"content/items/2026/{name}.md": item(
            f"正文{name}", title=f"题{name}", date=day, **({"follows": follows[name]} if name in follows else {})
        )
        for name, day in names.items()
    }
    read = loaded(tmp_path, files)
    assert not read.problems
    made = RenderContext(archive=read.archive, bodies=read.bodies, theme=THEME)
    for name in ("first", "late", "visit"):
        found = page(made, f"items/2026/{name}/")
        told = found.content.partition('<nav class="b-story')[2].partition("</nav>")[0]
        assert re.findall(r"题(\w+)", told) == ["first", "late", "visit"]
        assert re.findall("(首报|续报)", told) == ["首报", "续报", "续报"]
        assert f'<b aria-current="page">题{name}</b>' in told
        assert told.count('href="') == 2
    assert "b-story" not in page(made, "items/2026/other/").content


def test_an_item_is_cited_by_unit_title_bulletin_number_day_and_address(context: RenderContext) -> None:
    served = replace(context, site_url="https://xinxi.example/")
    told = page(served, "items/2026/b/").content.partition('<span class="b-cite__line">')[2].partition("</span>")[0]
    assert told == "城关镇：《乙》，《柳川组工信息》2026年第1期，2026年3月15日，https://xinxi.example/items/2026/b/"
    unprinted = replace(context.archive.item["2026/late"], title="读《夜话》")
    assert item_page.citation(context, unprinted) == (
        "东双河镇：《读〈夜话〉》，《柳川组工信息》，2026年10月1日，items/2026/late/"
    )


def test_adoptions_stand_with_the_highest_level_first(context: RenderContext) -> None:
    said = text(page(context, "items/2026/a/"))
    assert said.index("中央中组部《组工信息》第146期") < said.index("省级省委组织部《东江组工信息》第88期2026年3月20日")


def test_a_trail_shows_how_far_an_item_came(context: RenderContext) -> None:
    steps = item_page.item_trail(context, context.archive.item["2026/a"])
    days = [date(2026, 3, 5), date(2026, 3, 15), date(2026, 3, 20), date(2026, 3, 22), date(2026, 4, 1)]
    assert [step.label for step in steps] == ["报送", "刊发", "采用", "批示", "转化"]
    assert [step.date for step in steps] == days
    assert steps[2].more == "2次"
    assert item_page.item_trail(context, context.archive.item["2026/b"]) == []


def test_raw_markup_in_titles_and_texts_is_shown_not_run(context: RenderContext) -> None:
    content = page(context, "items/2026/a/").content
    assert "<不离党>" not in content
    assert "<b>" not in content


def test_the_table_of_contents_names_the_headings(context: RenderContext) -> None:
    made = page(context, "items/2026/a/")
    assert [heading.title for heading in made.toc] == ["一、怎么谈", "二、谈什么", "领导批示", "成果转化"]
    for heading in made.toc:
        assert f'id="{heading.anchor}"' in made.content


def test_related_items_share_the_most_topics_first(context: RenderContext) -> None:
    archive = context.archive
    shared = related.items_on_same_topics(archive, archive.item["2026/a"])
    assert [other.id for other in shared] == ["2026/c", "2026/b"]
    assert [other.id for other in related.items_of_same_units(archive, archive.item["2026/a"], shared)] == ["2026/d"]


def test_neighbours_follow_the_date(context: RenderContext) -> None:
    archive = context.archive
    before, after = related.adjacent_items(archive, archive.item["2026/b"])
    assert before is not None
    assert after is not None
    assert (before.id, after.id) == ("2026/a", "2026/c")
    assert related.adjacent_items(archive, archive.items[0])[0] is None
    assert related.adjacent_items(archive, archive.items[-1])[1] is None


def test_an_item_in_no_issue_is_pending(context: RenderContext) -> None:
    assert "刊期待编" in text(page(context, "items/2026/late/"))


def test_of_a_withdrawn_item_only_id_and_date_are_left(context: RenderContext) -> None:
    made = page(context, "items/2026/gone/")
    assert "编号2026/gone日期2026年3月9日" in text(made)
    for _, other in every(context):
        assert "不该再看到" not in other.content + other.title + other.description


def test_an_issue_reads_as_it_was_printed(context: RenderContext) -> None:
    said = text(page(context, "issues/2026/001/"))
    order = (
        "内部资料注意保存",
        "柳川组工信息",
        "第1期（总第325期）",
        "中共柳川县委组织部办公室2026年3月15日",
        "本期目录",
        "编者按：今年以来。",
        "先谈",
        "（组织科、城关镇供稿李某、王某）",
        "2026/gone·2026年3月9日·撤回",
        "报：市委组织部。",
        "送：县委各部委。",
        "发：各乡镇党委。",
        "（共印150份）",
        "2026年第2期",
    )
    assert [words for words in order if words not in said] == []
    places = [said.index(words) for words in order]
    assert places == sorted(places)


def test_texts_of_an_issue_keep_their_anchors_apart(context: RenderContext) -> None:
    made = page(context, "issues/2026/001/")
    ids = re.findall(r' id="([^"]*)"', made.content)
    assert len(ids) == len(set(ids))
    assert [heading.anchor for heading in made.toc] == ["2026-a", "2026-b", "2026-c", "2026-d"]
    assert {heading.anchor for heading in made.toc} <= set(ids)
    assert "<h3" in made.content


@pytest.mark.parametrize(
    ("url", "before", "after"),
    [
        ("issues/2026/001/", None, "2026年第2期"),
        ("issues/2026/002/", "2026年第1期", None),
        ("issues/2026/zk-1/", None, None),
    ],
)
def test_each_series_has_its_own_neighbours(
    context: RenderContext, url: str, before: str | None, after: str | None
) -> None:
    said = text(page(context, url))
    assert ("上一期" in said, "下一期" in said) == (before is not None, after is not None)
    assert f"上一期{before or ''}" in said or before is None
    assert f"下一期{after or ''}" in said or after is None


def test_the_index_of_issues_names_every_issue_by_year_and_series(context: RenderContext) -> None:
    made = page(context, urls.ISSUES)
    for wanted in ('id="2026"', 'id="2026-regular"', 'id="2026-special"'):
        assert wanted in made.content
    assert {"../issues/2026/001/", "../issues/2026/002/", "../issues/2026/zk-1/"} <= set(links(made))
    assert "另有1篇待编" in text(made)


def test_the_front_page_counts_what_it_links_to(context: RenderContext) -> None:
    made = page(context, "")
    said = text(made)
    assert "2026年，在中组部《组工信息》发稿1篇，在省委组织部《东江组工信息》发稿1篇。" in said
    for figure in ("2026年编发（期）3", "报送稿件（篇）5", "上级采用（篇次）2中央1省级1", "报送单位（个）3"):
        assert figure in said, figure
    assert {"./years/2026/", "./adoptions/2026/", "./adoptions/2026/#central", "./issues/#2026"} <= set(links(made))


def test_the_guide_is_offered_where_there_is_one(context: RenderContext) -> None:
    assert "./guide/" not in links(page(context, ""))
    assert "./guide/" in links(page(replace(context, static_page_urls=frozenset({"guide/"})), ""))


def test_an_empty_archive_has_a_front_page(context: RenderContext) -> None:
    bare = replace(context, archive=Archive(registry=context.archive.registry, today=TODAY))
    assert page(bare, "").toc == ()
    assert "尚未编发期刊" in text(page(bare, urls.ISSUES))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_page_brings_style_script_or_a_foreign_address(context: RenderContext, language: str) -> None:
    for route, made in every(replace(context, language=language)):
        assert not re.search(r"<script|<style|\sstyle=|\son\w+=|https?://", made.content), route.url
        assert "\ufdd0" not in made.content
        assert "\ufdd1" not in made.content


def test_links_stay_inside_the_site(context: RenderContext) -> None:
    for route, made in every(context):
        for link in links(made):
            assert link.startswith(("#", route.base)), (route.url, link)


@pytest.mark.parametrize(
    ("html", "length", "said"),
    [
        ("<p>短文 &amp; 一句。</p>", 20, "短文 & 一句。"),
        ("<p>第一句话说完了。第二句还没有说完就断了</p>", 14, "第一句话说完了…"),
        ("<p>没有任何标点的一长串文字</p>", 5, "没有任何标…"),
    ],
)
def test_an_excerpt_ends_where_a_sentence_does(html: str, length: int, said: str) -> None:
    assert excerpt.excerpt(Body(html=html), length) == said


def test_an_item_leads_to_its_authors(context: RenderContext) -> None:
    made = page(context, "authors/zzk/").content
    anchors = {f"../../../authors/zzk/#{quote(anchor)}" for anchor in re.findall('id="(author-[^"]+)"', made)}
    found = [link for link in links(page(context, "items/2026/a/")) if "/authors/" in link]
    assert len(found) == 2
    assert {*found} <= anchors


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_addresses_are_quoted_as_the_library_does(text: str) -> None:
    assert percent_encode(text) == quote(text)
    assert markup.href(text) == UP + quote(text, safe="/#?=&.-_~").replace("&", "&amp;")


def test_a_popular_topic_does_not_cost_its_square(context: RenderContext) -> None:
    first = context.archive.item["2026/b"]
    many = tuple(replace(first, id=f"2026/n{n:04}") for n in range(1000))
    crowd = Archive(registry=context.archive.registry, today=TODAY, items=many)
    looked = related._nearest(crowd, "topic", ("流动党员",), many[500], 1000)
    assert isinstance(looked[0], Item)
    assert len(looked) == 2 * related.WINDOW


@given(st.lists(st.integers(0, 15), min_size=1, max_size=50), st.integers(1, 2 * related.WINDOW), st.data())
def test_what_stands_near_an_item_comes_by_its_distance_in_date(
    context: RenderContext, days: list[int], wanted: int, data: st.DataObject
) -> None:
    first = context.archive.item["2026/b"]
    items = tuple(replace(first, id=f"2026/n{n:02}", date=TODAY + timedelta(day)) for n, day in enumerate(sorted(days)))
    place = data.draw(st.integers(0, len(items) - 1))
    here = items[place].date
    window = [*items[max(0, place - related.WINDOW) : place], *items[place + 1 : place + 1 + related.WINDOW]]
    window.sort(key=lambda other: (abs(other.date - here), other.date < here, other.id))
    crowd = Archive(registry=context.archive.registry, today=TODAY, items=items)
    found = related._nearest(crowd, "topic", ("流动党员",), items[place], wanted)
    assert found == window[: len(found)]
    assert len(found) >= min(wanted, len(window))


@pytest.mark.parametrize(
    ("url", "files"),
    [
        ("issues/", ["issues.csv", "issues.xlsx"]),
        ("items/2026/", ["items-2026.xlsx"]),
        ("adoptions/2026/", ["adoptions-2026.xlsx"]),
        ("endorsements/", ["endorsements.csv", "endorsements.xlsx"]),
        ("calls/", ["calls.csv", "calls.xlsx"]),
    ],
)
def test_a_register_leads_to_its_tables(context: RenderContext, url: str, files: list[str]) -> None:
    route = next(route for route in all_routes(context.archive) if route.url == url)
    content = render(context, route).content
    assert re.findall(r'data/([\w.-]+)"', content) == files
