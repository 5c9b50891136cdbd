"""Texts and addresses as HTML, for HTML that is built without a template.

Texts are escaped by :func:`esc`, addresses by :func:`href`; a parameter ``href`` takes a result of the latter, or ""
for no link. Every address begins with a mark, which is replaced by the relative path to the site's root.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from html import escape as html_escape

from markupsafe import Markup, escape

from bulletin.markdown.body import ROOT_MARK
from bulletin.model.urls import PercentEncoded, needs_no_encoding, percent_encode

needs_escape = re.compile("[&<>\"']").search
"""Whether a text has a character that HTML escapes; nearly none has."""
# The constructor of Markup looks for __html__ first, which costs more than the rest.
trusted: Callable[[str], Markup] = partial(str.__new__, Markup)
_BREAK = re.compile(r"(?<=[^\x00-\x7f]) +(?=[^\x00-\x7f])|(?<=[”』」》）]) +")
_DASH = re.compile("(?<=——)(?=.)")
_QUOTED = re.compile("“[^“”&<>]{1,8}”")
_ADDRESS = PercentEncoded("/#?=&.-_~")


def esc(text: str) -> str:
    """Return a text as HTML."""
    return str(escape(text)) if needs_escape(text) else text


def escape_attribute(text: str) -> str:
    """Return a text as HTML, quotes and all, as the standard library writes it."""
    return html_escape(text) if needs_escape(text) else text


@lru_cache(maxsize=65536)
def href(address: str, anchor: str = "") -> Markup:
    """Return the value of a link's attribute: an address below the site's root, and an anchor, percent-encoded."""
    path = address if needs_no_encoding(address) else address.translate(_ADDRESS)
    return trusted(esc(f"{ROOT_MARK}{path}#{percent_encode(anchor)}" if anchor else ROOT_MARK + path))


@lru_cache(maxsize=4096)
def url_fragment(anchor: str) -> str:
    """Return an anchor as it is at the end of a link's attribute, without ``#``."""
    return str(escape(percent_encode(anchor)))


def link(text: str, href: str) -> str:
    """Return a text as HTML, as a link unless *href* is ""."""
    return f'<a href="{href}">{esc(text)}</a>' if href else esc(text)


def join_html(parts: Iterable[str]) -> Markup:
    """Return HTML made of parts that are escaped already, for a template."""
    return trusted("".join(parts))


@lru_cache(maxsize=65536)
def breakable_title(title: str) -> Markup:
    """Return a title for a heading, which wraps between its parts first: 推行“金桥工程”, 让外出党员…——, 柳川县…."""
    parts = [_DASH.split(_keep_quotes(part)) for part in _BREAK.split(esc(title))]
    halves = ["".join([f'<span class="b-half">{half}</span>' for half in part]) for part in parts]
    return trusted(" ".join(halves))


@lru_cache(maxsize=65536)
def title_html(title: str) -> Markup:
    """Return a title for a list: short words in quotation marks stay on one line."""
    return trusted(_keep_quotes(esc(title)))


def _keep_quotes(escaped: str) -> str:
    return _QUOTED.sub(r'<span class="b-quoted">\g<0></span>', escaped) if "“" in escaped else escaped
