"""Texts and addresses as HTML, for what is made without a template.

Texts are escaped in :func:`esc`, addresses in :func:`to`; what takes a ``to`` wants one of those, or "" for what leads
nowhere. Every address begins with a mark for the way up to the site's root.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from html import escape as html_escape

from markupsafe import Markup, escape

from bulletin.markdown.body import ROOT_MARK
from bulletin.model.urls import PercentEncoded, needs_no_encoding, percent_encode

special = re.compile("[&<>\"']").search
"""Whether there is anything in a text that HTML writes otherwise: in nearly all there is not."""
# Markup asks each text what it is; this takes our word for it.
trusted: Callable[[str], Markup] = partial(str.__new__, Markup)
_BREAK = re.compile(r"(?<=[^\x00-\x7f]) +(?=[^\x00-\x7f])|(?<=[”』」》）]) +")


_ADDRESS = PercentEncoded("/#?=&.-_~")


@lru_cache(maxsize=65536)
def href(address: str, anchor: str = "") -> str:
    """Return a link to an address below the site's root, percent-encoded, with *anchor* as its fragment."""
    said = address if needs_no_encoding(address) else address.translate(_ADDRESS)
    return f"{ROOT_MARK}{said}#{percent_encode(anchor)}" if anchor else ROOT_MARK + said


def esc(text: str) -> str:
    """Return a text as HTML."""
    return str(escape(text)) if special(text) else text


def attribute(text: str) -> str:
    """Return a text as HTML, quotes and all, as the standard library writes it."""
    return html_escape(text) if special(text) else text


@lru_cache(maxsize=65536)
def to(address: str, anchor: str = "") -> str:
    """Return where a link leads, as the value of its attribute."""
    return esc(href(address, anchor))


@lru_cache(maxsize=4096)
def fragment(anchor: str) -> str:
    """Return an anchor as the end of the value of a link's attribute."""
    return str(escape(percent_encode(anchor)))


def link(text: str, to: str) -> str:
    """Return a text as HTML, as a link where there is somewhere to lead to."""
    return f'<a href="{to}">{esc(text)}</a>' if to else esc(text)


def joined(parts: Iterable[str]) -> Markup:
    """Return HTML that was made of escaped texts, for a template."""
    return trusted("".join(parts))


@lru_cache(maxsize=65536)
def halves(title: str) -> Markup:
    """Return a title for a heading, which breaks between its parts first: 推行“金桥工程”, 让外出党员…."""
    return trusted(" ".join([f'<span class="b-half">{part}</span>' for part in _BREAK.split(esc(title))]))
