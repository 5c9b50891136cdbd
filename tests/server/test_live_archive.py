"""An archive kept in memory is, after any change, the archive that would be read from disk."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bulletin.content.loader import load
from bulletin.content.stored_reading import dump_reading, load_reading
from bulletin.server.live_archive import LiveArchive
from tests.support import archives
from tests.support.archives import PNG, TODAY

A, B, C = (f"content/items/2026/{name}.md" for name in "abc")
CALL, ISSUE, PAGE = "content/calls/qiuji.md", "issues/2026/001.md", "content/guide.md"
UNITS, SCHEME = "registry/units.toml", "registry/schemes/2026.toml"
PICTURE = "content/items/2026/tu.png"

JOINT = "[组织科, 城关镇]"
TWO = "群众的事群众议，每月十五晚上开会。"
FILES = {
    A: archives.item(adopted_by="[{publication: zugong, date: 2026-04-01}]", topics="[议事, 流动党员]"),
    B: archives.item(TWO, title="每月十五", unit=JOINT),
    CALL: "---\ntitle: 秋季信息要点\ndate: 2026-09-01\n---\n请各乡镇报送。\n",
    ISSUE: archives.issue("编者按。", items="[2026/a]"),
    PAGE: "# 指南\n",
    "content/index.md": "# 首页\n",
}
POINTS = """\
name = "办法"
valid-from = 2026-01-01

