"""Deobfuscation of texts: entities, escapes, tags, unusual spaces, look-alike characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import unescape
from urllib.parse import unquote

from bulletin.checks.sensitive.prefilter import CODED_SIGNS, FILLER

_ESCAPE = re.compile(
    rf"[&\\%](?:(?<=&){FILLER}{{0,9}}(?:amp;{FILLER}{{0,9}}){{0,9}}"
    r"(?:#(?:[xX][0-9A-Fa-f]{1,12}|[0-9]{1,12})[;；]?|(?!(?:amp|lt|gt|AMP|LT|GT);)[A-Za-z]{2,31};)"
    r"|(?<=\\)(?:u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|U[0-9A-Fa-f]{8})"
    r"|(?<=%)(?:25){0,9}[0-9A-Fa-f]{2}(?:%(?:25){0,9}[0-9A-Fa-f]{2})*)"
)
_CODED_AGAIN = re.compile(rf"(?<=&)(?:amp;|{FILLER})+|；|(?<=%)(?:25)+(?=[0-9A-Fa-f]{{2}})")
"""What was added to an escape when it was escaped once more."""
_BLOCK_TAG = re.compile(
    r"</?(?:p|div|li|[uod]l|d[td]|t[dhr]|table|thead|tbody|h[1-6]|br|hr|section|article|header|footer|title|option"
    r"|blockquote|figcaption|caption|nav|main|summary|label)\b[^<>]{0,999}>",
    re.IGNORECASE,
)
_TAG = re.compile(r"<!--.{0,999}?-->|</?[A-Za-z][^<>]{0,999}>", re.DOTALL)

_STARS = "★☆⭐🌟⋆✦✧✩✪✫✬✭✮✯✰✴✵✶✷✸✹✺✻✼✽❂❃❄❅❆❇❈❉❊❋✱✲✳٭⍟⚝✡⛤⛥⛦⛧⭑⭒※⁂⁎⁑⁕꙳∗﹡🔯🌠🌃💫🞰🞱🞲🞳🞴🞵🞶🞷🞸🞹🞺🞻🞼🞽🞾🞿🟀🟁🟂🟃🟄🟅🟆🟇🟈🟉🟊🟋⯨⯩🌑"
# Traditional and variant forms, and characters that look like others.
_LOOKALIKES = {
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
_INVISIBLE = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f\u180e")
_KEPT_SPACES = frozenset("\n")
_PLAIN = {
    **{wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)},
    **dict.fromkeys((*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0), 0x20E3), ord(FILLER)),
}
_ODD = re.compile(f"[{CODED_SIGNS}\U000e0100-\U000e01ef][！-；＝？-～]*")
"""Full-width letters and signs; variation selectors and keycaps, which change how a character looks."""


@lru_cache(maxsize=4096)
def normalize_character(character: str) -> str:
    """Return the character that *character* looks like, or "" where it is invisible."""
    if character in _LOOKALIKES:
        return _LOOKALIKES[character]
    if character in _KEPT_SPACES:
        return character
    if character in _INVISIBLE or unicodedata.category(character) in ("Cf", "Mn", "Me", "Cc", "Co", "Cn"):
        return " " if character in "\t\r\x0b\x0c\x85" else ""
    if character.isspace():
        return " "
    folded = unicodedata.normalize("NFKC", character)
    return "".join(_LOOKALIKES.get(c, "" if unicodedata.combining(c) else c) for c in folded)


def decode_escapes(text: str) -> str:
    """Return *text* with entities, escapes and full-width letters as plain characters; positions stay the same."""
    return _ODD.sub(lambda match: match[0].translate(_PLAIN), _ESCAPE.sub(_decode_match, text))


def _decode_match(match: re.Match[str]) -> str:
    length, escape = len(match[0]), _CODED_AGAIN.sub("", match[0])
    try:
        if escape[0] == "&":
            decoded = unescape(escape if escape[-1] == ";" else f"{escape};")
        elif escape[0] == "%":
            decoded = unquote(escape, errors="strict")
        else:
            decoded = chr(int(escape[2:], 16))  # noqa: FURB166 - the x of \\x is no 0x
    except (ValueError, OverflowError):
        return match[0]
    return decoded.ljust(length, FILLER) if decoded and decoded != escape and len(decoded) <= length else match[0]


def remove_tags(text: str) -> str:
    """Return *text* with block tags as line breaks and without other tags and comments; positions stay the same."""
    if "<" not in text:
        return text
    text = _BLOCK_TAG.sub(lambda m: "\n".ljust(len(m[0]), FILLER), text)
    return _TAG.sub(lambda m: FILLER * len(m[0]), text)


def normalize_text(text: str) -> tuple[str, list[int]]:
    """Return *text* as it looks to readers, with single spaces, and the position of each character in *text*."""
    characters: list[str] = []
    positions: list[int] = []
    for position, character in enumerate(text):
        for one in normalize_character(character):
            if one != " " or not characters or characters[-1] not in " \n":
                characters.append(one)
                positions.append(position)
    return "".join(characters), positions


def merge_windows(positions: Iterable[int], before: int, after: int) -> Iterator[tuple[int, int]]:
    """Yield start and end of the windows around ascending *positions*; overlapping windows are merged."""
    start, end = 0, -1
    for position in positions:
        if end >= 0 and position - before > end:
            yield start, end
            end = -1
        if end < 0:
            start = max(position - before, 0)
        end = position + after
    if end >= 0:
        yield start, end
