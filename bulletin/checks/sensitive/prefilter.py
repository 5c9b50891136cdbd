"""What a text may hold, told in some microseconds: nearly all texts hold nothing that is worth a closer look."""

from __future__ import annotations

import re

# Plain numbers: an enum's members cost more to put together than a text to look through.
MARK, NUMBER, PERMIT, PASSWORD, ADDRESS, CODED = (1 << n for n in range(6))

_PLANE = "０-９〇零○◯一壹幺二贰貳三叁參四肆五伍六陆陸七柒八捌九玖①-⑨⓪⁰¹²³⁴-⁹₀-₉❶-❾➀-➈\u0660-\u0669\u06f0-\u06f9"
ODD_DIGITS = f"{_PLANE}\U0001d7ce-\U0001d7ff"
ODD_GAPS = "\u00a0\u00ad\u1680\u2000-\u200f\u202f\u205f-\u2064\u3000\u3164\ufeff·•\u0300-\u036f‐-―−﹣－"
"""For classes of regular expressions: digits that are not 0 to 9, and what may stand between them."""
_SIGNS, _STARS = "密宻蜜嘧谧宀", "★☆⭐"
FIRST = "绝絕絶机機㮨几秘祕泌色必"
"""What may stand before a sign, if the two are a level; the last strokes of those that are taken apart."""
LETTERS = "OoОоlI"
"""What is taken for 0 and 1 among digits."""
_SOME, _GAP = f"0-9{LETTERS}{_PLANE}", " \t._/~*-"
_AMID = rf"(?:[{_GAP}{ODD_GAPS}]|<!--.{{0,300}}?-->|<[^<>]{{0,300}}>)"
# Characters beyond the first plane would make the search twice as slow: they are asked for apart.
CLASS = f"{_SIGNS}{_STARS}{_PLANE}{ODD_GAPS}Оо"
THEN = (
    # An odd digit beside another, or with something between that may stand there; one alone is but a word.
    rf"(?<=[{_PLANE}])(?:[{_SOME}](?:[{_SOME}]|{_AMID})|{_AMID}{{1,6}}[{_SOME}]|(?<=[0-9OolI].)|(?<=[{_GAP}>].)[{_SOME}])"
    # A sign behind any other word is talk (紧密、保密，密切), unless it goes on to be a password's name.
    rf"|(?<=[{_SIGNS}])(?:(?<=密)\s?[码碼钥鑰]|(?<=[{FIRST}].)"
    rf"|(?<![\u4e00-\u9fff].)(?:(?<=[{FIRST}](?s:.).)|(?<![\u4e00-\u9fff](?s:.).)))"
    rf"|(?<=[{_STARS}Оо])|(?<=[{_SOME}{_GAP}>][{ODD_GAPS}])(?:(?<=[{_SOME}].)|{_AMID}{{0,5}}[{_SOME}])"
)
"""A class in which all that is odd begins, and what has to follow: for one search together with others."""
# Compiled when it is needed: of sources, the gate has found it already.
_LOOK = f"[{CLASS}](?:{THEN})"
_BY_SIGN = dict.fromkeys(_SIGNS + _STARS, MARK)
_SPOKEN = re.compile(r"口\s?令")
_BY_WORD = {
    **dict.fromkeys((b"assw", b"assp", b"wd", b"oken", b"ecret", b"key", b"akia", b"akid", b"ltai", b"aiza"), PASSWORD),
    **dict.fromkeys(
        (b"ghp_", b"gho_", b"ghu_", b"ghs_", b"ghr_", b"github_", b"glpat", b"xox", b"sk-", b"eyj"), PASSWORD
    ),
    **dict.fromkeys(
        (b"ecret", b"onfiden", b"imi", b"i mi", b"i-mi", b"i'mi", b"uemi", b"ue mi", b"ue-mi", b"ue'mi"),
        MARK | PASSWORD,
    ),
    **dict.fromkeys((b"assp",), PERMIT | PASSWORD),
    **dict.fromkeys((b"@", b"10.", b"192.", b"172.", b"\\\\", b":\\"), ADDRESS),
    **dict.fromkeys((b"&", b"\\u", b"\\x", b"%e"), CODED),
}
_WORDS = re.compile(b"|".join(re.escape(word) + b"(?=[0-9])" * word.endswith(b".") for word in sorted(_BY_WORD)))
# A letter or two of each word, such as few texts hold: one search for all words takes four times as long.
_HINT = re.compile(
    rb"[kwzxjf_@\\&%mrlp.](?:(?<=[kwzxjf_@\\&%])|(?<=m)i|(?<=ssp)|(?<=cr)et|(?<=l)(?:ta|pa)|(?<=\.)[0-9])"
)
_LOWER = bytes(range(256)).lower()
_FLAT = bytes.maketrans(b"123456789OolI", b"0" * 13)
# The eleventh may be an odd one.
_TEN, _SEVEN = b"0" * 10, b"0" * 7
(_LESS,) = b"<"
_TAGGED = re.compile(
    rb"[0-9OolI][ \t._/~*-]{0,6}<"
    rb"(?:!--|/?(?:b|i|u|s|a|em|strong|span|wbr|code|mark|small|sup|sub|font|ins|del|br)\b)"
)


def may_hold(text: str, odd: list[str] | None = None, *, wide: bool | None = None) -> int:
    """Return what *text* may hold, as a sum of the numbers above; it holds nothing else.

    *odd* is what a search for ``CLASS`` and ``THEN`` has found, if there was one; *wide* says whether there are
    characters beyond the first plane, if that is known.
    """
    plain = text.encode("ascii", "replace")
    flat = plain.translate(_FLAT, b" \t~_`\\")
    # To find is quicker than to ask whether bytes are in bytes: there Python raises an error of its own first.
    found = PERMIT if flat.find(_SEVEN) >= 0 else 0
    if flat.translate(None, b"./*-").find(_TEN) >= 0:
        found |= NUMBER
    plain = plain.translate(_LOWER, b"?")
    for word in _WORDS.findall(plain) if _HINT.search(plain) else ():
        found |= _BY_WORD[word]
    if _LESS in plain and _TAGGED.search(plain):
        found |= NUMBER
    if "令" in text and _SPOKEN.search(text):
        found |= PASSWORD
    for hit in re.findall(_LOOK, text) if odd is None else odd:
        found |= _BY_SIGN.get(hit[0], NUMBER | PERMIT) | PASSWORD * (hit[0] == "密" != hit)
    if wide is None:
        wide = len(text.encode("utf-16-le", "surrogatepass")) > 2 * len(text)
    return found | (NUMBER | MARK) * wide
