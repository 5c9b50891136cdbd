"""Placeholders: where a rendered text goes into a page, and other parts of a page that depend on the text alone.

Pages are rendered with placeholders, and texts are filled in last. So when only a text was edited, its pages need
not be rendered again: the fills are replaced, see :mod:`bulletin.build.cache.exchange`.
"""

from __future__ import annotations

from collections.abc import Mapping

from bulletin.markdown.body import Body
from bulletin.site.excerpt import excerpt
from bulletin.site.html import escape_attribute
from bulletin.site.page import Page
from bulletin.site.toc import TocEntry, render_toc

# Noncharacters: no text of an editor and no template can hold them.
PLACEHOLDER, _BETWEEN = "\ufdd3", "\ufdd4"


def text(path: str, prefix: str = "", deeper: int = 0) -> str:
    """Return the placeholder for the HTML of the text in the file *path*, as :meth:`Body.rebase` makes it."""
    return _placeholder("text", path, prefix, str(deeper))


def feed(path: str, base: str) -> str:
    """Return the placeholder for a text's HTML as the text of an XML element; *base* leads to the site's root."""
    return _placeholder("feed", path, base)


def slots(page: Page) -> dict[str, str]:
    """Return what goes into the description and the table of contents of a page, escaped."""
    if not page.text:
        toc = render_toc(page.toc)
        return {
            "description": escape_attribute(page.description or page.title),
            "toc": toc,
            "hidden": "" if toc else "hidden",
        }
    more = [part for heading in page.toc for part in (str(heading.level), heading.anchor, heading.title)]
    return {
        "description": _placeholder("description", page.text, escape_attribute(page.title)),
        "toc": _placeholder("toc", page.text, *more),
        "hidden": _placeholder("hidden", page.text, *more),
    }


def source(placeholder: str) -> str:
    """Return the path of the file whose text a placeholder is for."""
    return placeholder.split(_BETWEEN, 2)[1]


def fill(placeholder: str, bodies: Mapping[str, Body], base: str) -> str:
    """Return what goes into a placeholder."""
    kind, path, *rest = placeholder.split(_BETWEEN)
    body = bodies[path]
    match kind:
        case "text":
            return body.rebase(base, rest[0], int(rest[1]))
        case "feed":
            # As the XML writer of the feeds escapes the rest.
            html = body.rebase(rest[0])
            return html.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        case "description":
            return escape_attribute(excerpt(body)) or rest[0]
        case "toc":
            return render_toc(_headings(body, rest))
        case _:
            return "" if body.headings or rest else "hidden"


def _headings(body: Body, rest: list[str]) -> list[TocEntry]:
    more = zip(rest[::3], rest[1::3], rest[2::3], strict=True)
    return [*body.headings, *((int(level), anchor, title) for level, anchor, title in more)]


def _placeholder(kind: str, path: str, *rest: str) -> str:
    return PLACEHOLDER + _BETWEEN.join((kind, path, *rest)) + PLACEHOLDER
