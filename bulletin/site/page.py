"""What every kind of page agrees on: which pages there are, and what one page consists of."""

from __future__ import annotations

from typing import NamedTuple

# Tuples: there are as many as pages and more, and these are made five times as fast as dataclasses.


class Route(NamedTuple):
    """One page to be made. ``url`` is its address below the site's root: ``items/2026/jinqiao/``, "" for home."""

    url: str
    kind: str
    """The module of :mod:`bulletin.site.pages` that renders it."""
    section: str
    """The first part of the address of the page in the navigation that is lit up: ``items``, ``issues`` …"""
    key: tuple[str, ...] = ()
    """What the module needs to know which page it is."""

    @property
    def depth(self) -> int:
        """How many folders lie between the page and the root."""
        return self.url.count("/")

    @property
    def base(self) -> str:
        """The way from the page up to the root: ``./``, ``../``, ``../../`` and so on."""
        return "../" * self.depth or "./"


class Heading(NamedTuple):
    """An entry of a page's table of contents; ``title`` is plain text."""

    level: int
    anchor: str
    title: str


class Page(NamedTuple):
    """One page. ``title`` and ``description`` are plain text, ``content`` is HTML that may be trusted."""

    title: str
    description: str
    content: str
    toc: tuple[Heading, ...] = ()
    text: str = ""
    """Path of the text from which the page takes its description and the first entries of its table of contents."""
