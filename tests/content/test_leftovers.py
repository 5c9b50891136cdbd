"""What other programs leave in the folders of an archive, and copies that file managers and cloud drives make."""

from __future__ import annotations

from pathlib import Path

import pytest

from bulletin.cli import main
from bulletin.content.leftovers import copied_name
from tests.support.archives import PNG, item, problems, write

A = "content/items/2026/a.md"
SILENT = [".DS_Store", "Thumbs.db", "ehthumbs.db", "desktop.ini", ".directory", ".localized"]
TOLD = [
    "._a.md",
    ".nfs000000000012ab3400000001",
    ".fuse_hidden0000a1b200000001",
    ".goutputstream-WX7F2Z",
    "~WRL0001.tmp",
    "~WRD0003.tmp",
    "a.md.tmp",
    "~$a.docx",
    ".~a.docx",
    ".~lock.a.docx#",
    "a.md~",
    "#a.md#",
    ".#a.md",
    ".a.md.swp",
    ".a.md.swo",
    ".a.md.un~",
    ".a.md.kate-swp",
    ".t1.md.kate-swp",
    "4913",
    "5036",
    ".a.md.Xy12Zw",
    "a.md___jb_tmp___",
    ".syncthing.a.md.tmp",
    "~syncthing~a.md.tmp",
    ".sync_1a2b3c.db",
    "._sync_1a2b3c.db-wal",
    ".csync_journal.db",
    "a.md.part",
    "a.md.crdownload",
    "a.docx.baiduyun.downloading",
    "a.docx.baiduyun.uploading.cfg",
]
FOLDERS = ["@eaDir", "#recycle", ".@__thumb", "$RECYCLE.BIN", ".Trash-1000", ".AppleDouble", "__MACOSX", ".stversions"]
BACKUPS = ["a.md.bak", "a.md.orig", "a.md.old", "a.md.save", "a.md.save.1", "a.md.rej"]
COPIES = {
    "a (2).md": "a.md",
    "a(1).md": "a.md",
    "a（1）.md": "a.md",
    "a 副本.md": "a.md",
    "a - 副本.md": "a.md",
    "a - 副本 (2).md": "a.md",
    "a 的副本.md": "a.md",
    "副本 a.md": "a.md",
    "复件 a.md": "a.md",
    "a 拷贝 2.md": "a.md",
    "Copy of a.md": "a.md",
    "a copy.md": "a.md",
    "a - Copy (3).md": "a.md",
    "a.sync-conflict-20261122-101112-ABCDEFG.md": "a.md",
    "a (PC's conflicted copy 2026-11-22).md": "a.md",
    "a（坚果云冲突）.md": "a.md",
}
VALID_COPIES = {
    "a_conflict-20261122-101112.md": "a.md",
    "a副本.md": "a.md",
    "a-Copy.md": "a.md",
    "a_冲突文件.md": "a.md",
}


@pytest.mark.parametrize("name", SILENT)
def test_what_belongs_to_any_folder_is_passed_over(name: str, tmp_path: Path) -> None:
    names = [f"content/items/2026/{name}", f"registry/{name}", f"issues/{name}", f"content/{name}"]
    assert problems(tmp_path, {A: item(), **dict.fromkeys(names, b"\x00")}) == ()


@pytest.mark.parametrize("name", TOLD)
def test_a_leftover_is_told_and_stops_nothing(name: str, tmp_path: Path) -> None:
    places = [f"{folder}/{name}" for folder in ("content", "content/items/2026", "issues", "registry")]
    found = problems(tmp_path, {A: item(), **dict.fromkeys(places, b"\x00")})
    assert [(p.path, p.code) for p in found] == [(place, "left-open") for place in sorted(places)]


@pytest.mark.parametrize("name", FOLDERS)
def test_nothing_in_the_folder_of_another_program_is_read(name: str, tmp_path: Path) -> None:
    inside = [f"content/{name}/x.md", f"content/items/2026/{name}/a.md", f"registry/{name}/units.toml"]
    found = problems(tmp_path, {A: item(), **dict.fromkeys(inside, "x")})
    assert {(p.path, p.code) for p in found} == {(str(Path(path).parent), "left-open") for path in inside}


