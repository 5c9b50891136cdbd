"""The texts that bytes may be, in every encoding in which Chinese offices have kept texts."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from bulletin.core.chinese import decode_gbk
from bulletin.core.text import CONTROL

# UTF-32 first: its mark begins with that of UTF-16.
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
_NARROW = ("big5hkscs", "cp932")
_UTF7 = re.compile(rb"\+[A-Za-z0-9/+]{3,}")
# Long enough that the bytes of pictures hold hardly any; a mark of two characters of Chinese is one.
_RUNS = (
    (
        "utf-8",
        re.compile(
            rb"(?:[\t\n\r -~]|[\xc2-\xdf][\x80-\xbf]|[\xe2-\xef][\x80-\xbf]{2}){6,}|(?:[\xe4-\xe9][\x80-\xbf]{2}){2,}"
        ),
    ),
    (
        "utf-16-le",
        re.compile(rb"(?:[\t\n\r -~]\0|[\0-\xff][\x4e-\x9f]|[\0-\x3f]\x30|[\0-\xef]\xff|\x05\x26){5,}", re.DOTALL),
    ),
    (
        "utf-16-be",
        re.compile(rb"(?:\0[\t\n\r -~]|[\x4e-\x9f][\0-\xff]|\x30[\0-\x3f]|\xff[\0-\xef]|\x26\x05){5,}", re.DOTALL),
    ),
)
# Numbers do not go on from one run to the next.
BETWEEN_RUNS = "\n—— 另一处 ——\n"


def readings(data: bytes) -> list[str]:
    """Return what a file that is nothing but text may say, the likeliest first; none of any other file."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return [data[len(bom) :].decode(encoding, "replace")]
    if b"\0" in data:
        return _in_any(data, _WIDE)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        gbk = decode_gbk(data)
        return [*([] if gbk is None else [gbk]), *_in_any(data, _NARROW), *_in_any(data, _WIDE)]
    if data.isascii() and _UTF7.search(data):
        return [text, data.decode("utf-7", "replace")]
    return [text]


def runs_of_text(data: bytes) -> Iterator[str]:
    """Yield the runs of text in a file of any format, in each encoding that it may hold."""
    for encoding, runs in _RUNS:
        yield BETWEEN_RUNS.join(match[0].decode(encoding, "ignore") for match in runs.finditer(data))


def _in_any(data: bytes, encodings: tuple[str, ...]) -> list[str]:
    """Return the texts that *data* are in some of the *encodings*, without control characters."""
    found = []
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not CONTROL.search(text):
            found.append(text)
    return found
