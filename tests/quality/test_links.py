"""Every link of every page leads somewhere, whatever is in the archive and whatever is not."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from bulletin.cli import main
from bulletin.core.config import find_project
from bulletin.publish import extract_text, headers, html_scan
from bulletin.publish.audit import AuditFinding, AuditRules, audit_site
from tests.support.archives import REGISTRY, TODAY, issue, item, write
from tests.support.paths import ROOT

CALL = "---\ntitle: 约稿\ndate: 2026-02-01\ndue: 2026-03-01\n{more}---\n\n请报送。\n"
A, B = "content/items/2026/a.md", "content/items/2025/b.md"
ARCHIVES: Mapping[str, Mapping[str, str]] = {
    "nothing": {},
    "a page": {"content/guide.md": "# 指南\n\n[首页](index.md)\n", "content/index.md": "见[指南](guide.md)。\n"},
    "an item": {A: item()},
    "an issue": {A: item(), "issues/2026/001.md": issue()},
    "an empty issue": {"issues/2026/001.md": issue()},
    "an old item": {"content/items/2019/a.md": item(date="2019-03-05")},
    "an old issue": {A: item(), "issues/2024/001.md": issue(date="2024-03-15")},
    "a draft": {A: item(status="草稿")},
    "a withdrawn item": {A: item(status="撤回"), "issues/2026/001.md": issue(items="[2026/a]")},
    "an expired item": {
        A: item("正文。\n\n## 一、做法\n\n略。", expires="2026-03-20", endorsements="[{by: 县委书记}]", topics="[甲]"),
        B: item("见[做法](../2026/a.md#一做法)。", title="另一篇", date="2025-01-01"),
        "content/guide.md": "# 指南\n\n见[做法](items/2026/a.md#一做法)。\n",
        "issues/2026/001.md": issue(items="[2026/a]"),
    },
    "a restricted item": {A: item(audience="限定", adopted_by="[东江日报]"), "issues/2026/001.md": issue()},
    "a joint item": {
        A: item(unit="[城关镇, 组织科]", topics="[甲, 甲/乙, C++]"),
        B: item("另一篇。", date="2025-01-01", unit="南坪乡"),
    },
    "an adoption": {A: item(adopted_by="[东江组工信息]")},
    "an adoption of the year after": {
        B: item(date="2025-12-30", adopted_by="[{publication: 东江日报, date: 2026-01-05}]")
    },
    "our own level": {
        A: item(endorsements="[{by: 县委书记, level: 县, date: 2026-03-09}]", outcomes="[{title: 通知}]")
    },
    "a correction": {A: item(status="更正", corrections="[{date: 2026-03-09, note: 数字更正为118}]")},
    "a call": {"content/calls/2026-a.md": CALL.format(more="")},
    "a commission": {"content/calls/2026-a.md": CALL.format(more="units: [城关镇]\n"), A: item(commission="2026-a")},
    "supplements": {
        A: item(),
        "issues/2026/z1.md": issue(kind="增刊", items="[2026/a]"),
        "issues/2026/t1.md": issue(kind="专刊", items="[2026/a]"),
    },
    "a note": {A: item("正文[^1]。\n\n[^1]: 注。\n"), "issues/2026/001.md": issue("按[^1]。\n\n[^1]: 注。\n")},
}
BARE = {"registry/units.toml": "", "registry/categories.toml": "", "registry/publications.toml": ""}


def findings(root: Path, folder: Path) -> tuple[AuditFinding, ...]:
    (root / "content").mkdir(exist_ok=True)
    assert main(["--archive", str(root), "--site-dir", str(folder), "--date", str(TODAY), "--format", "json"]) == 0
    hashes = headers.inline_script_hashes(find_project(root))
    return audit_site(AuditRules(site=folder, base_url="https://bulletin.example/", script_hashes=hashes)).findings


@pytest.mark.parametrize("name", ARCHIVES)
def test_every_link_leads_somewhere(tmp_path: Path, name: str) -> None:
    assert findings(write(tmp_path / "archive", ARCHIVES[name]), tmp_path / "site") == ()


def test_an_archive_with_nothing_in_its_registry_has_no_dead_end(tmp_path: Path) -> None:
    root = write(tmp_path / "archive", {}, BARE)
    assert findings(root, tmp_path / "site") == ()


@pytest.mark.slow
def test_every_link_of_the_sample_leads_somewhere(tmp_path: Path) -> None:
    assert findings(ROOT, tmp_path / "site") == ()


def test_an_archive_in_english_has_no_dead_end(tmp_path: Path) -> None:
    root = write(tmp_path / "archive", {A: item(adopted_by="[组工信息]"), "issues/2026/001.md": issue()}, REGISTRY)
    settings = "site_name: Bulletin\nsite_url: https://bulletin.example/\nplugins: []\n"
    (root / "mkdocs.yml").write_text(f"{settings}theme: {{name: material, language: en, font: false}}\n", "utf-8")
    assert findings(root, tmp_path / "site") == ()


class TestMarkup:
    @pytest.mark.parametrize(
        ("href", "page", "where"),
        [
            ("../b/", "items/a/index.html", ("items/b/index.html", "")),
            ("../..", "items/a/index.html", ("index.html", "")),
            (".", "index.html", ("index.html", "")),
            ("..", "items/index.html", ("index.html", "")),
            ("../../../x/", "items/a/index.html", ("../x/index.html", "")),
            ("", "items/a/index.html", ("items/a/index.html", "")),
            ("#%E4%B8%80", "items/a/index.html", ("items/a/index.html", "一")),
            ("?q=1#x", "search/index.html", ("search/index.html", "x")),
            ("/zugong/units/", "404.html", ("units/index.html", "")),
            ("/elsewhere/", "404.html", ("../elsewhere/index.html", "")),
            ("http://10.0.0.8/zugong/data/a.json", "index.html", ("data/a.json", "")),
            ("http://10.0.0.9/", "index.html", None),
            ("mailto:a@b.example", "index.html", None),
            ("//b.example/x", "index.html", None),
        ],
    )
    def test_target(self, href: str, page: str, where: tuple[str, str] | None) -> None:
        assert html_scan.resolve_link(href, page, "http://10.0.0.8/zugong/") == where

    def test_what_looks_like_a_tag_in_a_script_or_a_value_is_none(self) -> None:
        html = '<script>x="<a href=1>"</script><p title="&lt;a onclick=x style=y>">href="z"</p><a id=b href=c>'
        found = html_scan.scan_tags(html_scan.tags_with_attributes(html))
        assert [link.href for link in found.links] == ["c"]
        assert not found.active
        assert html_scan.page_anchors(html) == {"b"}

    @pytest.mark.parametrize(
        "tag",
        ['<p style="x">', "<p STYLE=x>", "<p\nonload = x>", "<style>", '<iframe srcdoc="x">', '<p a="b"style="x">'],
    )
    def test_what_the_policy_forbids_is_seen(self, tag: str) -> None:
        assert html_scan.scan_tags(html_scan.tags_with_attributes(tag)).active

    def test_words_are_joined_within_a_sentence_and_parted_between_cells(self) -> None:
        html = "<td>坚持<strong>双重</strong>管理</td><td>流出地&amp;</td>"
        assert extract_text.visible_text(html).split() == ["坚持双重管理", "流出地&"]
