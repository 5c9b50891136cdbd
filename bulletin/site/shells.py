"""Shells: rendered pages of the theme with marks for the values of a page, and how a page is spliced into one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from bulletin.model.urls import HOME, percent_encode
from bulletin.site.html import escape_attribute
from bulletin.site.page import Page, Route
from bulletin.site.toc import render_toc

# A noncharacter: no text of an editor and no template can hold it.
_MARK = "\ufdd2"
_MARKED = re.compile(f"{_MARK}([a-z]+){_MARK}")

SLOTS = ("title", "description", "canonical", "toc", "hidden", "content", "after")
MARKS = {name: f"{_MARK}{name}{_MARK}" for name in SLOTS}
"""The mark of each slot in a shell."""

FOREWORD = "<!--foreword-->"
"""Marks the place of the hand-written foreword in the home page; without it, the foreword is at the end."""

_STAND_IN = "--shell--"


@dataclass(frozen=True, slots=True)
class Shell:
    """A page of the theme, split at its marks: texts, and between them names of slots."""

    texts: tuple[bytes, ...]
    """Encoded once, not for each page."""
    slots: tuple[str, ...]

    @classmethod
    def parse(cls, html: str) -> Shell:
        """Return the shell that MkDocs rendered as *html*."""
        if _STAND_IN in html:
            raise ValueError("the theme writes a page's own address into the page; only its depth may show")
        pieces = _MARKED.split(html)
        return cls(tuple(piece.encode() for piece in pieces[::2]), tuple(pieces[1::2]))

    def splice(self, values: Mapping[str, str]) -> bytes:
        """Return the page with *values* in the slots."""
        parts = [self.texts[0]]
        for slot, text in zip(self.slots, self.texts[1:], strict=True):
            parts += (values[slot].encode(), text)
        return b"".join(parts)


class ShellKey(NamedTuple):
    """Identifies the shell of a page: all pages of one key differ only in their values."""

    path: str
    """The address of the shell, as deep as that of its pages; "" is the home page."""
    section: str

    @property
    def source(self) -> str:
        """The path of the shell in MkDocs."""
        return f"{self.path}index.md"

    @property
    def template(self) -> str:
        """The theme's template for it."""
        return "shell.html" if self.path else "home.html"


def shell_key(route: Route, navigation: frozenset[str]) -> ShellKey:
    """Return the shell key of a page; *navigation* holds the addresses in the navigation.

    Links out of a page depend on how much of its address it shares with their targets: so much of it is kept.
    """
    folder, named = route.url, _folders(navigation)
    while folder.count("/") > 1 and folder not in named:
        folder = folder[: folder.rindex("/", 0, -1) + 1]
    return _shell_key(folder, route.depth - folder.count("/"), route.section)


@lru_cache(maxsize=8)
def _folders(navigation: frozenset[str]) -> frozenset[str]:
    """Return all addresses in the navigation, and all that these lie below."""
    return frozenset(address[: end.end()] for address in navigation for end in re.finditer("/", address))


# Thousands of pages have the same key.
@lru_cache(maxsize=1024)
def _shell_key(folder: str, deeper: int, section: str) -> ShellKey:
    return ShellKey(folder + f"{_STAND_IN}{section}/" * deeper, section)


def values(page: Page, route: Route, site_url: str) -> dict[str, str]:
    """Return the HTML of the slots."""
    # Only the home page has a foreword, and searching in every page takes a while.
    before, _, after = page.content.partition(FOREWORD) if route.url == HOME else (page.content, "", "")
    toc = render_toc(page.toc)
    return {
        "title": escape_attribute(page.title),
        "description": escape_attribute(page.description or page.title),
        "canonical": escape_attribute(site_url + percent_encode(route.url)),
        "toc": toc,
        "hidden": "" if toc else "hidden",
        "content": before,
        "after": after,
    }
