"""Rendering by python-markdown, for texts that the fast path does not cover.

Importing it takes 30 ms, and creating the instance 10: neither happens before a text needs it.
"""

from __future__ import annotations

from markdown import Markdown
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.tables import TableExtension
from markdown.extensions.toc import TocExtension, slugify_unicode

from bulletin.core.problems import Problem
from bulletin.markdown import EXTENSIONS, lint, sanitize
from bulletin.markdown.body import EMPTY, Body
from bulletin.markdown.extension import ItemDialect
from bulletin.markdown.link_report import FindLeftoverMarkup, LinkReport, ResolveLinks
from bulletin.markdown.links import LinkResolver
from bulletin.markdown.lost_words import find_lost_words
from bulletin.markdown.normalize import NormalizedText


class Converter:
    """Renders texts with one instance of python-markdown."""

    def __init__(self, resolver: LinkResolver) -> None:
        """Create a converter of texts whose links are resolved by *resolver*."""
        self._resolver = resolver
        self._md = self._prepare()

    def _prepare(self) -> Markdown:
        """Create python-markdown's instance."""
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

    def convert(self, reading: NormalizedText, source: str, first_line: int) -> tuple[Body, list[Problem]]:
        """Return a normalised text of the file *source* rendered, and what is wrong with it."""
        prose = reading.prose()
        lines = lint.LineNumbers(prose, first_line)
        if refused := list(lint.find_costly_markup(reading, prose, source, lines)):
            return EMPTY, refused
        found = self._addresses.found = LinkReport(self._resolver, source, prose, lines)
        self._md.reset()
        try:
            html = sanitize.sanitize_html(self._md.convert(reading.text))
        except RecursionError:
            self._md = self._prepare()
            values = {"limit": str(lint.MAX_DEPTH)}
            return EMPTY, [Problem(path=source, code="too-nested", line=first_line, values=values)]
        body = Body(
            html=html,
            headings=tuple(found.headings),
            links=tuple(dict.fromkeys(found.links)),
            images=tuple(dict.fromkeys(found.images)),
            fragment_links=tuple(dict.fromkeys(found.fragment_links)),
        )
        problems = [*found.problems(), *lint.lint_markdown(reading, prose, source, lines)]
        # What is told of already is often why.
        return body, problems or list(find_lost_words(prose, html, source, lines))
