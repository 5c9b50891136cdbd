"""The table of contents of a page, in the theme's own form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bulletin.pages.markup import attribute, quoted

Entry = tuple[int, str, str]
"""Level, anchor and plain text of a heading."""


def contents(headings: Iterable[Entry]) -> str:
    """Return the entries of a table of contents as HTML, nested by level."""
    return "\n".join(_entries(list(headings)))


def _entries(headings: list[Entry]) -> Iterator[str]:
    """Yield the entries; a heading that is lower than the one before stands within it."""
    above: list[int] = []
    for number, (level, anchor, title) in enumerate(headings):
        while above and above[-1] >= level:
            above.pop()
            yield "</ul></nav>"
            yield "</li>"
        said = attribute(title)
        yield f'<li class="md-nav__item"><a href="#{quoted(anchor)}" class="md-nav__link">'
        yield f'<span class="md-ellipsis">{said}</span></a>'
        below = headings[number + 1][0] if number + 1 < len(headings) else 0
        if below > level:
            above.append(level)
            yield f'<nav class="md-nav" aria-label="{said}"><ul class="md-nav__list">'
        else:
            yield "</li>"
    for _ in above:
        yield "</ul></nav>"
        yield "</li>"
