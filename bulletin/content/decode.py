"""The gate: bytes become text here, and nowhere else; where front matter is in it, before anything of it is read."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from typing import NamedTuple

from frontmatter.default_handlers import YAMLHandler

from bulletin.checks.sensitive.prefilter import SUSPECT_CHARACTERS, SUSPECT_CONTINUATION, may_match
from bulletin.core.problems import Problem
from bulletin.core.text import (
    CONTROL,
    CONTROLS,
    INVISIBLE,
    INVISIBLE_CHARACTER,
    JOINER_IN_PICTOGRAPH,
    LIMIT,
    UNWANTED,
    remove_invisible,
)

# What is odd, and what may be secret, in one search; nearly all texts hold nothing of either.
_LOOK = re.compile(
    f"[{CONTROLS}{INVISIBLE}{SUSPECT_CHARACTERS}](?:(?<=[{CONTROLS}{INVISIBLE}])|{SUSPECT_CONTINUATION})"
)
_PASTED = re.compile("^\ufeff(?=---)", re.MULTILINE)
BOUNDARY = YAMLHandler.FM_BOUNDARY
"""A line of dashes, the first and the last line of front matter, as python-frontmatter has it."""
_CONFLICT = re.compile(r"^(<{7}|>{7})( |$)", re.MULTILINE)
# UTF-8 or GBK that was taken for a Western encoding and saved again; what GBK makes of replacement characters.
_MOJIBAKE = re.compile(
    "(?:[\u00e3-\u00e9][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]{2}){2,}"
    "|(?:[\u00b0-\u00f7][\u00a1-\u00fe]){4,}|锟斤拷"
)
# As numbers: whether bytes are in bytes, Python answers only after an error of its own, ten times as slowly.
_RETURN, _LESS, _GREATER, _WESTERN, _BEYOND, _TAGS = b"\r<>\xc3\xf0\xf3"
_SHOWN = 20
"""More lines of one file with control characters than this are not told one by one."""


class Span(NamedTuple):
    """Where the front matter of a file is, as offsets into its text."""

    start: int
    end: int
    body: int
    """Where the text below begins: right behind the closing line's dashes and spaces."""


def decode_text(data: bytes, path: str, limit: int = LIMIT) -> tuple[str, list[Problem]]:
    """Return the text of a file, with LF line ends and NFC, and what is wrong with its bytes.

    The text is "" where the bytes are no UTF-8.
    """
    text, problems, _ = decode_and_prefilter(data, path, limit)
    return text, problems


def decode_texts(files: Mapping[str, bytes], problems: list[Problem]) -> dict[str, str]:
    """Return the texts of *files* in the order of their paths; what is wrong with their bytes goes to *problems*."""
    texts = {}
    for path, data in sorted(files.items()):
        texts[path], found = decode_text(data, path)
        problems += found
    return texts


def decode_and_prefilter(data: bytes, path: str, limit: int = LIMIT) -> tuple[str, list[Problem], int]:
    """Return the same as :func:`decode`, and what the text may hold that must not be published."""
    problems: list[Problem] = []
    if len(data) > limit:
        return _refused(Problem(path=path, code="too-large", values={"limit": f"{limit // 1000} KB"}))
    if data.startswith(codecs.BOM_UTF8):
        data = data[len(codecs.BOM_UTF8) :]
        problems.append(Problem(path=path, code="bom", line=1))
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or 0 in data[:64]:
        return _refused(Problem(path=path, code="utf16", line=1))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _refused(_undecodable(data, path, error))
    if _RETURN in data:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = unicodedata.normalize("NFC", text)
    # The byte begins what Western letters are written with; Chinese texts hardly hold any.
    if (_WESTERN in data or "锟" in text) and (match := _MOJIBAKE.search(text)):
        values = {"text": match[0][:10]}
        return _refused(Problem(path=path, code="mojibake", line=_line(text, match.start()), values=values))
    odd: list[str] | None = _LOOK.findall(text)
    # The byte begins tags, which nobody sees, in the last of the planes.
    if (odd or _TAGS in data) and UNWANTED.search(text):
        problems += _odd(text, path)
        text, odd = remove_invisible(text), None
    if (_LESS in data or _GREATER in data) and (match := _CONFLICT.search(text)):
        problems.append(Problem(path=path, code="conflict-marker", line=_line(text, match.start())))
    return text, problems, may_match(text, odd, wide=_BEYOND in data or _TAGS in data)


def _refused(problem: Problem) -> tuple[str, list[Problem], int]:
    return "", [problem], 0


def split_front_matter(text: str) -> Span | None:
    """Return where the front matter of a file is, None where there is none or it is not closed."""
    opening = BOUNDARY.match(text)
    line = text.find("\n---", opening.end()) + 1 if opening else 0
    closing = BOUNDARY.search(text, line) if line else None
    if opening is None or closing is None:
        return None
    return Span(opening.end(), closing.start(), closing.end())


def file_digests(data: bytes) -> tuple[bytes, bytes]:
    """Return the digest of a file's front matter, b"" where it has none, and the digest of all its bytes."""
    # Latin-1 makes one character of each byte, so that offsets are the same.
    span = split_front_matter(data.decode("latin-1"))
    if span is None:
        return b"", blake2b(data, digest_size=12).digest()
    hasher = blake2b(data[: span.body], digest_size=12)
    front = hasher.digest()
    hasher.update(data[span.body :])
    return front, hasher.digest()


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


def _undecodable(data: bytes, path: str, error: UnicodeDecodeError) -> Problem:
    line = data.count(b"\n", 0, error.start) + 1
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return Problem(path=path, code="not-utf8", line=line, values={"byte": f"0x{data[error.start]:02X}"})
    return Problem(path=path, code="gbk", line=line)


def _odd(text: str, path: str) -> Iterator[Problem]:
    if pasted := _PASTED.search(text):
        yield Problem(path=path, code="bom-inside", line=_line(text, pasted.start()))
    nothing = INVISIBLE_CHARACTER.search(JOINER_IN_PICTOGRAPH.sub("x", text))
    if nothing and not pasted:
        values = {"character": f"U+{ord(nothing[0]):04X}"}
        yield Problem(path=path, code="invisible-character", line=_line(text, nothing.start()), values=values)
    until, line, shown = 0, 1, 0
    while shown < _SHOWN and (match := CONTROL.search(text, until)):
        line += text.count("\n", until, match.start())
        yield Problem(path=path, code="control-character", line=line, values={"character": f"U+{ord(match[0]):04X}"})
        shown += 1
        if (until := text.find("\n", match.end())) < 0:
            return
