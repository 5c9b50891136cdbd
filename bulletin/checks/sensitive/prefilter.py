"""A fast prefilter: which kinds of sensitive data a text may hold; most texts hold none."""

from __future__ import annotations

import re

from bulletin.core.chinese import PRIVATE
from bulletin.core.text import CONTROLS, INVISIBLE

# Plain integers: combining members of an enum costs more than scanning a text.
MARK, NUMBER, PERMIT, PASSWORD, ADDRESS, CODED = (1 << n for n in range(6))

_BMP_DIGITS = (
    "０-９〇零○◯洞一壹幺二贰貳两三叁參四肆五伍六陆陸七柒拐八捌九玖勾〡-〩㈠-㈨㊀-㊈①-⑨⑴-⑼⒈-⒐⓪⓵-⓽⓿⁰¹²³⁴-⁹₀-₉❶-❾➀-➈➊-➒"
    "亖弌弍弎弐㆒-㆕Ⅰ-Ⅸⅰ-ⅸↅ"
    "\u0660-\u0669\u06f0-\u06f9\u07c0-\u07c9\u0966-\u096f\u09e6-\u09ef\u0a66-\u0a6f\u0ae6-\u0aef\u0b66-\u0b6f"
    "\u0be6-\u0bef\u0c66-\u0c6f\u0c78-\u0c7e\u0ce6-\u0cef\u0d66-\u0d6f\u0de6-\u0def\u0e50-\u0e59\u0ed0-\u0ed9"
    "\u0f20-\u0f29\u1040-\u1049\u1090-\u1099\u1369-\u1371\u17e0-\u17e9\u17f0-\u17f9\u1810-\u1819\u1946-\u194f"
    "\u19d0-\u19da\u1a80-\u1a89\u1a90-\u1a99\u1b50-\u1b59\u1bb0-\u1bb9\u1c40-\u1c49\u1c50-\u1c59\ua620-\ua629"
    "\ua6e6-\ua6ef\ua8d0-\ua8d9\ua900-\ua909\ua9d0-\ua9d9\ua9f0-\ua9f9\uaa50-\uaa59\uabf0-\uabf9"
)
ODD_DIGITS = f"{_BMP_DIGITS}\U0001d7ce-\U0001d7ff\U0001fbf0-\U0001fbf9"
ODD_GAPS = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000·•‧・．‐-―−﹣－"
"""For character classes: digits other than 0 to 9, and what is seen between digits."""
# Nobody sees them; those of scripts that stand beside no Chinese need not be told apart from their letters.
_HIDDEN = (
    "\u00ad\u0300-\u036f\u0483-\u167f\u1681-\u1fff\u200b-\u200f\u2061-\u2064\u20d0-\u20ff\u2800\u3164"
    "\ufe00-\ufe0f\ufe20-\ufe2f\ufeff"
)
FILLER = "\u2060"
"""Replaces removed characters, so that positions in a text stay the same."""
# Not ＜ and ＞, which would make tags, nor the punctuation of Chinese texts; full-width digits are digits.
CODED_SIGNS = "Ａ-Ｚａ-ｚ＝＠＃＄％＆＊＿＼｜\u20e3\ufe00-\ufe0f"
"""For character classes: letters in another width, and marks that only change how a character looks."""
_LEVEL_ENDS, _STARS = "密宻蜜嘧谧宀", "★☆⭐"
LEVEL_STARTS = "绝絕絶机機㮨几秘祕泌色必"
"""The first characters of classification levels, also as components of split characters."""
DIGIT_LETTERS = "OoОоlI"
"""Letters that look like 0 and 1."""
_DIGITS, _ASCII_GAPS = f"0-9{DIGIT_LETTERS}{_BMP_DIGITS}", " \t._/~*-"
_SEPARATOR = rf"(?:[\r\n{FILLER}{ODD_GAPS}{_HIDDEN}{_ASCII_GAPS}]|<!--.{{0,300}}?-->|<[^<>]{{0,300}}>)"
_INSIDE_WORD = r"(?:<[^<>]{0,99}>|[\W_]){0,15}+"
# Characters beyond the basic plane would make the search twice as slow: they are tested separately.
_SUSPECT_CHARACTERS = f"{_LEVEL_ENDS}{_STARS}{_BMP_DIGITS}{ODD_GAPS}{_HIDDEN}Оо{CODED_SIGNS}"
_SUSPECT_CONTINUATION = (
    # An unusual digit beside another digit, or separated from it; a single one is a word.
    rf"(?<=[{_BMP_DIGITS}])(?:[{_DIGITS}](?:[{_DIGITS}]|{_SEPARATOR})|{_SEPARATOR}{{1,6}}[{_DIGITS}]|(?<=[0-9OolI].)|(?<=[>{_ASCII_GAPS}].)[{_DIGITS}])"
    # 密 after any other character is an ordinary word (紧密、保密，密切), unless 密码 or 密钥 follows.
    rf"|(?<=[{_LEVEL_ENDS}])(?:(?<=密){_INSIDE_WORD}[码碼钥鑰]|(?<=[{LEVEL_STARTS}].)"
    rf"|(?<![\u4e00-\u9fff].)(?:(?<=[{LEVEL_STARTS}](?s:.).)|(?<![\u4e00-\u9fff](?s:.).)))"
    rf"|(?<=[{_STARS}Оо{CODED_SIGNS}])|(?<=[{_DIGITS}>{_ASCII_GAPS}][{FILLER}{ODD_GAPS}{_HIDDEN}])(?:(?<=[{_DIGITS}].)|{_SEPARATOR}{{0,5}}[{_DIGITS}])"
)
SUSPECT = re.compile(
    f"[{CONTROLS}{INVISIBLE}{PRIVATE}{_SUSPECT_CHARACTERS}](?:{_SUSPECT_CONTINUATION}|(?<=[{CONTROLS}{INVISIBLE}{PRIVATE}]))"
)
"""What may be part of sensitive data, and unwanted characters, in one search; nearly all texts have neither."""
_FLAG_BY_CHARACTER = dict.fromkeys(_LEVEL_ENDS + _STARS, MARK)
_CODED_CHARACTER = re.compile(f"[{CODED_SIGNS}]")
_KOULING = re.compile(f"口{_INSIDE_WORD}令")
_FLAGS_BY_WORD = {
    **dict.fromkeys(
        (b"assw", b"assp", b"wd", b"oken", b"pw", b"ecret", b"key", b"akia", b"akid", b"ltai", b"aiza"), PASSWORD
    ),
    **dict.fromkeys(
        (b"ghp_", b"gho_", b"ghu_", b"ghs_", b"ghr_", b"github_", b"glpat", b"xox", b"sk-", b"eyj"), PASSWORD
    ),
    **dict.fromkeys(
        (b"ecret", b"onfiden", b"imi", b"i mi", b"i-mi", b"i'mi", b"uemi", b"ue mi", b"ue-mi", b"ue'mi"),
        MARK | PASSWORD,
    ),
    **dict.fromkeys((b"assp",), PERMIT | PASSWORD),
    **dict.fromkeys((b"@", b"10.", b"192.", b"172.", b"\\\\", b":\\"), ADDRESS),
    **dict.fromkeys((b"&", b"\\u", b"\\x"), CODED),
}
_WORDS = re.compile(
    b"|".join(
        # 10.1; jimi and mimi, but not limit, which is in most schemes.
        b"(?<=[jm])" * word.startswith(b"i") + re.escape(word) + b"(?=[0-9])" * word.endswith(b".")
        for word in sorted(_FLAGS_BY_WORD)
    )
)
# One or two rare letters of each word: searching for all words takes four times as long.
_WORD_HINT = re.compile(
    rb"[kwzxjf_@\\&%mrlp.](?:(?<=[kwzxjf_@\\&%])|(?<=m)i|(?<=ssp)|(?<=cr)et|(?<=l)(?:ta|pa)|(?<=\.)[0-9])"
)
_LOWER = bytes(range(256)).lower()
_DIGITS_TO_ZERO = bytes.maketrans(b"123456789OolI", b"0" * 13)
# Ten of eleven digits: the last may be an unusual one.
_TEN_ZEROS, _SEVEN_ZEROS = b"0" * 10, b"0" * 7
_LESS_THAN, _PERCENT = b"<%"
_PERCENT_CODE = re.compile(r"%(?:[2-7][0-9A-Fa-f]|[Ee][2-9A-Fa-f])")
_DIGIT_BEFORE_TAG = re.compile(
    rb"[0-9OolI][ \t._/~*-]{0,6}<"
    rb"(?:!--|/?(?:b|i|u|s|a|em|strong|span|wbr|code|mark|small|sup|sub|font|ins|del|br)\b)"
)


