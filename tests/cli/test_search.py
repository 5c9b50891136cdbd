"""``build.py search``: from the site's own files, or from the archive where there is no site."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bulletin.cli import main
from bulletin.content.loader import load
from bulletin.search.index.writer import index_files
from tests.support.archives import item, write

FILES = {
    "content/index.md": "# 首页\n",
    "content/items/2026/a.md": item("夜谈会开到了村口。", title="夜谈会", unit="城关镇"),
    "content/items/2026/b.md": item("晒场上开会。", title="晒场", unit="东双河镇", date="2026-04-01"),
    "content/items/2025/c.md": item("夜谈会刚刚开始。", title="开始", unit="组织科", date="2025-04-01"),
}


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return write(tmp_path, FILES)


def ask(capsys: pytest.CaptureFixture[str], archive: Path, *arguments: str) -> tuple[int, str, str]:
    code = main(["search", "--archive", str(archive), "--date", "2026-11-22", "--lang", "en", *arguments])
    out, err = capsys.readouterr()
    return code, out, err


def test_the_json_is_as_it_was_agreed(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = ask(capsys, archive, "夜谈会", "--unit", "城关镇", "--year", "2026", "--format", "json")
    found = json.loads(out)
    assert code == 0
    assert "no site" in err
    assert found["total"] == 1
    assert {"unit", "category", "publication", "level", "year"} <= found["facets"].keys()
    assert found["facets"]["unit"] == {"chengguan": 1}
    (hit,) = found["hits"]
    assert hit.items() >= {"id": "2026/a", "title": "夜谈会", "url": "items/2026/a/", "date": "2026-03-05"}.items()
    assert hit["unit"] == "chengguan"
    assert hit["excerpt"] == "夜谈会开到了村口。"
    assert hit["marks"] == [[0, 3]]


def test_a_limit_of_nought_is_all(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for limit, shown in (("0", 2), ("1", 1)):
        found = json.loads(ask(capsys, archive, "夜谈会", "--limit", limit, "--format", "json")[1])
        assert (found["total"], len(found["hits"])) == (2, shown)


def test_many_questions_get_a_line_each(archive: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    asked = tmp_path / "asked.txt"
    asked.write_text("夜谈会\n\n晒场 单位:东双河镇\n没有的词\n", "utf-8")
    lines = [json.loads(line) for line in ask(capsys, archive, "--batch", str(asked))[1].splitlines()]
    totals = [(line["query"], line["total"]) for line in lines]
    assert totals == [("夜谈会", 2), ("晒场 单位:东双河镇", 1), ("没有的词", 0)]
    assert lines[2]["missing"][0]["total"] == 0


def test_the_files_of_the_site_answer(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    read = load(archive, __import__("datetime").date(2026, 11, 22))
    for address, data in index_files(read.archive, read.bodies):
        path = archive / "site" / address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data or b"")
    (archive / "content/items/2026/a.md").unlink()
    code, out, err = ask(capsys, archive, "夜谈会", "--sort", "date")
    assert (code, err) == (0, "")
    assert out.index("夜谈会") < out.index("开始")
    assert "2 items found" in out
    for shard in (archive / "site/data/search").glob("*.bin"):
        shard.unlink()
    code, out, err = ask(capsys, archive, "夜谈会")
    assert code == 1
    assert ".bin" in err


def test_what_is_not_understood_is_said(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(ask(capsys, archive, "夜谈会 年:今年 单位:没有的镇", "--format", "json")[1])
    assert found["unread"] == ["年:今年", "单位:没有的镇"]
    assert ask(capsys, archive)[0] == 2
    assert ask(capsys, archive, "x", "--year", "今年")[0] == 1
