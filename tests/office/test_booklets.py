"""The bound volume of a year: contents, chapters, running heads, indexes whose pages are right."""

from __future__ import annotations

import json
import re
import zipfile
from hashlib import sha256
from pathlib import Path

import pypdf
import pytest

from bulletin import cli
from tests.support import archives

LONG = "很长的一段话，要占好几行。" * 60
FILES = {
    "content/items/2026/yi.md": archives.item("甲" + LONG, title="第一篇", topics="[党员教育]"),
    "content/items/2026/er.md": archives.item("乙" + LONG, title="第二篇", unit="组织科", topics="[党员教育, 人才]"),
    "content/items/2026/san.md": archives.item("丙" + LONG, title="第三篇", date="2026-04-01"),
    "content/items/2026/guoqi.md": archives.item("已经过期的正文。", title="过期的题目", expires="2026-03-31"),
    "issues/2026/001.md": archives.issue("编者按一。", items="[2026/yi, 2026/er, 2026/guoqi]"),
    "issues/2026/002.md": archives.issue(number="2", date="2026-04-15", items="[2026/san]"),
}


def run(root: Path, *arguments: str) -> int:
    return cli.main([*arguments, "--archive", str(root), "--date", "2026-11-22", "--lang", "zh"])


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return archives.write(tmp_path_factory.mktemp("archive"), FILES)


@pytest.fixture(scope="module")
def pages(root: Path) -> list[str]:
    """Return the text of each page of the volume."""
    assert run(root, "print", "volume", "2026", "--out", str(root / "print")) == 0
    return [squeezed(page.extract_text()) for page in pypdf.PdfReader(root / "print/volume-2026.pdf").pages]


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def numbers(pages: list[str], name: str) -> list[int]:
    """Return the printed numbers of the pages on which the items of that first character begin."""
    return [int(re.findall(r"—(\d+)—", page)[-1]) for page in pages if name in page and "—" in page]


def test_cover_contents_and_chapters(pages: list[str]) -> None:
    assert "柳川组工信息2026年合订本" in pages[0]
    assert "—" not in pages[0]
    (begin,) = numbers(pages, "甲很长")
    (third,) = numbers(pages, "丙很长")
    assert begin == 1
    contents = next(page for page in pages if page.startswith("目录"))
    assert re.search(r"第1期\.*1第一篇\.*1第二篇", contents)
    assert re.search(rf"第2期\.*{third}第三篇\.*{third}", contents)
    assert any("编者按一。" in page for page in pages)
    assert not any("过期的" in page for page in pages)


def test_indexes_name_the_right_pages(pages: list[str]) -> None:
    units = next(page for page in pages if page.startswith("单位索引"))
    topics = next(page for page in pages if page.startswith("专题索引"))
    (second,), (third,) = numbers(pages, "乙很长"), numbers(pages, "丙很长")
    assert f"组织科{second}" in units
    assert f"城关镇1、{third}" in units
    assert f"党员教育1、{second}" in topics or "党员教育1" in topics
    assert f"人才{second}" in topics


def test_running_heads_are_outside_and_stop_where_a_chapter_begins(pages: list[str]) -> None:
    (begin,) = [page for page in pages if "甲很长" in page]
    assert begin.startswith("第1期")
    follows = pages[pages.index(begin) + 1]
    assert follows.startswith("柳川组工信息2026年合订本")


def test_bookmarks_are_chapters_with_their_items(root: Path, pages: list[str]) -> None:
    outline = pypdf.PdfReader(root / "print/volume-2026.pdf").outline
    titles = [
        [one.title for one in mark if not isinstance(one, list)] if isinstance(mark, list) else mark.title
        for mark in outline
    ]
    assert pages
    assert titles == ["第1期", ["第一篇", "第二篇"], "第2期", ["第三篇"], "单位索引", "专题索引"]


def test_the_page_of_a_volume(root: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    assert run(root, "build", "--office", "--site-dir", str(site)) == 0
    page = (site / "years/2026/volume/index.html").read_text("utf-8")
    assert 'volume-2026.pdf"' in page
    assert (site / "years/2026/volume/volume-2026.pdf").is_file()
    assert [page.count(title) > 1 for title in ("第一篇", "第三篇")] == [True, True]
    assert "过期的题目" not in page
    assert 'href="../../years/2026/volume/"' in (site / "years/2026/index.html").read_text("utf-8")


def test_the_package_of_a_closed_year(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scheme = {"registry/schemes/2025.toml": 'name = "办法"\n[[submission]]\nwords = "每篇1分"\npoints = 1\n'}
    files = {name.replace("2026", "2025"): str(text).replace("2026", "2025") for name, text in FILES.items()}
    newer = {"content/items/2026/xin.md": archives.item("新的一年。", title="新")}
    root, out = archives.write(tmp_path / "archive", {**files, **newer, **scheme}), tmp_path / "out"
    assert run(root, "print", "package", "2025", "--out", str(out)) == 1
    assert "2025 年还没有定稿" in capsys.readouterr().err
    assert run(root, "close", "2025", "--yes") == 0
    assert run(root, "print", "package", "2025", "--out", str(out)) == 0
    first = (out / "archive-2025.zip").read_bytes()
    with zipfile.ZipFile(out / "archive-2025.zip") as package:
        names = package.namelist()
        sums = dict(line.split("  ")[::-1] for line in package.read("SHA256SUMS").decode().splitlines())
        assert sums == {name: sha256(package.read(name)).hexdigest() for name in names if name != "SHA256SUMS"}
        items = json.loads(package.read("data/items.json"))["items"]
    assert {"pdf/2025-001.pdf", "pdf/2025-002.pdf", "pdf/circular-2025.pdf", "pdf/volume-2025.pdf"} <= {*names}
    assert {"data/issues.json", "data/stats-2025.json", "data/ledger-2025.json"} <= {*names}
    assert {item["id"] for item in items} == {f"2025/{name}" for name in ("yi", "er", "san", "guoqi")}
    assert run(root, "print", "package", "2025", "--out", str(out)) == 0
    assert (out / "archive-2025.zip").read_bytes() == first