def may_match(text: str, suspects: list[str] | None = None, *, wide: bool | None = None) -> int:
    """Return which kinds of sensitive data *text* may hold, as a sum of the flags above; it holds no other.

    *suspects* are the matches of ``SUSPECT``, if they were searched for; *wide* says whether there are characters
    beyond the basic plane, if that is known.
    """
    plain = text.encode("ascii", "replace")
    flat = plain.translate(_DIGITS_TO_ZERO, b" \t~_`\\")
    # find() is faster than the operator in for bytes.
    found = PERMIT if flat.find(_SEVEN_ZEROS) >= 0 else 0
    joined = flat.translate(_LOWER, b"./*-\r\n>")
    if joined.find(_TEN_ZEROS) >= 0:
        found |= NUMBER
    if joined.find(b"c0nf") >= 0 or joined.find(b"secret") >= 0:
        found |= MARK
    plain = plain.translate(_LOWER, b"?")
    for word in _WORDS.findall(plain) if _WORD_HINT.search(plain) else ():
        found |= _FLAGS_BY_WORD[word]
    if _LESS_THAN in plain and _DIGIT_BEFORE_TAG.search(plain):
        found |= NUMBER
    if _PERCENT in plain and _PERCENT_CODE.search(text):
        found |= CODED
    if "令" in text and _KOULING.search(text):
        found |= PASSWORD
    for hit in SUSPECT.findall(text) if suspects is None else suspects:
        found |= _FLAG_BY_CHARACTER.get(hit[0], NUMBER | PERMIT) | PASSWORD * (hit[0] == "密" != hit)
        found |= CODED * bool(_CODED_CHARACTER.match(hit))
    if wide is None:
        wide = len(text.encode("utf-16-le", "surrogatepass")) > 2 * len(text)
    return found | (NUMBER | MARK) * wide
