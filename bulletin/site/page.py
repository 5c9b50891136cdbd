"""Routes and pages: the address and kind of a page, and its content."""

from __future__ import annotations

from typing import NamedTuple

# Named tuples are created five times as fast as dataclasses, and there are more of them than pages.


class Route(NamedTuple):
    """The address and kind of a page. ``url`` is below the site's root: ``items/2026/jinqiao/``, "" for home."""

    url: str
    kind: str
    """The name of its kind in :data:`bulletin.site.routes.PAGE_KINDS`."""
    section: str
    """The first part of the address of the active page in the navigation: ``items``, ``issues`` …"""
    key: tuple[str, ...] = ()
    """Identifies the page among those of its kind."""

    @property
    def depth(self) -> int:
        """The number of folders between the root and the page."""
        return self.url.count("/")

    @property
    def base(self) -> str:
        """The relative path from the page to the root: ``./``, ``../``, ``../../`` and so on."""
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
