"""The cache of the last build: used when nothing changed, or only texts did, and never wrong."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bulletin.build.cache import store
from bulletin.core.cache_file import write_cache_file
from bulletin.core.config import PACKAGE
from tests.support.archives import REGISTRY, item, write
from tests.support.paths import ROOT

pytestmark = pytest.mark.slow

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


def traced(archive: Path) -> tuple[dict[str, int], str]:
    """Build, and return what it says it did, and what was imported for it."""
    command = [sys.executable, "-X", "importtime", *BUILD[1:], "--archive", str(archive)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout), done.stderr.replace("mkdocs.yml", "")


def tree(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_with_nothing_changed_neither_mkdocs_nor_the_reader_is_needed(archive: Path) -> None:
    first = build(archive)
    again, imported = traced(archive)
    assert again | {"seconds": 0} == {
        "items": 2,
        "issues": 1,
        "pages_written": 0,
        "pages_unchanged": first["pages_written"],
        "pages_removed": 0,
        "seconds": 0,
    }
    assert "mkdocs" not in imported
    assert "bulletin.content.items" not in imported


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
    for path in (archive / ".cache").glob("build-*"):
        path.write_bytes(path.read_bytes()[:-7])
    _edit(archive)


def _lose_what_was_read(archive: Path) -> None:
    for path in (archive / ".cache").glob("archive-*"):
        path.write_bytes(b"?")
    _edit(archive)


def _edit_two(archive: Path) -> None:
    _edit(archive)
    path = archive / "content/items/2026/b.md"
    path.write_text(path.read_text("utf-8") + "\n## 小标题\n\n- 一\n- 二\n\n**完**\n", encoding="utf-8")


def _edit_a_title_too(archive: Path) -> None:
    _edit(archive)
    path = archive / "content/items/2026/b.md"
    path.write_text(path.read_text("utf-8").replace("另一篇", "又一篇"), encoding="utf-8")


def _put_something_into_the_site(archive: Path) -> None:
    for folder in ("items/2026", "items/2026/a", "pending"):
        (archive / "site" / folder / "strange.txt").write_text("?", encoding="utf-8")


CHANGES = [
    _edit,
    _edit_two,
    _edit_a_title_too,
    _add,
    _remove,
    _rename,
    _change_the_registry,
    _spoil_a_page,
    _lose_a_page,
    _spoil_the_memory,
    _lose_what_was_read,
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__.strip("_"))
def test_after_a_change_the_site_is_that_of_a_cold_build(
    archive: Path, tmp_path: Path, change: Callable[[Path], None]
) -> None:
    build(archive)
    change(archive)
    assert build(archive)["pages_written"] > 0
    build(archive, "--site-dir", str(tmp_path / "cold"))
    assert tree(archive / "site") == tree(tmp_path / "cold")


@pytest.mark.parametrize("name", ["build-", "archive-"])
def test_a_memory_that_cannot_be_trusted_is_told_of_once(archive: Path, name: str) -> None:
    (archive / "content/items/2026/c.md").write_text(item("正文[^1]。\n\n[^1]: 注。\n", title="丙"), encoding="utf-8")
    build(archive)
    for path in (archive / ".cache").glob(f"{name}*"):
        path.write_bytes(path.read_bytes()[:-7])
    _edit_a_title_too(archive)
    command = [*BUILD, "--archive", str(archive), "--lang", "en"]
    said = [subprocess.run(command, capture_output=True, text=True, check=True).stderr for _ in range(2)]
    assert said[0].startswith("The record of the last build is damaged")
    assert said[1] == said[0].partition("\n")[2]


def test_another_version_of_the_program_is_told_of_calmly(archive: Path) -> None:
    build(archive)
    (path,) = (archive / ".cache").glob("build-*")
    kept = store.load(path)
    command = [*BUILD, "--archive", str(archive), "--lang", "zh"]
    for data, edition in (
        (kept, b"bulletin 2"),
        (kept | {"settled": b"other packages"}, store.EDITION),
        (kept | {"stat_files": {**kept["stat_files"], str(PACKAGE / "gone.py"): (1, 2, 3)}}, store.EDITION),
    ):
        assert write_cache_file(path, store.packed(data), edition)
        said = subprocess.run(command, capture_output=True, text=True, check=True).stderr
        assert said.splitlines()[0] == "上次构建用的是本程序的另一个版本，这次全部重新生成。"


CONTENTS: list[object] = [None, 7, {}, (), ("", {}, []), {"settled": b"", "language": "zh"}, b"\xff no marshal"]


@pytest.mark.parametrize("contents", CONTENTS, ids=repr)
@pytest.mark.parametrize("name", ["build-", "archive-"])
def test_a_cache_with_the_right_checksum_and_the_wrong_contents_is_not_used(
    archive: Path, name: str, contents: object
) -> None:
    build(archive)
    (path,) = (archive / ".cache").glob(f"{name}*")
    data = contents if isinstance(contents, bytes) else store.packed(contents)
    assert write_cache_file(path, data, store.EDITION)
    _edit_a_title_too(archive)
    assert build(archive)["pages_written"] > 0
    assert build(archive)["pages_written"] == 0


def _block(archive: Path, how: str) -> None:
    cache = archive / ".cache"
    names = [path.name for path in cache.iterdir() if path.name.startswith(("build-", "archive-"))]
    if how == "a file":
        shutil.rmtree(cache)
        cache.write_text("?", encoding="utf-8")
    for name in names if how == "of folders" else ():
        (cache / name).unlink()
        (cache / name).mkdir()


@pytest.mark.parametrize("how", ["a file", "of folders"])
def test_a_cache_that_cannot_be_written_stops_no_build(archive: Path, tmp_path: Path, how: str) -> None:
    build(archive)
    _block(archive, how)
    _edit_a_title_too(archive)
    build(archive)
    build(archive, "--site-dir", str(tmp_path / "cold"))
    assert tree(archive / "site") == tree(tmp_path / "cold")


def test_what_a_hand_put_into_the_site_goes(archive: Path) -> None:
    build(archive)
    _put_something_into_the_site(archive)
    assert build(archive)["pages_written"] == 0
    assert not list((archive / "site").rglob("strange.txt"))


def test_an_edited_text_is_read_and_shown_without_mkdocs(archive: Path) -> None:
    before = build(archive)
    old = tree(archive / "site")
    _edit(archive)
    answer, imported = traced(archive)
    assert "mkdocs" not in imported
    assert (answer["pages_written"], answer["pages_unchanged"]) == (2, before["pages_written"] - 2)
    new = tree(archive / "site")
    pages = {"items/2026/a/index.html", "issues/2026/03/index.html"}
    assert {name for name in new if old[name] != new[name]} - {n for n in new if n.startswith("data/search/")} == {
        *pages,
        *(name for name in new if name.startswith("feeds/") and "十三个村" in new[name].decode()),
    }
    assert all("十三个村" in new[page].decode() for page in pages)
    assert build(archive)["pages_written"] == 0


@pytest.mark.parametrize(
    "text", ["- 一\n又一句。\n", "正文[^1]。\n\n[^1]: 注。\n"], ids=["a list goes on", "a footnote"]
)
def test_texts_that_python_markdown_renders_need_no_mkdocs_either(archive: Path, tmp_path: Path, text: str) -> None:
    build(archive)
    (archive / "content/items/2026/a.md").write_text(item(text), encoding="utf-8")
    answer, imported = traced(archive)
    assert "mkdocs" not in imported
    assert answer["pages_written"] == 2
    build(archive, "--site-dir", str(tmp_path / "cold"))
    assert tree(archive / "site") == tree(tmp_path / "cold")


def test_a_file_that_was_only_saved_again_writes_nothing(archive: Path) -> None:
    build(archive)
    before = {path: path.stat().st_ctime_ns for path in (archive / "site").rglob("*")}
    (archive / "content/items/2026/a.md").touch()
    assert build(archive)["pages_written"] == 0
    assert {path: path.stat().st_ctime_ns for path in (archive / "site").rglob("*")} == before


TEXTS = {
    "empty": "",
    "the same as another": "另一篇正文。",
    "a mark": "正文。秘密★一年\n",
    "an identity": "请联系13912345678。\n",
    "html": "正文<b>粗</b>。\n",
    "a link": "见[另一篇](b.md)。\n",
    "a broken link": "见[另一篇](c.md)。\n",
    "a picture": "![图](b.png)\n",
    "a footnote": "正文[^1]。\n\n[^1]: 注。\n",
    "a second head": "title: 甲\n---\n正文。\n",
    "a fence": "正文。\n\n```\n代码\n",
    "a control character": "正\u202e文。\n",
    "invisible": "正\u200b文。\n",
    "headings": "# 一\n\n## 二\n\n### 二\n\n## 二\n",
    "a table": "|甲|乙|\n|---|---|\n|1|2|\n",
    "many spaces": "\n\n\n   正文。\n\n\n\n",
    "a long one": "正文。\n\n" * 3000,
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_any_other_text_ends_as_in_a_cold_build(archive: Path, tmp_path: Path, text: str) -> None:
    build(archive)
    path = archive / "content/items/2026/a.md"
    head = path.read_text("utf-8").rpartition("---\n")[0]
    path.write_text(f"{head}---\n{text}", encoding="utf-8")
    command = [*BUILD, "--archive", str(archive)]
    warm = subprocess.run(command, capture_output=True, text=True, check=False)
    cold = subprocess.run([*command, "--site-dir", str(tmp_path / "cold")], capture_output=True, text=True, check=False)
    assert (warm.returncode, warm.stderr) == (cold.returncode, cold.stderr)
    if cold.returncode:
        assert warm.stdout == cold.stdout
    else:
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
    settings = settings.replace("- build.py", f"- {ROOT / 'build.py'}")
    (archive / "mkdocs.yml").write_text(settings, encoding="utf-8")
    build(archive, "--trust")
    assert not (archive / ".cache").exists()
