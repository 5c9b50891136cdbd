"""Markdown to HTML: the one dialect of the archive, python-markdown's, for items, forewords and calls.

What editors write is escaped: raw HTML is shown as it was typed. Rendered HTML carries two marks, noncharacters
that no text may hold: one for the way up to the site's root, one before every id, so that the same HTML can be
placed on any page at any depth.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from markdown import Markdown
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.tables import TableExtension
from markdown.extensions.toc import TocExtension, slugify_unicode

from bulletin import plain, proofs
from bulletin.destinations import MARK, ROOT, Addresses, Findings, Leftovers
from bulletin.dialect import Reading, read
from bulletin.errors import Problem
from bulletin.extension import ItemDialect
from bulletin.links import Resolver

__all__ = ["EMPTY", "EXTENSIONS", "MARK", "ROOT", "Body", "Renderer"]

EXTENSIONS = ("tables", "footnotes", "sane_lists", "def_list", "fenced_code", "toc")
"""The dialect, by the names that MkDocs knows; ``mkdocs.yml`` holds the same."""

_HEADING = re.compile(r"(</?h)([2-5])\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A rendered text: HTML in which every address inside the site begins with ``ROOT``."""

    html: str
    headings: tuple[tuple[int, str, str], ...] = ()
    """Level, anchor and plain text of each heading."""
    links: tuple[str, ...] = ()
    """Addresses below the site's root that the text links to."""
    images: tuple[str, ...] = ()
    """Paths below ``content/`` of the pictures that the text shows or links to."""
    places: tuple[tuple[str, str, str], ...] = ()
    """Address, fragment and link as it was typed of each link to a place on another page."""

    def placed(self, base: str, prefix: str = "", deeper: int = 0) -> str:
        """Return the HTML for a page whose way up to the root is *base*.

        Ids get *prefix*; headings go down by *deeper* levels, to at most the sixth.
        """
        html = self.html.replace(ROOT, base).replace(MARK, prefix)
        if not deeper:
            return html
        return _HEADING.sub(lambda m: f"{m[1]}{min(int(m[2]) + deeper, 6)}", html)


EMPTY = Body(html="")


class Renderer:
    """Renders texts, one after the other, with one instance of python-markdown."""

    def __init__(self, resolver: Resolver) -> None:
        """Make a renderer whose links are resolved by *resolver*."""
        self._resolver = resolver
        self._prepare()

    def _prepare(self) -> None:
        special = {
            "tables": TableExtension(use_align_attribute=True),
            "footnotes": FootnoteExtension(BACKLINK_TITLE="↩ {}"),
            "toc": TocExtension(slugify=slugify_unicode, permalink=False, marker=""),
        }
        self._md = Markdown(extensions=[*(special.get(name, name) for name in EXTENSIONS), ItemDialect()])
        self._addresses = Addresses(self._md, self._resolver)
        # Below 0, where the library un-escapes attributes.
        self._md.treeprocessors.register(self._addresses, "addresses", -10)
        # After footnotes and links are there, before lines are joined.
        self._md.treeprocessors.register(Leftovers(self._addresses), "leftovers", 13)

    def render(self, text: str, source: str, first_line: int = 1) -> tuple[Body, list[Problem]]:
        """Return the rendered *text* of the file *source*, and what is wrong with it.

        ``first_line`` is the line of the file on which the text begins.
        """
        if not text.strip():
            return EMPTY, []
        reading = read(text)
        # Equal headings are numbered in quadratic time.
        if text.count("#") <= proofs.HEADINGS and (taken := plain.render(reading.text, MARK)):
            return Body(html=taken[0], headings=tuple(taken[1])), []
        return self._convert(reading, source, first_line)

    def convert(self, text: str, source: str, first_line: int = 1) -> tuple[Body, list[Problem]]:
        """Return the same as :meth:`render`, by python-markdown itself."""
        return self._convert(read(text), source, first_line)

    def _convert(self, reading: Reading, source: str, first_line: int) -> tuple[Body, list[Problem]]:
        lines, prose = proofs.Lines(reading.source, first_line), reading.prose()
        if refused := list(proofs.refusals(reading, prose, source, lines)):
            return EMPTY, refused
        found = self._addresses.found = Findings(self._resolver, source, reading.source, lines)
        self._md.reset()
        try:
            html = self._md.convert(reading.text)
        except RecursionError:
            self._prepare()
            values = {"limit": str(proofs.DEEP)}
            return EMPTY, [Problem(path=source, code="too-nested", line=first_line, values=values)]
        body = Body(
            html=html,
            headings=tuple(found.headings),
            links=tuple(dict.fromkeys(found.links)),
            images=tuple(dict.fromkeys(found.images)),
            places=tuple(dict.fromkeys(found.places)),
        )
        return body, [*found.problems(), *proofs.proofs(reading, prose, source, lines)]
