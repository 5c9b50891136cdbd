"""Scanning the folders of an archive: which files are accepted, and which are problems."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from bulletin.content.loader import load
from tests.support.archives import item, loaded, problems, write

A = "content/items/2026/a.md"

MISPLACED = {
    "content/items/x.md": "stray-file",
    "content/items/2026/03/x.md": "stray-file",
    "content/items/2026/x.docx": "office-file",
    "content/items/2026/~$x.docx": "left-open",
    "content/items/2026/x.md~": "left-open",
    "content/items/2026/.x.md": "stray-file",
    "content/x.pdf": "stray-file",
    "content/x.svg": "stray-file",
    "content/a b.md": "bad-name",
    "content/CON/x.md": "bad-name",
    "registry/unit.toml": "stray-table",
    "registry/schemes/x.txt": "stray-table",
    "content/items/2026/x.MD": "wrong-suffix",
    "content/items/26/x.md": "stray-file",
    "content/items/2026/con.md": "bad-name",
    "content/items/2026/a b.md": "bad-name",
    "content/items/2026/a..md": "bad-name",
    "content/items/2026/abcde.md\n": "stray-file",
    "content/calls/2026/x.md": "stray-file",
    "issues/x.md": "stray-file",
    "issues/2026/x.txt": "wrong-suffix",
    "issues/2026/x.md.txt": "wrong-suffix",
}


@pytest.mark.parametrize("path", [path for path in MISPLACED if os.name != "nt" or "\n" not in path])
def test_a_file_in_a_wrong_place(path: str, tmp_path: Path) -> None:
    assert [(p.path, p.code) for p in problems(tmp_path, {path: item()})] == [(path, MISPLACED[path])]


def test_hidden_folders_are_not_scanned(tmp_path: Path) -> None:
    found = problems(tmp_path, {"content/.notes/x.md": item(), "content/items/2026/.x/a.md": item()})
    assert [(p.path, p.code) for p in found] == [
        ("content/.notes", "stray-file"),
        ("content/items/2026/.x", "stray-file"),
    ]


def test_two_files_with_one_url(tmp_path: Path) -> None:
    found = problems(
        tmp_path, {"content/items/2026/x.md": item(), "content/items/2026/X.md": item("另一篇", title="二")}
    )
    assert [(p.path, p.code) for p in found] == [("content/items/2026/x.md", "same-address")]


@pytest.mark.skipif(os.name == "nt", reason="Windows makes symbolic links for administrators only")
def test_a_symbolic_link_is_no_item(tmp_path: Path) -> None:
    write(tmp_path, {"elsewhere.md": item()})
    (tmp_path / "content/items/2026").mkdir(parents=True)
    (tmp_path / A).symlink_to(tmp_path / "elsewhere.md")
    assert [p.code for p in load(tmp_path, date(2026, 11, 22)).problems] == ["symlink"]


def test_a_chinese_file_name_is_an_id(tmp_path: Path) -> None:
    assert [i.id for i in loaded(tmp_path, {"content/items/2026/夜谈会.md": item()}).archive.items] == ["2026/夜谈会"]
