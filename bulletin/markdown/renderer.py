"""Markdown to HTML: the one dialect of the archive, python-markdown's, for items, forewords and calls.

What editors write is escaped: raw HTML is shown as it was typed. Rendered HTML carries two marks, noncharacters
that no text may hold: one for the way up to the site's root, one before every id, so that the same HTML can be
placed on any page at any depth.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b

from markdown import Markdown
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.tables import TableExtension
from markdown.extensions.toc import TocExtension, slugify_unicode

from bulletin.core.problems import Problem
from bulletin.markdown import lint, sanitize
from bulletin.markdown.body import EMPTY, MARK, ROOT, Body, plain_body
from bulletin.markdown.extension import ItemDialect
from bulletin.markdown.link_report import Addresses, Findings, Leftovers
from bulletin.markdown.links import Resolver
from bulletin.markdown.normalize import Reading, read

__all__ = ["EMPTY", "EXTENSIONS", "MARK", "ROOT", "Body", "Renderer"]

EXTENSIONS = ("tables", "footnotes", "sane_lists", "def_list", "fenced_code", "toc")
"""The dialect, by the names that MkDocs knows; ``mkdocs.yml`` holds the same."""


class Renderer:
    """Renders texts, one after the other, with one instance of python-markdown."""

    def __init__(self, resolver: Resolver, kept: Mapping[bytes, Body] | None = None) -> None:
        """Make a renderer whose links are resolved by *resolver*, and which need not render what was *kept* again."""
        self._resolver, self._kept = resolver, kept or {}
        self.rendered: dict[bytes, Body] = {}
        """What may be kept of what was rendered by python-markdown: all that hangs on nothing but the text."""
        self.converted = 0
        """How many texts python-markdown was needed for."""
        self._md: Markdown | None = None

    def _prepare(self) -> Markdown:
        """Put python-markdown together, which takes as long as many a text and which many archives never need."""
        special = {
            "tables": TableExtension(use_align_attribute=True),
            "footnotes": FootnoteExtension(BACKLINK_TITLE="↩ {}"),
            "toc": TocExtension(slugify=slugify_unicode, permalink=False, marker=""),
        }
        md = Markdown(
            output_format="html", extensions=[*(special.get(name, name) for name in EXTENSIONS), ItemDialect()]
        )
        self._addresses = Addresses(md, self._resolver)
        # Below 0, where the library un-escapes attributes.
        md.treeprocessors.register(self._addresses, "addresses", -10)
        # After footnotes and links are there, before lines are joined.
        md.treeprocessors.register(Leftovers(self._addresses), "leftovers", 13)
        return md

    def render(self, text: str, source: str, first_line: int = 1) -> tuple[Body, list[Problem]]:
        """Return the rendered *text* of the file *source*, and what is wrong with it.

        ``first_line`` is the line of the file on which the text begins.
        """
        if not text.strip():
            return EMPTY, []
        if body := plain_body(text):
            return body, []
        key = blake2b(text.encode(), digest_size=16).digest()
        if body := self._kept.get(key):
            self.rendered[key] = body
            return body, []
        body, problems = self._convert(read(text), source, first_line)
        if not (problems or body.links or body.images or body.places):
            self.rendered[key] = body
        return body, problems

    def convert(self, text: str, source: str, first_line: int = 1) -> tuple[Body, list[Problem]]:
        """Return the same as :meth:`render`, by python-markdown itself."""
        return self._convert(read(text), source, first_line)

    def _convert(self, reading: Reading, source: str, first_line: int) -> tuple[Body, list[Problem]]:
        prose = reading.prose()
        lines = lint.Lines(prose, first_line)
        if refused := list(lint.refusals(reading, prose, source, lines)):
            return EMPTY, refused
        self.converted += 1
        md = self._md = self._md or self._prepare()
        found = self._addresses.found = Findings(self._resolver, source, prose, lines)
        md.reset()
        try:
            html = sanitize.clean(md.convert(reading.text))
        except RecursionError:
            self._md = None
            values = {"limit": str(lint.DEEP)}
            return EMPTY, [Problem(path=source, code="too-nested", line=first_line, values=values)]
        body = Body(
            html=html,
            headings=tuple(found.headings),
            links=tuple(dict.fromkeys(found.links)),
            images=tuple(dict.fromkeys(found.images)),
            places=tuple(dict.fromkeys(found.places)),
        )
        return body, [*found.problems(), *lint.proofs(reading, prose, source, lines)]
