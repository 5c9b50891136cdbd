"""The beginning of a text as one plain line: for descriptions and previews."""

from __future__ import annotations

import re
from html import unescape

from bulletin.body import Body

_TAG = re.compile(r"<[^>]*>")
_ENDS = "。！？；，、"


def excerpt(body: Body, length: int = 110) -> str:
    """Return the first *length* characters of a text at most, without markup, cut at a mark where there is one."""
    plain = " ".join(unescape(_TAG.sub("", body.html[: length * 8])).split())
    if len(plain) <= length:
        return plain
    cut = max(plain.rfind(mark, length // 2, length) for mark in _ENDS)
    return plain[: cut if cut > 0 else length] + "…"
