"""What texts are hidden behind: entities, escapes, tags, odd spaces, look-alikes; and how to see through it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import unescape
from urllib.parse import unquote

FILLER = "\u2060"
"""Stands where something was taken out: places in a text stay what they were."""

_CODED = re.compile(
    r"&#[xX]?[0-9A-Fa-f]{1,7};?|\\(?:u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|U[0-9A-Fa-f]{8})|(?:%[0-9A-Fa-f]{2}){2,}"
)
_NAMED = re.compile(r"&(?:starf?|bigstar|ast|midast|nbsp|ensp|emsp|thinsp|zwn?j|shy|colon|hyphen|lpar|rpar|num);")
_BLOCK = re.compile(
    r"</?(?:p|div|li|[uod]l|d[td]|t[dhr]|table|thead|tbody|h[1-6]|br|hr|section|article|header|footer|title|option"
    r"|blockquote|figcaption|caption|nav|main|summary|label)\b[^<>]{0,999}>",
    re.IGNORECASE,
)
_TAG = re.compile(r"<!--.{0,999}?-->|</?[A-Za-z][^<>]{0,999}>", re.DOTALL)

_STARS = "★☆⭐🌟⋆✦✧✩✪✫✬✭✮✯✰✴✵✶✷✸✹✺✻✼✽❂❃❄❅❆❇❈❉❊❋✱✲✳٭⍟⚝✡⛤⛥⛦⛧⭑⭒※⁂⁎⁑⁕꙳∗﹡🔯🌠🌃💫🞰🞱🞲🞳🞴🞵🞶🞷🞸🞹🞺🞻🞼🞽🞾🞿🟀🟁🟂🟃🟄🟅🟆🟇🟈🟉🟊🟋⯨⯩🌑"
# Traditional and variant forms, and characters that are taken for others at a glance.
_ALIKE = {
    **dict.fromkeys(_STARS, "★"),
    **dict.fromkeys("絕絶", "绝"),
    **dict.fromkeys("機㮨", "机"),
    **dict.fromkeys("祕", "秘"),
    **dict.fromkeys("宻", "密"),
    **dict.fromkeys("內", "内"),
    **dict.fromkeys("級", "级"),
    **dict.fromkeys("長", "长"),
    **dict.fromkeys("個箇", "个"),
    **dict.fromkeys("資", "资"),
    **dict.fromkeys("僅", "仅"),
    **dict.fromkeys("傳", "传"),
    **dict.fromkeys("嚴", "严"),
    **dict.fromkeys("參", "参"),
    **dict.fromkeys("啟啓", "启"),
    **dict.fromkeys("開", "开"),
    **dict.fromkeys("閱", "阅"),
    **dict.fromkeys("發", "发"),
    **dict.fromkeys("勿", "勿"),
    **dict.fromkeys("請", "请"),
    **dict.fromkeys("禁", "禁"),
    **dict.fromkeys("護", "护"),
    **dict.fromkeys("證", "证"),
    **dict.fromkeys("ХхⅩⅹΧχ×", "X"),
    **dict.fromkeys("\\`~_", ""),
}
_NOTHING = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f\u180e")
_KEPT_SPACES = frozenset("\n")


@lru_cache(maxsize=4096)
def plain(character: str) -> str:
    """Return what a reader takes *character* for; "" for what he does not see."""
    if character in _ALIKE:
        return _ALIKE[character]
    if character in _KEPT_SPACES:
        return character
    if character in _NOTHING or unicodedata.category(character) in ("Cf", "Mn", "Me", "Cc", "Co", "Cn"):
        return " " if character in "\t\r\x0b\x0c\x85" else ""
    if character.isspace():
        return " "
    folded = unicodedata.normalize("NFKC", character)
    return "".join(_ALIKE.get(c, "" if unicodedata.combining(c) else c) for c in folded)


def decoded(text: str) -> str:
    """Return *text* with entities and escapes as the characters they stand for, at the same places."""
    if "&" in text:
        text = _NAMED.sub(_character, text)
    if "&#" in text or "\\u" in text or "\\x" in text or "\\U" in text or "%E" in text or "%e" in text:
        text = _CODED.sub(_character, text)
    return text


def _character(match: re.Match[str]) -> str:
    found = match[0]
    try:
        if found[0] == "&":
            made = unescape(found if found[-1] == ";" else f"{found};")
        elif found[0] == "%":
            made = unquote(found, errors="strict")
        else:
            made = chr(int(found[2:], 16))  # noqa: FURB166 - the x of \\x is no 0x
    except (ValueError, OverflowError):
        return found
    return made.ljust(len(found), FILLER) if made and len(made) <= len(found) else found


def without_tags(text: str) -> str:
    """Return *text* with block tags as line ends and without other tags and comments, at the same places."""
    if "<" not in text:
        return text
    text = _BLOCK.sub(lambda m: "\n".ljust(len(m[0]), FILLER), text)
    return _TAG.sub(lambda m: FILLER * len(m[0]), text)


def compact(text: str) -> tuple[str, list[int]]:
    """Return what a reader sees of *text*, spaces as one, and the place of each character in it."""
    seen: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for one in plain(character):
            if one != " " or not seen or seen[-1] not in " \n":
                seen.append(one)
                places.append(place)
    return "".join(seen), places


def stretches(places: Iterable[int], before: int, after: int) -> Iterator[tuple[int, int]]:
    """Yield begin and end of what has to be looked at around *places*, which rise; what overlaps is one."""
    begin, end = 0, -1
    for place in places:
        if end >= 0 and place - before > end:
            yield begin, end
            end = -1
        if end < 0:
            begin = max(place - before, 0)
        end = place + after
    if end >= 0:
        yield begin, end
