"""The texts in a PDF file: what its pages show, by the tables of its fonts, and titles, notes and other strings.

Not read: locked files, LZW, and fonts that name no characters (Identity-H without ToUnicode), whose texts are drawings.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_STREAM_END = b"endstream"
_MAX_HEAD = 2_000
_START, _FIRST_BYTES = b"%PDF-", 1024
_DRAWING = re.compile(rb"(?:^|[\s\]])(?:BT|Tf|cm|re|rg|gs|d[01]|[mqwW])\s")
_COMMENT = re.compile(rb"%[^\r\n]*")
_OBJECT = re.compile(rb"(\d{1,7}) \d{1,5} obj\b(.{0,4000}?)(?:endobj|stream\r?\n)", re.DOTALL)
_NAMED_FONTS = re.compile(rb"/Font\s*<<(.{0,4000}?)>>", re.DOTALL)
_FONT_DICTIONARY = re.compile(rb"/Font\s+(\d{1,7}) \d{1,5} R")
_REFERENCE = re.compile(rb"/([^\s/<>()\[\]]{1,60})\s+(\d{1,7}) \d{1,5} R")
_ENCODING_NAME = re.compile(rb"/Encoding\s*/([\w-]{1,40})")
_TO_UNICODE = re.compile(rb"/ToUnicode\s+(\d{1,7}) ")
_SECTION = re.compile(rb"begin(bfchar|bfrange)(.{0,100000}?)endbf", re.DOTALL)
_PAIR = re.compile(rb"<\s*([0-9A-Fa-f]+)\s*>\s*<\s*([0-9A-Fa-f\s]*)>")
_RANGE = re.compile(rb"<\s*([0-9A-Fa-f]+)\s*>\s*<\s*([0-9A-Fa-f]+)\s*>\s*(?:<\s*([0-9A-Fa-f\s]*)>|\[([^\]]*)\])")
_HEX = re.compile(rb"<\s*([0-9A-Fa-f\s]*)>")
# One that does not end goes on as far as it can, so that the search does not begin again within it.
_LITERAL = rb"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*+\))*+\))*+\)?"
_STRING = re.compile(_LITERAL + rb"|(?<!<)<[0-9A-Fa-f\s]*+>", re.DOTALL)
_TOKEN = re.compile(
    rb"(?P<string>" + _LITERAL + rb"|<[0-9A-Fa-f\s]*+>)|/(?P<name>[^\s/<>()\[\]]*+)|(?P<number>[-+]?\d*\.?\d+)"
    rb"|(?P<operator>[A-Za-z'\"*]++)|(?P<mark>\[|\])",
    re.DOTALL,
)
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n|\r|\n)|(.))", re.DOTALL)
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_SPACE = -400
"""A move within a line, in thousandths of a letter's size, from which on it is a space."""
_MAX_RANGE = 65_536

Decoder = Callable[[bytes], str]


def _latin(piece: bytes) -> str:
    return piece.decode("latin-1")


def _utf16(piece: bytes) -> str:
    return piece.decode("utf-16-be", "replace")


def _gbk(piece: bytes) -> str:
    return piece.decode("gb18030", "replace")


_DECODERS: dict[bytes, Decoder] = {
    b"UCS2": _utf16,
    b"UTF16": _utf16,
    b"GB": _gbk,
    b"B5": lambda piece: piece.decode("big5hkscs", "replace"),
    b"RKSJ": lambda piece: piece.decode("cp932", "replace"),
}
_UNKNOWN_FONT: tuple[Decoder, ...] = (_latin, _gbk, _utf16)


class PdfStream(NamedTuple):
    """A stream of a PDF file, with the object that it belongs to and what it holds when it is unpacked."""

    number: int
    head: bytes
    data: bytes

    @property
    def is_drawn(self) -> bool:
        """Whether it is a page, a picture or a table of a font, whose numbers are places and colours."""
        return b"/Image" in self.head or b"begincmap" in self.data or bool(_DRAWING.search(self.data[:_MAX_HEAD]))


class _Piece(NamedTuple):
    """A string that a page shows, and in which font."""

    font: bytes
    text: bytes
    gap: str
    """What stands before it: nothing, a space or a line end."""


def is_pdf(data: bytes) -> bool:
    """Whether a file is one of PDF, which may begin a little later."""
    return data.find(_START, 0, _FIRST_BYTES) >= 0


