"""Remove from rendered HTML every element and attribute that the dialect does not produce.

The first defence is that the dialect escapes HTML in sources; each of the two has to hold alone.
"""

from __future__ import annotations

import nh3

_PLAIN = "p br hr strong em blockquote pre ul dl dt dd table thead tbody tr"
_IDS = ("h1", "h2", "h3", "h4", "h5", "h6", "li", "sup")
_ATTRIBUTES = {
    **{tag: {"id"} for tag in _IDS},
    "a": {"href", "title", "rel", "class"},
    "img": {"src", "alt", "title", "loading"},
    "th": {"align"},
    "td": {"align"},
    "ol": {"start"},
    "code": {"class"},
    "div": {"class"},
}
_TAGS = {*_PLAIN.split(), *_ATTRIBUTES}
_SCHEMES = {"http", "https", "mailto"}


def sanitize_html(html: str) -> str:
    """Return the *html* of one text without anything that the dialect does not produce.

    Marks of :mod:`bulletin.markdown.renderer` in ids and addresses are kept. Output of
    :mod:`bulletin.markdown.fast_path` would be returned unchanged, and need not be sanitised.
    """
    return nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel=None)
