"""Pages at old addresses that lead on to the new ones: without a script or a style, so that any policy lets them."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator, Mapping
from functools import partial

from bulletin.core.i18n import Translator
from bulletin.exports import ExportFile
from bulletin.model import keys
from bulletin.model.archive import Archive
from bulletin.model.redirects import redirects_of
from bulletin.model.urls import percent_encode
from bulletin.site.context import RenderContext
from bulletin.site.html import esc, escape_attribute
from bulletin.site.routes import all_routes

_PAGE = """\
<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url={address}">
<title>{title}</title>
</head>
<body>
<main>
<h1>{title}</h1>
<p><a href="{address}">{link}</a></p>
</main>
</body>
</html>
"""


def redirects_of_site(archive: Archive, static_page_urls: Collection[str]) -> Mapping[str, str]:
    """Return the address of each page that leads on, with the one that it leads to."""
    known = archive.registry.redirects
    return redirects_of(known, {*static_page_urls, *(route.url for route in all_routes(archive))}) if known else {}


def redirect_files(context: RenderContext) -> Iterator[ExportFile]:
    """Yield the pages that lead on."""
    for old, new in redirects_of_site(context.archive, context.static_page_urls).items():
        make = partial(redirect_page, old, new, context.language, context._)
        yield ExportFile(f"{old}index.html", (keys.REDIRECTS, keys.PAGES), make)


def redirect_page(old: str, new: str, language: str, say: Translator) -> bytes:
    """Return the page at the address *old* that leads to *new*."""
    relative = posixpath.relpath(f"/{new}", f"/{old}")
    address = escape_attribute(percent_encode(f"{relative}/"))
    page = _PAGE.format(
        language=esc(language), address=address, title=esc(say("This page has moved")), link=esc(say("To the page"))
    )
    return page.encode()
