"""The text of a circular as HTML: each number a link to what it counts."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from bulletin.scoring.circulars.circular import Circular
from bulletin.scoring.circulars.phrases import Phrase
from bulletin.scoring.circulars.text import paragraphs as text_paragraphs
from bulletin.site.context import RenderContext
from bulletin.site.html import esc, href, join_html, link


def paragraphs(context: RenderContext, circular: Circular) -> Iterator[Markup]:
    """Yield the paragraphs of a circular."""
    return (phrase_html(phrase) for phrase in text_paragraphs(context.archive, circular, context._))


def phrase_html(phrase: Phrase) -> Markup:
    """Return a phrase as HTML, with its links."""
    parts = []
    for text, url, anchor, is_figure in phrase:
        if is_figure:
            parts.append(f'<a class="b-figure" href="{href(url, anchor)}">{esc(text)}</a>')
        else:
            parts.append(link(text, href(url, anchor) if url else ""))
    return join_html(parts)
