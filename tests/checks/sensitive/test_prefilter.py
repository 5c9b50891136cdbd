"""A few characters decide what a text may hold; obfuscated data are found at their positions."""

from __future__ import annotations

import unicodedata

import pytest

from bulletin.checks.sensitive import find_sensitive
from bulletin.checks.sensitive.deobfuscate import decode_escapes, merge_windows, normalize_text, remove_tags
from bulletin.checks.sensitive.finding import mask
from bulletin.checks.sensitive.prefilter import ADDRESS, CODED, FILLER, MARK, NUMBER, PASSWORD, PERMIT, may_match

HELD = {
    "正文": 0,
    "": 0,
    "密": MARK,
    "宀": MARK,
    "甲密": 0,
    "密切": MARK,
    "紧密结合": 0,
    "走访，密切联系": 0,
    "走访\n密切联系": 0,
    "走访。\n密切联系": MARK,
    "秘，密": MARK,
    "秘\n密": MARK,
    "责令": 0,
    "秘密": MARK,
    "秘 密": MARK,
    "秘\u200b密": MARK | NUMBER | PERMIT,
    "保密码头": PASSWORD | MARK,
    "甲密\n钥": PASSWORD | MARK,
    "蜂蜜": 0,
    "泌蜜": MARK,
    "★": MARK,
    "password": PASSWORD,
    "passport": PERMIT | PASSWORD,
    "pwd": PASSWORD,
    "token": PASSWORD,
    "Secret": MARK | PASSWORD,
    "CONFIDENTIAL": MARK | PASSWORD,
    "jimi": MARK | PASSWORD,
    "ji mi": MARK | PASSWORD,
    "juemi": MARK | PASSWORD,
    "jue mi": MARK | PASSWORD,
    "API key": PASSWORD,
    "AKIA": PASSWORD,
    "akid": PASSWORD,
    "LTAI": PASSWORD,
    "AIza": PASSWORD,
    "ghp_": PASSWORD,
    "gho_": PASSWORD,
    "ghu_": PASSWORD,
    "ghs_": PASSWORD,
    "ghr_": PASSWORD,
    "github_pat": PASSWORD,
    "glpat-": PASSWORD,
    "xoxb": PASSWORD,
    "sk-a": PASSWORD,
    "eyJ": PASSWORD,
    "a@b": ADDRESS,
    "10.1": ADDRESS,
    "10.a": 0,
    "192.1": ADDRESS,
    "172.1": ADDRESS,
    "1720.1": 0,
    "\\\\a": ADDRESS,
    "c:\\": ADDRESS,
    "a&b": CODED,
    "\\u0031": CODED,
    "\\x31": CODED,
    "%E5": CODED,
    "%a5": 0,
    "口令": PASSWORD,
    "口 令": PASSWORD,
    "123456": 0,
    "1234567": PERMIT,
    "123 45 67": PERMIT,
    "123\t4567": PERMIT,
    "1234567890": NUMBER | PERMIT,
    "123 456 7890": NUMBER | PERMIT,
    "123-456-7890": NUMBER,
    "12.34.56.78.90": NUMBER,
    "1~2*3/4_5-6.7890": NUMBER,
    "123,456,7890": 0,
    "1234５67890": NUMBER | PERMIT,
    "１23": NUMBER | PERMIT,
    "1２3": NUMBER | PERMIT,
    "12３": NUMBER | PERMIT,
    "１2": 0,
    "1": 0,
    "１ 2": NUMBER | PERMIT,
    "1\u00a02": NUMBER | PERMIT,
    "甲\u00a02": 0,
    "1·": NUMBER | PERMIT,
    "1—2": NUMBER | PERMIT,
    "1<b>": NUMBER,
    "1</b>": NUMBER,
    "1<!--": NUMBER,
    "1<x>": 0,
    "<b>1": 0,
    "1 <b>": NUMBER,
    "一二三": NUMBER | PERMIT,
    "一二": 0,
    "甲一1乙": 0,
    "一12": NUMBER | PERMIT,
    "壹12": NUMBER | PERMIT,
    "①23": NUMBER | PERMIT,
    "١23": NUMBER | PERMIT,
    "\U0001d7ce": MARK | NUMBER,
    "\U0001f600": MARK | NUMBER,
    "????????????????????": 0,
    "令": 0,
    "12OO34": 0,
    "123456789l": NUMBER | PERMIT,
    "ooooooooo": PERMIT,
    "oooooooooo": NUMBER | PERMIT,
    "1一": NUMBER | PERMIT,
    "1 一": 0,
    "第一": 0,
    "一 1": NUMBER | PERMIT,
    "一-1": NUMBER | PERMIT,
    "一<b>1": NUMBER | PERMIT,
    "一<b>": 0,
    "一1-1": NUMBER | PERMIT,
    "七一": 0,
    " 七一": NUMBER | PERMIT,
    "甲七一": 0,
    ">七一": NUMBER | PERMIT,
    "О": NUMBER | PERMIT,
    "1 \u00a02": NUMBER | PERMIT,
    " ·": 0,
    "· 1": 0,
    " · 1": NUMBER | PERMIT,
    "ue-mi": MARK | PASSWORD,
    "ji'mi": MARK | PASSWORD,
    "mi-mi": MARK | PASSWORD,
    "limit": 0,
    "１ ３": NUMBER | PERMIT,
    "1\u28002": NUMBER | PERMIT,
    "c o n f i d e n t": MARK,
    "S.E.C.R.E.T": MARK,
    "1234_567": PERMIT,
    "1234~567": PERMIT,
    "1234`567": PERMIT,
    "12345\\67": PERMIT,
}


