"""Reading an archive again: only what may give another result is read, and all that is equal is the same objects."""

from __future__ import annotations

import marshal
from collections.abc import Collection
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.content.loader import LoadedArchive, load
from bulletin.content.reading import files_to_read
from bulletin.content.sources import read_sources
from bulletin.content.stored_reading import dump_reading, load_reading
from bulletin.core.cache_file import CacheCorrupted
from bulletin.core.problems import BulletinError
from tests.support.archives import PNG, REGISTRY, TODAY, UNITS, issue, item, write
from tests.support.paths import ROOT

A, B, C, D = (f"content/items/2026/{name}.md" for name in "abcd")
ISSUE, PAGE, PICTURE = "issues/2026/001.md", "content/guide.md", "content/items/2026/tu.png"
FILES: dict[str, str | bytes] = {
    A: item("见[乙](b.md)和![图](tu.png)。", adopted_by="[东江日报 5期]"),
    B: item("## 做法\n\n另一件事。", title="另一件"),
    C: item("见[丁](d.md)。", title="第三件"),
    ISSUE: issue("编者按。", items="[2026/a]"),
    PAGE: "# 指南\n\n[甲](items/2026/a.md)\n",
    PICTURE: PNG,
}
SAMPLE = dump_reading(load(ROOT, date(2026, 11, 22)).reading)
TABLE, PUBLICATIONS, BULLETIN = "registry/units.toml", "registry/publications.toml", "registry/bulletin.toml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write(tmp_path, FILES)


def read_again(root: Path, before: LoadedArchive, changed: Collection[str]) -> set[str]:
    """Return the names of the files that have to be read again; compare what is loaded then with a fresh reading."""
    sources = read_sources(root, before.reading.sources, changed)
    found = files_to_read(before.reading, sources, changed)
    for previous in (before, before.reading, load_reading(root, _stored(before))):
        after, fresh = load(root, TODAY, 1, previous, changed), load(root, TODAY)
        assert after == fresh
        assert after.reading == fresh.reading
        assert marshal.loads(marshal.dumps(dump_reading(after.reading))) == dump_reading(fresh.reading)  # noqa: S302 - ours
    return {path.rpartition("/")[2] for path in found}


def _stored(loaded: LoadedArchive) -> object:
    return marshal.loads(marshal.dumps(dump_reading(loaded.reading)))  # noqa: S302 - ours


