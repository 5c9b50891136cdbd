"""What the audit wants to know of a page: where its links lead, which anchors it has, what would run in it."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from hashlib import sha256
from html import unescape
from posixpath import normpath
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

_SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script\s*>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z](?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
_ATTRIBUTE = re.compile(r"([^\s\"'<>/=]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))")
_TELLING = re.compile(r"href|src|action|poster|data|style|[\s\"'/]on", re.IGNORECASE)
_LINKS = {"href", "src", "action", "poster", "srcset", "data"}
_DATA = re.compile(r"type\s*=\s*[\"']?application/(?:[\w.+-]*\+)?json\b", re.IGNORECASE)
_DRAWN = re.compile(r"\s(?:d|points|transform|viewBox)=\"[\w\s.,()+-]*\"")
_INLINE = re.compile(r"</?(?:a|abbr|b|bdi|code|del|em|i|ins|kbd|mark|q|s|small|span|strong|sub|sup|time|u|wbr)\b[^>]*>")
_BLOCK = re.compile(r"<[^>]*>")


class Link(NamedTuple):
    """A link as it is written, and whether the browser fetches what it names without being asked."""

    href: str
    fetched: bool

    @property
    def runs(self) -> bool:
        """Whether it is a script instead of an address."""
        return re.sub(r"[\x00-\x20]", "", self.href).lower().startswith(("javascript:", "vbscript:", "data:text"))


def scripts(html: str) -> Iterator[str]:
    """Yield the text of every inline script that a browser would run."""
    for match in _SCRIPT.finditer(html):
        if not re.search(r"\bsrc\s*=", match[1]) and not _DATA.search(match[1]):
            yield match[2]


def fingerprint(script: str) -> str:
    """Return the source expression by which a policy allows that inline script."""
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"


def tags(html: str) -> list[str]:
    """Return the tags of a page that have attributes, each once; not what looks like one in a script."""
    return list(
        dict.fromkeys(
            tag for tag in _TAG.findall(_SCRIPT.sub(_emptied, html)) if "=" in tag or tag[:6].lower() == "<style"
        )
    )


def _emptied(match: re.Match[str]) -> str:
    return f"<script{match[1]}></script>"


def attributes(tag: str) -> Iterator[tuple[str, str]]:
    """Yield name and value of the attributes of a tag that have a value."""
    for match in _ATTRIBUTE.finditer(tag):
        value = match[2] or match[3] or match[4] or ""
        yield match[1].lower(), unescape(value) if "&" in value else value


class Tags(NamedTuple):
    """What the tags of a page do."""

    links: frozenset[Link]
    """Every link; one that leads nowhere, such as a bare ``#``, included."""
    active: frozenset[str]
    """What would need a policy that allows inline styles or handlers."""


def read(found: Iterable[str]) -> Tags:
    """Return what *found* tags do."""
    links, active = set(), set()
    for tag in found:
        if tag[:6].lower() == "<style":
            active.add("<style>")
        if not _TELLING.search(tag):
            continue
        for name, value in attributes(tag):
            if name in _LINKS:
                links.add(Link(value, fetched=name not in ("href", "action") or tag[:5].lower() == "<link"))
            elif name in ("style", "srcdoc") or name.startswith("on"):
                active.add(f"{name}=")
    return Tags(frozenset(links), frozenset(active))


def anchors(html: str) -> set[str]:
    """Return the anchors of a page."""
    return {value for tag in tags(html) for name, value in attributes(tag) if name in ("id", "name")}


def undrawn(html: str) -> str:
    """Return a page without the coordinates of its drawings, which look like all sorts of numbers."""
    return _DRAWN.sub("", html)


def words(html: str) -> str:
    """Return a page's words: what markup parts within a sentence is joined, what parts blocks is a new line."""
    return unescape(_BLOCK.sub("\n", _INLINE.sub("", html)))


class Target(NamedTuple):
    """Where a link leads below the site's root: the address of a file, and an anchor or ""."""

    address: str
    anchor: str


def target(href: str, page: str, root: str) -> Target | None:
    """Return where a link on *page* leads, or None where that is outside the site.

    *root* is the address under which readers open the site, or "". A link that climbs above the root leads to an
    address that begins with ``../``, where nothing is.
    """
    if root and href.startswith(root):
        href, page = href[len(root) :], ""
    parts = urlsplit(href)
    if parts.scheme or parts.netloc:
        return None
    path = unquote(parts.path)
    if path.startswith("/"):
        base = urlsplit(root).path if root else "/"
        path = path[len(base) :] if path.startswith(base) else f"..{path}"
    elif path:
        path = f"{page.rpartition('/')[0]}/{path}".lstrip("/")
    else:
        return Target(page or "index.html", unquote(parts.fragment))
    return Target(_file(path), unquote(parts.fragment))


def _file(path: str) -> str:
    plain = normpath(path) if path else "."
    if plain == ".":
        return "index.html"
    return f"{plain}/index.html" if path.endswith(("/", "/.", "/..")) or path in (".", "..") else plain
