"""A finished site, looked over byte by byte before anybody sees it."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from bulletin.core import parallel
from bulletin.publish import html_scan, manifest
from bulletin.publish.extract_text import texts
from bulletin.publish.faults import Fault
from bulletin.publish.leak_terms import runs

_WORTH_A_POOL, _CHUNK = 2000, 50

Scan = Callable[[str], Iterable[str]]
"""Yields, masked, what must not be in a text of any file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a site is held to."""

    site: Path
    root: str = ""
    """The address under which readers open the site, if it is known."""
    canaries: Mapping[str, str] = field(default_factory=dict)
    scripts: frozenset[str] = frozenset()
    """Source expressions of the inline scripts that the theme has of its own."""
    scan: Scan | None = None


class Seen(NamedTuple):
    """What was seen of one file."""

    address: str
    digest: str
    targets: tuple[html_scan.Target, ...]
    faults: tuple[Fault, ...]


class Audit(NamedTuple):
    """What was seen of a site."""

    manifest: dict[str, str]
    faults: tuple[Fault, ...]


def audit(terms: Terms, jobs: int = 1) -> Audit:
    """Look at every file of a site."""
    addresses = tuple(manifest.files(terms.site))
    digests: dict[str, str] = {}
    faults: list[Fault] = []
    wanted: dict[str, dict[str, str]] = {}
    for seen in _look_at_all(terms, addresses, jobs):
        digests[seen.address] = seen.digest
        faults += seen.faults
        for target in seen.targets:
            # Of all that lead to a place, one is enough to tell of it.
            wanted.setdefault(target.address, {}).setdefault(target.anchor, seen.address)
    return Audit(digests, (*faults, *_dead_ends(terms.site, wanted, digests.keys())))


def _dead_ends(site: Path, wanted: Mapping[str, Mapping[str, str]], there: Iterable[str]) -> Iterator[Fault]:
    known = set(there)
    for address, places in sorted(wanted.items()):
        if address not in known:
            yield Fault("link", next(iter(places.values())), address)
        elif places.keys() - {""}:
            anchors = html_scan.anchors((site / address).read_text("utf-8"))
            for anchor in sorted(places.keys() - anchors - {""}):
                yield Fault("anchor", places[anchor], f"{address}#{anchor}")


def look(terms: Terms, address: str) -> Seen:
    """Look at one file."""
    path = terms.site / address
    if not stat.S_ISREG(path.lstat().st_mode):
        return Seen(address, "", (), (Fault("odd", address),))
    data = path.read_bytes()
    faults = list(_words(terms, address, data))
    targets: set[html_scan.Target] = set()
    if address.endswith((".html", ".xml")):
        page = data.decode()
        tags = html_scan.read(html_scan.tags(page))
        for link in tags.links:
            if place := html_scan.target(link.href, address, terms.root):
                targets.add(place)
            elif link.runs:
                faults.append(Fault("inline", address, "javascript:"))
            elif link.fetched and not link.href.startswith("data:") and not _is_own(link.href, terms.root):
                faults.append(Fault("remote", address, link.href.partition("?")[0]))
        if address.endswith(".html"):
            faults += _scripts(terms, address, page)
            faults += [Fault("inline", address, what) for what in tags.active]
    return Seen(address, sha256(data).hexdigest(), tuple(targets), tuple(faults))


def _is_own(href: str, root: str) -> bool:
    return bool(root) and href == root.rstrip("/")


def _scripts(terms: Terms, address: str, page: str) -> Iterator[Fault]:
    for script in html_scan.scripts(page):
        if html_scan.fingerprint(script) not in terms.scripts:
            yield Fault("script", address, script.strip()[:20])


def _words(terms: Terms, address: str, data: bytes) -> Iterator[Fault]:
    """Look for what must not be seen in every text that a file holds."""
    for name, whole in texts(address, data):
        lines = () if not name.endswith(".html") else tuple(_frame(whole))
        known = _clean.setdefault(terms.site, set())
        # The frame is the same on thousands of pages; what is new in it is looked at.
        text = whole if not lines else "\n".join([_article(whole), *(line for line in lines if line not in known)])
        if not (found := list(_in_text(terms, name, address, text))):
            known.update(lines)
        yield from found


_clean: dict[Path, set[str]] = {}


def _article(page: str) -> str:
    return page[page.find("<article") : page.rfind("</article>") + 1]


def _frame(page: str) -> Iterator[str]:
    """Yield the lines around the article of a page."""
    start, end = page.find("<article"), page.rfind("</article>") + 1
    yield from page[:start].splitlines() if start >= 0 else page.splitlines()
    yield from page[end:].splitlines() if start >= 0 else ()


def _in_text(terms: Terms, name: str, address: str, text: str) -> Iterator[Fault]:
    if name.endswith((".html", ".xml", ".svg")):
        text = html_scan.undrawn(text)
    for path in _leaks(terms.canaries, name, text) if terms.canaries else ():
        yield Fault("leak", address, path)
    for found in terms.scan(text) if terms.scan else ():
        yield Fault("secret", address, found)


def _leaks(canaries: Mapping[str, str], name: str, text: str) -> set[str]:
    words = runs(text)
    if name.endswith((".html", ".xml", ".svg")):
        words |= runs(html_scan.words(text))
    return {canaries[run] for run in words & canaries.keys()}


def _look_at_all(terms: Terms, addresses: Sequence[str], jobs: int) -> Iterator[Seen]:
    if jobs == 1 or len(addresses) < _WORTH_A_POOL:
        yield from (look(terms, address) for address in addresses)
        return
    with parallel.pool(jobs, _start, terms) as pool:
        yield from pool.map(_look, addresses, chunksize=_CHUNK)


_own: list[Terms] = []


def _start(terms: Terms) -> None:
    _own[:] = [terms]


def _look(address: str) -> Seen:
    return look(_own[0], address)
