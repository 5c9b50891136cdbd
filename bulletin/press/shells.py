"""Shells: pages of the theme with marks where a page's own words go, and how a page is spliced into one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from bulletin.pages.contract import Page, Ref
from bulletin.pages.holes import slots
from bulletin.pages.markup import attribute, quoted

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


def form(ref: Ref, navigation: Iterable[str]) -> Form:
    """Return the form of a page; *navigation* holds the addresses in the navigation.

    Links out of a page depend on how much of its address it shares with their targets: so much of it is kept.
    """
    folders, parts = _folders(frozenset(navigation)), ref.url.split("/")[:-1]
    kept = 1
    while kept < len(parts) and "/".join(parts[: kept + 1]) in folders:
        kept += 1
    return _form(tuple(parts[:kept]), len(parts[kept:]), ref.section, ref.kind not in _TEXTS)


@lru_cache(maxsize=1024)
def _form(kept: tuple[str, ...], below: int, section: str, wide: bool) -> Form:  # noqa: FBT001 - a cache's key
    stand_in = f"{_STAND_IN}{section}-{'wide' if wide else 'text'}"
    return Form("".join([f"{part}/" for part in (*kept, *[stand_in] * below)]), section, wide)


@lru_cache(maxsize=16)
def _folders(addresses: frozenset[str]) -> frozenset[str]:
    """Return every folder on the way to *addresses*."""
    ways = [address.split("/")[:-1] for address in addresses]
    return frozenset("/".join(way[:depth]) for way in ways for depth in range(1, len(way) + 1))


def values(page: Page, ref: Ref, site_url: str) -> dict[str, str]:
    """Return what goes into the slots, as HTML, with holes where texts go."""
    # The page of a text has none, and there are very many.
    before, _, after = (page.content, "", "") if page.text else page.content.partition(FOREWORD)
    return {
        "title": attribute(page.title),
        "canonical": attribute(site_url + quoted(ref.url)),
        "content": before,
        "after": after,
        **slots(page),
    }
