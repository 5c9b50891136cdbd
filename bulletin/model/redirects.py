"""Addresses that have changed: from the old one readers are led on to the new one, and to what lies below it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping

from bulletin.model import urls
from bulletin.model.registry import Redirect


def parse_address(text: str) -> str | None:
    """Return an address as pages have it, however it was written; None where it is none of this site."""
    path = text.strip().removesuffix("index.html").strip("/")
    parts = path.split("/")
    if not path:
        return urls.HOME if text.strip() else None
    valid = all(part and set(part) - {"."} and not set(part) & set(_FORBIDDEN) and part.isprintable() for part in parts)
    return f"{path}/" if valid else None


_SOURCES = {urls.ITEMS: "content/items/", urls.CALLS: "content/calls/", urls.ISSUES: "issues/"}
"""The folder of the sources of pages, by that of their addresses; all others are beside each other in ``content/``."""
_FORBIDDEN = ' :?#\\"<>|*%;{}$'
"""What no address of a page holds, and a configuration of a web server may take for something else."""


def final_address(redirects: Mapping[str, str], address: str) -> str | None:
    """Return where an address leads in the end; None where that is a circle."""
    seen = {address}
    while address in redirects:
        address = redirects[address]
        if address in seen:
            return None
        seen.add(address)
    return address


def redirects_of(redirects: Iterable[Redirect], pages: Collection[str]) -> dict[str, str]:
    """Return the address of each page that leads on, with the one of *pages* that it leads to.

    An address that there is a page at does not lead on, nor one that leads to no page.
    """
    known = {one.old: one.new for one in redirects}
    if not known:
        return {}
    there, ordered = frozenset(pages), sorted(pages)
    found = {}
    for old in known:
        new = final_address(known, old)
        if new is not None:
            for page in _at_or_below(new, ordered):
                if (address := old + page[len(new) :]) not in there:
                    found[address] = page
    return found


def moved_paths(redirects: Iterable[Redirect], pages: Mapping[str, str]) -> dict[str, str]:
    """Return the path of each text by the one that it had before; *pages* are addresses by path."""
    sources = {address: path for path, address in pages.items()}
    found = {}
    for old, new in redirects_of(redirects, sources).items():
        folder = next((kind for kind in _SOURCES if old.startswith(kind)), "")
        found[f"{_SOURCES.get(folder, 'content/')}{old.removeprefix(folder).rstrip('/')}.md"] = sources[new]
    return found


def _at_or_below(address: str, ordered: list[str]) -> Iterator[str]:
    """Yield the page at an address, and those below it; of the home page, only itself."""
    for page in ordered[bisect_left(ordered, address) :]:
        if not page.startswith(address) or (not address and page):
            return
        yield page
