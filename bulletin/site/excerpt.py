"""Excerpts: the beginning of a text as one plain line, for descriptions and previews."""

from __future__ import annotations

import re
from html import unescape

from bulletin.markdown.body import Body

_TAG = re.compile(r"<[^>]*>")
_ENDS = re.compile(".*[。！？；，、]")


def excerpt(body: Body, length: int = 110) -> str:
    """Return at most the first *length* characters of a text, without markup, ended at punctuation where possible."""
    plain = " ".join(unescape(_TAG.sub("", body.html[: length * 8])).split())
    if len(plain) <= length:
        return plain
    last = _ENDS.match(plain, length // 2, length)
    return plain[: last.end() - 1 if last else length] + "…"