[[adoption]]
points = 3
level = "省"
"""

# What is written where (None: removed).
CHANGES: dict[str, dict[str, str | bytes | None]] = {
    "a body": {B: archives.item("另一段话，说的是另一件事。", title="每月十五", unit=JOINT)},
    "nothing": {B: FILES[B]},
    "a body with a footnote": {B: archives.item("说明[^1]。\n\n[^1]: 注。", title="每月十五", unit=JOINT)},
    "a body too long for its category": {C: archives.item("长" * 600, category="动态", title="长")},
    "a title": {B: archives.item(TWO, title="新题")},
    "a copy of another body": {B: archives.item(title="每月十五", unit=JOINT)},
    "a link": {B: archives.item("见[前文](a.md)。", title="每月十五", unit=JOINT)},
    "a broken link": {B: archives.item("见[前文](x.md)。", title="每月十五")},
    "a line more in front": {B: FILES[B].replace("unit:", "status: 已刊\nunit:")},
    "a new item": {C: archives.item("第三件事。", title="第三")},
    "an item gone": {B: None},
    "an item gone that an issue lists": {A: None},
    "a draft": {A: archives.item(status="草稿")},
    "a withdrawal": {A: archives.item(status="撤回")},
    "an unreadable item": {A: "no front matter"},
    "a call": {CALL: "---\ntitle: 冬季信息要点\ndate: 2026-09-01\n---\n请报送。\n"},
    "a foreword": {ISSUE: archives.issue("另一段按语。", items="[2026/a]")},
    "a name in the registry": {UNITS: archives.UNITS.replace("组织科", "组织室", 1)},
    "a mistake in the registry": {UNITS: archives.UNITS + "[[unit]]\n"},
    "a remark in the registry": {UNITS: archives.UNITS + "# 2026\n"},
    "a scheme": {SCHEME: POINTS},
    "a hand-written page": {PAGE: "# 新指南\n"},
    "a new hand-written page": {"content/about.md": "# 关于\n"},
    "a picture": {PICTURE: PNG},
    "a file of an editor's": {"content/items/2026/.a.md.swp": b"\0", "content/items/2026/a.md~": ""},
    "a file that does not belong": {"content/items/2026/a.txt": ""},
    "several bodies": {A: archives.item("甲。"), B: archives.item("乙。", title="每月十五")},
}
UNNOTICED = {"nothing", "a remark in the registry", "a hand-written page"}
"""Those for which the archive is the same."""


def write(root: Path, files: dict[str, str | bytes | None]) -> None:
    for path, content in files.items():
        if content is None:
            (root / path).unlink(missing_ok=True)
        else:
            archives.write(root, {path: content}, {})


def assert_fresh(live: LiveArchive, root: Path, today: date = TODAY) -> None:
    """Compare with the archive as it is read from its files."""
    fresh = load(root, today)
    assert live.loaded == fresh
    assert dict(live.loaded.reading.files) == dict(fresh.reading.files)
    assert live.loaded.reading.sources == fresh.reading.sources


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return archives.write(tmp_path, FILES)


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_followed(name: str, root: Path) -> None:
    files = CHANGES[name]
    live = LiveArchive(root, TODAY, 1)
    write(root, files)
    assert live.update(list(files), TODAY) == (name not in UNNOTICED)
    assert_fresh(live, root)
    write(root, {path: FILES.get(path, {**archives.REGISTRY}.get(path)) for path in files})
    live.update(list(files), TODAY)
    assert_fresh(live, root)


NEWS, DRAFT, PLAIN = {"category": "动态", "title": "短讯"}, {"status": "草稿", "title": "稿子"}, {"title": "丙"}
ADOPTED = {"title": "丙", "adopted_by": "[{publication: sheng, date: 2026-04-01}]"}
LONG_ONES = POINTS.replace('level = "省"', 'min-chars = 20\nlevel = "省"')

# Each: what is there first, and one edit of a text after the other, with the errors and warnings that it has then.
SEQUENCES: dict[str, tuple[dict[str, str | bytes | None], str, list[tuple[str, set[str]]]]] = {
    "too long, and cut": (
        {C: archives.item("短。", **NEWS)},
        C,
        [
            (archives.item("长" * 600, **NEWS), {"too-long"}),
            (archives.item("长" * 700, **NEWS), {"too-long"}),
            (archives.item("又短了。", **NEWS), set()),
        ],
    ),
    "a draft": (
        {C: archives.item("草。", **DRAFT)},
        C,
        [(archives.item("改了的草。", **DRAFT), set()), (archives.item("又改了。", **DRAFT), set())],
    ),
    "a link to a draft, on another line": (
        {C: archives.item("草。", **DRAFT), B: archives.item("见[稿](c.md)。", **PLAIN)},
        B,
        [
            (archives.item("一段在前。\n\n见[稿](c.md)。", **PLAIN), {"link-to-draft"}),
            (archives.item("又是一段。\n\n还有一段。\n\n见[稿](c.md)。", **PLAIN), {"link-to-draft"}),
        ],
    ),
    "points for long texts": (
        {C: archives.item("长" * 30, **ADOPTED), SCHEME: LONG_ONES},
        C,
        [
            (archives.item("长" * 31, **ADOPTED), set()),
            (archives.item("短。", **ADOPTED), {"adoption-without-points"}),
            (archives.item("长" * 32, **ADOPTED), set()),
        ],
    ),
}


@pytest.mark.parametrize("name", SEQUENCES)
def test_one_edit_after_the_other(name: str, root: Path) -> None:
    files, path, steps = SEQUENCES[name]
    write(root, files)
    live = LiveArchive(root, TODAY, 1)
    for text, codes in steps:
        write(root, {path: text})
        assert live.update([path], TODAY) == (name != "a draft")
        assert codes == {p.code for p in live.loaded.problems if p.path == path} - {"left-out"}
        assert_fresh(live, root)


def test_another_day(root: Path) -> None:
    live = LiveArchive(root, TODAY, 1)
    tomorrow = TODAY + timedelta(days=1)
    assert not live.update([], TODAY)
    assert live.update([], tomorrow)
    assert_fresh(live, root, tomorrow)
    assert live.update([], date(2026, 1, 1))
    assert live.loaded.errors


def test_a_text_that_links_is_read_again_when_files_come_and_go(root: Path) -> None:
    archives.write(root, {A: archives.item("见[后文](c.md)和![图](tu.png)。")}, {})
    live = LiveArchive(root, TODAY, 1)
    assert {p.code for p in live.loaded.errors} == {"broken-link", "broken-image"}
    write(root, {C: archives.item("第三件事。", title="第三"), PICTURE: PNG})
    live.update([C, PICTURE], TODAY)
    assert not live.loaded.errors
    (root / C).rename(root / "content/items/2026/d.md")
    live.update([C, "content/items/2026/d.md"], TODAY)
    assert {p.values["nearest"] for p in live.loaded.errors} == {""}
    assert_fresh(live, root)


def test_a_heading_that_others_link_to(root: Path) -> None:
    archives.write(
        root, {A: archives.item("## 做法\n\n开会。"), B: archives.item("见[做法](a.md#做法)。", title="乙")}, {}
    )
    live = LiveArchive(root, TODAY, 1)
    assert not live.loaded.errors
    archives.write(root, {A: archives.item("## 成效\n\n开会。")}, {})
    assert live.update([A], TODAY)
    assert [p.code for p in live.loaded.errors] == ["broken-anchor"]


def test_a_folder_renamed(root: Path) -> None:
    live = LiveArchive(root, TODAY, 1)
    (root / "content/calls").rename(root / "calls")
    assert live.update(["content/calls"], TODAY)
    assert_fresh(live, root)
    assert not live.loaded.archive.calls


TEXTS = st.sampled_from(
    [
        "甲村开会。",
        "乙村修路。",
        "见[甲](a.md)。",
        "见[乙](b.md#做法)。",
        "## 做法\n\n丙。",
        "![图](tu.png)",
        "长" * 600,
        "",
    ]
)
ITEMS = st.builds(
    archives.item,
    TEXTS,
    title=st.sampled_from(["题一", "题二"]),
    status=st.sampled_from(["", "草稿", "撤回"]),
    category=st.sampled_from(["经验", "动态"]),
    unit=st.sampled_from(["城关镇", "新关镇", "[城关镇, 组织科]", "城关镇、新区"]),
    adopted_by=st.sampled_from(["", "[东江日报 5期]", "[《东江日报》]", "[晚报]"]),
    audience=st.sampled_from(["", "限定"]),
)
TABLES: dict[str, list[tuple[str, str]]] = {
    UNITS: [
        ("", ""),
        ("城关镇", "新关镇"),
        ('"城关镇"', '"新关镇"\naliases = ["城关镇"]'),
        ("城关乡", "城关镇、新区"),
        ("left", "joined"),
    ],
    "registry/publications.toml": [
        ("", ""),
        ("东江日报", "晚报"),
        ("省组工信息", "《东江日报》"),
        ("省组工信息", "东江日报 5期"),
    ],
    "registry/categories.toml": [("", ""), ("max-chars = 500", "max-chars = 700"), ("动态", "消息")],
    "registry/bulletin.toml": [
        ("", ""),
        ("柳川", "柳河"),
        ("[distribution]", "[limits]\ntext-kilobytes = 1\n[distribution]"),
    ],
}
TABLE_STEPS = st.sampled_from(
    [(path, archives.REGISTRY[path].replace(old, new, 1)) for path, found in TABLES.items() for old, new in found]
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from([A, B, C]), st.one_of(ITEMS, st.none(), st.just("坏"))),
        st.tuples(st.just(PICTURE), st.sampled_from([PNG, None])),
        st.tuples(st.just(ISSUE), st.sampled_from([FILES[ISSUE], archives.issue(), None])),
        st.tuples(
            st.just(PAGE), st.sampled_from(["# 指南\n", "[乙](items/2026/b.md)\n", "[丙](items/2026/c.md)\n", None])
        ),
        st.tuples(
            st.just(CALL), st.sampled_from([FILES[CALL], FILES[CALL] + "\n[乙](../items/2026/b.md#做法)\n", None])
        ),
        TABLE_STEPS,
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=STEPS)
@pytest.mark.slow
def test_any_changes_at_all(
    steps: list[tuple[str, str | bytes | None]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = archives.write(tmp_path_factory.mktemp("kept"), FILES)
    live = LiveArchive(root, TODAY, 1)
    for path, content in steps:
        stored = load_reading(root, dump_reading(live.loaded.reading))
        write(root, {path: content})
        live.update([path], TODAY)
        assert_fresh(live, root)
        assert load(root, TODAY, 1, stored, [path]) == live.loaded
