"""The text of a circular as HTML, each figure a link to what it counts: computed, or as an editor has written it."""

from __future__ import annotations

import re
from html import unescape

from markupsafe import Markup

from bulletin.scoring.circulars import text as circular_texts
from bulletin.scoring.circulars.circular import Circular
from bulletin.scoring.circulars.figures import Figures
from bulletin.scoring.circulars.phrases import Phrase
from bulletin.site.context import RenderContext
from bulletin.site.html import esc, href, join_html, link

_TAG = re.compile(r"(<[^>]*>)")


def source_path(label: str) -> str:
    """Return the path of the text that an editor may have written, by the label of a period."""
    return f"content/circulars/{label}.md"


def text_html(context: RenderContext, circular: Circular) -> Markup:
    """Return the text of a circular."""
    figures = Figures(archive=context.archive, circular=circular, say=context._)
    written = context.archive.circular_text.get(circular.period.label)
    if written and written.has_text:
        return _fill(context.body(written, prefix="text-"), figures)
    return join_html(f"<p>{phrase_html(phrase)}</p>\n" for phrase in circular_texts.paragraphs(figures))


def phrase_html(phrase: Phrase) -> Markup:
    """Return a phrase as HTML, with its links."""
    parts = []
    for text, url, anchor, is_figure in phrase:
        if is_figure:
            parts.append(f'<a class="b-figure" href="{href(url, anchor)}">{esc(text)}</a>')
        else:
            parts.append(link(text, href(url, anchor) if url else ""))
    return join_html(parts)


def _fill(html: Markup, figures: Figures) -> Markup:
    """Return rendered HTML with the figures that its text names."""
    parts = _TAG.split(str(html))
    # Every second part is a tag.
    for number in range(0, len(parts), 2):
        if "{" in parts[number] or "｛" in parts[number]:
            filled = circular_texts.fill_references(unescape(parts[number]), figures)
            parts[number] = "".join([phrase_html(phrase) for phrase in filled])
    return join_html(parts)
