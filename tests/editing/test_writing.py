"""Edits reach the disk all at once or not at all, as what the reader accepts, and are undone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bulletin.core.locks import hold_lock
from bulletin.core.problems import BulletinError
from bulletin.editing.changes import Content, Edit, FileChange, Sentence, difference, read_content, read_text
from bulletin.editing.undo_store import KEPT, UndoStore
from bulletin.editing.writing import EditRefused, apply_edit, last_edit, undo_edit
from tests.support import archives
from tests.support.archives import TODAY
from tests.support.paths import ROOT

A, B, NEW = "content/items/2026/a.md", "content/items/2026/b.md", "content/items/2026/c.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    files = {A: archives.item(), B: archives.item("全县今年培训了一百二十名村会计。", title="村会计轮训")}
    return archives.write(tmp_path, files)


def edit(root: Path, *changes: tuple[str, Content | None]) -> Edit:
    known = tuple(FileChange(path, read_content(root, path), after) for path, after in changes)
    return Edit(Sentence("“{title}” was changed.", {"title": "夜谈会"}), known)


def tree(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def undo(root: Path) -> None:
    undo_edit(root, *last_edit(root)[:2])


def test_several_files_are_written_and_undone(root: Path) -> None:
    before = tree(root)
    text = read_text(root, A).replace("夜谈会", "晚谈会")
    new = archives.item("东河三个村合办了一处食堂。", title="食堂办到村口")
    written = apply_edit(root, edit(root, (A, text), (B, None), (NEW, new)), TODAY)
    assert not written.cannot_undo
    assert tree(root) == {name: data for name, data in before.items() if name != B} | {
        A: text.encode(),
        NEW: new.encode(),
    }
    undo(root)
    assert tree(root) == before
    with pytest.raises(BulletinError, match="nothing to undo"):
        last_edit(root)


def test_pictures_and_new_folders(root: Path) -> None:
    before, path = tree(root), "content/items/2025/p.png"
    apply_edit(root, edit(root, (path, archives.PNG)), TODAY)
    assert (root / path).read_bytes() == archives.PNG
    undo(root)
    assert tree(root) == before


@pytest.mark.parametrize(
    ("path", "old", "new", "code"),
    [
        (A, "unit: 城关镇", "unit: 河口镇", "unknown-unit"),
        (A, "date: 2026-03-05", "date: 2026-12-05", "future-date"),
        (A, "category: 经验", "category: 经验\ncommission: 2026-x", "unknown-commission"),
        (A, "category: 经验", "category: [经验", "unclosed-bracket"),
        ("registry/units.toml", 'id = "chengguan"', 'id = "chengbei"', "unknown-unit"),
        ("registry/units.toml", '"donghe"\nname = "东双河镇"', '"donghe"\nname = "城关镇"', "duplicate-name"),
    ],
)
def test_an_edit_that_adds_an_error_is_refused(root: Path, path: str, old: str, new: str, code: str) -> None:
    if path.startswith("registry"):
        archives.write(root, {A: archives.item(unit="chengguan")})
    before = tree(root)
    with pytest.raises(EditRefused) as refused:
        apply_edit(root, edit(root, (path, read_text(root, path).replace(old, new))), TODAY)
    assert code in {problem.code for problem in refused.value.problems}
    assert tree(root) == before


def test_a_new_item_with_the_text_of_another_is_refused(root: Path) -> None:
    with pytest.raises(EditRefused) as refused:
        apply_edit(root, edit(root, (NEW, archives.item(title="另一个标题"))), TODAY)
    assert [problem.code for problem in refused.value.problems] == ["duplicate-body"]


def test_a_file_that_others_link_to_is_not_removed(root: Path) -> None:
    archives.write(root, {B: archives.item("经过见[前一篇](a.md)，办法沿用至今。", title="村会计轮训")})
    with pytest.raises(EditRefused) as refused:
        apply_edit(root, edit(root, (A, None)), TODAY)
    assert [(problem.path, problem.code) for problem in refused.value.problems] == [(B, "broken-link")]


def test_an_issue_may_list_items_and_no_others(root: Path) -> None:
    path = "issues/2026/1.md"
    apply_edit(root, edit(root, (path, archives.issue(items="[2026/a, 2026/b]"))), TODAY)
    with pytest.raises(EditRefused) as refused:
        apply_edit(root, edit(root, (path, archives.issue(items="[2026/a, 2026/x]"))), TODAY)
    assert [problem.code for problem in refused.value.problems] == ["unknown-item"]


def test_errors_that_were_there_refuse_nothing(root: Path) -> None:
    archives.write(root, {A: archives.item(unit="河口镇")})
    text = read_text(root, A)
    apply_edit(root, edit(root, (A, text.replace("title:", "authors: 王某\ntitle:"))), TODAY)
    assert "王某" in read_text(root, A)


def test_what_changed_meanwhile_is_not_overwritten(root: Path) -> None:
    made = edit(root, (A, read_text(root, A).replace("夜谈会", "晚谈会")))
    (root / A).write_text(archives.item(title="别人改过"), "utf-8")
    with pytest.raises(BulletinError, match="has changed since it was read"):
        apply_edit(root, made, TODAY)
    assert "别人改过" in read_text(root, A)
    there = Edit(made.done, (FileChange(B, None, "x"),))
    with pytest.raises(BulletinError, match="is there already"):
        apply_edit(root, there, TODAY)


def test_what_changed_after_an_edit_is_not_undone(root: Path) -> None:
    apply_edit(root, edit(root, (A, read_text(root, A).replace("夜谈会", "晚谈会"))), TODAY)
    (root / A).write_text(archives.item(title="别人改过"), "utf-8")
    with pytest.raises(BulletinError, match="cannot be undone"):
        undo(root)
    assert "别人改过" in read_text(root, A)


@pytest.mark.parametrize("path", ["../outside.md", "content/link/a.md", "content/items/../../../outside.md"])
def test_nothing_outside_the_archive_is_written(root: Path, path: str) -> None:
    outside = root.parent / f"{root.name}-outside"
    outside.mkdir()
    (root / "content/link").symlink_to(outside)
    with pytest.raises(BulletinError, match="no file of the archive"):
        apply_edit(root, Edit(Sentence("", {}), (FileChange(path, None, "x"),)), TODAY)


@pytest.mark.skipif(os.name == "nt", reason="folders of Windows cannot be made read-only")
def test_a_write_that_fails_half_way_leaves_everything_as_it_was(root: Path) -> None:
    before = tree(root)
    new = archives.item("东河三个村合办了一处食堂。", title="食堂办到村口")
    (root / "content/calls").write_bytes(b"")  # a file where a folder is wanted
    text = read_text(root, A).replace("夜谈会", "晚谈会")
    call = "---\ntitle: 约稿\ndate: 2026-03-01\n---\n\n请报送。\n"
    made = Edit(Sentence("", {}), (FileChange(A, read_text(root, A), text), FileChange(NEW, None, new)))
    with pytest.raises(BulletinError, match="cannot be"):
        apply_edit(root, Edit(made.done, (*made.changes, FileChange("content/calls/x.md", None, call))), TODAY)
    assert tree(root) == before | {"content/calls": b""}
    with pytest.raises(BulletinError, match="nothing to undo"):
        last_edit(root)


def test_an_edit_that_a_loss_of_power_has_cut_off_is_undone(root: Path) -> None:
    before = tree(root)
    made = edit(root, (A, "甲"), (B, None), (NEW, "丙"))
    UndoStore.of_archive(root).add(made)
    (root / A).write_text("甲", "utf-8")
    undo(root)
    assert tree(root) == before


def test_two_do_not_write_at_once(root: Path) -> None:
    text = read_text(root, A)
    program = f"""