CHANGES: dict[str, tuple[dict[str, str | bytes | None], set[str]]] = {
    "a text": ({B: item("## 做法\n\n第三件事。", title="另一件")}, {"b.md"}),
    "a title": ({B: item("## 做法\n\n另一件事。", title="新题")}, {"b.md"}),
    "a file that a broken link names": ({D: item("丁。", title="第四件")}, {"c.md", "d.md"}),
    "a file that no link names": ({"content/items/2026/e.md": item("戊。", title="五")}, {"c.md", "e.md"}),
    "a file gone that a link names": ({B: None}, {"a.md", "c.md"}),
    "an image gone": ({PICTURE: None}, {"a.md", "c.md"}),
    "an item gone that a page names": ({A: None}, {"c.md", "guide.md"}),
    "a remark in the registry": ({TABLE: UNITS + "# 2026\n"}, set()),
    "another name, the old one kept": (
        {TABLE: UNITS.replace('"城关镇"', '"城关街道"\naliases = ["城关镇"]')},
        set(),
    ),
    "another name": ({TABLE: UNITS.replace('"城关镇"', '"城关街道"')}, set(FILES)),
    "a unit more": ({TABLE: UNITS + '[[unit]]\nid = "xin"\nname = "新区"\n'}, set()),
    "a unit that has left": (
        {TABLE: UNITS.replace('name = "城关镇"', 'name = "城关镇"\nleft = 2026-01-31')},
        {"a.md", "b.md", "c.md"},
    ),
    "a limit of a category": (
        {
            "registry/categories.toml": REGISTRY["registry/categories.toml"].replace(
                "order = 1", "order = 1\nmin-chars = 9"
            )
        },
        {"a.md", "b.md", "c.md"},
    ),
    "an alias with a separator": ({TABLE: UNITS + '[[unit]]\nid = "xin"\nname = "城关镇、新区"\n'}, set(FILES)),
    "a publication whose name ends with a number": (
        {PUBLICATIONS: REGISTRY[PUBLICATIONS] + '[[publication]]\nid = "x"\nname = "东江日报 5期"\nlevel = "市"\n'},
        set(FILES),
    ),
    "a rule of proof-reading off": ({BULLETIN: REGISTRY[BULLETIN] + '[proofreading]\noff = ["标点"]\n'}, set(FILES)),
    "another limit": ({BULLETIN: REGISTRY[BULLETIN] + "[limits]\ntext-kilobytes = 99\n"}, set(FILES)),
    "another name of the bulletin": ({BULLETIN: REGISTRY[BULLETIN].replace("柳川", "柳河")}, set()),
    "a scheme": ({"registry/schemes/2026.toml": 'name = "办法"\nvalid-from = 2026-01-01\n'}, set()),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_is_read_again(name: str, root: Path) -> None:
    files, expected = CHANGES[name]
    before = load(root, TODAY)
    for path, content in files.items():
        if content is None:
            (root / path).unlink()
        else:
            write(root, {path: content}, {})
    assert read_again(root, before, list(files)) == {path.rpartition("/")[2] for path in expected}


def test_an_unknown_name_is_looked_up_again(root: Path) -> None:
    write(root, {B: item("另一件事。", title="另一件", unit="新区")}, {})
    before = load(root, TODAY)
    assert "unknown-unit" in {problem.code for problem in before.problems}
    write(root, {TABLE: UNITS + '[[unit]]\nid = "xin"\nname = "新区"\n'}, {})
    assert read_again(root, before, [TABLE]) == {"b.md"}


def test_what_is_equal_is_the_same_object(root: Path) -> None:
    before = load(root, TODAY)
    assert load(root, TODAY, 1, before, []) is before
    for changed in ([A, B, TABLE], None):
        after = load(root, TODAY, 1, before, changed)
        assert after is before
        again = load(root, TODAY, 1, load_reading(root, _stored(before)), changed)
        assert again == before
    write(root, {TABLE: UNITS + "# 2026\n"}, {})
    after = load(root, TODAY, 1, before, [TABLE])
    assert after.archive is before.archive
    write(root, {B: item("## 做法\n\n第三件事。", title="另一件")}, {})
    after = load(root, TODAY, 1, after, [B])
    assert after.archive is before.archive
    assert "第三件事" in after.bodies[B].html
    write(root, {B: item("## 做法\n\n很多件事。", title="新题")}, {})
    after = load(root, TODAY, 1, after, [B])
    assert after.archive is not before.archive
    same = [path for path, parsed in before.reading.files.items() if after.reading.files[path].fact is parsed.fact]
    assert set(same) == before.reading.files.keys() - {B}


def test_values_of_unchanged_files_are_not_made_again(root: Path) -> None:
    values = _stored(load(root, TODAY))
    write(root, {B: item("乙。", title="新题")}, {})
    after = load(root, TODAY, 1, load_reading(root, values), [B])
    kept = {id(value) for value in values[-1]}  # type: ignore[index]
    assert [value[0] for value in dump_reading(after.reading)[-1] if id(value) not in kept] == [B]


def test_a_text_that_changed_since_it_was_read_is_not_shown(root: Path) -> None:
    waiting = load(root, TODAY, 1, load(root, TODAY).reading, [])
    assert "<h2" in waiting.bodies[B].html
    write(root, {A: item("别的。")}, {})
    with pytest.raises(BulletinError):
        waiting.bodies[A]


def test_a_reading_of_the_sample_comes_back() -> None:
    before = load(ROOT, date(2026, 11, 22))
    again = load_reading(ROOT, _stored(before))
    assert again == before.reading
    assert dict(load(ROOT, date(2026, 11, 22), 1, again, []).bodies) == dict(before.bodies)


def _damaged(values: Any, place: tuple[int, ...], wrong: object) -> Any:  # noqa: ANN401 - plain values
    """Return nested lists or tuples with something wrong in one place."""
    first, *others = place
    listed = list(values)
    listed[first % len(listed)] = (
        _damaged(listed[first % len(listed)], tuple(others), wrong)
        if others and isinstance(listed[first % len(listed)], (list, tuple)) and listed[first % len(listed)]
        else wrong
    )
    return tuple(listed)


@given(
    st.lists(st.integers(0, 40), min_size=1, max_size=4).map(tuple),
    st.sampled_from([None, 7, "x", (), (1,), {}, b""]),
)
def test_malformed_values_give_a_reading_or_an_error_of_their_own(place: tuple[int, ...], wrong: object) -> None:
    with suppress(CacheCorrupted):
        load_reading(ROOT, _damaged(SAMPLE, place, wrong))
