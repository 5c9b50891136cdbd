"""Addresses that have to be valid names of folders on every system."""

from __future__ import annotations

from pathlib import Path

import pytest

from bulletin.core.text import is_valid_stem
from bulletin.model import urls
from tests.support.archives import UNITS, item, problems

RESERVED = ["con", "PRN", "aux", "nul", "com1", "lpt9", "com0", "COM¹", "lpt²"]


@pytest.mark.parametrize("topic", ["流动党员", "夜校", "a-b", "条" * 46, "x" * 140])
def test_a_topic_of_usual_length_is_its_address(topic: str) -> None:
    assert urls.topic_slug(topic) == topic


@pytest.mark.parametrize("topic", ["条" * 47, "x" * 141, "𠀀" * 36, "条" * 300, "条 " * 60])
def test_a_long_topic_is_cut_by_bytes(topic: str) -> None:
    slug, other = urls.topic_slug(topic), urls.topic_slug(topic + "二")
    assert len(slug.encode()) <= 140
    assert slug != other
    assert slug[:20] == other[:20] == urls.topic_slug(topic)[:20]
    assert urls.is_long_topic(topic)


@pytest.mark.parametrize("name", RESERVED)
def test_no_address_is_reserved_by_windows(name: str) -> None:
    assert is_valid_stem(urls.topic_slug(name))
    assert is_valid_stem(urls.author_page("zzk", name).split("/")[-2])
    assert not is_valid_stem(name)


def test_a_long_topic_is_told_once_with_its_line(tmp_path: Path) -> None:
    topic = "关于进一步加强" * 8
    texts = {f"content/items/2026/{n}.md": item(f"正文{n}", title=n, topics=f"[夜校, {topic}]") for n in "ab"}
    (found,) = problems(tmp_path, texts)
    assert (found.path, found.code, found.field) == ("content/items/2026/a.md", "long-topic", "topics")
    assert "topics:" in texts[found.path].splitlines()[found.line - 1]
    assert found.values == {"name": topic}


def test_a_long_topic_of_a_call_is_told(tmp_path: Path) -> None:
    call = f"---\ntitle: 约稿\ndate: 2026-03-01\ntopics: [{'关于进一步加强' * 8}]\n---\n\n请各单位报送。\n"
    (found,) = problems(tmp_path, {"content/calls/yaogao.md": call, "content/items/2026/a.md": item()})
    assert (found.path, found.code, found.line) == ("content/calls/yaogao.md", "long-topic", 4)


@pytest.mark.parametrize("name", ["con", "aux", "com1"])
def test_no_id_of_the_registry_is_reserved(name: str, tmp_path: Path) -> None:
    units = UNITS.replace('id = "chengguan"', f'id = "{name}"')
    found = problems(tmp_path, {"registry/units.toml": units, "content/items/2026/a.md": item()})
    assert ("bad-id", name) in [(p.code, p.values.get("name")) for p in found]
