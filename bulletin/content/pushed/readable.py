"""The texts in a file of any kind: what people would read in it, as far as a program can tell.

Texts in any encoding of Chinese, Word, Excel and other zipped files, gzip and zlib, PDF, RTF, mails, pictures'
metadata, and the runs of text in any other file. Not looked into: what is locked with a password, 7z and RAR, text that
a PDF or a picture shows as drawings.
"""

from __future__ import annotations

import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal
from typing import NamedTuple

from bulletin.content.images import image_format, metadata_text
from bulletin.content.pushed.encodings import BETWEEN_RUNS, readings, runs_of_text
from bulletin.content.pushed.pdf import is_pdf, pdf_streams, pdf_texts, without_streams
from bulletin.content.pushed.transfer import decoded_parts, is_rtf, rtf_objects, rtf_text

MAX_UNPACKED = 50_000_000
"""Most bytes that are unpacked of one file."""
_MAX_DEPTH = 4
_MAX_MEMBERS = 20_000
_ZIP, _GZIP = b"PK\x03\x04", b"\x1f\x8b"
_LOCKED = (b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\xfd7zXZ\x00", b"BZh")
_ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]")
_PIECE = 1 << 14
_UTF8_NAME = 0x800
# Word and the like: a paragraph, row or cell ends; between other tags words go on.
_PARAGRAPH_END = re.compile(
    r"</(?:\w+:)?(?:p|h|tr|tc|si|c|row|table-cell|table-row)>|<(?:\w+:)?(?:br|cr|tab|line-break)\b[^<>]*>"
)
_XML_TAG = re.compile(r"<[^<>]*>")
_ATTRIBUTE = re.compile(r"=\"([^\"<>]{4,})\"")
# Java writes 13912345678 in this form into sheets.
_EXPONENT = re.compile(r"(?<=>)\d\.\d{1,18}E\+?\d{1,2}(?=<)")


class UnreadableFile(Exception):
    """A file cannot be looked into: it is larger than it looks, or locked."""

    def __init__(self, code: str) -> None:
        """Keep the *code* of the problem."""
        super().__init__(code)
        self.code = code


class FoundText(NamedTuple):
    """A text in a file."""

    text: str
    has_lines: bool = False
    """Whether its lines are those of the file."""


def texts_in(data: bytes) -> Iterator[FoundText]:
    """Yield the texts in a file; raises UnreadableFile, after those that can be read, where there may be more."""
    whole = _plain(data)
    for text in whole:
        yield FoundText(text, has_lines=True)
    for text in _Unpacker().hidden_texts(data, 0, is_text=_is_text(data, whole)):
        yield FoundText(text)


class _Unpacker:
    """Unpacks one file, and files in it; counts what that gives."""

    def __init__(self) -> None:
        self._left = MAX_UNPACKED

    def _texts(self, data: bytes, depth: int) -> Iterator[str]:
        whole = _plain(data)
        yield from whole
        yield from self.hidden_texts(data, depth, is_text=_is_text(data, whole))

    def hidden_texts(self, data: bytes, depth: int, *, is_text: bool) -> Iterator[str]:
        """Yield the texts in a file besides what it says when it is read as it is."""
        if depth > _MAX_DEPTH:
            # A word of a text may by chance be one in base64: only what is surely packed hides more.
            if data.startswith((_ZIP, _GZIP)):
                raise UnreadableFile("pushed-bomb")
            return
        if is_pdf(data):
            yield from self._of_pdf(data, depth)
            return
        if not is_text:
            yield from runs_of_text(data)
        if is_rtf(data):
            yield rtf_text(data)
            for inner in rtf_objects(data):
                yield from self._texts(inner, depth + 1)
        elif inflated := self._inflated(memoryview(data)):
            yield from self._texts(inflated, depth + 1)
        elif is_text:
            for inner in decoded_parts(data):
                yield from self._texts(inner, depth + 1)
        else:
            yield from self._of_binary(data, depth)

    def _of_binary(self, data: bytes, depth: int) -> Iterator[str]:
        if image_format(data):
            yield metadata_text(data)
        elif data.startswith(_GZIP):
            yield from self._texts(self._unpacked(data), depth + 1)
        elif data.startswith(_LOCKED):
            raise UnreadableFile("pushed-locked")
        elif data.startswith(_ZIP) or zipfile.is_zipfile(io.BytesIO(data)):
            yield from self._members(data, depth)
        else:
            view = memoryview(data)
            for at, match in enumerate(_ZLIB.finditer(data)):
                if at > _MAX_MEMBERS:
                    raise UnreadableFile("pushed-bomb")
                if inflated := self._inflated(view[match.start() :]):
                    yield from self._texts(inflated, depth + 1)

    def _of_pdf(self, data: bytes, depth: int) -> Iterator[str]:
        streams = list(pdf_streams(data, lambda body: self._inflated(memoryview(body.lstrip(b"\r\n")))))
        for stream in streams:
            if not stream.is_drawn:
                yield from self._texts(stream.data, depth + 1)
        yield from runs_of_text(without_streams(data))
        yield from pdf_texts(data, streams)
        if b"/Encrypt" in data:
            raise UnreadableFile("pushed-locked")

    def _members(self, data: bytes, depth: int) -> Iterator[str]:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                members = archive.infolist()
                if len(members) > _MAX_MEMBERS:
                    raise UnreadableFile("pushed-bomb")
                yield "\n".join(name for member in members for name in _names(member))
                for member in members:
                    if member.flag_bits & 1:
                        raise UnreadableFile("pushed-locked")
                    with archive.open(member) as file:
                        inner = self._counted(file.read(self._left + 1))
                    for text in self._texts(inner, depth + 1):
                        yield _words_of_xml(text) if member.filename.endswith((".xml", ".rels")) else text
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError, zlib.error):
            raise UnreadableFile("pushed-locked") from None

    def _inflated(self, data: memoryview) -> bytes:
        """Return what a zlib stream at the beginning of *data* holds, b"" where there is none."""
        if not _ZLIB.match(data):
            return b""
        inflater, parts = zlib.decompressobj(), []
        with suppress(zlib.error):
            for start in range(0, len(data), _PIECE):
                parts.append(self._counted(inflater.decompress(data[start : start + _PIECE], self._left + 1)))
                if inflater.eof:
                    break
        return b"".join(parts)

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


def _plain(data: bytes) -> list[str]:
    """Return what a file says when it is read as it is; that of PDF is more numbers of drawings than words."""
    return [] if is_pdf(data) else readings(data)


def _is_text(data: bytes, whole: list[str]) -> bool:
    """Return whether a file can be nothing but the text that it was read as; any bytes may be UTF-16."""
    return bool(whole) and b"\0" not in data


def _names(member: zipfile.ZipInfo) -> list[str]:
    """Return the name of a file in a zip file, in each encoding that it may have."""
    if member.flag_bits & _UTF8_NAME or member.orig_filename.isascii():
        return [member.filename]
    # The names of old programs are in the encoding of their machine, and were read as that of DOS.
    return readings(member.orig_filename.encode("cp437", "replace")) or [member.filename]


def _words_of_xml(text: str) -> str:
    """Return what a file of Word or Excel says: its words, and what stands in attributes."""
    plain = _EXPONENT.sub(lambda match: f"{Decimal(match[0]):f}", text)
    words = _XML_TAG.sub("", _PARAGRAPH_END.sub("\n", plain))
    return f"{words}{BETWEEN_RUNS}{BETWEEN_RUNS.join(_ATTRIBUTE.findall(text))}"