import sys
from pathlib import Path
from datetime import date
from bulletin.core.locks import hold_lock
from bulletin.core.problems import BulletinError
from bulletin.editing.changes import Edit, FileChange, Sentence
from bulletin.editing.writing import apply_edit
try:
    apply_edit(Path({str(root)!r}), Edit(Sentence("", {{}}), (FileChange({A!r}, {text!r}, "x"),)), date(2026, 11, 22))
except BulletinError as error:
    print(error)
"""
    with hold_lock(UndoStore.of_archive(root).folder_made() / ".lock"):
        done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=True, text=True)
    assert done.stdout.startswith("Another command is changing this archive")
    assert read_text(root, A) == text


def test_fifty_edits_are_kept(root: Path) -> None:
    store = UndoStore.of_archive(root)
    for number in range(KEPT + 2):
        store.add(edit(root, (A, f"{number}")))
    assert [kept.number for kept in store.edits()] == list(range(KEPT + 2, 2, -1))


def test_line_ends_and_marks_are_kept(root: Path) -> None:
    windows = "\ufeff" + archives.item().replace("\n", "\r\n")
    (root / A).write_bytes(windows.encode())
    apply_edit(root, edit(root, (A, read_text(root, A).replace("夜谈会", "晚谈会"))), TODAY)
    assert (root / A).read_bytes() == windows.replace("夜谈会", "晚谈会").encode()
    undo(root)
    assert (root / A).read_bytes() == windows.encode()


def test_a_difference() -> None:
    change = FileChange(A, "一\r\n二\r\n三", "一\r\n贰\r\n三")
    made = Edit(Sentence("", {}), (change, FileChange(B, "不变\n", "不变\n"), FileChange(NEW, None, "新\n")))
    assert difference(made) == "\n".join(
        [
            f"--- a/{A}",
            f"+++ b/{A}",
            "@@ -1,3 +1,3 @@",
            " 一",
            "-二",
            "+贰",
            " 三",
            "\\ No newline at end of file",
            "--- /dev/null",
            f"+++ b/{NEW}",
            "@@ -0,0 +1 @@",
            "+新",
        ]
    )


@pytest.mark.parametrize(
    ("path", "old", "new", "code"),
    [
        ("units", 'name = "组织科"', 'name = "组织一科"', "unknown-unit"),
        ("units", 'name = "东双河镇"', 'name = "东双河镇"\nleft = 2026-01-31', "unit-not-there"),
        ("publications", 'aliases = ["省组工信息"]', "", "unknown-publication"),
        ("categories", 'name = "经验"', 'name = "做法"', "unknown-category"),
        ("bulletin", "copies = 150", "[limits]\ntext-kilobytes = 1", "too-large"),
    ],
)
def test_a_change_of_the_registry_matters_to_files_that_name_it(
    root: Path, path: str, old: str, new: str, code: str
) -> None:
    text = archives.item("村会计上岗。" * 100, title="轮训", unit="东双河镇、组 织 科", adopted_by="[省组工信息]")
    archives.write(root, {B: text.replace("村会计上岗。", "村会计上岗。\n\n第二段。", 1)})
    path = f"registry/{path}.toml"
    with pytest.raises(EditRefused) as refused:
        apply_edit(root, edit(root, (path, read_text(root, path).replace(old, new))), TODAY)
    assert (B, code) in {(problem.path, problem.code) for problem in refused.value.problems}
