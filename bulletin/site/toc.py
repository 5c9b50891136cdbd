"""The table of contents of a page, in the theme's own form."""

from __future__ import annotations

from collections.abc import Sequence

from bulletin.model.urls import percent_encode
from bulletin.site.html import escape_attribute

Entry = tuple[int, str, str]
"""Level, anchor and plain text of a heading."""


def contents(headings: Sequence[Entry]) -> str:
    """Return the entries of a table of contents as HTML, nested by level; one that is lower stands within another."""
    found: list[str] = []
    above: list[int] = []
    for number, (level, anchor, title) in enumerate(headings, 1):
        while above and above[-1] >= level:
            above.pop()
            found.append("</ul></nav>\n</li>")
        said = escape_attribute(title)
        found.append(
            f'<li class="md-nav__item"><a href="#{percent_encode(anchor)}" class="md-nav__link">\n'
            f'<span class="md-ellipsis">{said}</span></a>'
        )
        if number < len(headings) and headings[number][0] > level:
            above.append(level)
            found.append(f'<nav class="md-nav" aria-label="{said}"><ul class="md-nav__list">')
        else:
            found.append("</li>")
    return "\n".join([*found, *["</ul></nav>\n</li>"] * len(above)])
