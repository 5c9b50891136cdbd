"""Where links in texts lead: from one file of the archive to another, or out of it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from urllib.parse import unquote

from bulletin.fields import nearest

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_GOOD_SCHEMES = ("http:", "https:", "mailto:")


class Kind(Enum):
    """Where a link leads."""

    OUTSIDE = auto()
    ANCHOR = auto()
    PAGE = auto()
    PICTURE = auto()
    BAD_SCHEME = auto()
    NOWHERE = auto()


@dataclass(frozen=True, slots=True)
class Target:
    """Where one link leads: ``address`` is below the site's root for pages, below ``content/`` for pictures."""

    kind: Kind
    address: str = ""
    fragment: str = ""


@dataclass(frozen=True, slots=True)
class Resolver:
    """Knows every file that a text may link to; paths are relative to the archive."""

    pages: Mapping[str, str]
    """Address of each page by the path of its source."""
    pictures: frozenset[str]
    """Paths of the pictures below ``content/``."""

    def resolve(self, href: str, source: str) -> Target:
        """Return where *href* leads from the file *source*."""
        plain = href.strip()
        if _SCHEME.match(plain) or plain.startswith("//"):
            good = plain.lower().startswith(_GOOD_SCHEMES)
            return Target(Kind.OUTSIDE if good else Kind.BAD_SCHEME, plain)
        path, _, fragment = plain.partition("#")
        if not path:
            return Target(Kind.ANCHOR, fragment=unquote(fragment))
        where = self._path(unquote(path.partition("?")[0]), source)
        if where in self.pages:
            return Target(Kind.PAGE, self.pages[where], fragment)
        if where in self.pictures:
            return Target(Kind.PICTURE, where.removeprefix("content/"))
        return Target(Kind.NOWHERE)

    def near(self, href: str, source: str) -> str:
        """Return what *href* was probably meant to be, as a link from *source*; "" if nothing is near."""
        where = self._path(unquote(href.partition("#")[0]), source)
        for candidate in (where, where.rstrip("/") + ".md", where.removesuffix("/index.html") + ".md"):
            if found := nearest(candidate, [*self.pages, *self.pictures]):
                return posixpath.relpath(found, posixpath.dirname(source))
        return ""

    @staticmethod
    def _path(path: str, source: str) -> str:
        if path.startswith("/"):
            return posixpath.normpath("content" + path)
        return posixpath.normpath(posixpath.join(posixpath.dirname(source), path))
