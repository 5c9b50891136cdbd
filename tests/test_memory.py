"""The memory of the last build: used when nothing changed, and never wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from archives import REGISTRY, item, write
from conftest import ROOT

FILES = {
    "content/items/2026/a.md": item(),
    "content/items/2026/b.md": item("另一篇正文。", title="另一篇", date="2026-03-08", unit="组织科"),
    "content/index.md": "# 首页\n",
}
BUILD = [sys.executable, str(ROOT / "build.py"), "--date", "2026-11-22", "--format", "json"]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return write(tmp_path / "archive", FILES)


def build(archive: Path, *more: str) -> dict[str, int]:
    """Build in a process of its own, and return what it says it did."""
    done = subprocess.run([*BUILD, "--archive", str(archive), *more], capture_output=True, check=True)
    answer: dict[str, int] = json.loads(done.stdout)
    return answer


def tree(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_with_nothing_changed_neither_mkdocs_nor_the_reader_is_needed(archive: Path) -> None:
    first = build(archive)
    command = [sys.executable, "-X", "importtime", *BUILD[1:], "--archive", str(archive)]
    again = subprocess.run(command, capture_output=True, text=True, check=True)
    assert json.loads(again.stdout) | {"seconds": 0} == {
        "items": 2,
        "issues": 1,
        "pages_written": 0,
        "pages_unchanged": first["pages_written"],
        "pages_removed": 0,
        "seconds": 0,
    }
    assert "mkdocs" not in again.stderr.replace("mkdocs.yml", "")
    assert "bulletin.reader" not in again.stderr


def _edit(archive: Path) -> None:
    path = archive / "content/items/2026/a.md"
    status = path.stat()
    text = path.read_text("utf-8")
    path.write_text(text.replace("十二个村", "十三个村"), encoding="utf-8")
    # An editor may keep size and time.
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def _add(archive: Path) -> None:
    write(archive, {"content/items/2026/c.md": item("第三篇正文。", title="第三篇", date="2026-04-01")})


def _remove(archive: Path) -> None:
    (archive / "content/items/2026/b.md").unlink()


def _rename(archive: Path) -> None:
    (archive / "content/items/2026/b.md").rename(archive / "content/items/2026/d.md")


def _change_the_registry(archive: Path) -> None:
    units = REGISTRY["registry/units.toml"].replace('name = "组织科"', 'name = "组织一科"\nformer-names = ["组织科"]')
    write(archive, {"registry/units.toml": units})


def _spoil_a_page(archive: Path) -> None:
    (archive / "site/items/2026/a/index.html").write_text("?", encoding="utf-8")


def _lose_a_page(archive: Path) -> None:
    (archive / "site/units/zzk/index.html").unlink()


def _spoil_the_memory(archive: Path) -> None:
    for path in (archive / ".cache").glob("build-*.json"):
        path.write_text('{"inputs": 1', encoding="utf-8")
    _edit(archive)


CHANGES = [_edit, _add, _remove, _rename, _change_the_registry, _spoil_a_page, _lose_a_page, _spoil_the_memory]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__.strip("_"))
def test_after_a_change_the_site_is_that_of_a_cold_build(
    archive: Path, tmp_path: Path, change: Callable[[Path], None]
) -> None:
    build(archive)
    change(archive)
    assert build(archive)["pages_written"] > 0
    build(archive, "--site-dir", str(tmp_path / "cold"))
    assert tree(archive / "site") == tree(tmp_path / "cold")


def test_another_day_is_another_build(archive: Path) -> None:
    build(archive)
    memories = tree(archive / ".cache")
    build(archive, "--date", "2026-11-23")
    assert tree(archive / ".cache") != memories


def test_settings_that_take_from_elsewhere_are_not_trusted(archive: Path) -> None:
    settings = (
        (ROOT / "mkdocs.yml")
        .read_text("utf-8")
        .replace("site_name: 柳川组工信息", "site_name: !ENV [BULLETIN_NAME, 信息]")
    )
    for ours, there in (("- build.py", f"- {ROOT / 'build.py'}"), (": theme ", f": {ROOT / 'theme'} ")):
        settings = settings.replace(ours, there)
    (archive / "mkdocs.yml").write_text(settings, encoding="utf-8")
    build(archive)
    assert not (archive / ".cache").exists()
