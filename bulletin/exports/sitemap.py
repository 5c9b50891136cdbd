"""The sitemap, for sites with a URL."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from bulletin.exports.context import ExportContext
from bulletin.model.urls import percent_encode

MAX_ADDRESSES = 50_000
"""The largest number of addresses in one sitemap."""

_XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def files(context: ExportContext) -> Iterator[tuple[str, bytes]]:
    """Yield the sitemap, or several with an index where it would be too long."""
    if context.site_url:
        yield from sitemap_files(context.site_url, sorted(context.pages()))


def sitemap_files(
    site_url: str, addresses: Sequence[str], max_addresses: int = MAX_ADDRESSES
) -> Iterator[tuple[str, bytes]]:
    """Yield ``sitemap.xml`` for *addresses* below the site's root, in parts of *max_addresses*."""
    root = site_url.rstrip("/") + "/"
    parts = [addresses[at : at + max_addresses] for at in range(0, len(addresses), max_addresses)]
    if len(parts) <= 1:
        yield "sitemap.xml", _sitemap_xml("urlset", "url", root, addresses)
        return
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    yield "sitemap.xml", _sitemap_xml("sitemapindex", "sitemap", root, names)
    for name, part in zip(names, parts, strict=True):
        yield name, _sitemap_xml("urlset", "url", root, part)


def _sitemap_xml(outer: str, inner: str, root: str, addresses: Sequence[str]) -> bytes:
    rows = (
        f"<{inner}><loc>{escape(root + percent_encode(address), quote=False)}</loc></{inner}>" for address in addresses
    )
    return "\n".join((_XML_DECLARATION, f"<{outer} {_NAMESPACE}>", *rows, f"</{outer}>", "")).encode()
