"""Front matter that is read the short way is read as PyYAML reads it."""

from __future__ import annotations

import pytest
from conftest import ROOT
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bulletin import simple
from bulletin.matter import parse
from bulletin.simple import Listing, Scalar, Table

KEYS = st.sampled_from(["标题", "unit", "adopted-by", "a_b", "1", "null", "-a", "y", "单位 "])
WORDS = st.text("a中1~no:#-[]{},'\"?&*!|>%@`. \u3000=<", max_size=12)
VALUES = st.one_of(
    WORDS,
    WORDS.map("[{}]".format),
    st.lists(WORDS, max_size=3).map(lambda words: f"[{', '.join(words)}]"),
    st.lists(st.tuples(KEYS, WORDS), max_size=3).map(lambda ps: "{" + ", ".join(f"{k}: {v}" for k, v in ps) + "}"),
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
def test_what_is_taken_is_what_pyyaml_reads(front: str) -> None:
    taken = simple.table(front, 2)
    if taken is not None:
        assert repr(taken) == repr(parse(front, 2))


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
