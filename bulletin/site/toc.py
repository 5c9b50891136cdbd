"""The table of contents of a page, with the theme's markup."""

from __future__ import annotations

from collections.abc import Sequence

from bulletin.model.urls import percent_encode
from bulletin.site.html import escape_attribute

TocEntry = tuple[int, str, str]
"""Level, anchor and plain text of a heading."""


def render_toc(headings: Sequence[TocEntry]) -> str:
    """Return the entries of a table of contents as HTML, nested by level."""
    found: list[str] = []
    above: list[int] = []
    for number, (level, anchor, title) in enumerate(headings, 1):
        while above and above[-1] >= level:
            above.pop()
            found.append("</ul></nav>\n</li>")
        label = escape_attribute(title)
        found.append(
            f'<li class="md-nav__item"><a href="#{percent_encode(anchor)}" class="md-nav__link">\n'
            f'<span class="md-ellipsis">{label}</span></a>'
        )
        if number < len(headings) and headings[number][0] > level:
            above.append(level)
            found.append(f'<nav class="md-nav" aria-label="{label}"><ul class="md-nav__list">')
        else:
            found.append("</li>")
    return "\n".join([*found, *["</ul></nav>\n</li>"] * len(above)])
