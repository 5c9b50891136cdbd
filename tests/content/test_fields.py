"""Reading fields: the value of each type, and the code, line and values of each problem."""

from __future__ import annotations

from datetime import date

import pytest

from bulletin.content.fields import FieldReader
from bulletin.content.front_matter import parse_document
from bulletin.content.nodes import ScalarNode
from bulletin.core.problems import Problem
from bulletin.core.text import collapse_spaces, nearest
from bulletin.model.enums import Channel
from bulletin.model.schema import ITEM


def reader_of(lines: str, problems: list[Problem] | None = None) -> FieldReader:
    """Return a reader of the front matter of an item with additional *lines*."""
    document, _ = parse_document(f"---\ntitle: 甲\nunit: 乙\ncategory: 丙\ndate: 2026-03-05\n{lines}\n---\n文", "a.md")
    assert document is not None
    return FieldReader(document.front_matter, ITEM, "a.md", [] if problems is None else problems)


def reported(reader: FieldReader) -> list[tuple[str, int, str]]:
    return [(problem.code, problem.line, problem.field) for problem in reader.problems]


NUMBERS = {
    "146": 146,
    "第146期": 146,
    "0146": 146,
    "1": 1,
    "999999": 999999,
    "1000000": None,
    "0": None,
    "-1": None,
    "1.5": None,
    "１": None,
    "²": None,
    "一": None,
}


@pytest.mark.parametrize("text", NUMBERS)
def test_numbers(text: str) -> None:
    reader = reader_of(f"channel: {text}")
    assert reader.number("channel") == NUMBERS[text]
    assert reported(reader) == ([] if NUMBERS[text] else [("bad-number", 6, "channel")])


def test_texts() -> None:
    reader = reader_of("authors: 甲、乙,丙，丁;戊；、己")
    assert [scalar.text for scalar in reader.text_nodes("authors")] == ["甲", "乙", "丙", "丁", "戊", "己"]
    assert reader.text_nodes("topics") == []
    reader = reader_of("authors:\n  - ' 甲  乙 '\n  - ''\n  - [丙]\n  - 丁\n  - 丁")
    assert reader.text_nodes("authors") == [ScalarNode("甲 乙", 7), ScalarNode("丁", 10)]
    assert reported(reader) == [
        ("empty-value", 8, "authors"),
        ("not-text", 9, "authors"),
        ("repeated-value", 11, "authors"),
    ]
    empty = reader_of("authors: []")
    assert (empty.text_nodes("authors", allow_empty=True), reported(empty)) == ([], [])
    assert (empty.text_nodes("authors"), reported(empty)) == ([], [("empty-value", 6, "authors")])


def test_one_text() -> None:
    reader = reader_of("channel: ' 专 \n  报 '\nstatus: ''\ntopics: [甲]")
    assert (reader.text("channel"), reader.text("status"), reader.text("topics"), reader.text("authors")) == (
        "专 报",
        "",
        "",
        "",
    )
    assert reported(reader) == [("empty-value", 8, "status"), ("not-text", 9, "topics")]
    assert all(problem.values["example"] for problem in reader.problems)
    assert (reader.line("status"), reader.line("authors")) == (8, 2)


def test_days_and_terms() -> None:
    reader = reader_of("event-date: 2026-2-30\nchannel: 专抱\nstatus: 已刊")
    assert (reader.day("date"), reader.day("event-date"), reader.day("authors")) == (date(2026, 3, 5), None, None)
    assert (reader.term("channel", Channel), reader.term("authors", Channel)) == (None, None)
    assert reported(reader) == [("impossible-date", 6, "event-date"), ("unknown-term", 7, "channel")]
    assert reader.problems[1].values["nearest"] == "专报"
    assert reader.problems[1].values["known"].split("、")[1] == "专报"
    assert reader_of("channel: 专报").term("channel", Channel) is Channel.SPECIAL


def test_keys() -> None:
    reader = reader_of("Status: 已刊\nadopted_by: 甲\nzuozhe: 甲\nauthors: 甲\n作者: 乙")
    assert reported(reader) == [
        ("duplicate-key", 10, "authors"),
        ("unknown-key", 6, "Status"),
        ("unknown-key", 7, "adopted_by"),
        ("unknown-key", 8, "zuozhe"),
    ]
    assert [problem.values.get("nearest") for problem in reader.problems] == [None, "status", "adopted-by", ""]
    assert dict(reader.problems[0].values) == {"key": "作者", "first": "9"}
    bare, _ = parse_document("---\nauthors: 甲\n---\n文", "a.md")
    assert bare is not None
    missing = FieldReader(bare.front_matter, ITEM, "a.md", []).problems
    assert [(p.code, p.line, p.field) for p in missing] == [
        ("missing-key", 2, key) for key in ("title", "unit", "category", "date")
    ]
    assert all(problem.values["example"] and problem.values["name"] for problem in missing)


