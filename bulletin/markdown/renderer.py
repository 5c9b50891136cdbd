"""Markdown to HTML: the one dialect of the archive, python-markdown's, for items, forewords and calls.

Raw HTML in a source is escaped. Rendered HTML contains two marks, noncharacters that no source may contain: one for the
relative path to the site's root, one before every id, so that the same HTML can be put on any page at any depth.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bulletin.core.problems import Problem
from bulletin.markdown import EXTENSIONS
from bulletin.markdown.body import EMPTY, ID_MARK, ROOT_MARK, Body
from bulletin.markdown.fast_path import render_normalized
from bulletin.markdown.links import LinkResolver
from bulletin.markdown.normalize import NormalizedText, normalize

if TYPE_CHECKING:
    from bulletin.markdown.conversion import Converter

__all__ = ["EMPTY", "EXTENSIONS", "ID_MARK", "ROOT_MARK", "Body", "Renderer"]


class Renderer:
    """Renders texts: by the fast path those that it covers, by python-markdown all others."""

    def __init__(self, resolver: LinkResolver) -> None:
        """Create a renderer of texts whose links are resolved by *resolver*."""
        self._resolver = resolver
        self.converted = 0
        """Number of texts that the fast path does not cover."""
        self._converter: Converter | None = None

    def render(self, text: str, source: str, first_line: int = 1) -> tuple[Body, list[Problem]]:
        """Return the rendered *text* of the file *source*, and what is wrong with it.

        ``first_line`` is the line of the file on which the text begins.
        """
        if not text.strip():
            return EMPTY, []
        reading = normalize(text)
        if body := render_normalized(reading, self._resolver, source):
            return body, []
        return self._convert(reading, source, first_line)

    def convert(self, text: str, source: str, first_line: int = 1) -> tuple[Body, list[Problem]]:
        """Return what :meth:`render` returns, always by python-markdown."""
        return self._convert(normalize(text), source, first_line)

    def _convert(self, reading: NormalizedText, source: str, first_line: int) -> tuple[Body, list[Problem]]:
        if self._converter is None:
            from bulletin.markdown.conversion import Converter

            self._converter = Converter(self._resolver)
        self.converted += 1
        return self._converter.convert(reading, source, first_line)
