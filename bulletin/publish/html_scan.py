"""What the audit looks for in a page: link targets, anchors, scripts, inline styles and event handlers."""

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
_LINK_OR_ACTIVE = re.compile(r"href|src|action|poster|data|style|[\s\"'/]on", re.IGNORECASE)
_LINK_ATTRIBUTES = {"href", "src", "action", "poster", "srcset", "data"}
_JSON_TYPE = re.compile(r"type\s*=\s*[\"']?application/(?:[\w.+-]*\+)?json\b", re.IGNORECASE)


class PageLink(NamedTuple):
    """A link as written, and whether browsers fetch its target without a click."""

    href: str
    is_fetched: bool

    @property
    def is_script(self) -> bool:
        """Whether the link is a script instead of an address."""
        return re.sub(r"[\x00-\x20]", "", self.href).lower().startswith(("javascript:", "vbscript:", "data:text"))


def inline_scripts(html: str) -> Iterator[str]:
    """Yield the text of every inline script that browsers run."""
    for match in _SCRIPT.finditer(html):
        if not re.search(r"\bsrc\s*=", match[1]) and not _JSON_TYPE.search(match[1]):
            yield match[2]


def script_hash(script: str) -> str:
    """Return the source expression that allows that inline script in a Content-Security-Policy."""
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"


def tags_with_attributes(html: str) -> list[str]:
    """Return the distinct tags of a page that have attributes, and its ``<style>`` tags; scripts are left out."""
    return list(
        dict.fromkeys(
            tag
            for tag in _TAG.findall(_SCRIPT.sub(_without_script_text, html))
            if "=" in tag or tag[:6].lower() == "<style"
        )
    )


def _without_script_text(match: re.Match[str]) -> str:
    return f"<script{match[1]}></script>"


def tag_attributes(tag: str) -> Iterator[tuple[str, str]]:
    """Yield name and value of each attribute of a tag that has a value."""
    for match in _ATTRIBUTE.finditer(tag):
        value = match[2] or match[3] or match[4] or ""
        yield match[1].lower(), unescape(value) if "&" in value else value


class TagScan(NamedTuple):
    """The links and the active content of a page."""

    links: frozenset[PageLink]
    """Every link, also one without a target such as ``#``."""
    active: frozenset[str]
    """Inline styles and event handlers, which the site's policy forbids."""


def scan_tags(tags: Iterable[str]) -> TagScan:
    """Return the links and the active content of *tags*."""
    links, active = set(), set()
    for tag in tags:
        if tag[:6].lower() == "<style":
            active.add("<style>")
        if not _LINK_OR_ACTIVE.search(tag):
            continue
        for name, value in tag_attributes(tag):
            if name in _LINK_ATTRIBUTES:
                links.add(PageLink(value, is_fetched=name not in ("href", "action") or tag[:5].lower() == "<link"))
            elif name in ("style", "srcdoc") or name.startswith("on"):
                active.add(f"{name}=")
    return TagScan(frozenset(links), frozenset(active))


def page_anchors(html: str) -> set[str]:
    """Return the anchors of a page: the values of ``id`` and ``name``."""
    return {
        value for tag in tags_with_attributes(html) for name, value in tag_attributes(tag) if name in ("id", "name")
    }


class ResolvedLink(NamedTuple):
    """The target of a link within the site: the address of a file, and an anchor or ""."""

    address: str
    anchor: str


def resolve_link(href: str, page: str, base_url: str) -> ResolvedLink | None:
    """Return the target of a link on *page*, or None where it is outside the site.

    *base_url* is the address under which readers open the site, or "". A link above the site's root gives an
    address that begins with ``../``, which no file has.
    """
    if base_url and href.startswith(base_url):
        href, page = href[len(base_url) :], ""
    parts = urlsplit(href)
    if parts.scheme or parts.netloc:
        return None
    path = unquote(parts.path)
    if path.startswith("/"):
        base = urlsplit(base_url).path if base_url else "/"
        path = path[len(base) :] if path.startswith(base) else f"..{path}"
    elif path:
        path = f"{page.rpartition('/')[0]}/{path}".lstrip("/")
    else:
        return ResolvedLink(page or "index.html", unquote(parts.fragment))
    return ResolvedLink(_file_address(path), unquote(parts.fragment))


def _file_address(path: str) -> str:
    plain = normpath(path) if path else "."
    if plain == ".":
        return "index.html"
    return f"{plain}/index.html" if path.endswith(("/", "/.", "/..")) or path in (".", "..") else plain
