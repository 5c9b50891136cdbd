"""Documents → PDF, by typst: PDF/A-2a and PDF/UA-1, the same bytes for the same document, fonts and pictures."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bulletin.office.blocks import texts_of
from bulletin.office.documents import PrintedDocument
from bulletin.office.fonts import ChosenFonts, fonts_digest, installed_fonts

TEMPLATE = Path(__file__).with_name("template.typ")
_STANDARDS = ["a-2a", "ua-1"]
_NO_GLYPH = re.compile(r'the text `"(?P<text>.*?)"` could not be displayed', re.DOTALL)
_LOST = re.compile(r"text-lost:(?P<text>.*)", re.DOTALL)
_FEW_SIGNS = 20

ReadPicture = Callable[[str], bytes]
"""Returns a picture by its path below ``content/``."""


_has_run: list[bool] = []


class MissingGlyph(Exception):
    """No face has a sign that the file *path* wants printed."""

    def __init__(self, path: str, sign: str) -> None:
        super().__init__(path, sign)
        self.path, self.sign = path, sign


class TextLost(Exception):
    """A text of the file *path*, which begins with *words*, does not stand whole on the sheet."""

    def __init__(self, path: str, words: str) -> None:
        super().__init__(path, words)
        self.path, self.words = path, words


class NotSet(Exception):
    """Typst refuses the document for that reason."""


class Typesetter:
    """Sets documents in one process; fonts are read once."""

    def __init__(self, fonts: ChosenFonts, read_picture: ReadPicture) -> None:
        """Take the fonts, and where pictures come from."""
        self._fonts, self._read_picture = fonts, read_picture
        self._font_values = fonts.to_values()
        self._families = frozenset(name for role in self._font_values.values() for name in role["families"])
        self._template = TEMPLATE.read_bytes()
        self._compiler: Any = None

    @property
    def has_run(self) -> bool:
        """Whether any document was set in this process."""
        return bool(_has_run)

    def digest(self, document: PrintedDocument) -> str:
        """Return a digest of everything that the bytes of a document depend on."""
        found = blake2b(self._template, digest_size=16, key=version("typst").encode())
        found.update(self._data(document).encode())
        found.update(fonts_digest(self._families).encode())
        for path in document.pictures:
            found.update(blake2b(self._read_picture(path), digest_size=16).digest())
        return found.hexdigest()

    def set(self, document: PrintedDocument) -> bytes:
        """Return a document as PDF; raises MissingGlyph, TextLost or NotSet where it cannot be."""
        import typst

        _has_run[:] = [True]
        with tempfile.TemporaryDirectory(prefix="bulletin-") as folder:
            self._write_pictures(document, Path(folder))
            try:
                data, warnings = self._ready().compile_with_warnings(
                    self._template,
                    root=folder,
                    format="pdf",
                    sys_inputs={"data": self._data(document)},
                    pdf_standards=_STANDARDS,
                    timestamp=datetime(document.day.year, document.day.month, document.day.day, tzinfo=UTC),
                )
            except typst.TypstError as error:
                raise _refusal(document, error.message) from error
        if warnings:
            raise NotSet("; ".join(one.message for one in warnings))
        return bytes(data)

    def _ready(self) -> Any:  # noqa: ANN401 - the library has no types for its results
        if self._compiler is None:
            import typst

            self._compiler = typst.Compiler(self._template, font_paths=installed_fonts())
        return self._compiler

    def _data(self, document: PrintedDocument) -> str:
        return json.dumps({**document.values, "fonts": self._font_values}, ensure_ascii=False)

    def _write_pictures(self, document: PrintedDocument, folder: Path) -> None:
        for path in document.pictures:
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(self._read_picture(path))


def _refusal(document: PrintedDocument, message: str) -> Exception:
    """Return the error for what typst says, with the file that has the sign or the text in question."""
    if match := _NO_GLYPH.search(message):
        sign = json.loads(f'"{match["text"]}"')[:1]
        return MissingGlyph(_source_of(document, sign), sign)
    if match := _LOST.search(message):
        words = match["text"].strip()[:_FEW_SIGNS]
        return TextLost(_source_of(document, words), words)
    return NotSet(message)


def _source_of(document: PrintedDocument, part: str) -> str:
    """Return the file that has given a text with that part."""
    found = ((path, text) for path, values in document.sources.items() for text in texts_of(values))
    return next((path for path, text in found if part in text), document.path)
