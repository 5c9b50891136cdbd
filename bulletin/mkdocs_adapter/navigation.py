"""The navigation in the form of MkDocs's settings: nested names and paths."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bulletin.core.i18n import N_, Translator

SECTIONS = {
    "": N_("Home"),
    "issues/": N_("Issues"),
    "items/": N_("Items"),
    "units/": N_("Units"),
    "adoptions/": N_("Adoptions"),
    "years/": N_("Years"),
    "stats/": N_("Statistics"),
    "topics/": N_("Topics"),
    "calls/": N_("Calls"),
    "guide/": N_("Guide"),
}
"""The entries of the default navigation, by address."""


def default_navigation(say: Translator) -> list[Any]:
    """Return the navigation for settings that have none."""
    pages = {"": "index.md", "guide/": "guide.md"}
    return [{say(name): pages.get(address, f"{address}index.md")} for address, name in SECTIONS.items()]


def section_title(address: str, say: Translator) -> str:
    """Return the title of a page in a navigation that gives only its path."""
    return say(SECTIONS.get(address, address.strip("/")))


def address(path: str) -> str:
    """Return the address of the page that MkDocs makes from the file *path*."""
    name = path.removesuffix(".md").removesuffix("index")
    return name if not name or name.endswith("/") else f"{name}/"


def addresses(nav: object) -> frozenset[str]:
    """Return the addresses of all pages in a navigation."""
    return frozenset(address(path) for path in _paths(nav) if path.endswith(".md"))


def existing_entries(nav: list[Any], written: set[str], made: frozenset[str]) -> Iterator[Any]:
    """Yield the entries of pages that exist: *written* by hand, by path, or *made* by the program, by address."""
    for entry in nav:
        paths = [path for path in _paths(entry) if path.endswith(".md")]
        if len(paths) != 1 or paths[0] in written or address(paths[0]) in made:
            yield entry


def _paths(nav: object) -> Iterator[str]:
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, dict | list):
        for entry in nav.values() if isinstance(nav, dict) else nav:
            yield from _paths(entry)
