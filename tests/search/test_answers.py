"""Answers: nothing missed, nothing false, the same in Python and JavaScript, and counts that add up."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from bulletin.content.loader import LoadedArchive, load
from bulletin.model.archive import Archive
from bulletin.search.document import Document, make_document
from bulletin.search.index.writer import index_files
from bulletin.search.index_format import FOLDER
from bulletin.search.normalize import fold
from bulletin.search.query.engine import FACETS, SearchRequest
from bulletin.search.query.parser import parse_query
from bulletin.search.query.reader import Index
from bulletin.search.query.results import result_json
from tests.support import node
from tests.support.archives import TODAY, item, loaded
from tests.support.paths import ROOT

SEED = 5


@dataclass
class Searched:
    """An archive with its index, and with plain texts to compare with."""

    read: LoadedArchive

    @property
    def archive(self) -> Archive:
        return self.read.archive

    @cached_property
    def made(self) -> Mapping[str, bytes]:
        found = index_files(self.archive, self.read.bodies)
        return {address.removeprefix(FOLDER): data for address, data in found if data is not None}

    @cached_property
    def index(self) -> Index:
        return Index(self.made.__getitem__)

    @cached_property
    def documents(self) -> Mapping[str, Document]:
        return {i.id: make_document(self.archive, i, self.read.bodies[i.path]) for i in self.archive.items}

    @cached_property
    def texts(self) -> Mapping[str, list[str]]:
        """Of each item all that may be found, folded: the truth is a plain search in it."""
        return {i: list(map(fold, self._all(i))) for i in self.documents}

    def _all(self, identifier: str) -> Iterator[str]:
        found, registry, one = self.documents[identifier], self.archive.registry, self.archive.item[identifier]
        yield from (found.title, *found.blocks, *found.notes, *found.authors, *one.topics)
        for unit in one.units:
            yield from (registry.unit[unit].name, *registry.unit[unit].aliases, *registry.unit[unit].former_names)
        for adoption in one.adoptions:
            publication = registry.publication[adoption.publication]
            yield from (publication.name, *publication.aliases)

    def ask(self, query: str, limit: int = 0) -> dict[str, Any]:
        return result_json(SearchRequest(self.index, parse_query(query)), query, limit)

    def found(self, query: str) -> set[str]:
        return {hit["id"] for hit in self.ask(query)["hits"]}

    def truth(self, text: str) -> set[str]:
        wanted = fold(text)
        before = "(?<![0-9])" if wanted[0].isdigit() else ""
        after = "(?![0-9])" if wanted[-1].isdigit() else ""
        pattern = re.compile(before + re.escape(wanted) + after)
        return {i for i, texts in self.texts.items() if any(pattern.search(text) for text in texts)}


@pytest.fixture(scope="module")
def sample() -> Searched:
    return Searched(load(ROOT, date(2026, 12, 31)).require_valid())


def queries(searched: Searched) -> list[str]:
    """Return pieces of the archive's own texts, of every class, and strangers."""
    dice = random.Random(SEED)  # noqa: S311 - the same queries each time
    texts = [text for one in searched.documents.values() for text in (one.title, *one.blocks, *one.notes, *one.authors)]
    found = []
    for length in (1, 2, 2, 3, 4, 4, 6, 9, 14, 25):
        for _ in range(50):
            text = dice.choice(texts)
            at = dice.randrange(max(1, len(text) - length + 1))
            found.append(text[at : at + length])
    numbers = [m[0] for text in texts for m in re.finditer(r".?[0-9]+(\.[0-9]+)?.?", text)]
    found += dice.sample(numbers, 120) + re.findall(r"[A-Za-z][A-Za-z0-9]*.{0,2}", "".join(texts))[:30]
    found += [
        "讓黨員",
        "ＡＩ",
        "流动党员管里",
        "第 １６ 期",
        "党 员",
        "鑫龘",
        "x",
        "0",
        "县委组织部组织科",
        "基层组织科",
    ]
    return [text for text in dict.fromkeys(found) if fold(text) and not set(text) & set('"“”「」『』＂*')]


