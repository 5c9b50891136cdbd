"""Front matter that is read the short way is read as PyYAML reads it."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bulletin.content import simple
from bulletin.content.front_matter import parse, typing_mistakes
from bulletin.content.simple import Listing, Scalar, Table
from tests.support.paths import ROOT

KEYS = st.sampled_from(["标题", "unit", "adopted-by", "a_b", "1", "null", "-a", "y", "单位 "])
WORDS = st.text("a中1~no:#-[]{},'\"?&*!|>%@`. \u3000=<：", max_size=12)
TABLES = st.lists(st.tuples(KEYS, WORDS), max_size=3).map(lambda ps: "{" + ", ".join(f"{k}: {v}" for k, v in ps) + "}")
VALUES = st.one_of(
    WORDS,
    WORDS.map("[{}]".format),
    st.lists(WORDS, max_size=3).map(lambda words: f"[{', '.join(words)}]"),
    TABLES,
    st.tuples(st.sampled_from([", ", ",", " ,  "]), st.lists(TABLES, max_size=3)).map(lambda p: f"[{p[0].join(p[1])}]"),
)
LINES = st.one_of(
    st.tuples(KEYS, VALUES).map(lambda pair: f"{pair[0]}: {pair[1]}"),
    st.tuples(KEYS, VALUES).map(lambda pair: f"{pair[0]}:{pair[1]}"),
    KEYS.map("{}:".format),
    st.tuples(st.sampled_from(["", " ", "  ", "    "]), VALUES).map(lambda pair: f"{pair[0]}- {pair[1]}"),
    st.sampled_from(["", "  ", "# c", "...", "---"]),
    WORDS,
)


@settings(max_examples=1500, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=6).map("\n".join))
@example("a: b\n c")
@example("a:\n- x\n - y")
@example("a: [~, null, no]")
@example("a: {b: c, d: 0146}")
@example("a: x:y #z")
@example("a: [{b: c}, {d: 0146, e: ~}]")
@example("a: [{b: c},{d: e} ]")
@example("a:\n- [{b: c}]")
@example("a: [{b: c}, d]")
@example("a:\n  - b ：c")
@example("a:\n  - b：c")
@example("a:\n- ：")
def test_what_is_taken_is_what_pyyaml_reads(front: str) -> None:
    taken = simple.table(front, 2)
    if taken is not None:
        assert repr(taken) == repr(parse(front, 2))
        assert not list(typing_mistakes(front, 2, "a.md"))


def test_lists_of_tables_are_simple_on_one_line_too() -> None:
    found = simple.table("a: [{b: c, d: e}, {b: 1}]", 1)
    tables = (
        Table(((Scalar("b", 1), Scalar("c", 1)), (Scalar("d", 1), Scalar("e", 1))), 1),
        Table(((Scalar("b", 1), Scalar("1", 1)),), 1),
    )
    assert found == Table(((Scalar("a", 1), Listing(tables, 1)),), 1)


@pytest.mark.parametrize("front", ["a: 'b'", "a: b # c", "a: |\n  b", "a:", "a:\n  b: c", "# c\na: b", "a: &x b", ""])
def test_what_is_more_is_left(front: str) -> None:
    assert simple.table(front, 1) is None


def test_values_stay_text_and_know_their_lines() -> None:
    found = simple.table("\ndate: 2026-03-05\nno: 0146\nlist:\n  - {a: no}\n", 1)
    entry = Table(((Scalar("a", 5), Scalar("no", 5)),), 5)
    assert found == Table(
        (
            (Scalar("date", 2), Scalar("2026-03-05", 2)),
            (Scalar("no", 3), Scalar("0146", 3)),
            (Scalar("list", 4), Listing((entry,), 5)),
        ),
        2,
    )


def test_most_of_the_sample_is_simple() -> None:
    texts = [path.read_text("utf-8") for path in sorted((ROOT / "content/items").rglob("*.md"))]
    simple_ones = [text for text in texts if simple.table(text.split("\n---\n", 1)[0][4:], 2)]
    assert len(simple_ones) > len(texts) * 3 // 4
