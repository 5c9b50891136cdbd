"""The texts in a PDF as the program makes them: tagged, without object streams, every font with its Unicode map.

Text is put together as the tags say: a paragraph is one line, also where it goes over lines and pages. Of any other PDF
nothing can be said, and it must not be published.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

_OBJECT = re.compile(rb"(?:^|\n)(\d+) 0 obj\n")
_LENGTH = re.compile(rb"/Length (\d+)")
_STREAM = b"\nstream\n"
_INLINE = frozenset({b"Span", b"Strong", b"Em", b"Link", b"Reference", b"Code", b"Quote"})
"""Tags within a paragraph."""


def _literal_pattern(depth: int) -> bytes:
    """Return the pattern of what is in a string in brackets, which may hold pairs of them."""
    inner = rb"|\(" + _literal_pattern(depth - 1) + rb"\)" if depth else b""
    return rb"(?:\\.|[^\\()]" + inner + rb")*"


_STRING = rb"(?:<(?P<hex>[0-9A-Fa-f]+)>|\((?P<literal>" + _literal_pattern(6) + rb")\))"
_TOKEN = re.compile(
    rb"/(?P<tag>\w+) ?<<(?P<given>(?:[^<>(]|\([^()]*\)|<[0-9A-Fa-f]*>)*)>> ?BDC|"
    rb"(?P<end>\bEMC\b)|/(?P<font>\w+) [\d.]+ Tf|" + _STRING,
    re.DOTALL,
)
_MARK = re.compile(rb"/MCID (\d+)")
_TITLES = re.compile(
    rb"/(?:Title|Alt|ActualText|Contents|Author|Keywords|Subject|E|T|URI) ?" + _STRING,
    re.DOTALL,
)
_MAP_PART = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_CODES = re.compile(rb"<([0-9A-Fa-f]+)>")
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_ESCAPE = re.compile(rb"\\(\d{1,3}|.)", re.DOTALL)
_REFERENCE = rb"%s (\d+) 0 R"


class UnreadablePdf(ValueError):
    """A PDF of which it cannot be said what is in it."""


def pdf_text(data: bytes) -> str:
    """Return every text in a PDF, a paragraph, title or description a line; raises UnreadablePdf."""
    try:
        return "\n".join(_Pdf(data).lines())
    except (ValueError, LookupError, zlib.error) as error:
        raise UnreadablePdf(str(error)) from error


@dataclass(frozen=True)
class _Pdf:
    data: bytes
    fonts: dict[int, Mapping[bytes, str]] = field(default_factory=dict)

    @cached_property
    def objects(self) -> Mapping[int, tuple[bytes, bytes]]:
        """The dictionary and the unpacked stream of each object."""
        found, at = {}, 0
        while match := _OBJECT.search(self.data, at):
            end = self.data.index(b"\nendobj", match.end())
            head, marked, _ = self.data[match.end() : end].partition(_STREAM)
            stream = b""
            if marked and (length := _LENGTH.search(head)):
                start = match.end() + len(head) + len(_STREAM)
                end = start + int(length[1])
                stream = self.data[start:end]
                if b"/FlateDecode" in head:
                    stream = zlib.decompress(stream)
            found[int(match[1])] = head, stream
            at = end
        return found

    def lines(self) -> Iterator[str]:
        pages = [(number, head) for number, (head, _) in self.objects.items() if b"/Type/Page/" in head]
        if not pages or b"/ObjStm" in self.data or b"/Encrypt" in self.data:
            raise UnreadablePdf("no pages")
        paragraphs: dict[int, list[str]] = {}
        for _, head in pages:
            for owner, text in self._page(head):
                paragraphs.setdefault(owner, []).append(text)
        yield from ("".join(texts) for texts in paragraphs.values())
        for head, stream in self.objects.values():
            yield from (_decoded(_string(found)) for found in _TITLES.finditer(head))
            if b"/Subtype/XML" in head:
                yield stream.decode("utf-8")

    def _page(self, head: bytes) -> Iterator[tuple[int, str]]:
        """Yield what is shown on a page, with the object of the paragraph that it belongs to; -1 are page numbers."""
        resources = self._referred(head, b"/Resources")
        fonts = {
            name: int(number) for name, number in re.findall(rb"/(\w+) (\d+) 0 R", _between(resources, b"/Font<<"))
        }
        owners = self._owners(head)
        _, content = self.objects[_number(head, b"/Contents")]
        owner, codes = -1, dict[bytes, str]()
        for token in _TOKEN.finditer(content):
            if token["tag"]:
                mark = _MARK.search(token["given"])
                owner = owners[int(mark[1])] if mark else -1
            elif token["end"]:
                owner = -1
            elif token["font"]:
                codes = dict(self._font(fonts[token["font"]]))
            elif codes:
                shown = _string(token)
                yield owner, "".join(codes[shown[at : at + 2]] for at in range(0, len(shown), 2))

    def _owners(self, head: bytes) -> list[int]:
        """Return the object of the paragraph of each mark on a page."""
        root = next(one for one, _ in self.objects.values() if b"/Type/StructTreeRoot" in one)
        page = re.search(rb"/StructParents (\d+)", head)
        if page is None:
            return []
        tree = dict(re.findall(rb"(\d+) (\d+) 0 R", _between(root, b"/ParentTree<</Nums[", b"]")))
        leaves = re.findall(rb"(\d+) 0 R", self.objects[int(tree[page[1]])][0])
        return [self._paragraph(int(leaf)) for leaf in leaves]

    def _paragraph(self, number: int) -> int:
        head = self.objects[number][0]
        kind = re.search(rb"/S/(\w+)", head)
        if kind and kind[1] in _INLINE and b"/Placement/Block" not in head:
            return self._paragraph(_number(head, b"/P"))
        return number

    def _font(self, number: int) -> Mapping[bytes, str]:
        if number not in self.fonts:
            _, stream = self.objects[_number(self.objects[number][0], b"/ToUnicode")]
            self.fonts[number] = dict(_unicode_map(stream))
        return self.fonts[number]

    def _referred(self, head: bytes, key: bytes) -> bytes:
        return self.objects[_number(head, key)][0]


def _number(head: bytes, key: bytes) -> int:
    match = re.search(_REFERENCE % key, head)
    if match is None:
        raise UnreadablePdf(key.decode())
    return int(match[1])


def _between(text: bytes, start: bytes, end: bytes = b">>") -> bytes:
    return text.partition(start)[2].partition(end)[0]


def _string(match: re.Match[bytes]) -> bytes:
    """Return the bytes of a string, hexadecimal or in brackets."""
    if match["hex"]:
        return bytes.fromhex(match["hex"].decode())
    return _ESCAPE.sub(_unescaped, match["literal"] or b"")


def _decoded(text: bytes) -> str:
    return text.decode("utf-16" if text[:2] == b"\xfe\xff" else "latin-1")


def _unescaped(match: re.Match[bytes]) -> bytes:
    sign = match[1]
    return bytes([int(sign, 8)]) if sign.isdigit() else _ESCAPES.get(sign, sign)


def _unicode_map(stream: bytes) -> Iterator[tuple[bytes, str]]:
    """Yield code and text of each glyph."""
    for kind, part in _MAP_PART.findall(stream):
        codes = [bytes.fromhex(code.decode()) for code in _CODES.findall(part)]
        if kind == b"bfchar":
            yield from ((code, text.decode("utf-16-be")) for code, text in zip(codes[::2], codes[1::2], strict=True))
        for first, last, text in zip(codes[::3], codes[1::3], codes[2::3], strict=True) if kind == b"bfrange" else ():
            start = int.from_bytes(text)
            for step in range(int.from_bytes(last) - int.from_bytes(first) + 1):
                code = (int.from_bytes(first) + step).to_bytes(len(first))
                yield code, (start + step).to_bytes(len(text)).decode("utf-16-be")
