"""Resolve links in texts: from one file of the archive to another, or to another host."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import Enum, auto
from functools import cached_property
from itertools import takewhile
from urllib.parse import unquote, urlsplit

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_LONGEST = 80
_GOOD_SCHEMES = ("http:", "https:", "mailto:")


class LinkKind(Enum):
    """What a link leads to."""

    OUTSIDE = auto()
    ANCHOR = auto()
    PAGE = auto()
    IMAGE = auto()
    BAD_SCHEME = auto()
    NOWHERE = auto()


@dataclass(frozen=True, slots=True)
class LinkTarget:
    """The target of one link: ``address`` is below the site's root for pages, below ``content/`` for images."""

    kind: LinkKind
    address: str = ""
    fragment: str = ""
    path: str = ""
    """The path in the archive that was looked up, whether there is such a file or not; "" for other links."""
    moved_to: str = ""
    """The path of the file that the link leads to, where it names an old one."""


@dataclass(frozen=True)
class LinkResolver:
    """Resolves links by the files that a text may link to; paths are relative to the archive."""

    pages: Mapping[str, str]
    """Address of each page by the path of its source."""
    images: frozenset[str]
    """Paths of the images below ``content/``."""
    moved: Mapping[str, str] = field(default_factory=dict)
    """Path of the source of a page by the path that it had before."""

    def resolve(self, href: str, source: str) -> LinkTarget:
        """Return where *href* leads from the file *source*."""
        plain = href.strip()
        if _SCHEME.match(plain) or plain.startswith("//"):
            return LinkTarget(_kind_of_address(plain), plain)
        path, _, fragment = plain.partition("#")
        if not path:
            return LinkTarget(LinkKind.ANCHOR, fragment=unquote(fragment))
        where = self._path(unquote(path.partition("?")[0]), source)
        if where in self.pages:
            return LinkTarget(LinkKind.PAGE, self.pages[where], fragment, path=where)
        if where in self.images:
            return LinkTarget(LinkKind.IMAGE, where.removeprefix("content/"), path=where)
        if new := self.moved.get(where):
            return LinkTarget(LinkKind.PAGE, self.pages[new], fragment, path=where, moved_to=new)
        return LinkTarget(LinkKind.NOWHERE, path=where)

    def near(self, href: str, source: str) -> str:
        """Return the nearest valid link to *href* from *source*, or ""."""
        where = self._path(unquote(href.partition("#")[0]), source).removesuffix("/index.html")
        stem, suffix = posixpath.splitext(posixpath.basename(where))
        names = self._names
        found = names.get(stem) or names.get(next(iter(get_close_matches(stem, self._like(stem), n=1, cutoff=0.8)), ""))
        if not found:
            return ""
        best = max(found, key=lambda path: (path.endswith(suffix or ".md"), _common(path, where)))
        return posixpath.relpath(best, posixpath.dirname(source))

    @cached_property
    def _names(self) -> Mapping[str, list[str]]:
        names: dict[str, list[str]] = {}
        for path in [*self.pages, *sorted(self.images)]:
            names.setdefault(posixpath.splitext(posixpath.basename(path))[0], []).append(path)
        return names

    def _like(self, stem: str) -> list[str]:
        """Return the names of files that are about as long as *stem*, and begin or end as it does."""
        size = len(stem)
        return (
            [
                name
                for name in self._names
                if 2 * size <= 3 * len(name) <= 4.5 * size and (name[0] == stem[0] or name[-1] == stem[-1])
            ]
            if 0 < size <= _LONGEST
            else []
        )

    @staticmethod
    def _path(path: str, source: str) -> str:
        if path.startswith("/"):
            return posixpath.normpath("content" + path)
        return posixpath.normpath(posixpath.join(posixpath.dirname(source), path))


def _kind_of_address(address: str) -> LinkKind:
    if "／" in address[: len("https://")]:
        return LinkKind.NOWHERE
    good = address.lower().startswith(_GOOD_SCHEMES) and _can_be_parsed(address)
    return LinkKind.OUTSIDE if good else LinkKind.BAD_SCHEME


def _can_be_parsed(address: str) -> bool:
    """Whether an address has the form that browsers and MkDocs can take apart."""
    try:
        urlsplit(address)
    except ValueError:
        return False
    return True


def _common(path: str, other: str) -> int:
    """Return how many folders two paths share, from the top."""
    pairs = zip(path.split("/"), other.split("/"), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
