"""Convert files that other programs have saved to the encoding of the archive: UTF-8 without BOM, LF.

Only files whose encoding is certain are changed.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from pathlib import Path

from bulletin.core.chinese import PRIVATE_CHARACTER, decode_gbk
from bulletin.core.files import replace_file
from bulletin.core.i18n import N_
from bulletin.core.text import LIMIT

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8", N_("UTF-8 with byte order mark")),
    (codecs.BOM_UTF16_LE, "utf-16-le", N_("UTF-16")),
    (codecs.BOM_UTF16_BE, "utf-16-be", N_("UTF-16")),
)
_GBK = N_("GBK")
_MIN_COMMON_SHARE = 0.95
"""Least share of common characters by which a text is taken for GBK, or for UTF-16 without BOM."""
_COMMON_HANZI = range(0xB0A1, 0xD7FA)
"""Level 1 of GB 2312: the 3,755 most frequent characters."""


def fix_encoding(data: bytes) -> tuple[bytes, str] | None:
    """Return *data* converted and its former encoding (a msgid); None if it is valid or its encoding is uncertain."""
    text, was = _decode_as_guessed(data)
    if text is None or "\x00" in text or "\ufffd" in text:
        return None
    if was == _GBK and PRIVATE_CHARACTER.search(text):
        # What it stands for nobody can tell from the file.
        return None
    unix = text.replace("\r\n", "\n").replace("\r", "\n")
    fixed = unix.encode()
    if fixed == data:
        return None
    return fixed, was or N_("line ends of Windows or of old Macs")


def _decode_as_guessed(data: bytes) -> tuple[str | None, str]:
    for mark, encoding, name in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _try_decode(data[len(mark) :], encoding), name
    if (text := _try_decode(data, "utf-8")) is not None and "\x00" not in text:
        return text, ""
    if b"\x00" in data:
        guesses = [_try_decode(data, encoding) for encoding in ("utf-16-le", "utf-16-be")]
        return next((text for text in guesses if text is not None and _is_chinese(text)), None), N_("UTF-16")
    text = decode_gbk(data)
    return (text if text is not None and _is_chinese(text) else None), _GBK


def _try_decode(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_chinese(text: str) -> bool:
    """Return whether a text consists of characters that are common in Chinese texts."""
    letters = [c for c in text if ord(c) > 0xFF]  # noqa: PLR2004 - Latin letters are valid in every encoding
    fixed = sum(map(_is_common, letters))
    return bool(letters) and fixed >= _MIN_COMMON_SHARE * len(letters)


def _is_common(character: str) -> bool:
    if (
        character == "€"
        or "\u3000" <= character <= "\u303f"
        or "\uff01" <= character <= "\uff5e"
        or "\u2010" <= character <= "\u2027"
    ):
        return True
    code = character.encode("gb2312", "ignore")
    return int.from_bytes(code, "big") in _COMMON_HANZI


def fix_files(root: Path, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Convert files of the archive at *root* in place; yield the path of each and its former encoding (a msgid)."""
    for path in paths:
        file = root / path
        try:
            before = file.read_bytes()
            if len(before) > 2 * LIMIT or (fixed := fix_encoding(before)) is None:
                continue
            replace_file(file, fixed[0])
        except OSError:
            # The check that follows reports files that cannot be read or written.
            continue
        yield path, fixed[1]