@pytest.mark.parametrize("text", HELD)
def test_what_a_text_may_hold(text: str) -> None:
    assert may_match(text) == HELD[text]


def test_digits_of_every_script_are_known() -> None:
    """Those beyond the basic plane flag a text anyway."""
    signs = [chr(at) for at in range(0x80, 0x10000) if unicodedata.numeric(chr(at), -1) in range(10)]
    known = [sign for sign in signs if unicodedata.category(sign) != "Lo" and sign not in "⅟↉"]
    assert [sign for sign in known if not may_match(f"1{sign}3") & NUMBER] == []
    digits = [chr(at) for at in range(0x80, 0x110000) if unicodedata.digit(chr(at), -1) >= 0]
    values = {unicodedata.digit(sign): sign for sign in digits}
    texts = ["1380013800" + sign for sign in digits]
    assert len(values) == 10
    assert [text for text in texts if not list(find_sensitive(text))] == []


def test_each_has_a_number_of_its_own() -> None:
    assert [MARK, NUMBER, PERMIT, PASSWORD, ADDRESS, CODED] == [1, 2, 4, 8, 16, 32]


SEEN = {
    "甲 乙": ("甲 乙", [0, 1, 2]),
    "  甲": (" 甲", [0, 2]),
    "甲  乙": ("甲 乙", [0, 1, 3]),
    "甲\n 乙": ("甲\n乙", [0, 1, 3]),
    "甲 \n乙": ("甲 \n乙", [0, 1, 2, 3]),
    "甲\t乙": ("甲 乙", [0, 1, 2]),
    "甲\u200b乙": ("甲乙", [0, 2]),
    "Ａ１": ("A1", [0, 1]),
    "絕密": ("绝密", [0, 1]),
    "机\u0301密": ("机密", [0, 2]),
    "甲\u3000乙": ("甲 乙", [0, 1, 2]),
    "㈠": ("(一)", [0, 0, 0]),
    "🌟": ("★", [0]),
    "甲`~_\\乙": ("甲乙", [0, 5]),
    "\u2800": ("", []),
    "甲\x08乙": ("甲乙", [0, 2]),
    "\r\n": (" \n", [0, 1]),
    " \n \n ": (" \n\n", [0, 1, 3]),
}


@pytest.mark.parametrize("text", SEEN)
def test_what_a_reader_sees(text: str) -> None:
    assert normalize_text(text) == SEEN[text]


DECODED = {
    "&#26426;密": "机密",
    "&#x673a;密": "机密",
    "&#X673A密": "机密",
    "&#0;": "\ufffd",
    "\\u673a密": "机密",
    "\\x41": "A",
    "\\U0000673a": "机",
    "\\U99999999": "\\U99999999",
    "%E6%9C%BA密": "机密",
    "%e6%9c%ba": "机",
    "%E6": "%E6",
    "%E6%9C": "%E6%9C",
    "&star;": "☆",
    "&bigstar;": "★",
    "&nbsp;": "\xa0",
    "&amp;": "&amp;",
    "&num;1": "#1",
    "a & b": "a & b",
}


@pytest.mark.parametrize("text", DECODED)
def test_entities_and_escapes(text: str) -> None:
    clear = decode_escapes(text)
    assert clear.replace(FILLER, "") == DECODED[text]
    assert len(clear) == len(text)


TAGGED = {
    "甲<b>乙</b>": "甲乙",
    "甲<p>乙</p>": "甲\n乙\n",
    "<!-- 丙 -->丁": "丁",
    "1 < 2 > 1": "1 < 2 > 1",
    "<br>": "\n",
    "<x": "<x",
    "<h1 class='a'>题</h1>": "\n题\n",
    "<pxxxxx>": "",
    "<div " + "a" * 998 + ">": "\n",
    "<div " + "a" * 999 + ">": "<div " + "a" * 999 + ">",
}


@pytest.mark.parametrize("text", TAGGED)
def test_tags_are_taken_out(text: str) -> None:
    bare = remove_tags(text)
    assert bare.replace(FILLER, "") == TAGGED[text]
    assert len(bare) == len(text)


@pytest.mark.parametrize(
    ("places", "found"),
    [
        ([], []),
        ([0], [(0, 10)]),
        ([5], [(0, 15)]),
        ([6], [(1, 16)]),
        ([10, 15], [(5, 25)]),
        ([10, 25], [(5, 35)]),
        ([10, 26], [(5, 20), (21, 36)]),
        ([10, 26, 50, 80], [(5, 20), (21, 36), (45, 60), (75, 90)]),
        ([0, 3], [(0, 13)]),
        ([0, 15, 30], [(0, 40)]),
    ],
)
def test_what_is_looked_at_around_places(places: list[int], found: list[tuple[int, int]]) -> None:
    assert list(merge_windows(places, 5, 10)) == found


def test_masks() -> None:
    assert [mask("13800138000", 3, 2), mask("abcdefgh", 4, 0), mask("abcdefgh", 1, 1), mask("a", 0, 0)] == [
        "138******00",
        "abcd****",
        "a******h",
        "***",
    ]