def test_suggestions_end_after_many_problems() -> None:
    problems = [Problem(path="a.md", code="x")] * 19
    reader = reader_of("Status: 已刊\nChannel: 专报", problems)
    assert [problem.values["nearest"] for problem in reader.problems[19:]] == ["status", ""]
    assert (nearest("甲乙丙丁" * 15, ["甲乙丙丁" * 15]), nearest("甲乙丙丁" * 15 + "戊", ["甲乙丙丁" * 15])) == (
        "甲乙丙丁" * 15,
        "",
    )
    assert nearest("甲", ["乙"]) == ""
    assert [p.values["nearest"] for p in reader_of("Status: 已刊", problems * 2).problems[-1:]] == [""]
    assert collapse_spaces(" 甲\n\t乙 ") == "甲 乙"


IDS = {"甲": "a", "甲镇": "a", "乙": "b", "丙、丁": "c", "和平镇": "d", "和平镇和甲": "e"}


@pytest.mark.parametrize(
    ("value", "ids", "problems"),
    [
        ("甲", ["a"], []),
        ("甲、乙", ["a", "b"], []),
        ("丙、丁", ["c"], []),
        ("[乙, 甲]", ["b", "a"], []),
        ("[甲, 甲镇]", ["a"], [("repeated-value", "甲镇")]),
        ("甲镇/乙", ["a", "b"], []),
        ("甲 ／ 乙&和平镇", ["a", "b", "d"], []),
        ("和平镇和乙", ["d", "b"], []),
        ("乙与甲及和平镇", ["b", "a", "d"], []),
        ("[乙·和平镇]", ["b", "d"], []),
        ("和平镇和甲和乙", ["e", "b"], []),
        ("甲镇/戊", [], [("unknown-unit", "甲镇/戊")]),
        ("[甲, 戊]", ["a"], [("unknown-unit", "戊")]),
        ("丙", [], [("unknown-unit", "丙")]),
    ],
)
def test_names_of_the_registry(value: str, ids: list[str], problems: list[tuple[str, str]]) -> None:
    reader = reader_of(f"topics: {value}")
    assert reader.registry_ids("topics", "unknown-unit", IDS, IDS) == ids
    assert [(p.code, p.values["name"]) for p in reader.problems] == problems
    known = "、".join(IDS)
    assert all(p.values.get("known", known) == known for p in reader.problems)


def test_entries() -> None:
    reader = reader_of("adopted-by:\n  - {publication: 甲, date: x}\n  - 乙\n  - [丙]\n  - ''")
    first, second = reader.entries("adopted-by", ITEM)
    assert isinstance(first, FieldReader)
    assert (first.prefix, second) == ("adopted-by[1]", ScalarNode("乙", 8))
    assert [p.field for p in reader.problems if p.code == "unknown-key"] == ["adopted-by[1].publication"]
    assert [(p.code, p.line) for p in reader.problems if p.code == "not-entries"] == [
        ("not-entries", 9),
        ("not-entries", 10),
    ]
    reader = reader_of("endorsements:\n  - {by: 甲}\n  - 乙\noutcomes: 丙")
    assert [entry.prefix for entry in reader.mapping_entries("endorsements", ITEM)] == ["endorsements[1]"]
    assert reader.mapping_entries("outcomes", ITEM) == []
    assert reader.mapping_entries("corrections", ITEM) == []
    assert [(p.code, p.line) for p in reader.problems if p.code == "not-entries"] == [
        ("not-entries", 8),
        ("not-entries", 9),
    ]


@pytest.mark.parametrize("line", ["類别: 动态", "类 别: 动态", "Categry: 动态"])
def test_a_required_key_that_is_misspelt_is_told_once(line: str) -> None:
    document, _ = parse_document(f"---\ntitle: 甲\nunit: 乙\n{line}\ndate: 2026-03-05\n---\n文", "a.md")
    assert document is not None
    reader = FieldReader(document.front_matter, ITEM, "a.md", [])
    assert [problem.code for problem in reader.problems] == ["unknown-key"]
    assert reader.problems[0].values["nearest"] in ("类别", "category")
