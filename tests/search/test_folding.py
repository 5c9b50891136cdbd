"""Folding: what is equal, and that Python and JavaScript agree."""

from __future__ import annotations

import unicodedata
from dataclasses import asdict
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.search.index.text_layout import fold_to_units
from bulletin.search.normalize import ALIKE, fold, fold_mapped, fold_query, folding_table
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
    ("m²", "m2"),
    ("H₂O", "h2o"),
    ("①2031年", "1 2031年"),
    ("2031①年", "2031 1年"),
    ("①②③", "1 2 3"),
    ("① 2", "1 2"),
    ("①人", "1人"),
    ("⑩项", "10项"),
    ("⒈2031", "1.2031"),
    ("100㎡2间", "100m2 2间"),
    ("10²", "10 2"),
    ("3½", "3 1⁄2"),
    ("2026㋀", "2026 1月"),
    ("１２3", "123"),
    ("𝟏𝟐3", "123"),
    (" 前后 ", "前后"),
    ("乡（镇） 村", "乡(镇)村"),
    ("ｶﾀｶﾅ", "カタカナ"),
]


@pytest.mark.parametrize(("typed", "folded"), SAME)
def test_what_is_equal(typed: str, folded: str) -> None:
    assert fold(typed) == folded


# Of each pair the first is typed, and the second stands in a text; or the other way round.
EQUAL = [(f"甲{sign}乙{sign}1", f"甲{one}乙{one}1") for one, signs in ALIKE.items() for sign in signs]
EQUAL += [
    ("列宁·乌里扬诺夫", "列宁・乌里扬诺夫"),
    ("甲･乙", "甲·乙"),
    ("二〇二六", "二○二六"),
    ("2024-2025", "2024—2025"),
    ("2024－2025", "2024–2025"),
    ("1~3", "1～3"),
    ("1〜3", "1～3"),
    ("ｶﾀｶﾅ", "カタカナ"),
    ("ﾍﾞﾙﾘﾝのｶﾞｽ", "ベルリンのガス"),
    ("ﾊﾟﾘ", "パリ"),
    ("ｳﾞｨｯﾂ", "ヴィッツ"),
    ("か゛", "が"),
    ("㌘", "ｸﾞﾗﾑ"),
    ("ﾗｰﾒﾝ｡", "ラーメン。"),
    ("葛\ufe00", "葛"),
    ("葛\U000e0100", "葛"),
    ("☎\ufe0f", "☎"),
]
DIFFERENT = [
    ("っ", "つ"),
    ("ャ", "ヤ"),
    ("ー", "-"),
    ("ハ", "バ"),
    ("バ", "パ"),
    ("一", "-"),
    ("零", "〇"),
    ("。", "."),
    ("①2031", "12031"),
    ("10²", "102"),
]


@pytest.mark.parametrize(("one", "other"), EQUAL)
def test_what_looks_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_what_is_not_alike(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_javascript_has_the_same_table() -> None:
    texts = [text for pair in (*SAME, *EQUAL, *DIFFERENT) for text in pair]
    assert folder("return given.given.map((text) => folder.fold(text));", texts) == list(map(fold, texts))


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
def test_whole_arrays_are_folded_alike(text: str) -> None:
    plain = unicodedata.normalize("NFC", text)
    units = fold_to_units("".join(c for c in plain if c >= " " or c.isspace()))
    assert units.tobytes().decode("utf-16-le") == fold("".join(c for c in plain if c >= " " or c.isspace()))


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
