"""Files as other programs save them, brought into the one form of the archive: UTF-8 without mark, LF.

Only what can be told for certain is changed: a file of which it is not clear what it was stays as it is.
"""

from __future__ import annotations

import codecs
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from bulletin.core.i18n import N_
from bulletin.core.text import LIMIT

_MARKS = (
    (codecs.BOM_UTF8, "utf-8", N_("UTF-8 with byte order mark")),
    (codecs.BOM_UTF16_LE, "utf-16-le", N_("UTF-16")),
    (codecs.BOM_UTF16_BE, "utf-16-be", N_("UTF-16")),
)
_SURE = 0.95
"""So many of a text's characters have to be common ones before it is believed to be GBK, or UTF-16 without a mark."""
_COMMON = range(0xB0A1, 0xD7FA)
"""Level 1 of GB 2312: the 3,755 characters that nearly all texts are written with."""


def fix_encoding(data: bytes) -> tuple[bytes, str] | None:
    """Return *data* in the form of the archive, and what it was (a msgid); None if it is so or nobody can tell."""
    text, was = _read(data)
    if text is None or "\x00" in text or "\ufffd" in text:
        return None
    unix = text.replace("\r\n", "\n").replace("\r", "\n")
    good = unix.encode()
    if good == data:
        return None
    return good, was or N_("line ends of Windows or of old Macs")


def _read(data: bytes) -> tuple[str | None, str]:
    for mark, encoding, name in _MARKS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], encoding), name
    if (text := _decoded(data, "utf-8")) is not None and "\x00" not in text:
        return text, ""
    if b"\x00" in data:
        guesses = [_decoded(data, encoding) for encoding in ("utf-16-le", "utf-16-be")]
        return next((text for text in guesses if text is not None and _is_sure(text)), None), N_("UTF-16")
    text = _decoded(data, "gb18030")
    return (text if text is not None and _is_sure(text) else None), N_("GBK")


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_sure(text: str) -> bool:
    """Return whether a text consists of what Chinese texts consist of."""
    letters = [c for c in text if ord(c) > 0xFF]  # noqa: PLR2004 - Latin letters prove nothing
    good = sum(map(_is_common, letters))
    return bool(letters) and good >= _SURE * len(letters)


def _is_common(character: str) -> bool:
    if "\u3000" <= character <= "\u303f" or "\uff01" <= character <= "\uff5e" or "\u2010" <= character <= "\u2027":
        return True
    code = character.encode("gb2312", "ignore")
    return int.from_bytes(code, "big") in _COMMON


def fix_files(root: Path, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Mend files of the archive at *root* in place; yield the path of each and what it was."""
    for path in paths:
        file = root / path
        try:
            before = file.read_bytes()
            if len(before) > 2 * LIMIT or (good := fix_encoding(before)) is None:
                continue
            _replace(file, good[0])
        except OSError:
            # What cannot be read or written is told by the check that follows.
            continue
        yield path, good[1]


def _replace(file: Path, data: bytes) -> None:
    """Put *data* in the place of a file at once: whatever happens, the old or the new one is there, whole."""
    aside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with aside.open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        aside.chmod(file.stat().st_mode & 0o777)
        aside.replace(file)
    except OSError:
        aside.unlink(missing_ok=True)
        raise