def without_streams(data: bytes) -> bytes:
    """Return a PDF file without its streams."""
    parts, last = [], 0
    for start, end in _stream_places(data):
        parts.append(data[last:start])
        last = end
    return b"\n".join([*parts, data[last:]])


def _stream_places(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield where the streams begin and end."""
    start = _STREAM.search(data)
    while start and (end := data.find(_STREAM_END, start.end())) >= 0:
        yield start.end(), end
        start = _STREAM.search(data, end)


def pdf_streams(data: bytes, inflate: Callable[[bytes], bytes]) -> Iterator[PdfStream]:
    """Yield the streams of a PDF file."""
    for start, end in _stream_places(data):
        head = data[max(start - _MAX_HEAD, 0) : start]
        before, _, head = head.rpartition(b" obj")
        number = re.search(rb"(\d{1,7}) \d{1,5}$", before)
        body = _unwrapped(head, data[start:end])
        yield PdfStream(int(number[1]) if number else -1, head, inflate(body) or body)


def pdf_texts(data: bytes, streams: Sequence[PdfStream]) -> Iterator[str]:
    """Yield what the pages show and what the strings outside of them say."""
    objects = dict(_objects(data, streams))
    fonts = _fonts(objects, {stream.number: stream.data for stream in streams})
    for stream in streams:
        if b"BT" in stream.data and stream.is_drawn:
            yield "\n".join(map(_gbk, _COMMENT.findall(stream.data)))
            pieces = list(_Page().pieces(stream.data))
            variants = max((len(fonts.get(piece.font, _UNKNOWN_FONT)) for piece in pieces), default=0)
            for at in range(variants):
                yield "".join(piece.gap + _decoded(piece, fonts, at) for piece in pieces)
    for part in (without_streams(data), *(stream.data for stream in streams if b"/ObjStm" in stream.head)):
        yield "\n".join(_string_text(match[0]) for match in _STRING.finditer(part))


def _unwrapped(head: bytes, body: bytes) -> bytes:
    """Return a stream without its wrapping in letters."""
    try:
        if b"/ASCII85Decode" in head or b"/A85" in head:
            return base64.a85decode(body.strip().removeprefix(b"<~").removesuffix(b"~>"))
        if b"/ASCIIHexDecode" in head or b"/AHx" in head:
            return _from_hex(body.partition(b">")[0])
    except ValueError:
        pass
    return body


def _objects(data: bytes, streams: Sequence[PdfStream]) -> Iterator[tuple[int, bytes]]:
    """Yield the numbers of objects with what they say, also those that are packed in a stream."""
    for match in _OBJECT.finditer(data):
        yield int(match[1]), match[2]
    for stream in streams:
        first = re.search(rb"/First\s+(\d{1,9})", stream.head) if b"/ObjStm" in stream.head else None
        if first is None:
            continue
        start = int(first[1])
        numbers = [int(number) for number in re.findall(rb"\d{1,9}", stream.data[:start])]
        places = [*numbers[1::2], len(stream.data)]
        for number, begin, end in zip(numbers[::2], places, places[1:], strict=False):
            yield number, stream.data[start + begin : start + end]


def _fonts(objects: Mapping[int, bytes], streams: Mapping[int, bytes]) -> dict[bytes, list[Decoder]]:
    """Return how the strings in each font may be read, by the font's name on the pages."""
    fonts: dict[bytes, list[Decoder]] = {}
    for said in objects.values():
        named = [match[1] for match in _NAMED_FONTS.finditer(said)]
        named += [objects.get(int(match[1]), b"") for match in _FONT_DICTIONARY.finditer(said)]
        for match in (match for names in named for match in _REFERENCE.finditer(names)):
            decoder = _decoder(objects.get(int(match[2]), b""), streams)
            if decoder not in (known := fonts.setdefault(match[1], [])):
                known.append(decoder)
    return {name: list(dict.fromkeys([*known, *_UNKNOWN_FONT])) for name, known in fonts.items()}


def _decoder(font: bytes, streams: Mapping[int, bytes]) -> Decoder:
    if (table := _TO_UNICODE.search(font)) and (stream := streams.get(int(table[1]))):
        return _table_decoder(stream)
    encoding = _ENCODING_NAME.search(font)
    found = (decoder for part, decoder in _DECODERS.items() if encoding and part in encoding[1])
    return next(found, _latin)


def _table_decoder(table: bytes) -> Decoder:
    """Return a function that reads strings by a table of a font."""
    signs: dict[int, str] = {}
    width = 1
    for kind, section in _SECTION.findall(table):
        if kind == b"bfchar":
            for code, text in _PAIR.findall(section):
                width = max(width, len(code) // 2)
                signs[int(code, 16)] = _utf16(_from_hex(text))
            continue
        for begin, end, text, several in _RANGE.findall(section):
            width = max(width, len(begin) // 2)
            codes = range(int(begin, 16), int(end, 16) + 1)[:_MAX_RANGE]
            first = _utf16(_from_hex(text)) if text else ""
            texts = (
                (first[:-1] + chr((ord(first[-1]) + at) % 0x110000) for at in range(len(codes)))
                if first
                else (_utf16(_from_hex(one)) for one in _HEX.findall(several))
            )
            signs.update(zip(codes, texts, strict=False))

    def decode(piece: bytes) -> str:
        codes = (int.from_bytes(piece[at : at + width], "big") for at in range(0, len(piece), width))
        return "".join(signs.get(code, "") for code in codes)

    return decode


class _Page:
    """Reads what a page shows: strings, each with its font and with what parts it from the one before."""

    def __init__(self) -> None:
        self._font, self._name, self._gap = b"", b"", "\n"
        # The height within a text, that of the text, and where the last string stood.
        self._height = self._offset = self._last = 0.0
        self._offsets: list[float] = []
        self._numbers: list[float] = []

    def pieces(self, content: bytes) -> Iterator[_Piece]:
        """Yield the strings that *content* shows, in order."""
        is_array = False
        for token in _TOKEN.finditer(content):
            if token["string"]:
                yield self._piece(token["string"])
            elif token["number"]:
                self._numbers.append(float(token["number"]))
                if is_array and self._numbers[-1] < _SPACE:
                    self._gap = self._gap or " "
            elif token["mark"]:
                is_array = token["mark"] == b"["
            elif token["operator"]:
                self._operate(token["operator"])
                self._numbers.clear()
            else:
                self._name = token["name"]

    def _piece(self, string: bytes) -> _Piece:
        height = self._height + self._offset
        gap = "\n" if height != self._last else self._gap
        self._gap, self._last = "", height
        return _Piece(self._font, _string(string), gap)

    def _operate(self, operator: bytes) -> None:
        if operator == b"Tf":
            self._font = self._name
        elif operator == b"BT":
            self._height = 0.0
        elif operator == b"q":
            self._offsets.append(self._offset)
        elif operator == b"Q" and self._offsets:
            self._offset = self._offsets.pop()
        elif operator in (b"T*", b"'", b'"'):
            self._gap = "\n"
        elif operator in (b"Td", b"TD", b"Tm", b"cm") and len(self._numbers) > 1:
            self._move(operator, self._numbers[-1])

    def _move(self, operator: bytes, up: float) -> None:
        self._gap = self._gap or " "
        if operator == b"cm":
            self._offset += up
        else:
            self._height = up if operator == b"Tm" else self._height + up


def _decoded(piece: _Piece, fonts: Mapping[bytes, Sequence[Decoder]], at: int) -> str:
    decoders = fonts.get(piece.font, _UNKNOWN_FONT)
    return decoders[min(at, len(decoders) - 1)](piece.text)


def _string_text(token: bytes) -> str:
    """Return a string outside of pages: UTF-16 or UTF-8 with a mark of it, else GBK, which has plain letters, too."""
    raw = _string(token)
    if raw.startswith(b"\xfe\xff"):
        return _utf16(raw[2:])
    return raw.decode("utf-8-sig", "replace") if raw.startswith(b"\xef\xbb\xbf") else _gbk(raw)


def _string(token: bytes) -> bytes:
    """Return the bytes that a string of a PDF file stands for."""
    if token[:1] == b"<":
        return _from_hex(token[1:-1])
    return _ESCAPE.sub(_unescaped, token[1:].removesuffix(b")"))


def _unescaped(match: re.Match[bytes]) -> bytes:
    octal, end, sign = match.groups()
    if octal:
        return bytes([int(octal, 8) & 0xFF])
    return b"" if end else _ESCAPES.get(sign, sign)


def _from_hex(digits: bytes) -> bytes:
    """Return the bytes of hexadecimal digits; a last one that stands alone is followed by 0."""
    plain = b"".join(digits.split())
    return bytes.fromhex((plain + b"0" * (len(plain) % 2)).decode("ascii"))