@pytest.mark.parametrize("name", BACKUPS)
def test_a_backup_may_be_all_that_is_left(name: str, tmp_path: Path) -> None:
    backup = f"content/items/2026/{name}"
    assert [(p.path, p.code) for p in problems(tmp_path / "one", {A: item(), backup: item()})] == [
        (backup, "left-open")
    ]
    assert [(p.path, p.code) for p in problems(tmp_path / "two", {backup: item()})] == [(backup, "stray-file")]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("a.txt", "wrong-suffix"),
        ("a.md.txt", "wrong-suffix"),
        ("a.markdown", "wrong-suffix"),
        ("a.md.md", "wrong-suffix"),
        ("a .md", "wrong-suffix"),
        ("a.docx", "office-file"),
        ("a.doc", "office-file"),
        ("a.wps", "office-file"),
        ("a.rtf", "office-file"),
        ("a.pdf", "office-file"),
        (".a.md", "stray-file"),
        ("2026年", "stray-file"),
    ],
)
def test_what_may_be_an_item_is_an_error(name: str, code: str, tmp_path: Path) -> None:
    path = f"content/items/2026/{name}"
    (problem,) = problems(tmp_path, {path: item()})
    assert (problem.path, problem.code) == (path, code)
    assert problem.values.get("right", "a.md") == "a.md"


@pytest.mark.parametrize("name", COPIES)
def test_a_copy_is_told_with_its_original(name: str, tmp_path: Path) -> None:
    path = f"content/items/2026/{name}"
    found = problems(tmp_path, {A: item(), path: item("另一篇")})
    assert [(p.path, p.code, p.values["original"]) for p in found] == [(path, "copied-file", "a.md")]
    assert [p.code for p in problems(tmp_path / "alone", {path: item()})] == ["bad-name"]


@pytest.mark.parametrize("name", VALID_COPIES)
def test_what_may_be_a_copy_is_a_warning(name: str, tmp_path: Path) -> None:
    path = f"content/items/2026/{name}"
    found = problems(tmp_path, {A: item(), path: item("另一篇", title="二")})
    assert [(p.path, p.code) for p in found] == [(path, "perhaps-copied")]
    assert problems(tmp_path / "alone", {path: item()}) == ()


@pytest.mark.parametrize("name", ["a-PC.md", "a-2.md", "a-DESKTOP-1A2B.md"])
def test_a_copy_under_any_name_has_the_same_text(name: str, tmp_path: Path) -> None:
    found = problems(tmp_path, {A: item(), f"content/items/2026/{name}": item()})
    assert {p.code for p in found} == {"duplicate-body"}


def test_a_copy_of_a_table_of_the_registry_is_told(tmp_path: Path) -> None:
    units = "registry/units (2).toml"
    found = problems(tmp_path, {A: item(), units: ""})
    assert [(p.path, p.code) for p in found] == [(units, "copied-file")]


def test_names_that_are_no_copies() -> None:
    for name in ("jinqiao-2.md", "conflict.md", "冲突.md", "copyright.md", "(2).md", "a.md"):
        assert copied_name(name) == "", name


def test_no_leftover_is_published(tmp_path: Path) -> None:
    """A page or picture in a folder of another program is passed over by MkDocs, too."""
    left = {
        f"content/{name}/x.{kind}": data
        for name in ("@eaDir", "__MACOSX")
        for kind, data in (("md", b"# X"), ("png", PNG))
    }
    write(tmp_path, {A: item(), "content/index.md": "# Home", "mkdocs.yml": "site_name: x\n", **left})
    assert main(["--archive", str(tmp_path), "--date", "2026-11-22", "--format", "json"]) == 0
    names = {path.name for path in (tmp_path / "site").rglob("*")}
    assert "items" in names
    assert not names & {"@eaDir", "__MACOSX", "x.png"}
