"""Whatever is edited, renamed, deleted or added: the site that is brought up to date is that of a cold build."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bulletin.cli import main
from tests.support.archives import BULLETIN, CATEGORIES, PNG, PUBLICATIONS, REGISTRY, issue, item, write

pytestmark = pytest.mark.slow

Edit = Callable[[Path], object]
NAMES = {"a": 2026, "b": 2026, "c": 2026, "d": 2025, "e": 2024}
"""Names of items, and their years."""
BODIES = (
    "全镇十二个村普遍开设夜间议事桌。",
    "第一段。\n\n## 做法\n\n- 一\n- 二\n\n**第二段**。",
    "见[另一篇](../2026/b.md)。",
    "见[另一篇](../2026/b.md#做法)。",
    "正文[^1]。\n\n[^1]: 注。",
    "|甲|乙|\n|---|---|\n|1|2|",
    "![图](../2026/tu.png)",
)
TITLES = ("甲", "乙", "丙“丁”", "<戊>")
UNITS = REGISTRY["registry/units.toml"]
OWN = "组织科", "城关镇", "东双河镇", "[组织科, 城关镇]"
OTHER_PNG = PNG[:-16] + b"\x00\x00\x00\x00IEND\xaeB`\x82"


def _path(archive: Path, name: str) -> Path:
    return archive / f"content/items/{NAMES[name]}/{name}.md"


def _file(path: str, text: str | bytes) -> Edit:
    return lambda archive: write(archive, {path: text}, {})


def _write(name: str, body: str, title: str, day: int, unit: str = "城关镇") -> Edit:
    # Equal texts and titles are told of; the name keeps them apart.
    year = NAMES[name]
    text = item(f"{body}\n\n{name}。", title=f"{title}{name}", date=f"{year}-03-{day:02}", unit=unit)
    return _file(f"content/items/{year}/{name}.md", text)


def _append(name: str, words: str) -> Edit:
    def edit(archive: Path) -> None:
        if (path := _path(archive, name)).exists():
            path.write_text(path.read_text("utf-8") + f"\n\n{words}\n", encoding="utf-8")

    return edit


def _remove(file: str) -> Edit:
    return lambda archive: (archive / file).unlink(missing_ok=True)


def _rename(name: str, other: str) -> Edit:
    def edit(archive: Path) -> None:
        if _path(archive, name).exists() and NAMES[name] == NAMES[other]:
            _path(archive, name).replace(_path(archive, other))

    return edit


def _head(name: str, line: str) -> Edit:
    """Give an item a value, in place of the one it has."""

    def edit(archive: Path) -> None:
        if (path := _path(archive, name)).exists():
            text = re.sub(rf"(?m)^{line.partition(':')[0]}:.*\n", "", path.read_text("utf-8"))
            path.write_text(text.replace("\n---\n", f"\n{line}\n---\n", 1), encoding="utf-8")

    return edit


def _call(title: str, units: str, due: int) -> Edit:
    text = f"---\ntitle: {title}\ndate: 2026-03-01\ndue: 2026-11-{due}\n{units}topics: [夜校]\n---\n请报送。\n"
    return _file("content/calls/c1.md", text)


def _scheme(points: int, words: str, more: str) -> Edit:
    rules = f'[[adoption]]\npoints = {points}\nwords = "{words}"\n\n[[submission]]\npoints = 1\nwords = "报送"\n'
    head = 'name = "办法"\nvalid-from = 2025-01-01\nvalid-to = 2026-12-31\n'
    return _file("registry/schemes/1.toml", f"{head}\n{rules}\n{more}")


def _target(count: int) -> Edit:
    rule = f'[[target]]\nid = "t"\nwords = "任务"\ncount = {count}\nper = "年"\n'
    return _file("registry/targets/2026.toml", rule)


HEADS = (
    "adopted-by: [组工信息]",
    "adopted-by: [{publication: 东江日报, date: 2026-11-20}, 组工信息]",
    "topics: [夜校, 议事]",
    "topics: [夜校！]",
    "topics: [议事]",
    "authors: [某甲]",
    "authors: [某甲, 某乙]",
    "status: 草稿",
    "status: 撤回",
    "status: 更正",
    "audience: 限定",
    # It may be read on the 20th and not on the 23rd.
    "expires: 2026-11-21",
    "category: 调研",
    "channel: 专报",
    "endorsements: [{by: 县委书记, level: 县, text: 可推广}]",
    "endorsements: [{by: 县委书记, level: 县, date: 2026-11-02, follow-up: 已办}]",
    "outcomes: [{title: 新办法, date: 2026-10-05}]",
    "corrections: [{date: 2026-10-05, note: 数字更正}]",
    "commission: c1",
    *(f"unit: {unit}" for unit in OWN),
)
REGISTRIES = (
    ("units", UNITS),
    (
        "units",
        UNITS.replace('name = "组织科"', 'name = "组织一科"\naliases = ["组织科"]', 1).replace(
            'aliases = ["县', "# ", 1
        ),
    ),
    ("units", UNITS.replace('group = "townships"', 'group = "offices"', 1)),
    ("units", UNITS.replace('id = "donghe"', 'id = "donghe"\nleft = 2026-06-30\nsuccessor = "chengguan"')),
    ("units", UNITS + '\n[[unit]]\nid = "xin"\nname = "新办"\ngroup = "offices"\n'),
    ("units", UNITS.replace('name = "乡镇"', 'name = "乡镇（街道）"')),
    ("categories", CATEGORIES),
    ("categories", CATEGORIES.replace("order = 1", "order = 5")),
    ("categories", CATEGORIES.replace('name = "综述"', 'name = "概览"')),
    ("publications", PUBLICATIONS),
    ("publications", PUBLICATIONS.replace('level = "中央"', 'level = "市"')),
    ("bulletin", BULLETIN),
    ("bulletin", BULLETIN.replace("柳川", "柳江").replace("150", "160")),
)
ISSUES = (
    issue("编者按：今年以来。", date="2026-03-31"),
    issue("**按**：见下。", date="2026-03-31"),
    issue("", date="2026-03-12", title="专题", signer="某部长"),
    issue("", date="2026-03-31", items="[2026/a]"),
    issue("", date="2026-03-31", items="[2026/b, 2026/a]"),
)
CIRCULARS = "本季度报送{报送条数}篇。\n", "采用率{rate}。见[稿](../items/2026/a.md)。\n", "无数字。\n"
PAGES = "content/guide.md", "content/guide2.md"
names = st.sampled_from(list(NAMES))
EDITS = st.one_of(
    st.builds(
        _write, names, st.sampled_from(BODIES), st.sampled_from(TITLES), st.integers(1, 28), st.sampled_from(OWN)
    ),
    st.builds(_append, names, st.text("新增一句话，", min_size=1, max_size=8)),
    *2 * [st.builds(_head, names, st.sampled_from(HEADS))],
    st.builds(_rename, names, names),
    st.builds(
        _call,
        st.sampled_from(["约稿一", "约稿二"]),
        st.sampled_from(["", "unit: 组织科\n", "unit: [组织科, 东双河镇]\n"]),
        st.sampled_from([19, 22, 28]),
    ),
    st.builds(
        _scheme,
        st.integers(2, 4),
        st.sampled_from(["采用", "刊用"]),
        st.sampled_from(["", '[authors]\nwords = "作者"\nsplit = "平分"\n']),
    ),
    st.builds(_target, st.integers(1, 2)),
    st.sampled_from(REGISTRIES).map(lambda file: _file(f"registry/{file[0]}.toml", file[1])),
    st.builds(_file, st.just("issues/2026/01.md"), st.sampled_from(ISSUES)),
    st.builds(_file, st.just("issues/2025/01.md"), st.just(issue("", date="2025-12-31"))),
    st.builds(_file, st.just("issues/2023/01.md"), st.just(issue("", date="2023-12-31"))),
    st.builds(
        _file,
        st.sampled_from(["content/circulars/2026-Q1.md", "content/circulars/2026-Q4.md"]),
        st.sampled_from(CIRCULARS),
    ),
    st.builds(_file, st.just("content/items/2026/tu.png"), st.sampled_from([PNG, OTHER_PNG])),
    st.builds(
        _file, st.sampled_from(["content/guide.md", "content/guide2.md"]), st.sampled_from(["# 指南\n", "# 新\n"])
    ),
    st.builds(
        _remove,
        st.one_of(
            names.map(lambda name: f"content/items/{NAMES[name]}/{name}.md"),
            st.sampled_from(
                [
                    "content/circulars/2026-Q1.md",
                    *("registry/schemes/1.toml", "registry/targets/2026.toml", "content/calls/c1.md"),
                    *("issues/2026/01.md", "issues/2025/01.md", "issues/2023/01.md", "content/guide2.md"),
                ]
            ),
        ),
    ),
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
    write(archive, {"content/index.md": "# 首页\n", "content/items/2026/tu.png": PNG})
    _call("约稿一", "unit: 组织科\n", 22)(archive)
    for number, name in enumerate("abc"):
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
