"""Compilations: what is in a chapter, what is wrong with one, the page and the booklet."""

from __future__ import annotations

import re
from pathlib import Path

import pypdf
import pytest

from bulletin import cli
from bulletin.content.loader import load
from bulletin.model.compilations import chapter_items, chapter_title
from tests.support import archives

ITEMS = {
    "content/items/2025/jiu.md": archives.item("去年的流动党员。", title="旧", date="2025-05-01", topics="[流动党员]"),
    "content/items/2026/yi.md": archives.item("金桥工程，流动党员。", title="一", topics="[流动党员]"),
    "content/items/2026/er.md": archives.item(
        "别的事。", title="二", unit="组织科", category="调研", date="2026-01-05"
    ),
    "content/items/2026/guoqi.md": archives.item("过期的金桥。", title="过期", expires="2026-03-31"),
    "content/items/2026/gao.md": archives.item("草稿。", title="稿", status="草稿"),
}
HEAD = "---\n标题: 汇编一种\n日期: 2026-06-01\n章节:\n"


def compiled(chapters: str) -> dict[str, str | bytes]:
    return {**ITEMS, "content/compilations/hui.md": f"{HEAD}{chapters}---\n\n前言在此。\n"}


@pytest.mark.parametrize(
    ("chapter", "title", "expected"),
    [
        ("{专题: 流动党员}", "流动党员", ["2025/jiu", "2026/yi"]),
        ("{专题: 流动党员, 年份: 2026}", "流动党员 2026", ["2026/yi"]),
        ("{单位: 组织科、城关镇, 年份: 2026}", "组织科、城关镇 2026", ["2026/er", "2026/yi"]),
        ("{类别: 调研}", "调研", ["2026/er"]),
        ("{检索: 金桥 党员}", "金桥 党员", ["2026/yi"]),
        ("{标题: 选, 稿件: 2026/yi、2025/jiu}", "选", ["2026/yi", "2025/jiu"]),
        ("{标题: 选, 稿件: 2026/guoqi、2026/yi}", "选", ["2026/yi"]),
    ],
)
def test_what_is_in_a_chapter(tmp_path: Path, chapter: str, title: str, expected: list[str]) -> None:
    loaded = load(archives.write(tmp_path, compiled(f"  - {chapter}\n")), archives.TODAY).require_valid()
    (found,) = loaded.archive.compilation["hui"].chapters
    items = chapter_items(loaded.archive, found, lambda item: loaded.bodies[item.path].plain)
    assert [item.id for item in items] == expected
    assert chapter_title(loaded.archive, found) == title


@pytest.mark.parametrize(
    ("chapter", "code"),
    [
        ("{标题: 空}", "chapter-of-nothing"),
        ("{标题: 选, 稿件: 2026/yi, 年份: 2026}", "chapter-listed-and-chosen"),
        ("{稿件: 2026/yi}", "chapter-without-title"),
        ("{标题: 选, 稿件: 2026/mei}", "chapter-item-unknown"),
        ("{标题: 选, 稿件: 2026/gao}", "chapter-item-unknown"),
        ("{标题: 选, 稿件: 2026/yi、2026/yi}", "chapter-item-twice"),
        ("{单位: 没有镇}", "unknown-unit"),
    ],
)
def test_what_is_wrong_with_a_chapter(tmp_path: Path, chapter: str, code: str) -> None:
    found = archives.problems(tmp_path, compiled(f"  - {chapter}\n"))
    assert (code, 5) in [(problem.code, problem.line) for problem in found]
    assert {problem.path for problem in found} == {"content/compilations/hui.md"}


@pytest.mark.parametrize(
    ("chapter", "lines"),
    [
        ("{专题: 没有的专题}", [5]),
        ("{年份: 1999}", [5]),
        ("{标题: 选, 稿件: 2026/guoqi}", [5]),
        ("{专题: 流动党员, 年份: 2026}", []),
        ("{标题: 选, 稿件: 2026/guoqi、2026/yi}", []),
    ],
)
def test_a_chapter_without_items_is_told(tmp_path: Path, chapter: str, lines: list[int]) -> None:
    found = archives.problems(tmp_path, compiled(f"  - {chapter}\n"))
    assert [one.line for one in found if one.code == "chapter-empty"] == lines


def test_what_may_not_be_read_is_not_proposed(tmp_path: Path) -> None:
    found = archives.problems(tmp_path, compiled("  - {标题: 选, 稿件: 2026/guoqi2}\n"))
    (told,) = [one for one in found if one.code == "chapter-item-unknown"]
    assert told.values["nearest"] != "2026/guoqi"


def run(root: Path, *arguments: str) -> int:
    return cli.main([*arguments, "--archive", str(root), "--date", "2026-11-22", "--lang", "zh"])


def test_page_and_booklet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = archives.write(tmp_path / "archive", compiled("  - {检索: 流动党员}\n  - {标题: 选, 稿件: 2026/er}\n"))
    site = tmp_path / "site"
    assert run(root, "build", "--office", "--site-dir", str(site)) == 0
    page = (site / "compilations/hui/index.html").read_text("utf-8")
    assert "前言在此。" in page
    assert 'hui.pdf"' in page
    assert "汇编一种" in (site / "compilations/index.html").read_text("utf-8")
    assert 'compilations/"' in (site / "issues/index.html").read_text("utf-8")
    reader = pypdf.PdfReader(site / "compilations/hui/hui.pdf")
    text = re.sub(r"\s", "", "".join(page.extract_text() for page in reader.pages))
    assert "前言在此。" in text
    assert "过期的" not in text
    marks = [mark.title for mark in reader.outline if not isinstance(mark, list)]
    assert marks == ["流动党员", "选", "单位索引", "专题索引"]

    # A text that is searched changes: another item is in the chapter.
    item = root / "content/items/2026/er.md"
    item.write_text(item.read_text("utf-8").replace("别的事", "流动党员的事"), "utf-8")
    assert run(root, "build", "--office", "--site-dir", str(site)) == 0
    assert (site / "compilations/hui/index.html").read_text("utf-8").count(">二<") == page.count(">二<") + 1

    out = tmp_path / "out"
    assert run(root, "print", "compilation", "汇编一种", "--out", str(out)) == 0
    assert (out / "hui.pdf").read_bytes() == (site / "compilations/hui/hui.pdf").read_bytes()
    assert run(root, "print", "compilation", "没有", "--out", str(out)) == 2
    assert "没有" in capsys.readouterr().err
