"""The sitemap, for sites with a URL."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import partial
from html import escape

from bulletin.exports.context import ExportContext, ExportFile
from bulletin.model import keys
from bulletin.model.urls import percent_encode

MAX_ADDRESSES = 50_000
"""The largest number of addresses in one sitemap."""

_INPUTS = (keys.PAGES,)
_XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def files(context: ExportContext) -> Iterator[ExportFile]:
    """Yield the sitemap, or several with an index where it would be too long."""
    if context.site_url:
        yield from sitemap_files(context.site_url, context.pages())


def sitemap_files(
    site_url: str, addresses: Collection[str], max_addresses: int = MAX_ADDRESSES
) -> Iterator[ExportFile]:
    """Yield ``sitemap.xml`` for *addresses* below the site's root, in parts of *max_addresses*."""
    root = site_url.rstrip("/") + "/"
    if len(addresses) <= max_addresses:
        yield ExportFile("sitemap.xml", _INPUTS, lambda: _sitemap_xml("urlset", "url", root, sorted(addresses)))
        return
    ordered = sorted(addresses)
    parts = [ordered[at : at + max_addresses] for at in range(0, len(ordered), max_addresses)]
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    yield ExportFile("sitemap.xml", _INPUTS, partial(_sitemap_xml, "sitemapindex", "sitemap", root, names))
    for name, part in zip(names, parts, strict=True):
        yield ExportFile(name, _INPUTS, partial(_sitemap_xml, "urlset", "url", root, part))


def _sitemap_xml(outer: str, inner: str, root: str, addresses: Sequence[str]) -> bytes:
    rows = (
        f"<{inner}><loc>{escape(root + percent_encode(address), quote=False)}</loc></{inner}>" for address in addresses
    )
    return "\n".join((_XML_DECLARATION, f"<{outer} {_NAMESPACE}>", *rows, f"</{outer}>", "")).encode()
