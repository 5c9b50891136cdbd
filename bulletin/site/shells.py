"""Shells: pages of the theme with marks where a page's own words go, and how a page is spliced into one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from bulletin.model.urls import percent_encode
from bulletin.site.html import attribute
from bulletin.site.page import Page, Ref
from bulletin.site.placeholders import slots

# A noncharacter: no text of an editor and no template can hold it.
_MARK = "\ufdd2"
_MARKED = re.compile(f"{_MARK}([a-z]+){_MARK}")

SLOTS = ("title", "description", "canonical", "toc", "hidden", "content", "after")
MARKS = {name: f"{_MARK}{name}{_MARK}" for name in SLOTS}
"""What stands in a shell for each value of a page."""

FOREWORD = "<!--foreword-->"
"""Where in the generated part of the home page its hand-written foreword goes; at the end if it is not there."""

_TEXTS = frozenset({"item", "notice", "issue", "call"})
_STAND_IN = "--shell--"


@dataclass(frozen=True, slots=True)
class Shell:
    """A page of the theme, cut at its marks: texts, and between them names of slots."""

    texts: tuple[bytes, ...]
    """As they are written: encoded once, not for each page."""
    slots: tuple[str, ...]

    @classmethod
    def cut(cls, html: str) -> Shell:
        """Return the shell that MkDocs rendered as *html*."""
        if _STAND_IN in html:
            raise ValueError("the theme writes a page's own address into the page; only its depth may show")
        pieces = _MARKED.split(html)
        return cls(tuple(piece.encode() for piece in pieces[::2]), tuple(pieces[1::2]))

    def splice(self, values: Mapping[str, str]) -> Iterator[bytes | str]:
        """Yield the page piece by piece, with *values* in the slots."""
        yield self.texts[0]
        for slot, text in zip(self.slots, self.texts[1:], strict=True):
            yield values[slot]
            yield text


class Form(NamedTuple):
    """Which shell a page goes into: all pages of one form differ in nothing but their values."""

    path: str
    """The address of the shell, as deep as that of its pages; "" is the home page."""
    section: str
    wide: bool
    """Whether the page takes the room of the navigation column: lists and tables do, texts do not."""

    @property
    def source(self) -> str:
        """The shell's path as MkDocs knows it."""
        return f"{self.path}index.md"

    @property
    def template(self) -> str:
        """The theme's template for it."""
        return "shell.html" if self.path else "home.html"


def form(ref: Ref, navigation: frozenset[str]) -> Form:
    """Return the form of a page; *navigation* holds the addresses in the navigation.

    Links out of a page depend on how much of its address it shares with their targets: so much of it is kept.
    """
    folder, named = ref.url, _folders(navigation)
    while folder.count("/") > 1 and folder not in named:
        folder = folder[: folder.rindex("/", 0, -1) + 1]
    return _form(folder, ref.depth - folder.count("/"), ref.section, ref.kind not in _TEXTS)


@lru_cache(maxsize=8)
def _folders(navigation: frozenset[str]) -> frozenset[str]:
    """Return all addresses in the navigation, and all that these lie below."""
    return frozenset(address[: end.end()] for address in navigation for end in re.finditer("/", address))


# Thousands of pages have one form.
@lru_cache(maxsize=1024)
def _form(folder: str, deeper: int, section: str, wide: bool) -> Form:  # noqa: FBT001 - as it is remembered
    stand_in = f"{_STAND_IN}{section}-{'wide' if wide else 'text'}/"
    return Form(folder + stand_in * deeper, section, wide)


def values(page: Page, ref: Ref, site_url: str) -> dict[str, str]:
    """Return what goes into the slots, as HTML, with holes where texts go."""
    # The page of a text has none, and there are very many.
    before, _, after = (page.content, "", "") if page.text else page.content.partition(FOREWORD)
    return {
        "title": attribute(page.title),
        "canonical": attribute(site_url + percent_encode(ref.url)),
        "content": before,
        "after": after,
        **slots(page),
    }
