"""Markdown to HTML: the one dialect of the archive, python-markdown's, for items, forewords and calls.

Raw HTML in a source is escaped. Rendered HTML contains two marks, noncharacters that no source may contain: one for the
relative path to the site's root, one before every id, so that the same HTML can be put on any page at any depth.
"""

from __future__ import annotations

from markdown import Markdown
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.tables import TableExtension
from markdown.extensions.toc import TocExtension, slugify_unicode

from bulletin.core.problems import Problem
from bulletin.markdown import lint, sanitize
from bulletin.markdown.body import EMPTY, ID_MARK, ROOT_MARK, Body
from bulletin.markdown.extension import ItemDialect
from bulletin.markdown.fast_path import render_normalized
from bulletin.markdown.link_report import FindLeftoverMarkup, LinkReport, ResolveLinks
from bulletin.markdown.links import LinkResolver
from bulletin.markdown.normalize import NormalizedText, normalize

__all__ = ["EMPTY", "EXTENSIONS", "ID_MARK", "ROOT_MARK", "Body", "Renderer"]

EXTENSIONS = ("tables", "footnotes", "sane_lists", "def_list", "fenced_code", "toc")
"""The extensions of the dialect, by python-markdown's names."""


class Renderer:
    """Renders texts with one instance of python-markdown."""

    def __init__(self, resolver: LinkResolver) -> None:
        """Create a renderer of texts whose links are resolved by *resolver*."""
        self._resolver = resolver
        self.converted = 0
        """Number of texts rendered by python-markdown."""
        self._md: Markdown | None = None

    def _prepare(self) -> Markdown:
        """Create python-markdown's instance, on first use: many archives never need it."""
        special = {
            "tables": TableExtension(use_align_attribute=True),
            "footnotes": FootnoteExtension(BACKLINK_TITLE="↩ {}"),
            "toc": TocExtension(slugify=slugify_unicode, permalink=False, marker=""),
        }
        md = Markdown(
            output_format="html", extensions=[*(special.get(name, name) for name in EXTENSIONS), ItemDialect()]
        )
        self._addresses = ResolveLinks(md, self._resolver)
        # Below 0, where the library un-escapes attributes.
        md.treeprocessors.register(self._addresses, "addresses", -10)
        # After footnotes and links are resolved, before lines are joined.
        md.treeprocessors.register(FindLeftoverMarkup(self._addresses), "find_leftover_markup", 13)
        return md

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
        prose = reading.prose()
        lines = lint.LineNumbers(prose, first_line)
        if refused := list(lint.find_costly_markup(reading, prose, source, lines)):
            return EMPTY, refused
        self.converted += 1
        md = self._md = self._md or self._prepare()
        found = self._addresses.found = LinkReport(self._resolver, source, prose, lines)
        md.reset()
        try:
            html = sanitize.sanitize_html(md.convert(reading.text))
        except RecursionError:
            self._md = None
            values = {"limit": str(lint.MAX_DEPTH)}
            return EMPTY, [Problem(path=source, code="too-nested", line=first_line, values=values)]
        body = Body(
            html=html,
            headings=tuple(found.headings),
            links=tuple(dict.fromkeys(found.links)),
            images=tuple(dict.fromkeys(found.images)),
            fragment_links=tuple(dict.fromkeys(found.fragment_links)),
        )
        return body, [*found.problems(), *lint.lint_markdown(reading, prose, source, lines)]
