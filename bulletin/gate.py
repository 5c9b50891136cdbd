"""The gate: bytes become text here, and nowhere else."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator

from bulletin.errors import Problem

# C0 and C1 controls but TAB, LF and CR; noncharacters, which our own markers use; the replacement character.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ufffd\u202a-\u202e\u2066-\u2069]")
_CONFLICT = re.compile(r"^(<{7} |={7}$|>{7} )", re.MULTILINE)
_NAME = re.compile(r"[\w][\w-]{0,79}")
_RESERVED = re.compile(r"con|prn|aux|nul|com\d|lpt\d", re.IGNORECASE)


def decode(data: bytes, path: str) -> tuple[str, list[Problem]]:
    """Return the text of a file, with LF line ends and NFC, and what is wrong with its bytes.

    The text is "" where the bytes are no UTF-8.
    """
    problems: list[Problem] = []
    if data.startswith(codecs.BOM_UTF8):
        data = data[len(codecs.BOM_UTF8) :]
        problems.append(Problem(path=path, code="bom", line=1))
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\x00" in data[:64]:
        return "", [Problem(path=path, code="utf16", line=1)]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return "", [_undecodable(data, path, error)]
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return text, problems + list(_characters(text, path))


def _undecodable(data: bytes, path: str, error: UnicodeDecodeError) -> Problem:
    line = data.count(b"\n", 0, error.start) + 1
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return Problem(path=path, code="not-utf8", line=line, values={"byte": f"0x{data[error.start]:02X}"})
    return Problem(path=path, code="gbk", line=line)


def _characters(text: str, path: str) -> Iterator[Problem]:
    if (at := text.find("\ufeff")) >= 0:
        yield Problem(path=path, code="bom-inside", line=text.count("\n", 0, at) + 1)
    seen: set[int] = set()
    for match in _CONTROL.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        if line not in seen:
            seen.add(line)
            yield Problem(
                path=path, code="control-character", line=line, values={"character": f"U+{ord(match[0]):04X}"}
            )
    if conflict := _CONFLICT.search(text):
        yield Problem(path=path, code="conflict-marker", line=text.count("\n", 0, conflict.start()) + 1)


def is_good_name(stem: str) -> bool:
    """Return whether a file's stem can become an address on any system: letters, digits, hyphen, underscore."""
    return bool(_NAME.fullmatch(stem)) and not _RESERVED.fullmatch(stem)
