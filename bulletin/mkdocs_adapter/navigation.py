"""The navigation as MkDocs's settings write it: names and paths, nested."""

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
"""What an archive gets whose settings have no navigation, by address."""


def default(say: Translator) -> list[Any]:
    """Return the navigation of an archive that has none."""
    pages = {"": "index.md", "guide/": "guide.md"}
    return [{say(name): pages.get(address, f"{address}index.md")} for address, name in SECTIONS.items()]


def title(address: str, say: Translator) -> str:
    """Return what a page of the archive is called in a navigation that does not say it."""
    return say(SECTIONS.get(address, address.strip("/")))


def address(path: str) -> str:
    """Return the address of the page that MkDocs makes from the file *path*."""
    name = path.removesuffix(".md").removesuffix("index")
    return name if not name or name.endswith("/") else f"{name}/"


def addresses(nav: object) -> frozenset[str]:
    """Return the addresses of all pages in a navigation."""
    return frozenset(address(path) for path in _paths(nav) if path.endswith(".md"))


def present(nav: list[Any], written: set[str], made: frozenset[str]) -> Iterator[Any]:
    """Leave out the pages that are neither *written* by hand, by path, nor *made*, by address."""
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