def phrase(text: str) -> str:
    return f'"{text}"'


@pytest.mark.slow
def test_nothing_is_missed_and_nothing_is_false(sample: Searched) -> None:
    asked = queries(sample)
    assert len(asked) > 500
    wrong = {text: sample.found(phrase(text)) ^ sample.truth(text) for text in asked}
    assert {text: ids for text, ids in wrong.items() if ids} == {}


SIGNS = {
    "2031": {"a"},
    "2031年": {"a"},
    "12031": set(),
    "①2031年": {"a"},
    "2间": {"b"},
    "22间": set(),
    "100㎡": {"b"},
    "100m2": {"b"},
    "乌里扬诺夫·列宁": {"a"},
    "乌里扬诺夫•列宁": {"a"},
    "二〇二六": {"b"},
    "2024－2025": {"b"},
    "3~5": {"a"},
}


@pytest.mark.servers
def test_signs_hide_no_number_and_look_alikes_are_found(tmp_path: Path) -> None:
    bodies = {"a": "规划到①2031年，乌里扬诺夫・列宁，3〜5天。", "b": "二○二六年建成100㎡2间，2024—2025年。"}
    files = {f"content/items/2026/{one}.md": item(body, title=f"{one}篇") for one, body in bodies.items()}
    searched = Searched(loaded(tmp_path, files))
    assert {query: {one[-1] for one in searched.found(query)} for query in SIGNS} == SIGNS
    answers = in_javascript(searched, list(SIGNS))
    assert [{one[-1] for one in answer["ids"]} for answer in answers] == list(SIGNS.values())


FILTERED = [
    "党员 单位:组织科",
    "单位:城关镇,组织科 年:2026",
    "单位:城关镇 单位:组织科 -年:2025",
    "类别:经验 采用:组工信息 级别:中央",
    "采用:东江组工信息 期:31",
    "期:31",
    "作者:韩",
    "author:韩某 year:2026-Q1",
    "日期:2025-03..2025-06 支部",
    "日期:..2025-06-30",
    "年:2025-2026 批示:有",
    "批示:无 -党员",
    "专题:流动党员 标题:金桥",
    "-党员 -支部",
    "党员 *6期",
    '"金桥工程" 支部',
    "“金桥工程” -支部",
    "党员 支部 群众 村",
    "年:二十 党员",
    "单位:没有这个单位",
    "时间:8点",
    "流动党原",
    "鑫龘 党员",
    "群众 －支部 日期:2026年3月",
    "year:2026-H2 level:省,市",
]


def expected_facets(searched: Searched, ids: set[str]) -> dict[str, dict[str, int]]:
    counts: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    for one in (searched.archive.item[i] for i in ids):
        counts["unit"].update(set(one.units))
        counts["category"][one.category] += 1
        counts["publication"].update({a.publication for a in one.adoptions})
        counts["level"].update(level.value for level in searched.archive.levels(one))
        counts["year"][str(one.date.year)] += 1
        counts["topic"].update(set(one.topics))
        counts["endorsed"]["yes" if one.endorsements else "no"] += 1
    return {name: dict(found) for name, found in counts.items()}


def test_facets_count_the_results(sample: Searched) -> None:
    for query in [*FILTERED, *map(phrase, queries(sample)[::10])]:
        found = sample.ask(query)
        ids = {hit["id"] for hit in found["hits"]}
        assert found["total"] == len(ids) == len(found["hits"]), query
        assert found["facets"] == expected_facets(sample, ids), query


