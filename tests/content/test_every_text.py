"""Every rule holds for every kind of text of an archive."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest

from bulletin.cli import main
from bulletin.content.scan import SourceTree
from bulletin.core.config import THEME
from bulletin.mkdocs_adapter.static_pages import relink_html
from bulletin.site import routes
from bulletin.site.context import RenderContext
from bulletin.site.page_links import ALWAYS, with_page_links
from tests.support.archives import PNG, issue, item, loaded

CALL = "---\ntitle: 征集\ndate: 2026-03-01\n---\n\n{}\n"
# A file of each kind, by the list of the scan that it is in.
KINDS: dict[str, list[tuple[str, Callable[[str], str]]]] = {
    "items": [("content/items/2026/wenzi.md", item)],
    "calls": [("content/calls/zhengji.md", CALL.format)],
    "issues": [("issues/2026/001.md", lambda text: issue(f"\n{text}"))],
    "compilations": [
        (
            "content/compilations/hui.md",
            lambda text: f"---\ntitle: 汇编\ndate: 2026-03-01\nchapters:\n  - {{year: 2026}}\n---\n\n{text}\n",
        )
    ],
    "circulars": [("content/circulars/2026-Q1.md", lambda text: f"{text}\n")],
    "pages": [
        ("content/index.md", lambda text: f"---\ntitle: 首页\n---\n\n{text}\n"),
        ("content/guide.md", lambda text: f"{text}\n"),
        ("content/handbook/index.md", lambda text: f"{text}\n"),
    ],
}
NOT_TEXTS = {"registry", "images", "problems"}
FILES = [file for files in KINDS.values() for file in files]

RULES = {
    "raw-html": "甲<script>x</script>",
    "leftover-markup": "甲{: .x }",
    "unclosed-fence": "```\n甲",
    "rule-or-heading": "甲。\n---",
    "table-row": "|甲|乙|\n|-|-|\n|1|2|3|",
    "same-heading": "## 甲\n\n乙\n\n## 甲",
    "unknown-footnote": "甲[^1]",
    "duplicate-footnote": "甲[^1]\n\n[^1]: 乙\n[^1]: 丙",
    "too-nested": "[" * 60,
    "too-many-marks": "*" * 2000,
    "too-many-headings": "# 甲\n" * 300,
    "too-many-footnotes": "[^1]" * 2000,
    "broken-link": "[甲](nowhere.md)",
    "broken-anchor": "[甲](#没有)",
    "link-scheme": "[甲](javascript:x)",
    "link-to-draft": "[甲](/items/2026/caogao.md)",
    "broken-image": "![甲](nothing.png)",
    "remote-image": "![甲](http://x.example/a.png)",
    "identity-number": "身份证号11010519491231002X。",
    "secret-mark": "机密★5年",
    "mobile-number": "电话13800138000。",
    "password": "密码：Abc12345",
    "invisible-character": "甲\u200b乙",
    "control-character": "甲\x07乙",
    "conflict-marker": "<<<<<<< HEAD",
    "mojibake": "锟斤拷",
    "too-large": "甲" * 50_000,
}


def found(root: Path, text: str) -> dict[str, set[str]]:
    """Return the codes of the problems of a file of each kind with that text."""
    files: dict[str, str | bytes] = {path: framed(text) for path, framed in FILES}
    others: dict[str, str | bytes] = {
        "content/items/2026/caogao.md": item(status="草稿"),
        "content/items/2026/shown.png": PNG,
    }
    archive = with_page_links(loaded(root, files | others))
    return {path: {problem.code for problem in archive.problems if problem.path == path} for path, _ in FILES}


def test_each_kind_of_text_is_tried() -> None:
    assert KINDS.keys() == {field.name for field in fields(SourceTree)} - NOT_TEXTS


@pytest.mark.parametrize("code", RULES)
def test_a_rule_holds_for_every_text(tmp_path: Path, code: str) -> None:
    assert {path for path, codes in found(tmp_path, RULES[code]).items() if code not in codes} == set()


ODD = ["甲 <![ 乙", "<![CDATA[甲", "<!甲", "<?甲", "</", "<a <b", "&#x;", "[甲](http://[)"]
# What MkDocs or the libraries below it take apart.
ODD_PAGES = [
    *ODD[:-1],
    "<![\n\n```\n<![ 甲\n```",
    "    <![ 码",
    "# <![ 甲",
    "- <![",
    "|<![|\n|-|",
    "[^1]\n\n[^1]: <![",
    "<",
    "[甲](a%ZZ)",
    "<http://甲>",
    "[甲](?x#y)",
    "[甲](%00)",
    "![甲](a<b)",
    "{{ x }} {% x %}",
    "[TOC]",
    "&lt;![",
    "甲\n<!DOCTYPE",
]


@pytest.mark.parametrize("text", ODD)
def test_odd_html_is_text(tmp_path: Path, text: str) -> None:
    codes = set().union(*found(tmp_path, text).values())
    assert codes <= {"raw-html", "link-scheme", "circular-not-shown", "leftover-markup", "duplicate-title"}


def test_what_pages_may_link_to(tmp_path: Path) -> None:
    home = {
        "[甲](issues/index.md)": True,
        "[甲](issues/)": True,
        "[甲](units/chengguan/index.md)": True,
        "[甲](units/chengguan/)": True,
        "[甲](units/nobody/)": False,
        "[甲](unit/index.md)": False,
        "[甲](data/items.csv)": True,
        "[甲](data/item.csv)": False,
        "[甲](feeds/all.xml)": True,
        "[甲](items/2026/jia.md#乙)": True,
        "[甲](items/2026/jia.md#丙)": False,
        "[甲](items/2026/ding.md)": False,
        "[甲](guide.md#乙)": True,
        "[甲](guide.md#丙)": False,
        "[甲](../issues/2026/001.md)": True,
        "[甲](items/2026/shown.png)": True,
        "[甲](mailto:a@example.invalid)": True,
    }
    guide = {"[甲](../pending/)": True, "[甲](pending/)": False, "[甲](pending/index.md)": True, "[甲](index.md)": True}
    files: dict[str, str | bytes] = {
        "content/index.md": "\n".join(home),
        "content/guide.md": "## 乙\n" + "\n".join(guide),
        "content/items/2026/jia.md": item("## 乙\n\n[指南](../../guide.md#乙) [指南](../../guide.md#丁)"),
        "content/items/2026/shown.png": PNG,
        "issues/2026/001.md": issue(),
    }
    told = {(p.path, p.line) for p in with_page_links(loaded(tmp_path, files)).problems if p.code.startswith("broken")}
    bad = {("content/index.md", n) for n, (_, is_good) in enumerate(home.items(), 1) if not is_good}
    bad |= {("content/guide.md", n) for n, (_, is_good) in enumerate(guide.items(), 2) if not is_good}
    assert told == bad | {("content/items/2026/jia.md", 10)}


@pytest.mark.slow
def test_mkdocs_makes_every_page_that_is_let_through(tmp_path: Path) -> None:
    pages = {f"content/ye-{n:03d}.md": f"# 页\n\n{text}\n" for n, text in enumerate(ODD_PAGES)}
    broken = {problem.path for problem in with_page_links(loaded(tmp_path, pages)).errors}
    for path in broken:
        (tmp_path / path).unlink()
    assert main(["build", "--archive", str(tmp_path), "--date", "2026-11-22"]) == 0
    for path in pages.keys() - broken:
        page = (tmp_path / "site" / path.removeprefix("content/").removesuffix(".md") / "index.html").read_text("utf-8")
        assert ("&lt;![" in page) == ("<![" in pages[path] or "&lt;![" in pages[path]), path


def test_places_on_generated_pages_are_looked_for(tmp_path: Path) -> None:
    home = (
        "# 首页\n\n[甲](years/2026/index.md#gone) [乙](units/zzk/index.md#text)\n\n"
        "[丙](stats/2026-Q1/index.md#%E6%97%A0) [丁](stats/2026-Q1/index.md#{anchor})\n"
    )
    files = {"content/items/2026/a.md": item(), "issues/2026/001.md": issue("按语。\n\n## 附记")}
    first = loaded(tmp_path, files)
    context = RenderContext(archive=first.archive, bodies=first.bodies, theme=(THEME,))
    (route,) = (one for one in routes.all_routes(first.archive) if one.url == "stats/2026-Q1/")
    anchor = "how"
    assert f'id="{anchor}"' in routes.render(context, route).content
    text = item("见[期](../../../issues/2026/001.md#b-note-附记)，[期](../../../issues/2026/001.md#没有)。")
    files = {"content/index.md": home.format(anchor=anchor), "content/items/2026/a.md": text}
    found = [(p.path, p.values["target"]) for p in with_page_links(loaded(tmp_path, files)).errors]
    assert found == [
        ("content/index.md", "years/2026/index.md#gone"),
        ("content/index.md", "stats/2026-Q1/index.md#%E6%97%A0"),
        ("content/items/2026/a.md", "../../../issues/2026/001.md#没有"),
    ]
    # Templates of an archive's own may have other places: the audit of a release looks at what they make.
    (tmp_path / "mkdocs.yml").write_text("theme: {custom_dir: looks}\n", encoding="utf-8")
    assert with_page_links(loaded(tmp_path, files)).errors == ()


def test_pages_that_every_site_has(tmp_path: Path) -> None:
    archive = loaded(tmp_path, {"content/index.md": "甲"}).archive
    assert {route.url for route in routes.all_routes(archive)} >= ALWAYS


def test_sources_of_generated_pages_are_linked_to_their_addresses() -> None:
    html = '<a href="../units/zzk/index.md#甲">甲</a> <a href="../units/no.md">乙</a>'
    linked = relink_html(html, "handbook/a.md", "handbook/a/", addresses={"units/zzk/"})
    assert linked == '<a href="../../units/zzk/#甲">甲</a> <a href="../units/no.md">乙</a>'
