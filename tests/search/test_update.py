"""The index after edits: byte for byte that of a whole build, whatever the existing one has been."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin.content.loader import LoadedArchive
from bulletin.markdown.renderer import Body
from bulletin.model.archive import Archive
from bulletin.model.records import Adoption, Item, Outcome
from bulletin.search import index_format
from bulletin.search.document import Document
from bulletin.search.index.codec import SINGLES as SINGLES_CODING
from bulletin.search.index.codec import places_coding, read_places, replace_runs, split_parts
from bulletin.search.index.item_terms import Term, item_terms, title_width
from bulletin.search.index.segments import Segment, assign_slots, decode_slots, segment_columns
from bulletin.search.index.shards import PAIRS, SINGLES
from bulletin.search.index.tokenize import index_part
from bulletin.search.index.writer import index_files
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
LETTERS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co")), max_size=6)
TEXTS = st.lists(WORDS | LETTERS | st.just("村党支部逐户走访。" * 40), max_size=60)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> LoadedArchive:
    return loaded(tmp_path_factory.mktemp("update"), FILES, TODAY)


def body(*paragraphs: str) -> Body:
    return Body(html="".join(f"<p>{text.replace('&', '&amp;').replace('<', '&lt;')}</p>\n" for text in paragraphs))


FACTS: dict[str, st.SearchStrategy[object]] = {
    "title": st.one_of(WORDS, st.just("标题" * 40), st.text("标题走访", min_size=1, max_size=12)),
    "authors": st.sampled_from([(), ("某甲",), ("某甲", "某乙")]),
    "topics": st.sampled_from([(), ("夜校",), ("夜校", "议事")]),
    "approved_by": st.sampled_from(["", "某科科长"]),
    "adoptions": st.sampled_from([(), (Adoption(publication="zugong", issue="12"),)]),
    "outcomes": st.sampled_from([(), (Outcome(title="关于走访的办法"),)]),
    "date": st.dates(date(2023, 1, 1), date(2026, 12, 31)),
    "id": st.sampled_from(["2024/other", "2026/y", "2025/旧稿"]),
}
EDITS = st.dictionaries(
    st.sampled_from(sorted(FILES)),
    st.none() | st.tuples(st.fixed_dictionaries({}, optional=FACTS), st.none() | TEXTS),
    max_size=3,
)
"""What is done to some items, by path: they are deleted, or get other facts and perhaps another text."""
Edits = Mapping[str, tuple[dict[str, object], list[str] | None] | None]


def edited(read: LoadedArchive, edits: Edits) -> tuple[Archive, dict[str, Body], dict[str, bytes]]:
    """Return the archive after edits, its texts, and a digest of each item."""
    items: list[Item] = []
    bodies, digests = dict(read.bodies), {}
    for one in read.archive.items:
        edit = edits.get(one.path, ({}, None))
        if edit is None:
            continue
        new = replace(one, **edit[0])  # type: ignore[arg-type]
        if edit[1] is not None:
            bodies[one.path] = body(*edit[1])
        if all(other.id != new.id for other in items):
            items.append(new)
            digests[new.id] = repr((new, bodies[one.path])).encode()
    return replace(read.archive, items=tuple(sorted(items, key=lambda i: (i.date, i.id)))), bodies, digests


def built(archive: Archive, bodies: Mapping[str, Body]) -> dict[str, bytes]:
    return {address: data for address, data in index_files(archive, bodies) if data is not None}


@given(EDITS, EDITS)
@settings(max_examples=150, deadline=None)
def test_an_update_gives_what_a_build_gives(archive: LoadedArchive, first: Edits, second: Edits) -> None:
    (one, texts, previous), (other, bodies, now) = edited(archive, first), edited(archive, second)
    before, after = built(one, texts), built(other, bodies)
    # Of the texts only those of edited items are at hand.
    few = {i.path: bodies[i.path] for i in other.items if previous.get(i.id) != now[i.id]}
    changed = [i.id for i in other.items if previous.get(i.id) != now[i.id]]
    found = dict(index_files(other, few, old=before.get, has=before.__contains__, changed=changed))
    assert {address: before[address] if data is None else data for address, data in found.items()} == after
    # Where it is not known what has changed, texts are compared.
    found = dict(index_files(other, bodies, old=before.get, has=before.__contains__))
    assert {address: before[address] if data is None else data for address, data in found.items()} == after


def changed_files(before: Mapping[str, bytes], found: Mapping[str, bytes | None]) -> set[str]:
    return {address for address, data in found.items() if data is not None and before.get(address) != data}


def test_an_edit_looks_at_no_other_text_and_changes_few_files(archive: LoadedArchive) -> None:
    before = built(archive.archive, archive.bodies)
    path = "content/items/2024/x3.md"
    old = archive.bodies[path]
    few = {path: Body(html=old.html.replace("逐户", "挨家"))}
    found = dict(index_files(archive.archive, few, old=before.get, has=before.__contains__, changed=["2024/x3"]))
    names = {"0.bin", "start.json", "2024/head.json", "2024/names-0.json"}
    written = {address.removeprefix(index_format.FOLDER) for address in changed_files(before, found)}
    assert written - names <= {"1.bin", "2024/texts-0.json", "2024/texts-1.json"}
    for changed in ([], ["2024/x3"]):
        found = dict(
            index_files(archive.archive, archive.bodies, old=before.get, has=before.__contains__, changed=changed)
        )
        assert not changed_files(before, found)


@pytest.mark.parametrize(
    "lost", ["start.json", "2026/head.json", "0.bin", "2026/names-0.json", "2026/texts-0.json", "2025/texts-0.json"]
)
def test_what_is_missing_or_strange_is_built_again(archive: LoadedArchive, lost: str) -> None:
    before = built(archive.archive, archive.bodies)
    bodies = dict(archive.bodies) | {"content/items/2026/x3.md": body("改过的一篇，更长一些。")}
    right = built(archive.archive, bodies)
    address = index_format.FOLDER + lost
    data = before[address]
    for spoilt in (None, b"", b"{}", b"[[]]", data[:-70], data[: len(data) // 2], bytes(len(data)), data[::-1]):
        there = {name: found for name, found in before.items() if name != address or spoilt is not None}
        if spoilt is not None:
            there[address] = spoilt
        found = dict(index_files(archive.archive, bodies, old=there.get, has=there.__contains__, changed=["2026/x3"]))
        made = {name: there.get(name) if data is None else data for name, data in found.items()}
        # What no edited item has anything to do with is not looked at.
        assert {name for name in right if made[name] != right[name]} <= {address} - {"start.json"}
        assert made[address] in (right[address], spoilt)


def test_a_publication_with_another_name_changes_those_items_alone(archive: LoadedArchive) -> None:
    registry, path = archive.archive.registry, "content/items/2025/x3.md"
    adoption = Adoption(publication=registry.publications[0].id, issue="12")
    adopted = [replace(one, adoptions=(adoption,)) if one.path == path else one for one in archive.archive.items]
    one = replace(archive.archive, items=tuple(adopted))
    publications = tuple(replace(p, name=p.name + "刊") for p in registry.publications)
    other = replace(one, registry=replace(registry, publications=publications))
    before = built(one, archive.bodies)
    assert before != built(other, archive.bodies)
    found = dict(index_files(other, {path: archive.bodies[path]}, old=before.get, has=before.__contains__, changed=[]))
    made = {address: before[address] if data is None else data for address, data in found.items()}
    assert made == built(other, archive.bodies)


DOCUMENTS = st.lists(
    st.builds(
        Document,
        id=st.just("2026/x"),
        title=st.text("标题 ab12𝐀", max_size=70),
        blocks=TEXTS.map(tuple),
        notes=st.lists(WORDS, max_size=3).map(tuple),
        authors=st.lists(LETTERS.filter(str.isprintable), max_size=2).map(tuple),
        numbers=st.just((("12", "zugong"),)),
    ),
    min_size=1,
    max_size=6,
)


@given(DOCUMENTS, st.integers(6, 12))
@settings(max_examples=150, deadline=None)
def test_one_item_has_the_terms_that_arrays_find(documents: list[Document], bits: int) -> None:
    texts = [(17 * n, one.title, one.text_below_title()) for n, one in enumerate(documents)]
    part = index_part(texts, bits)
    assert part.title_widths == tuple(title_width(one.title) for one in documents)
    terms: dict[Term, bytes] = {}
    for n, one in enumerate(documents):
        for term, run in item_terms(one).items():
            coding = places_coding(bits) if term[0] == PAIRS else SINGLES_CODING
            terms[term] = replace_runs(terms.get(term, b""), [(0, coding, 17 * n, (), run)])
    found: dict[Term, bytes] = {}
    for kind, block in ((PAIRS, part.pairs), (SINGLES, part.singles)):
        ends = np.cumsum(block.sizes).tolist()
        for number, size, end in zip(block.numbers.tolist(), block.sizes.tolist(), ends, strict=True):
            found[kind, number] = b"\0" + block.data[end - size : end].tobytes()
    assert found == terms


RUNS = st.dictionaries(
    st.tuples(st.integers(0, 3), st.integers(0, 511)),
    st.lists(st.integers(0, 3000), min_size=1, max_size=4, unique=True).map(sorted).map(tuple),
    max_size=12,
)


@given(RUNS, RUNS, st.integers(6, 11))
@settings(max_examples=300)
def test_postings_depend_on_what_they_hold_alone(
    one: dict[tuple[int, int], tuple[int, ...]], other: dict[tuple[int, int], tuple[int, ...]], bits: int
) -> None:
    coding = places_coding(bits)

    def changed(
        data: bytes, old: Mapping[tuple[int, int], tuple[int, ...]], new: Mapping[tuple[int, int], tuple[int, ...]]
    ) -> bytes:
        keys = list(dict.fromkeys([*old, *new]))
        return replace_runs(
            data, [(k, coding, slot, old.get((k, slot), ()), new.get((k, slot), ())) for k, slot in keys]
        )

    data = changed(changed(b"", {}, one), one, other)
    assert data == changed(b"", {}, dict(sorted(other.items())))
    places = [(key, *pair) for key, part in split_parts(data) for pair in read_places(bits, part)]
    assert places == [(*key, place) for key, run in sorted(other.items()) for place in run]
    if any(other.get(at) != run for at, run in one.items()):
        with pytest.raises((ValueError, IndexError)):
            changed(data, one, {})


@given(st.lists(st.dates(date(2026, 1, 1), date(2026, 12, 31)), min_size=1, max_size=60), st.randoms())
def test_slots_are_those_of_the_items_whatever_their_order(days: list[date], dice: Random) -> None:
    first = _item()
    items = sorted(
        (replace(first, id=f"2026/x{n}", date=day) for n, day in enumerate(days)), key=lambda i: (i.date, i.id)
    )
    slots = assign_slots(Segment("2026", tuple(items)))
    assert len(set(slots)) == len(slots)
    columns = segment_columns(items, slots, [32] * len(items), [11])
    assert decode_slots(columns["slots"]) == slots
    mixed = list(zip(items, slots, strict=True))
    dice.shuffle(mixed)
    assert assign_slots(Segment("2026", tuple(one for one, _ in mixed))) == [slot for _, slot in mixed]
    # Another item moves few.
    more = assign_slots(Segment("2026", (*items, replace(first, id="2026/new"))))[:-1]
    if index_format.slot_count(len(items) + 1) == index_format.slot_count(len(items)):
        assert sum(one != other for one, other in zip(slots, more, strict=True)) <= 8


@cache
def _item() -> Item:
    return Item(id="2026/x", path="x", title="一", units=("a",), category="dynamic", date=date(2026, 1, 1))
