"""What readers and editors see of expired items and of those for a limited readership: notices, and rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bulletin.content.loader import LoadedArchive
from bulletin.site import routes
from bulletin.site.context import RenderContext
from tests.support.archives import issue, item, loaded, problems
from tests.support.paths import ROOT

A, B, ONE = "content/items/2026/a.md", "content/items/2026/b.md", "issues/2026/001.md"
OTHER = item("另一篇的正文。", title="另一篇", date="2026-03-06")


class TestPages:
    FILES: Mapping[str, str | bytes] = {
        A: item("正文。\n\n## 一、做法\n\n照此办理。", expires="2026-10-31", endorsements="[{by: 县委书记}]"),
        B: item("见[上一篇](a.md#一做法)。", title="另一篇", date="2026-03-06"),
        "content/items/2026/c.md": item("内部情况。", title="窄的一篇", date="2026-03-07", audience="restricted"),
        ONE: issue(items="[2026/a, 2026/b]"),
    }

    @staticmethod
    def page(read: LoadedArchive, url: str, language: str = "zh") -> str:
        context = RenderContext(archive=read.archive, bodies=read.bodies, language=language, theme=(ROOT / "theme",))
        route = next(route for route in routes.all_routes(read.archive) if route.url == url)
        return routes.render(context, route).content

    def test_the_address_leads_to_a_notice_that_says_why_and_what_to_do(self, tmp_path: Path) -> None:
        read = loaded(tmp_path, self.FILES)
        expired, restricted = self.page(read, "items/2026/a/"), self.page(read, "items/2026/c/")
        assert "本稿有效期至2026年10月31日，现已到期" in expired
        assert "issues/2026/001/#2026-a" in expired
        assert "本稿限定知悉范围，正文不在本站刊载" in restricted
        for page in (expired, restricted):
            assert "请与中共柳川县委组织部办公室联系" in page
            assert "各项统计和计分照旧计入" in page
        assert "has expired" in self.page(read, "items/2026/a/", "en")

    def test_an_expired_item_stays_in_its_issue_and_a_restricted_one_comes_into_none(self, tmp_path: Path) -> None:
        for declared in ({ONE: issue(items="[2026/a, 2026/b]")}, {ONE: issue()}, {}):
            archive = loaded(tmp_path / str(len(declared) + len(str(declared))), {**self.FILES, **declared}).archive
            read = replace(archive, items=())
            assert "2026/c" not in {name for names in read.contents.values() for name in names} | set(read.pending)
            assert "2026/a" in next(iter(read.contents.values()))

    def test_the_issue_has_a_line_in_its_place(self, tmp_path: Path) -> None:
        page = self.page(loaded(tmp_path, self.FILES), "issues/2026/001/")
        assert '<p class="b-withdrawn" id="2026-a">' in page
        assert page.count("2026/a（已到期，不再提供）") == 2
        assert "夜谈会" not in page

    def test_a_link_to_a_place_in_it_leads_to_the_notice(self, tmp_path: Path) -> None:
        read = loaded(tmp_path, self.FILES)
        assert read.bodies[B].html.count('items/2026/a/"') == 1
        assert "一做法" not in read.bodies[B].html
        before = loaded(tmp_path / "before", {**self.FILES}, date(2026, 10, 31))
        assert "#一做法" in before.bodies[B].html

    def test_neither_feeds_nor_neighbours_have_it(self, tmp_path: Path) -> None:
        read = loaded(tmp_path, self.FILES)
        page = self.page(read, "items/2026/b/")
        assert "2026/a（" not in page
        assert "2026/c（" not in page


class TestRules:
    def test_a_text_cannot_expire_before_it_comes(self, tmp_path: Path) -> None:
        (found,) = problems(tmp_path, {A: item(expires="2026-03-04")})
        assert (found.code, found.field, found.line) == ("date-order", "expires", 6)
        assert problems(tmp_path, {A: item(expires="2026-03-05")}) == ()

    def test_a_link_to_an_expired_item_is_in_order(self, tmp_path: Path) -> None:
        assert problems(tmp_path, {A: item(expires="2026-03-20"), B: OTHER.replace("另一篇的", "见[上篇](a.md)")}) == ()

    @pytest.mark.parametrize("key", ["expires", "有效期至", "失效日期"])
    def test_the_last_day(self, tmp_path: Path, key: str) -> None:
        text = item().replace("unit:", f"{key}: 2026年10月31日\nunit:")
        days = (date(2026, 10, 31), date(2026, 11, 1))
        assert [len(loaded(tmp_path, {A: text}, day).archive.withheld) for day in days] == [0, 1]

    @pytest.mark.parametrize("line", ["audience: restricted", "知悉范围: 限定", "阅读范围: 限定"])
    def test_the_audience(self, tmp_path: Path, line: str) -> None:
        text = item().replace("unit:", f"{line}\nunit:")
        assert loaded(tmp_path, {A: text}).archive.withheld == {"2026/a"}
        assert not loaded(tmp_path, {A: text.replace("restricted", "all").replace("限定", "全体")}).archive.withheld

    @pytest.mark.parametrize("status", ["草稿", "撤回"])
    def test_a_draft_stays_a_draft(self, tmp_path: Path, status: str) -> None:
        archive = loaded(tmp_path, {A: item(status=status, audience="限定", expires="2026-03-20")}).archive
        assert (archive.items, archive.withheld) == ((), frozenset())
