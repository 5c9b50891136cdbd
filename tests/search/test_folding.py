"""Folding: what is equal, and that Python and JavaScript agree."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.search.normalize import fold, fold_mapped, fold_query, folding_table
from tests.support import node

SAME = [
    ("讓外出黨員", "让外出党员"),
    ("２０１５ 年", "2015年"),
    ("第 146 期", "第146期"),
    ("ＡＩ　推断", "ai推断"),
    ("AI \t inference", "ai inference"),
    ("30 %", "30%"),
    ("（试行）", "(试行)"),
    ("流\u200b动", "流动"),
    ("㎡", "m2"),
    (" 前后 ", "前后"),
    ("乡（镇） 村", "乡(镇)村"),
]


@pytest.mark.parametrize(("typed", "folded"), SAME)
def test_what_is_equal(typed: str, folded: str) -> None:
    assert fold(typed) == folded


def test_what_no_text_can_hold_is_left_out_of_queries() -> None:
    assert fold_query("党\ufdd0员\x05") == "党员"
    assert fold_query("e\u0301") == "é"


TEXTS = st.text(st.characters(codec="utf-8", max_codepoint=0x1FFFF) | st.sampled_from("党員 　aＡ1２(-"), max_size=40)


@given(TEXTS)
def test_every_folded_character_has_a_place(text: str) -> None:
    folded, places = fold_mapped(text)
    assert folded == fold(text)
    assert len(places) == len(folded)
    assert places == sorted(places)
    assert all(0 <= place < len(text) for place in places)


@given(TEXTS)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def folder(code: str, given: object) -> Any:  # noqa: ANN401 - whatever the code answers
    return node.run(
        ["fold"],
        f"const folder = new BulletinSearch.Folder(given.table); {code}",
        {"table": asdict(folding_table()), "given": given},
    )


@pytest.mark.servers
def test_javascript_folds_every_character_alike() -> None:
    codes = [code for code in range(0x20000) if not 0xD800 <= code <= 0xDFFF]
    answer = folder("return given.given.map((code) => folder.one(String.fromCodePoint(code)));", codes)
    differ = [hex(code) for code, other in zip(codes, answer, strict=True) if _wide(chr(code)) != other]
    assert differ == []


def _wide(char: str) -> str:
    from bulletin.search.normalize import _folds

    return char.translate(_folds())


@pytest.mark.parametrize("texts", [[one for one, _ in SAME] + ["𠮷 野 x", "a  b", "。\n下 一 步"]])
@pytest.mark.servers
def test_javascript_folds_texts_alike(texts: list[str]) -> None:
    answer = folder("return given.given.map((text) => [folder.fold(text), folder.foldMapped(text)]);", texts)
    for text, (folded, mapped) in zip(texts, answer, strict=True):
        assert folded == mapped["folded"] == fold(text)
        if text.isascii() or max(map(ord, text)) < 0x10000:
            assert mapped["starts"] == fold_mapped(text)[1]
