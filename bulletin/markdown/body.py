"""Rendered texts, and the short way to render plain ones.

Rendered HTML carries two marks, noncharacters that no text may hold: one for the way up to the site's root, one before
every id, so that the same HTML can be placed on any page at any depth.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from bulletin.markdown import fast_path
from bulletin.markdown.normalize import tidy

ROOT = "\ufdd0/"
"""Stands for the way up to the site's root."""
MARK = "\ufdd1"
"""Stands before every id, so that texts can share a page."""
HEADINGS = 200
"""More headings than this are not numbered: equal ones take quadratic time."""

_HEADING = re.compile(r"(</?h)([2-5])\b")


class Body(NamedTuple):
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
        html = rooted(self.html, base).replace(MARK, prefix)
        if not deeper or "<h" not in html:
            return html
        return _HEADING.sub(lambda m: f"{m[1]}{min(int(m[2]) + deeper, 6)}", html)


def rooted(html: str, base: str) -> str:
    """Return HTML for a page whose way up to the root is *base*, which ends with a slash."""
    # One character is found several times as fast as two; the slash of ROOT stays and is that of the base.
    return html.replace(ROOT[0], base[:-1])


EMPTY = Body(html="")


def plain_body(text: str) -> Body | None:
    """Return a plain text rendered, or None for any other; in a plain one there is nothing to tell of."""
    if "#" in text and text.count("#") > HEADINGS:
        return None
    taken = fast_path.render(text, MARK)
    if taken is None and (tidied := tidy(text)) != text:
        taken = fast_path.render(tidied, MARK)
    return Body(html=taken[0], headings=tuple(taken[1])) if taken else None


def without_places(bodies: Mapping[str, Body], addresses: Iterable[str]) -> dict[str, Body]:
    """Return *bodies* with links to places in the pages at *addresses* leading to those pages.

    The name of such a place is a heading of the text, which may have to be withheld.
    """
    gone = set(addresses)
    return {path: _without_places(body, gone) if body.places else body for path, body in bodies.items()}


def _without_places(body: Body, gone: set[str]) -> Body:
    html = body.html
    for address in {address for address, _, _ in body.places} & gone:
        html = re.sub(rf'(="{re.escape(ROOT + address)})#[^"]*"', r'\1"', html)
    return body._replace(html=html, places=tuple(place for place in body.places if place[0] not in gone))
