"""Texts in an encoding for transfer: base64 and quoted-printable, as mails, cards and web archives have them; RTF."""

from __future__ import annotations

import binascii
import quopri
import re
from collections.abc import Iterator

_BASE64 = re.compile(rb"[A-Za-z0-9+/]{16,}+(?:\r?\n[ \t]*+[A-Za-z0-9+/]{4,}+)*+={0,2}")
_QUOTED = re.compile(rb"(?:=[0-9A-Fa-f]{2}){3}|(?<=[!-<>-~])=\r?\n(?=[!-~])")
_RTF = b"{\\rtf"
_RTF_TOKEN = re.compile(
    rb"\\'(?P<byte>[0-9A-Fa-f]{2})|\\u(?P<code>-?\d{1,6}) ?|\\uc(?P<skip>\d) ?"
    rb"|\\(?P<end>par|line|cell|row|sect|page|tab)(?![a-z])-?\d* ?"
    rb"|\\[a-zA-Z]+-?\d* ?|\\(?P<sign>[\\{}~_-])|\\.|[{}\r\n]"
)
_RTF_DATA = re.compile(rb"(?:[0-9A-Fa-f]{2}[\r\n]*){64,}+")
_CODE_PAGE = re.compile(rb"\\ansicpg(\d{3,5})")


def decoded_parts(data: bytes) -> Iterator[bytes]:
    """Yield what parts of a text in an encoding for transfer stand for."""
    if _QUOTED.search(data):
        yield quopri.decodestring(data)
    for match in _BASE64.finditer(data):
        letters = match[0].translate(None, b"\r\n \t=")
        letters = letters[:-1] if len(letters) % 4 == 1 else letters
        yield binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


def is_rtf(data: bytes) -> bool:
    """Whether a file is one of RTF."""
    return data.startswith(_RTF)


def rtf_text(data: bytes) -> str:
    """Return the text of an RTF file."""
    data = _RTF_DATA.sub(b"\n", data).replace(b"\0", b"")
    page = _CODE_PAGE.search(data)
    encoding = f"cp{int(page[1])}" if page else "gb18030"
    encoding = {"cp936": "gb18030", "cp65001": "utf-8"}.get(encoding, encoding)
    pieces, at, instead, skipped = bytearray(), 0, 1, 0
    # Characters of Unicode wait as zeros until the bytes are decoded; as many bytes follow for old programs.
    wide: list[str] = []
    for token in _RTF_TOKEN.finditer(data):
        plain = data[at : token.start()]
        pieces += plain[skipped:]
        skipped = max(skipped - len(plain), 0)
        at = token.end()
        if token["byte"] and skipped:
            skipped -= 1
        elif token["byte"]:
            pieces.append(int(token["byte"], 16) or ord(" "))
        elif token["skip"]:
            instead = int(token["skip"])
        elif token["code"]:
            wide.append(chr(int(token["code"]) % 0x10000))
            pieces += b"\0"
            skipped = instead
        elif token["end"]:
            pieces += b"\n"
        elif token["sign"]:
            pieces += token["sign"]
    pieces += data[at:]
    try:
        text = pieces.decode(encoding, "replace")
    except LookupError:
        text = pieces.decode("gb18030", "replace")
    signs = iter(wide)
    joined = "".join(next(signs, "") if sign == "\0" else sign for sign in text)
    return joined.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def rtf_objects(data: bytes) -> Iterator[bytes]:
    """Yield the pictures and embedded files in an RTF file."""
    for match in _RTF_DATA.finditer(data):
        yield bytes.fromhex(match[0].translate(None, b"\r\n").decode("ascii"))
