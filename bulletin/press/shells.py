"""Shells: pages of the theme with marks where a page's own words go, and how a page is spliced into one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Form:
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
    parts = ref.url.split("/")[:-1]
    kept = max([1, *(_shared(parts, address.split("/")[:-1]) for address in navigation)])
    wide = ref.kind not in _TEXTS
    stand_in = f"{_STAND_IN}{ref.section}-{'wide' if wide else 'text'}"
    path = "".join(f"{part}/" for part in [*parts[:kept], *[stand_in] * len(parts[kept:])])
    return Form(path, ref.section, wide)


def values(page: Page, ref: Ref, site_url: str) -> dict[str, str]:
    """Return what goes into the slots, as HTML, with holes where texts go."""
    # No other page is asked: to look through all of them would take longer than all the rest.
    before, _, after = page.content.partition(FOREWORD) if not ref.url else (page.content, "", "")
    return {
        "title": attribute(page.title),
        "canonical": attribute(site_url + quoted(ref.url)),
        "content": before,
        "after": after,
        **slots(page),
    }


def _shared(one: list[str], other: list[str]) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count
