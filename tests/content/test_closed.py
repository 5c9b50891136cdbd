"""Files of closed periods are read strictly: whatever was done to them is a problem with its line."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.content.closed import read_closed
from bulletin.content.closed_writer import LIMIT, closed_bytes, closed_path, content_digest, write_closed
from bulletin.content.loader import load
from bulletin.content.sources import _read_tables
from bulletin.core.dates import Period
from bulletin.core.i18n import translator
from bulletin.model.closed import Reopening
from bulletin.model.registry import Registry
from bulletin.scoring.closing.freeze import freeze
from tests.support.archives import TODAY, item, loaded

PERIOD = Period.parse("2026-Q1")
PATH = closed_path(PERIOD)
ITEM = item(adopted_by="[{publication: 省组工信息, issue: 3, date: 2026-03-20}]")


def closed_file(root: Path) -> bytes:
    """Write an archive and return the file with which its first quarter would be closed."""
    archive = loaded(root, {"content/items/2026/yetan.md": ITEM}).archive
    return closed_bytes(freeze(archive, PERIOD, translator("zh"), PATH))


def problems(root: Path, data: bytes) -> list[tuple[str, str, int]]:
    (root / PATH).parent.mkdir(parents=True, exist_ok=True)
    (root / PATH).write_bytes(data)
    return [(p.path, p.code, p.line) for p in load(root, TODAY).problems]


def signed(record: dict[str, Any]) -> bytes:
    """Return a record with a digest that matches it."""
    record.pop("digest", None)
    return json.dumps(record | {"digest": content_digest(record)}, ensure_ascii=False, indent=0).encode()


def test_what_was_written_is_read(tmp_path: Path) -> None:
    data = closed_file(tmp_path)
    assert problems(tmp_path, data) == []
    (found,) = load(tmp_path, TODAY).archive.closed
    assert (found.period, found.closed, found.unit["chengguan"].adoptions) == (PERIOD, TODAY, 1)
    assert closed_bytes(found) == data
    crlf = data.replace(b"\n", b"\r\n")
    assert [code for _, code, _ in problems(tmp_path, crlf) if code.startswith("closed")] == []


def test_an_altered_figure_is_told(tmp_path: Path) -> None:
    data = closed_file(tmp_path)
    altered = data.replace(b'"adoptions": 1', b'"adoptions": 2')
    assert altered != data
    assert problems(tmp_path, altered) == [(PATH, "closed-altered", data.count(b"\n"))]


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[: len(data) // 2],
        lambda _: b"",
        lambda _: b"[]",
        lambda _: b"[" * 100_000,
        lambda _: b'{"format": ' + b"9" * 5000 + b"}",
        lambda data: data.replace(b'"2026-Q1"', b'"2026-Q2"'),
        lambda data: data.replace(b'"format": 1', b'"format": 2'),
        lambda data: data.replace(b'"units"', b'"unit"'),
        lambda data: data.replace(b'"submitted": 1', b'"submitted": 1.5'),
        lambda data: data.replace(b'"submitted": 1', b'"submitted": NaN'),
    ],
)
def test_what_cannot_be_understood_is_told(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    found = problems(tmp_path, damage(closed_file(tmp_path)))
    assert [(path, code) for path, code, _ in found] == [(PATH, "closed-malformed")]
    assert found[0][2] >= 1


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("{}".encode("utf-16"), "utf16"),
        ('{"reason": "定稿文件"}'.encode("gbk"), "gbk"),
        (b"\xff\xff", "not-utf8"),
        (b"<<<<<<< HEAD\n{}\n", "conflict-marker"),
        (b" " * (LIMIT + 1), "closed-too-large"),
        (b" " * 1_000_001, "closed-malformed"),
    ],
)
def test_wrong_bytes_are_one_problem(data: bytes, code: str) -> None:
    found, told = read_closed({PATH: data}, Registry())
    assert (found, [problem.code for problem in told]) == ((), [code])


@pytest.mark.parametrize("inside", ["", "notes", "2026-Q1.json"])
def test_a_folder_in_the_place_of_the_file_is_told(tmp_path: Path, inside: str) -> None:
    closed_file(tmp_path)
    (tmp_path / PATH / inside).mkdir(parents=True)
    codes = {(p.path, p.code) for p in load(tmp_path, TODAY).problems}
    assert (PATH, "folder-not-file") in codes


def test_a_link_in_the_place_of_the_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "other.json").write_bytes(closed_file(tmp_path))
    (tmp_path / PATH).parent.mkdir()
    (tmp_path / PATH).symlink_to(tmp_path / "other.json")
    assert [(p.path, p.code) for p in load(tmp_path, TODAY).problems] == [(PATH, "symlink")]


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    closed_file(tmp_path)
    _, told = _read_tables(tmp_path, [PATH])
    assert [(p.path, p.code) for p in told] == [(PATH, "unreadable-file")]


def test_points_without_a_scheme_are_told(tmp_path: Path) -> None:
    (tmp_path / "registry/schemes").mkdir(parents=True)
    scheme = tmp_path / "registry/schemes/2026.toml"
    scheme.write_text('name = "办法"\n[[adoption]]\nwords = "每篇1分"\npoints = 1\n', "utf-8")
    data = closed_file(tmp_path)
    assert problems(tmp_path, data) == []
    scheme.unlink()
    assert problems(tmp_path, data) == [(PATH, "closed-without-scheme", 0)]


def test_a_publication_that_is_gone_from_the_registry_is_told(tmp_path: Path) -> None:
    record = json.loads(closed_file(tmp_path))
    record["rules"] = ["采用"]
    record["units"][0]["entries"] = [["2026-03-20", 0, "5", "adoption", "2026/old", "旧刊", "3"]]
    (found,) = problems(tmp_path, signed(record))
    assert found[:2] == (PATH, "closed-unknown-entry")


def test_a_unit_that_is_gone_from_the_registry_is_told(tmp_path: Path) -> None:
    record = json.loads(closed_file(tmp_path))
    record["units"][0]["id"] = "nobody"
    (found,) = problems(tmp_path, signed(record))
    assert found[:2] == (PATH, "closed-unknown-entry")
    assert found[2] > 1


VALUES = st.one_of(st.none(), st.booleans(), st.integers(-3, 3), st.text(max_size=3), st.just([]), st.just({}))


def test_a_wrong_value_anywhere_is_a_problem_and_never_a_traceback(tmp_path: Path) -> None:
    record = json.loads(closed_file(tmp_path))
    registry = load(tmp_path, TODAY).archive.registry

    def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:  # noqa: ANN401 - JSON
        inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        return [path, *(place for key, part in inside for place in places(part, (*path, key)))]

    @given(st.sampled_from(places(record)[1:]), VALUES)
    def damaged(place: tuple[Any, ...], value: object) -> None:
        changed = json.loads(json.dumps(record))
        inner = changed
        for key in place[:-1]:
            inner = inner[key]
        inner[place[-1]] = value
        found, _ = read_closed({PATH: signed(changed)}, registry)
        for one in found:
            closed_bytes(one)

    damaged()


def test_a_period_that_was_opened_again_is_open(tmp_path: Path) -> None:
    closed_file(tmp_path)
    archive = load(tmp_path, TODAY).archive
    found = freeze(archive, PERIOD, translator("zh"), PATH)
    taken_back = Reopening(date(2026, 4, 8), "0" * 64, date(2026, 5, 4), "漏计一篇")
    write_closed(tmp_path, replace(found, closed=None, items=(), units=(), reopened=(taken_back,)))
    (read,) = load(tmp_path, TODAY).archive.closed
    assert (read.closed, read.reopened) == (None, (taken_back,))
