"""The texts in any file of a site, unpacked and unescaped, and the visible text of HTML."""

from __future__ import annotations

import gzip
import io
import json
import re
import zipfile
from collections.abc import Iterator
from html import unescape

from bulletin.publish.pdf_text import pdf_text

_THEME_ASSETS = ("assets/javascripts/", "assets/stylesheets/")
"""Files of Material for MkDocs, which hold no text of an archive."""
_IMAGE_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".ico")
_COORDINATES = re.compile(r"\s(?:d|points|transform|viewBox)=\"[\w\s.,()+-]*\"")
_INLINE_TAG = re.compile(
    r"</?(?:a|abbr|b|bdi|code|del|em|i|ins|kbd|mark|q|s|small|span|strong|sub|sup|time|u|wbr)\b[^>]*>"
)
_ANY_TAG = re.compile(r"<[^>]*>")


def file_texts(address: str, data: bytes) -> Iterator[tuple[str, str]]:
    """Yield name and text of everything that the file at *address* holds, unpacked; raises UnreadablePdf."""
    if data[:4] == b"PK\x03\x04":
        yield from _zip_texts(data)
    elif data[:5] == b"%PDF-":
        yield address, pdf_text(data)
    elif data[:2] == b"\x1f\x8b":
        yield from file_texts(address.removesuffix(".gz"), gzip.decompress(data))
    elif not address.startswith(_THEME_ASSETS) and not address.endswith(_IMAGE_SUFFIXES):
        text = data.decode("utf-8", "replace")
        yield address, text
        if address.endswith(".json") and "\\u" in text:
            yield address, json.dumps(json.loads(text), ensure_ascii=False)


def _zip_texts(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield the texts of the members of a zip file, such as a workbook."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            member = archive.read(name)
            yield from file_texts(name, member)
            if name.startswith("word/") and name.endswith(".xml"):
                yield name, _words(member.decode("utf-8", "replace"))


def _words(xml: str) -> str:
    """Return the text of a part of a Word file, whose words may be in several runs."""
    return unescape(_ANY_TAG.sub("", xml.replace("</w:p>", "\n")))


def strip_drawing_coordinates(html: str) -> str:
    """Return HTML or SVG without the coordinates of drawings, which look like identity and phone numbers."""
    return _COORDINATES.sub("", html)


def visible_text(html: str) -> str:
    """Return the text of HTML as readers see it: inline tags are removed, other tags become line breaks."""
    return unescape(_ANY_TAG.sub("\n", _INLINE_TAG.sub("", html)))
