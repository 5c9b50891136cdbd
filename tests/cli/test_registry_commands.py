"""What holds of all commands on calls, names and units: help in both languages, and files that ``fmt`` leaves alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bulletin import cli
from bulletin.content.loader import load
from tests.support import archives

ITEM, CALL = "content/items/2026/yetan.md", "content/calls/2026-c.md"
FILES = {
    ITEM: archives.item(topics="[夜谈]", commission="2026-c"),
    CALL: "---\n标题: 约稿\n日期: 2026-02-01\n截止日期: 2026-04-01\n单位: [组织科, 城关镇]\n---\n请报送。\n",
}
EDITS = [
    ("extend", "2026-c", "--unit", "组织科", "--due", "2026-04-09"),
    ("waive", "约稿", "--unit", "组织科", "--reason", "防汛: 全员"),
    ("rename", "yetan", "lianxika"),
    ("rename", "2026-c", "2026-yetan"),
    ("rename", "topic", "夜谈", "夜校"),
    ("unit", "rename", "组织科", "组织一科"),
    ("unit", "leave", "组织科", "--on", "2026-12-31"),
    ("unit", "merge", "组织科", "城关镇", "--on", "2026-12-31"),
]
NAMES = [
    ("extend",),
    ("waive",),
    ("rename",),
    ("unit", "merge"),
    ("unit",),
    ("fmt",),
    ("due",),
    ("log",),
    ("redirects",),
]


@pytest.mark.parametrize("name", NAMES, ids=" ".join)
def test_help_is_in_one_language(name: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    for language, other in (("en", r"[\u4e00-\u9fff]"), ("zh", r"\b[a-z]+ [a-z]+ [a-z]+\b")):
        assert cli.main(["--lang", language, *name, "--help"]) == 0
        _usage, *lines = capsys.readouterr().out.splitlines()
        assert not re.search(other, "\n".join(lines))


@pytest.mark.parametrize("edit", EDITS, ids=" ".join)
def test_an_edit_shows_itself_is_uniform_and_is_undone(
    edit: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = archives.write(tmp_path, FILES)
    common = ["--archive", str(root), "--date", str(archives.TODAY), "--lang", "zh"]
    before = {path: path.read_bytes() for path in root.rglob("*.*")}
    assert cli.main([*edit, "--dry-run", *common]) == 0
    assert "+++ b/" in capsys.readouterr().out
    assert {path: path.read_bytes() for path in root.rglob("*.*")} == before
    assert cli.main([*edit, *common]) == 0
    assert not load(root, archives.TODAY).errors
    assert cli.main(["fmt", "--check", *common]) == 0
    assert cli.main([*edit[:-1], "", *common]) != 0
    assert cli.main(["undo", *common]) == 0
    assert {path: path.read_bytes() for path in root.rglob("*.*")} == before
