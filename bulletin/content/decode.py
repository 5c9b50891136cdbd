"""Decoding: the bytes of a file become normalized text, and its front matter is located."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from bulletin.checks.sensitive.prefilter import SUSPECT, may_match
from bulletin.core.chinese import PRIVATE_CHARACTER, decode_gbk, standard_character
from bulletin.core.problems import Problem
from bulletin.core.text import (
    CONTROL,
    INVISIBLE_CHARACTER,
    LIMIT,
    PICTOGRAPH,
    UNWANTED,
    remove_invisible,
)

_INNER_BOM = re.compile("^\ufeff(?=---)", re.MULTILINE)
BOUNDARY = re.compile(r"^-{3,}\s*$", re.MULTILINE)
"""A line of dashes, the first and the last line of front matter: the pattern of python-frontmatter.

It is not taken from there, because that package imports PyYAML.
"""
_CONFLICT_MARKER = re.compile(r"^(<{7}|>{7})( |$)", re.MULTILINE)
# UTF-8 or GBK decoded as a Western encoding and saved again; replacement characters decoded as GBK.
_MOJIBAKE = re.compile(
    "(?:[\u00e3-\u00e9][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]{2}){2,}"
    "|(?:[\u00b0-\u00f7][\u00a1-\u00fe]){4,}|锟斤拷"
)
# As integers: `in` with bytes raises and catches an error inside Python first, which is ten times as slow.
_CARRIAGE_RETURN, _LESS_THAN, _GREATER_THAN, _LATIN_LEAD_BYTE, _PLANE_1_LEAD_BYTE, _TAG_LEAD_BYTE, _LAST_LEAD_BYTE = (
    b"\r<>\xc3\xf0\xf3\xf4"
)
_MAY_DRAW = re.compile(rb"\xf0\x9f|\xe2[\x8c\x8f\x98-\x9e\xac\xad]")
"""Bytes that each pictograph begins with."""
_MAX_CONTROL_LINES = 20
"""Most lines with control characters that are reported for one file, and most different private-use characters."""


class Span(NamedTuple):
    """The position of the front matter in a text, as offsets."""

    start: int
    end: int
    body: int
    """Start of the text below: the offset after the dashes and spaces of the closing line."""


def decode_text(data: bytes, path: str, limit: int = LIMIT) -> tuple[str, list[Problem]]:
    """Return the text of a file, with LF line ends and in NFC, and the problems of its bytes.

    The text is "" where the bytes are not UTF-8.
    """
    text, problems, _ = decode_and_prefilter(data, path, limit)
    return text, problems


def decode_texts(files: Mapping[str, bytes], problems: list[Problem]) -> dict[str, str]:
    """Return the texts of *files* in the order of their paths; problems of their bytes are added to *problems*."""
    texts = {}
    for path, data in sorted(files.items()):
        texts[path], found = decode_text(data, path)
        problems += found
    return texts


def decode_and_prefilter(data: bytes, path: str, limit: int = LIMIT) -> tuple[str, list[Problem], int]:
    """Return what :func:`decode_text` returns, and the kinds of sensitive data the text may hold, as bits."""
    problems: list[Problem] = []
    if len(data) > limit:
        return _rejected(Problem(path=path, code="too-large", values={"limit": f"{limit // 1000} KB"}))
    if data.startswith(codecs.BOM_UTF8):
        data = data[len(codecs.BOM_UTF8) :]
        problems.append(Problem(path=path, code="bom", line=1))
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or 0 in data[:64]:
        return _rejected(Problem(path=path, code="utf16", line=1))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _rejected(*_undecodable_problems(data, path, error))
    if _CARRIAGE_RETURN in data:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = unicodedata.normalize("NFC", text)
    # 0xC3 begins accented Latin letters, which Chinese texts hardly contain.
    if (_LATIN_LEAD_BYTE in data or "锟" in text) and (match := _MOJIBAKE.search(text)):
        values = {"text": match[0][:10]}
        return _rejected(Problem(path=path, code="mojibake", line=_line_at(text, match.start()), values=values))
    suspects: list[str] | None = SUSPECT.findall(text)
    # 0xF3 begins tag characters, which are invisible, in plane 14.
    if suspects or _TAG_LEAD_BYTE in data or _LAST_LEAD_BYTE in data:
        problems += _private_problems(text, path)
        if UNWANTED.search(text):
            problems += _character_problems(text, path)
            text, suspects = remove_invisible(text), None
    problems += _pictograph_problems(text, path) if _MAY_DRAW.search(data) else ()
    if (_LESS_THAN in data or _GREATER_THAN in data) and (match := _CONFLICT_MARKER.search(text)):
        problems.append(Problem(path=path, code="conflict-marker", line=_line_at(text, match.start())))
    wide = _PLANE_1_LEAD_BYTE in data or _TAG_LEAD_BYTE in data or _LAST_LEAD_BYTE in data
    return text, problems, may_match(text, suspects, wide=wide)


def _pictograph_problems(text: str, path: str) -> Iterator[Problem]:
    """Yield a problem for each different pictograph, where it stands first."""
    first: dict[str, int] = {}
    for match in PICTOGRAPH.finditer(text):
        first.setdefault(match[0][0], match.start())
    for sign, start in [*first.items()][:_MAX_CONTROL_LINES]:
        values = {"sign": sign, "code": f"U+{ord(sign):04X}"}
        yield Problem(path=path, code="pictograph", line=_line_at(text, start), values=values)


def _rejected(*problems: Problem) -> tuple[str, list[Problem], int]:
    return "", list(problems), 0


def split_front_matter(text: str) -> Span | None:
    """Return the position of the front matter, or None where there is none or it is not closed."""
    opening = BOUNDARY.match(text)
    line = text.find("\n---", opening.end()) + 1 if opening else 0
    closing = BOUNDARY.search(text, line) if line else None
    if opening is None or closing is None:
        return None
    return Span(opening.end(), closing.start(), closing.end())


def _line_at(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def _undecodable_problems(data: bytes, path: str, error: UnicodeDecodeError) -> Iterator[Problem]:
    line = data.count(b"\n", 0, error.start) + 1
    if (text := decode_gbk(data)) is None:
        yield Problem(path=path, code="not-utf8", line=line, values={"byte": f"0x{data[error.start]:02X}"})
    else:
        yield Problem(path=path, code="gbk", line=line)
        # With these ``check --fix`` does not convert it.
        yield from _private_problems(text, path)


def _private_problems(text: str, path: str) -> Iterator[Problem]:
    """Yield a problem for each different private-use character, where it stands first."""
    seen: dict[str, int] = {}
    for match in PRIVATE_CHARACTER.finditer(text):
        if match[0] not in seen and len(seen) < _MAX_CONTROL_LINES:
            seen[match[0]] = match.start()
    for character, start in seen.items():
        values = {"character": f"U+{ord(character):04X}"}
        if instead := standard_character(character):
            values["instead"] = instead
        code = "nonstandard-character" if instead else "private-character"
        yield Problem(path=path, code=code, line=_line_at(text, start), values=values)


def _character_problems(text: str, path: str) -> Iterator[Problem]:
    if inner_bom := _INNER_BOM.search(text):
        yield Problem(path=path, code="bom-inside", line=_line_at(text, inner_bom.start()))
    invisible = INVISIBLE_CHARACTER.search(text)
    if invisible and not inner_bom:
        values = {"character": f"U+{ord(invisible[0]):04X}"}
        yield Problem(path=path, code="invisible-character", line=_line_at(text, invisible.start()), values=values)
    position, line, shown = 0, 1, 0
    while shown < _MAX_CONTROL_LINES and (match := CONTROL.search(text, position)):
        line += text.count("\n", position, match.start())
        yield Problem(path=path, code="control-character", line=line, values={"character": f"U+{ord(match[0]):04X}"})
        shown += 1
        if (position := text.find("\n", match.end())) < 0:
            return