JAVASCRIPT = """
const files = given.files;
const fetcher = async (name) => {
  const data = Buffer.from(files[name], "base64");
  return data.buffer.slice(data.byteOffset, data.byteOffset + data.length);
};
const index = await new BulletinSearch.Index(fetcher).open();
await index.openAll();
const found = [];
for (const typed of given.queries) {
  const query = BulletinSearch.parseQuery(typed, index.folder, index.fields);
  const request = new BulletinSearch.SearchRequest(index, query);
  const { hits, facets } = await request.run();
  const shown = [];
  for (const hit of hits.slice(0, 5)) {
    const segment = index.segments[hit.segment];
    const [id, title] = await index.title(segment, hit.number);
    const excerpt = BulletinSearch.makeExcerpt(request, await index.text(segment, hit.number));
    const marks = BulletinSearch.titleMarks(request, title);
    shown.push({ title, title_marks: marks, excerpt: excerpt.text, marks: excerpt.marks });
  }
  const ids = await Promise.all(hits.map(async (h) => (await index.title(index.segments[h.segment], h.number))[0]));
  const counts = Object.fromEntries(Object.entries(facets).map(([name, all]) => [name, Object.fromEntries(all)]));
  found.push({ ids, shown, facets: counts, missing: hits.length ? null : await BulletinSearch.missingTerms(request) });
}
return found;
"""


def in_javascript(searched: Searched, asked: list[str]) -> list[dict[str, Any]]:
    import base64

    made = {name: base64.b64encode(data).decode() for name, data in searched.made.items()}
    answers: list[dict[str, Any]] = node.run(
        ["fold", "query", "reader", "matching", "answer", "results"], JAVASCRIPT, {"files": made, "queries": asked}
    )
    return answers


@pytest.mark.slow
@pytest.mark.servers
def test_javascript_answers_alike(sample: Searched) -> None:
    asked = [*FILTERED, *map(phrase, queries(sample))]
    for query, other in zip(asked, in_javascript(sample, asked), strict=True):
        own = sample.ask(query)
        assert [hit["id"] for hit in own["hits"]] == other["ids"], query
        assert own["facets"] == other["facets"], query
        assert own.get("missing") == other["missing"], query
        for hit, shown in zip(own["hits"], other["shown"], strict=False):
            assert {key: hit[key] for key in shown} == shown, query


def test_marks_stand_on_the_right_characters(sample: Searched) -> None:
    for query in ("流动党员", "６月", "金桥 支部", "讓 組織"):
        wanted = [fold(word) for word in query.split()]
        for hit in sample.ask(query)["hits"]:
            marked = [hit["excerpt"][a:b] for a, b in hit["marks"]] + [hit["title"][a:b] for a, b in hit["title_marks"]]
            assert all(any(fold(text) in (word, word * 2) for word in wanted) for text in marked), (query, marked)


NUMBERS = {
    "content/items/2026/a.md": item("见第116期。", title="一"),
    "content/items/2026/b.md": item("见第16期。", title="二"),
    "content/items/2026/c.md": item("电话20260305号，共 16 人。", title="三"),
    "content/items/2026/d.md": item("编号 202603057 和 020260305。", title="四"),
    "content/items/2026/e.md": item("5 个村，15 个组。", title="五"),
}


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("16期", "b"),
        ("*16期", "ab"),
        ("16", "bc"),
        ("16*", "abc"),
        ("第16", "b"),
        ("第116", "a"),
        ("20260305", "c"),
        ("20260305*", "cd"),
        ("0305号", ""),
        ("*0305号", "c"),
        ("5", "e"),
        ("5个", "e"),
        ("*5个", "e"),
        ("1*", "abcde"),
    ],
)
def test_numbers_are_whole_unless_asked(tmp_path: Path, query: str, ids: str) -> None:
    searched = Searched(loaded(tmp_path, NUMBERS, TODAY))
    assert searched.read.errors == ()
    assert {i.removeprefix("2026/") for i in searched.found(query)} == set(ids)
    (other,) = in_javascript(searched, [query])
    assert {i.removeprefix("2026/") for i in other["ids"]} == set(ids)


def test_an_archive_without_items_finds_nothing(tmp_path: Path) -> None:
    searched = Searched(loaded(tmp_path, {}, TODAY))
    assert searched.ask("党员")["total"] == 0
    assert in_javascript(searched, ["党员"])[0]["ids"] == []
