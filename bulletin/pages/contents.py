"""The table of contents of a page, in the theme's own form."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from urllib.parse import quote

from bulletin.pages.contract import Heading


def contents(headings: Iterable[Heading]) -> str:
    """Return the entries of a table of contents as HTML, nested by level."""
    return "\n".join(_entries(list(headings)))


def _entries(headings: list[Heading]) -> Iterable[str]:
    while headings:
        head = headings.pop(0)
        below = next((n for n, other in enumerate(headings) if other.level <= head.level), len(headings))
        children, headings = headings[:below], headings[below:]
        title = escape(head.title)
        yield f'<li class="md-nav__item"><a href="#{escape(quote(head.anchor))}" class="md-nav__link">'
        yield f'<span class="md-ellipsis">{title}</span></a>'
        if children:
            yield f'<nav class="md-nav" aria-label="{title}"><ul class="md-nav__list">'
            yield from _entries(children)
            yield "</ul></nav>"
        yield "</li>"
