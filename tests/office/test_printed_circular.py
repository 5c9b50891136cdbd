"""A circular as a notice: its text, what an editor has written around it, and its tables."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pypdf
import pytest

from bulletin import cli
from bulletin.publish.pdf_text import pdf_text
from tests.support import archives

SCHEME = """
name = "办法"

[[submission]]
words = "每篇1分"
points = 1

[[adoption]]
words = "市级采用每篇5分"
points = 5
"""
TEXT = """\
---
文号: 柳组办〔2026〕31号
主送: [各乡镇党委, 县直各单位]
日期: 2026-04-10
落款: 柳川县委组织部
---

一季度共报送{报送条数}篇。

## 一、**要求**

按时报送。
"""
FILES = {
    "content/items/2026/a.md": archives.item(title="一", date="2026-02-01"),
    "content/items/2026/b.md": archives.item("另一篇的正文。", title="二", date="2026-02-02", unit="组织科"),
    "content/circulars/2026-Q1.md": TEXT,
    "content/circulars/2026.md": "---\nnumber: 柳组办〔2026〕40号\n---\n",
    "registry/schemes/2026.toml": SCHEME,
}


def run(root: Path, *arguments: str) -> int:
    return cli.main([*arguments, "--archive", str(root), "--date", "2026-11-22", "--lang", "zh"])


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = archives.write(tmp_path_factory.mktemp("archive"), FILES)
    with (root / "registry/bulletin.toml").open("a", encoding="utf-8") as file:
        file.write('\n[publish]\npoints = "none"\n')
    out = root / "print"
    assert run(root, "print", "circular", "2026-Q1", "2026", "--out", str(out)) == 0
    return out


def lines(path: Path) -> list[str]:
    return [re.sub(r"\s", "", line) for line in pdf_text(path.read_bytes()).split("\n")]


def test_what_an_editor_has_written(out: Path) -> None:
    found = lines(out / "circular-2026-Q1.pdf")
    for line in ("柳组办〔2026〕31号", "各乡镇党委、县直各单位：", "一季度共报送2篇。", "一、要求", "2026年4月10日"):
        assert line in found
    assert found.count("柳川县委组织部") >= 2
    assert "关于2026年第一季度信息工作情况的通报" in found


def test_tables_are_annexes(out: Path) -> None:
    reader = pypdf.PdfReader(out / "circular-2026-Q1.pdf")
    marks = [mark.title for mark in reader.outline if not isinstance(mark, list)]
    assert marks == [
        "关于2026年第一季度信息工作情况的通报",
        "部机关科室信息报送、采用和得分情况",
        "乡镇信息报送、采用和得分情况",
    ]
    found = lines(out / "circular-2026-Q1.pdf")
    assert "附件1" in found
    # The paper has points, whatever the site shows.
    assert "得分" in found
    assert {"组织科", "城关镇"} <= set(found)


def test_the_computed_text_and_a_day_that_is_not_given(out: Path) -> None:
    text = "".join(lines(out / "circular-2026.pdf"))
    assert "柳组办〔2026〕40号" in text
    assert "（截至2026-11-22）" in text
    assert "报送信息2篇" in text
    reader = pypdf.PdfReader(io.BytesIO((out / "circular-2026.pdf").read_bytes()))
    assert reader.metadata is not None
    assert str(reader.metadata.creation_date) == "2026-11-22 00:00:00+00:00"


def test_a_site_shows_no_points_that_are_not_published(out: Path, tmp_path: Path) -> None:
    assert run(out.parent, "build", "--office", "--site-dir", str(tmp_path / "site")) == 0
    found = lines(tmp_path / "site/stats/2026-Q1/circular-2026-Q1.pdf")
    assert "组织科" in found
    assert "得分" not in "".join(found)
    assert "信息报送和采用情况" in "".join(found)
    page = (tmp_path / "site/stats/2026-Q1/index.html").read_text("utf-8")
    assert 'circular-2026-Q1.pdf"' in page


def test_a_changed_number_is_printed_again(out: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    assert run(out.parent, "build", "--office", "--site-dir", str(site)) == 0
    path = out.parent / "content/circulars/2026-Q1.md"
    path.write_text(path.read_text("utf-8").replace("31号", "32号"), "utf-8")
    assert run(out.parent, "build", "--office", "--site-dir", str(site)) == 0
    assert "柳组办〔2026〕32号" in lines(site / "stats/2026-Q1/circular-2026-Q1.pdf")


def test_what_has_not_changed_is_rendered_again_without_its_front_matter(out: Path, tmp_path: Path) -> None:
    site, item = tmp_path / "site", out.parent / "content/items/2026/a.md"
    assert run(out.parent, "build", "--site-dir", str(site)) == 0
    item.write_text(item.read_text("utf-8").replace("2026-02-01", "2026-02-03"), "utf-8")
    assert run(out.parent, "build", "--site-dir", str(site)) == 0
    page = (site / "stats/2026-Q1/index.html").read_text("utf-8")
    assert "按时报送。" in page
    assert "文号" not in page


def test_a_period_without_a_circular(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(out.parent, "print", "circular", "2026-03") == 2
    assert "2026-03 没有通报。" in capsys.readouterr().err
