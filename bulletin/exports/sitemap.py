"""The sitemap, for sites that have an address; without one there is nothing it could say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from bulletin.exports.context import ExportContext
from bulletin.model.urls import percent_encode

MOST = 50_000
"""How many addresses one sitemap may hold."""

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def files(context: ExportContext) -> Iterator[tuple[str, bytes]]:
    """Yield the sitemap, in parts with an index where it would be too long."""
    if context.site_url:
        yield from sitemaps(context.site_url, sorted(context.pages()))


def sitemaps(site_url: str, addresses: Sequence[str], most: int = MOST) -> Iterator[tuple[str, bytes]]:
    """Yield ``sitemap.xml`` for *addresses* below the site's root, in parts of *most*."""
    root = site_url.rstrip("/") + "/"
    parts = [addresses[at : at + most] for at in range(0, len(addresses), most)]
    if len(parts) <= 1:
        yield "sitemap.xml", _sitemap("urlset", "url", root, addresses)
        return
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    yield "sitemap.xml", _sitemap("sitemapindex", "sitemap", root, names)
    for name, part in zip(names, parts, strict=True):
        yield name, _sitemap("urlset", "url", root, part)


def _sitemap(outer: str, inner: str, root: str, addresses: Sequence[str]) -> bytes:
    rows = (
        f"<{inner}><loc>{escape(root + percent_encode(address), quote=False)}</loc></{inner}>" for address in addresses
    )
    return "\n".join((_HEAD, f"<{outer} {_SPACE}>", *rows, f"</{outer}>", "")).encode()
