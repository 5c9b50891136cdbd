"""Whatever is edited, renamed, deleted or added: the site that is brought up to date is that of a cold build."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bulletin.cli import main
from tests.support.archives import REGISTRY, item, write

pytestmark = pytest.mark.slow

Edit = Callable[[Path], object]
NAMES = ("a", "b", "c", "d")
BODIES = (
    "全镇十二个村普遍开设夜间议事桌。",
    "第一段。\n\n## 做法\n\n- 一\n- 二\n\n**第二段**。",
    "见[另一篇](b.md)。",
    "正文[^1]。\n\n[^1]: 注。",
    "|甲|乙|\n|---|---|\n|1|2|",
)
TITLES = ("甲", "乙", "丙“丁”", "<戊>")
UNITS = REGISTRY["registry/units.toml"]


def _path(archive: Path, name: str) -> Path:
    return archive / f"content/items/2026/{name}.md"


def _write(name: str, body: str, title: str, day: int) -> Edit:
    def edit(archive: Path) -> None:
        # Equal texts and titles are told of; the name keeps them apart.
        text = item(f"{body}\n\n{name}。", title=f"{title}{name}", date=f"2026-03-{day:02}")
        write(archive, {f"content/items/2026/{name}.md": text})

    return edit


def _append(name: str, words: str) -> Edit:
    def edit(archive: Path) -> None:
        if (path := _path(archive, name)).exists():
            path.write_text(path.read_text("utf-8") + f"\n\n{words}\n", encoding="utf-8")

    return edit


def _remove(name: str) -> Edit:
    return lambda archive: _path(archive, name).unlink(missing_ok=True)


def _rename(name: str, other: str) -> Edit:
    def edit(archive: Path) -> None:
        if _path(archive, name).exists():
            _path(archive, name).replace(_path(archive, other))

    return edit


def _unit(name: str) -> Edit:
    return lambda archive: write(
        archive, {"registry/units.toml": UNITS.replace('name = "组织科"', f'name = "{name}"\naliases = ["组织科"]', 1)}
    )


def _issue(words: str) -> Edit:
    text = f"---\nnumber: 1\ndate: 2026-03-31\n---\n{words}\n"
    return lambda archive: write(archive, {"issues/2026/01.md": text})


def _head(name: str, line: str) -> Edit:
    def edit(archive: Path) -> None:
        if (path := _path(archive, name)).exists():
            before, middle, after = path.read_text("utf-8").partition("\n---\n")
            path.write_text(f"{before}\n{line}{middle}{after}", encoding="utf-8")

    return edit


def _call(title: str) -> Edit:
    text = f"---\ntitle: {title}\ndate: 2026-03-01\ndue: 2026-11-22\nunit: 组织科\n---\n请报送。\n"
    return lambda archive: write(archive, {"content/calls/c1.md": text})


HEADS = (
    "adopted-by: [组工信息]",
    "topics: [夜校, 议事]",
    "authors: [某甲]",
    "status: 草稿",
    "status: 撤回",
    "endorsements: [{by: 县委书记, level: 县, text: 可推广}]",
    "commission: c1",
)
names = st.sampled_from(NAMES)
EDITS = st.one_of(
    st.builds(_write, names, st.sampled_from(BODIES), st.sampled_from(TITLES), st.integers(1, 28)),
    st.builds(_append, names, st.text("新增一句话，", min_size=1, max_size=8)),
    st.builds(_append, names, st.text("新增一句话，", min_size=1, max_size=8)),
    st.builds(_head, names, st.sampled_from(HEADS)),
    st.builds(_head, names, st.sampled_from(HEADS)),
    st.builds(_call, st.sampled_from(["约稿一", "约稿二"])),
    st.builds(_remove, names),
    st.builds(_rename, names, names),
    st.builds(_unit, st.sampled_from(["组织一科", "组织科（新）"])),
    st.builds(_issue, st.sampled_from(["编者按：今年以来。", "**按**：见下。"])),
)

# On the 22nd an answer is due.
DAYS = st.sampled_from([20, 20, 20, 23])


def _build(archive: Path, site: Path, day: int) -> int:
    return main(["--archive", str(archive), "--site-dir", str(site), "--date", f"2026-11-{day}", "--lang", "zh"])


def _tree(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.mark.usefixtures("capsys")
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(st.tuples(st.lists(EDITS, max_size=2), DAYS), min_size=2, max_size=4))
def test_incremental_and_cold_builds_make_the_same_tree(tmp_path: Path, rounds: list[tuple[list[Edit], int]]) -> None:
    archive, warm, cold = (tmp_path / name for name in ("archive", "warm", "cold"))
    for folder in (archive, warm, cold):
        shutil.rmtree(folder, ignore_errors=True)
    write(archive, {"content/index.md": "# 首页\n"})
    for number, name in enumerate(NAMES[:3]):
        _write(name, BODIES[number], TITLES[number], number + 1)(archive)
    _build(archive, warm, 20)
    for edits, day in rounds:
        for edit in edits:
            edit(archive)
        if (code := _build(archive, warm, day)) == 0:
            standing = _tree(warm)
        shutil.rmtree(cold, ignore_errors=True)
        assert _build(archive, cold, day) == code
        if code == 0:
            assert standing == _tree(cold)
