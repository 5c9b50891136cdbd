"""The second lock: rendered HTML holds the elements and attributes of the dialect, and nothing else.

The first is that the dialect escapes what editors type; each of the two has to hold alone.
"""

from __future__ import annotations

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


def clean(html: str) -> str:
    """Return *html* of one text without anything that the dialect does not make.

    Marks of :mod:`bulletin.markdown.renderer` in ids and addresses stay as they are. Texts of the short way
    (:mod:`bulletin.markdown.fast_path`) would come back as they went in, and need not pass here.
    """
    # Its import costs more than cleaning a hundred texts; plain texts do without.
    import nh3

    return nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel=None)
