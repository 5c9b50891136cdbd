"""The last edit is taken back by a command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bulletin import cli
from bulletin.editing.changes import Edit, FileChange, Sentence, read_text
from bulletin.editing.taking_back import taken_back
from bulletin.editing.writing import apply_edit
from tests.support import archives
from tests.support.archives import TODAY

PATH = "content/items/2026/a.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    archives.write(tmp_path, {PATH: archives.item()})
    text = read_text(tmp_path, PATH)
    done = Sentence("“{title}” was changed.", {"title": "夜谈会"})
    apply_edit(tmp_path, Edit(done, (FileChange(PATH, text, text.replace("夜谈会", "晚谈会")),)), TODAY)
    return tmp_path


def undo(root: Path, *arguments: str) -> int:
    return cli.main(["undo", "--archive", str(root), "--date", str(TODAY), "--lang", "en", *arguments])


def test_undo(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert undo(root, "--dry-run") == 0
    said = capsys.readouterr()
    assert "-title: 晚谈会开到家门口\n+title: 夜谈会开到家门口" in said.out
    assert said.err == "Nothing was written.\n"
    assert undo(root) == 0
    assert capsys.readouterr().out == f"Undone: “夜谈会” was changed.\n  {PATH}\n"
    assert read_text(root, PATH) == archives.item()
    assert undo(root) == 1
    assert capsys.readouterr().err == "There is nothing to undo.\n"


def test_undo_for_programs(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert undo(root, "--format", "json") == 0
    said = json.loads(capsys.readouterr().out)
    assert said["written"] is True
    assert said["files"] == [{"path": PATH, "change": "changed"}]
    assert said["done"] == "Undone: “夜谈会” was changed."
    assert "+title: 夜谈会开到家门口" in said["difference"]


def test_what_somebody_changed_since_stays(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / PATH).write_text(archives.item(title="别人改过"), "utf-8")
    assert undo(root) == 1
    assert PATH in capsys.readouterr().err
    assert "别人改过" in read_text(root, PATH)


def test_what_somebody_typed_elsewhere_in_the_file_stays(root: Path) -> None:
    text = read_text(root, PATH)
    (root / PATH).write_text(text + "\n又写了一段。\n", "utf-8")
    assert undo(root) == 0
    assert read_text(root, PATH) == archives.item() + "\n又写了一段。\n"


def test_an_edit_that_cannot_be_undone_is_passed_over(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = "content/items/2026/b.md"
    done = Sentence("“{title}” was changed.", {"title": "另一篇"})
    apply_edit(root, Edit(done, (FileChange(other, None, archives.item("另一篇", title="乙")),)), TODAY)
    (root / other).write_text(archives.item("别人改过", title="乙"), "utf-8")
    assert undo(root) == 1
    assert "undo --skip" in capsys.readouterr().err
    assert undo(root, "--skip") == 0
    assert capsys.readouterr().err == "Passed over, as its lines have changed since: “另一篇” was changed.\n"
    assert read_text(root, PATH) == archives.item()


@pytest.mark.parametrize(
    ("before", "after", "now", "expected"),
    [
        ("a\nb\nc\n", "a\nB\nc\n", "x\na\nB\nc\nd\n", "x\na\nb\nc\nd\n"),
        ("a\nb\nc\n", "a\nB\nc\n", "a\nBB\nc\n", None),
        ("a\nb\nc\n", "a\nc\n", "a\nc\nd\n", "a\nb\nc\nd\n"),
        ("a\nb\nc\n", "a\nc\n", "a\nx\nc\n", None),
        ("a\n", "a\nb\nc\n", "a\nb\nx\nc\n", None),
        ("a\n", "a\nb\n", "a\nb\nx\n", "a\nx\n"),
    ],
)
def test_lines_are_taken_back_where_they_stand_as_written(
    before: str, after: str, now: str, expected: str | None
) -> None:
    assert taken_back(before, after, now) == expected
