"""What was found in one file of an archive, as plain values that can be compared and stored."""

from __future__ import annotations

import codecs
from hashlib import blake2b
from typing import NamedTuple

from bulletin.core.problems import Problem
from bulletin.markdown.body import Body
from bulletin.model.records import Fact


class ParsedFile(NamedTuple):
    """The result of reading one file: an item, call or issue, a hand-written page, or an image."""

    path: str
    fact: Fact | None = None
    """None of a page, of an image, and where a required field is missing or invalid."""
    problems: tuple[Problem, ...] = ()
    """Those that do not depend on the facts of other files."""
    last_day: int = 0
    """The latest day that an item names, as a number."""
    text_digest: bytes = b""
    """The digest of an item's text without spaces."""
    body_digest: bytes = b""
    """The digest of the rendered text; b"" where there is none."""
    links: tuple[str, ...] = ()
    """As in :class:`~bulletin.markdown.body.Body`, like the next two."""
    images: tuple[str, ...] = ()
    fragment_links: tuple[tuple[str, str, str], ...] = ()
    anchors: tuple[str, ...] = ()
    """The ids of headings."""
    lookups: tuple[str, ...] = ()
    """The paths that links and images were resolved to, whether there are such files or not."""
    converted: tuple[str, tuple[tuple[int, str, str], ...]] | None = None
    """HTML and headings of a text that python-markdown had to render, which takes 70 ms to import for the first one."""
    generated_links: tuple[tuple[str, str], ...] = ()
    """Of a hand-written page: addresses that no source has, each with the link as it is written."""
    sketch: bytes = b""
    """Of an item: what its text is compared with others by (:mod:`bulletin.checks.likeness`)."""


def body_digest(body: Body) -> bytes:
    """Return a digest of a rendered text."""
    # UTF-16 is how Python holds Chinese text; UTF-8 is slower to make and longer.
    found = blake2b(codecs.utf_16_le_encode(body.html, "surrogatepass")[0], digest_size=12)
    if body.headings:
        found.update(repr(body.headings).encode())
    return found.digest()
