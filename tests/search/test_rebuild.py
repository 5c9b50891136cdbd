"""Segments that are built again after edits: byte for byte those of a whole build, or nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin.content.loader import LoadedArchive
from bulletin.markdown.renderer import Body
from bulletin.model.archive import Archive
from bulletin.model.records import Adoption, Outcome
from bulletin.search import index_format
from bulletin.search.index.rebuild import rebuild_segments
from bulletin.search.index.segments import split_into_segments
from bulletin.search.index.writer import build_segment_files, index_files, shared_files
from bulletin.search.index_format import site_reader
from tests.support.archives import TODAY, item, loaded

FILES = {
    f"content/items/{year}/x{n}.md": item(
        f"第 {n} 篇：{year} 年共走访 {n * 7} 户，讓 AI 推断……\n\n## 二、做法\n\n" + "村党支部逐户走访。" * (n % 4),
        title=f"标题{n} 走访",
        date=f"{year}-0{n}-05",
        **({"adopted-by": "[河南组工信息]"} if n == 3 else {}),
    )
    for year in (2024, 2025, 2026)
    for n in range(1, 8)
}
WORDS = st.sampled_from(
    ["党员", "走访", "第 3 篇", "２０２６年", "讓", "……", " ", "A b", "12345678", "007", "𝐀𠮷", "，", "\u200b"]
)
TEXTS = st.lists(WORDS | st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co")), max_size=6), max_size=60)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> LoadedArchive:
    return loaded(tmp_path_factory.mktemp("rebuild"), FILES, TODAY)


def built(read: LoadedArchive, changed: dict[str, Body]) -> dict[str, bytes]:
    bodies = dict(read.bodies) | {read.archive.item[i].path: body for i, body in changed.items()}
    return {address: data for address, data in index_files(read.archive, bodies) if data is not None}


def updated(before: dict[str, bytes], changed: dict[str, Body]) -> dict[str, bytes] | None:
    return rebuild_segments(lambda name: before[index_format.FOLDER + name], changed)


def differing(before: dict[str, bytes], after: dict[str, bytes]) -> dict[str, bytes]:
    assert before.keys() <= after.keys()
    return {address: data for address, data in after.items() if before.get(address) != data}


def body(*paragraphs: str) -> Body:
    return Body(html="".join(f"<p>{text.replace('&', '&amp;').replace('<', '&lt;')}</p>\n" for text in paragraphs))


@given(st.dictionaries(st.sampled_from(sorted(FILES)), TEXTS, min_size=1, max_size=3), st.data())
@settings(max_examples=60)
def test_rebuilt_files_are_those_of_a_whole_build(
    archive: LoadedArchive, texts: dict[str, list[str]], data: st.DataObject
) -> None:
    before = built(archive, {})
    changed = {path.removeprefix("content/items/").removesuffix(".md"): body(*some) for path, some in texts.items()}
    for _ in range(2):
        after = built(archive, changed)
        found = updated(before, changed)
        assert found is not None
        if before.keys() == after.keys():
            assert found == differing(before, after)
        assert (before | found).items() >= after.items()
        # Then back again, or to another text.
        before = before | found if before.keys() == after.keys() else after
        changed = {
            i: data.draw(st.sampled_from([body("党员走访。"), archive.bodies[f"content/items/{i}.md"]]))
            for i in changed
        }


def test_a_small_edit_leaves_most_files_alone(archive: LoadedArchive) -> None:
    before = built(archive, {})
    old = archive.bodies["content/items/2026/x3.md"]
    changed = {"2026/x3": Body(html=old.html.replace("逐户", "挨家"))}
    found = updated(before, changed)
    assert found == differing(before, built(archive, changed))
    assert found
    assert all(a.startswith((f"{index_format.FOLDER}2026/", f"{index_format.FOLDER}start.json")) for a in found)
    assert updated(before, {"2026/x3": old}) == {}
    assert updated(before, {}) == {}


@pytest.mark.parametrize(
    "lost", ["start.json", "2026/head.json", "2026/0.bin", "2026/names-0.json", "2026/texts-0.json"]
)
def test_what_is_missing_or_strange_is_left_to_a_build(archive: LoadedArchive, lost: str, tmp_path: Path) -> None:
    before = built(archive, {})
    for address, data in before.items():
        path = tmp_path / address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    changed = {"2026/x3": body("改过的一篇，更长一些。")}
    right = differing(before, built(archive, changed))
    assert rebuild_segments(site_reader(tmp_path), changed) == right
    path = tmp_path / index_format.FOLDER / lost
    for spoilt in (b"", b"{}", b"[[]]", path.read_bytes()[:-70]):
        path.write_bytes(spoilt)
        # No shard is needed to build a segment.
        assert rebuild_segments(site_reader(tmp_path), changed) == (right if lost.endswith(".bin") else None)
    path.unlink()
    assert rebuild_segments(site_reader(tmp_path), changed) is None


def test_an_item_that_is_not_in_the_index_is_left_to_a_build(archive: LoadedArchive) -> None:
    assert updated(built(archive, {}), {"2026/none": body("没有。")}) is None


def test_segments_one_by_one_are_the_whole(archive: LoadedArchive) -> None:
    found: dict[str, object] = {}
    entries = []
    for segment in split_into_segments(archive.archive.items):
        # Only the texts of this segment are at hand.
        own = {one.path: archive.bodies[one.path] for one in segment.items}
        entry, made = build_segment_files(archive.archive, own, segment)
        entries.append(entry)
        found |= dict(made)
    assert found | dict(shared_files(archive.archive, entries)) == built(archive, {})


def _changed(read: LoadedArchive, changes: dict[str, dict[str, object]]) -> Archive:
    """Return the archive with other values of some items."""
    items = tuple(replace(item, **changes.get(item.path, {})) for item in read.archive.items)  # type: ignore[arg-type]
    return replace(read.archive, items=items)


FACTS: dict[str, st.SearchStrategy[object]] = {
    "title": st.one_of(WORDS, st.just("标题" * 40), st.text("标题走访", min_size=1, max_size=12)),
    "authors": st.sampled_from([(), ("某甲",), ("某甲", "某乙")]),
    "topics": st.sampled_from([(), ("夜校",), ("夜校", "议事")]),
    "approved_by": st.sampled_from(["", "某科科长"]),
    "adoptions": st.sampled_from([(), (Adoption(publication="zugong", issue="12"),)]),
    "outcomes": st.sampled_from([(), (Outcome(title="关于走访的办法"),)]),
}


@given(
    st.dictionaries(st.sampled_from(sorted(FILES)), st.fixed_dictionaries({}, optional=FACTS), min_size=1, max_size=3),
    st.none() | TEXTS,
)
@settings(max_examples=60)
def test_edited_items_give_what_a_build_gives(
    archive: LoadedArchive, changes: dict[str, dict[str, object]], text: list[str] | None
) -> None:
    before, bodies, after = built(archive, {}), dict(archive.bodies), _changed(archive, changes)
    if text is not None:
        bodies[min(changes)] = body(*text)
    edited = {
        segment.name: [n for n, item in enumerate(segment.items) if item.path in changes]
        for segment in split_into_segments(after.items)
    }
    # Of the texts only those of edited items are at hand.
    few = {path: bodies[path] for path in changes}
    found = list(index_files(after, few, old=before.get, has=before.__contains__, edited=edited))
    made = {address: before[address] if content is None else content for address, content in found}
    assert made == {address: content for address, content in index_files(after, bodies) if content is not None}


def test_a_new_title_leaves_most_files_alone(archive: LoadedArchive) -> None:
    before, path = built(archive, {}), "content/items/2024/x2.md"
    after = _changed(archive, {path: {"title": "标题二 走访"}})
    names = [segment.name for segment in split_into_segments(after.items)]
    edited = {name: [1] if name.startswith("2024") else [] for name in names}
    found = dict(index_files(after, archive.bodies, old=before.get, has=before.__contains__, edited=edited))
    written = [address for address, content in found.items() if content is not None]
    assert len(written) < len(found)
    assert not [address for address in written if "/2026/" in address]
