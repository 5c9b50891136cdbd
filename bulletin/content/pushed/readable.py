"""The texts in a file of any kind: what people would read in it, as far as a program can tell.

Texts in any encoding of Chinese, Word, Excel and other zipped files, gzip, PDF where its text is plain, pictures'
metadata, and the runs of text in any other file. Not looked into: what is locked with a password, 7z and RAR, text that
a PDF or a picture shows as drawings.
"""

from __future__ import annotations

import codecs
import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress

from bulletin.content.images import image_format, metadata_text
from bulletin.core.chinese import decode_gbk

MAX_UNPACKED = 50_000_000
"""Most bytes that are unpacked of one file."""
_MAX_DEPTH = 4
_MAX_MEMBERS = 20_000
_ZIP, _GZIP, _PDF = b"PK\x03\x04", b"\x1f\x8b", b"%PDF-"
_LOCKED = (b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\xfd7zXZ\x00", b"BZh")
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_STREAM = re.compile(rb"(?<!end)stream\r?\n(.*?)endstream", re.DOTALL)
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
_BETWEEN_RUNS = "\n—— 另一处 ——\n"
# Word and the like: a paragraph, row or cell ends; between other tags words go on.
_PARAGRAPH_END = re.compile(
    r"</(?:\w+:)?(?:p|h|tr|tc|si|c|row|table-cell|table-row)>|<(?:\w+:)?(?:br|cr|tab|line-break)\b[^<>]*>"
)
_XML_TAG = re.compile(r"<[^<>]*>")


class UnreadableFile(Exception):
    """A file cannot be looked into: it is larger than it looks, or locked."""

    def __init__(self, code: str) -> None:
        """Keep the *code* of the problem."""
        super().__init__(code)
        self.code = code


def plain_text(data: bytes) -> str | None:
    """Return the text of a file that is nothing but text, in any encoding of Chinese; None of any other file."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, "replace")
    if b"\0" not in data:
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            return decode_gbk(data)
    return None


def texts_in(data: bytes) -> Iterator[str]:
    """Yield the texts in a file; raises UnreadableFile, after those that can be read, where there may be more."""
    yield from _Unpacker().texts(data, 0)


class _Unpacker:
    """Unpacks one file, and files in it; counts what that gives."""

    def __init__(self) -> None:
        self._left = MAX_UNPACKED

    def texts(self, data: bytes, depth: int) -> Iterator[str]:
        if (text := plain_text(data)) is not None:
            yield text
            return
        yield from _runs_of_text(data)
        if depth > _MAX_DEPTH:
            raise UnreadableFile("pushed-bomb")
        if image_format(data):
            yield metadata_text(data)
        elif data.startswith(_PDF):
            for match in _STREAM.finditer(data):
                yield from _runs_of_text(self._inflated(match[1]))
        elif data.startswith(_GZIP):
            yield from self.texts(self._unpacked(data), depth + 1)
        elif data.startswith(_LOCKED):
            raise UnreadableFile("pushed-locked")
        elif data.startswith(_ZIP) or zipfile.is_zipfile(io.BytesIO(data)):
            yield from self._members(data, depth)

    def _members(self, data: bytes, depth: int) -> Iterator[str]:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                members = archive.infolist()
                if len(members) > _MAX_MEMBERS:
                    raise UnreadableFile("pushed-bomb")
                yield "\n".join(member.filename for member in members)
                for member in members:
                    if member.flag_bits & 1:
                        raise UnreadableFile("pushed-locked")
                    with archive.open(member) as file:
                        inner = self._counted(file.read(self._left + 1))
                    for text in self.texts(inner, depth + 1):
                        yield _words_of_xml(text) if member.filename.endswith((".xml", ".rels")) else text
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError, zlib.error):
            raise UnreadableFile("pushed-locked") from None

    def _inflated(self, data: bytes) -> bytes:
        try:
            return self._counted(zlib.decompressobj().decompress(data, self._left + 1))
        except zlib.error:
            return b""

    def _unpacked(self, data: bytes) -> bytes:
        """Return what a gzip file holds, which may be several parts; of a broken one, what comes before the break."""
        parts = []
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as file, suppress(OSError, EOFError, zlib.error):
            while part := file.read(1 << 16):
                parts.append(self._counted(part))
        return b"".join(parts)

    def _counted(self, data: bytes) -> bytes:
        self._left -= len(data)
        if self._left < 0:
            raise UnreadableFile("pushed-bomb")
        return data


def _runs_of_text(data: bytes) -> Iterator[str]:
    """Yield the runs of text in a file of any format, in each encoding that it may hold."""
    for encoding, runs in _RUNS:
        yield _BETWEEN_RUNS.join(match[0].decode(encoding, "ignore") for match in runs.finditer(data))


def _words_of_xml(text: str) -> str:
    return _XML_TAG.sub("", _PARAGRAPH_END.sub("\n", text))
