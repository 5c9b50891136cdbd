"""Rendered texts.

Rendered HTML contains two marks, noncharacters that no source may contain: one for the path to the site's root,
one before every id, so that the same HTML can be put on any page at any depth.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from html import unescape
from typing import NamedTuple

ROOT_MARK = "\ufdd0/"
"""Stands for the relative path to the site's root."""
ID_MARK = "\ufdd1"
"""Precedes every id, so that several texts can share a page."""
MAX_HEADINGS = 200
"""Most headings of a text: making the ids of equal ones unique takes quadratic time."""

_TAG = re.compile(r"<[^>]*>")
_HEADING = re.compile(r"(</?h)([2-5])\b")


class Body(NamedTuple):
    """A rendered text: HTML in which every address inside the site begins with ``ROOT_MARK``."""

    html: str
    headings: tuple[tuple[int, str, str], ...] = ()
    """Level, anchor and plain text of each heading."""
    links: tuple[str, ...] = ()
    """Addresses below the site's root that the text links to."""
    images: tuple[str, ...] = ()
    """Paths below ``content/`` of the images that the text shows or links to."""
    fragment_links: tuple[tuple[str, str, str], ...] = ()
    """Address, fragment and link as written of each link to a fragment of another page."""

    @property
    def plain(self) -> str:
        """The text without markup."""
        return unescape(_TAG.sub("", self.html))

    def rebase(self, base: str) -> str:
        """Return the HTML for a page whose relative path to the root is *base*."""
        return fill_root(self.with_ids(), base)

    def with_ids(self, prefix: str = "", deeper: int = 0) -> str:
        """Return the HTML with *prefix* before every id, in which addresses still begin with ``ROOT_MARK``.

        Headings are lowered by *deeper* levels, to at most the sixth.
        """
        html = self.html.replace(ID_MARK, prefix)
        if not deeper or "<h" not in html:
            return html
        return _HEADING.sub(lambda m: f"{m[1]}{min(int(m[2]) + deeper, 6)}", html)


def fill_root(html: str, base: str) -> str:
    """Return HTML for a page whose relative path to the root is *base*, which ends with a slash."""
    # One character is found several times as fast as two; the slash of ROOT_MARK is kept as that of the base.
    return html.replace(ROOT_MARK[0], base[:-1])


EMPTY = Body(html="")


def drop_fragments(body: Body, gone: Collection[str]) -> Body:
    """Return *body* with links to fragments of the pages at the addresses *gone* leading to those pages.

    A fragment is a heading of the text, which may have to be withheld.
    """
    html = body.html
    for address in {address for address, _, _ in body.fragment_links}.intersection(gone):
        html = re.sub(rf'(="{re.escape(ROOT_MARK + address)})#[^"]*"', r'\1"', html)
    return body._replace(
        html=html, fragment_links=tuple(place for place in body.fragment_links if place[0] not in gone)
    )
