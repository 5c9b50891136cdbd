"""Links of hand-written pages to generated pages and files: whether there are such."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from functools import partial

from bulletin.content.file_reader import line_of
from bulletin.content.loader import LoadedArchive
from bulletin.content.redirects import REDIRECTS
from bulletin.core.problems import Problem
from bulletin.model import urls
from bulletin.model.archive import Archive
from bulletin.model.redirects import final_address, redirects_of
from bulletin.model.registry import Redirect

ALWAYS = frozenset(
    (
        *(urls.HOME, urls.ITEMS, urls.ISSUES, urls.UNITS, urls.CATEGORIES, urls.PUBLICATIONS, urls.TOPICS, urls.YEARS),
        *(urls.ADOPTIONS, urls.ENDORSEMENTS, urls.PENDING, urls.CALLS, urls.CORRECTIONS, urls.FEEDS, urls.SEARCH),
        urls.STATS,
    )
)
"""The pages that every site has."""
_ASSETS = ("assets/", "data/search/")


def with_page_links(loaded: LoadedArchive) -> LoadedArchive:
    """Return *loaded* with a problem for each link of a hand-written page that leads to nothing that is generated."""
    problems = [*_broken_links(loaded), *_vain_redirects(loaded)]
    return loaded.with_problems(problems) if problems else loaded


def _broken_links(loaded: LoadedArchive) -> Iterator[Problem]:
    there = ALWAYS | loaded.static_page_urls
    asked = [
        (path, address, href)
        for path, parsed in loaded.reading.files.items()
        for address, href in parsed.generated_links
        if address not in there and not address.startswith(_ASSETS)
    ]
    if not asked:
        return
    there |= frozenset(_generated(loaded.archive))
    sources = loaded.reading.sources
    moved = redirects_of(loaded.archive.registry.redirects, there)
    find_line = partial(line_of, sources.root)
    for path, address, href in asked:
        if address not in there:
            code, near = "broken-link", sources.link_resolver.near(href, path)
            if new := moved.get(address):
                code, near = "moved-link", _beside(path, new)
            values = {"target": href, "nearest": near}
            # The same words may stand in an earlier link.
            line = max(find_line(path, href), find_line(path, f"({href}"))
            yield Problem(path=path, code=code, line=line, values=values)


def _beside(path: str, address: str) -> str:
    """Return the source of a generated page as a hand-written page names it."""
    return posixpath.relpath(f"content/{address}index.md", posixpath.dirname(path))


def _vain_redirects(loaded: LoadedArchive) -> Iterator[Problem]:
    """Yield the redirects that lead from a page, or to none."""
    redirects = loaded.archive.registry.redirects
    if not redirects:
        return
    there = ALWAYS | loaded.static_page_urls | frozenset(_generated(loaded.archive))
    known = {one.old: one.new for one in redirects}
    for one in redirects:
        if one.old in there:
            yield _redirect_problem("redirect-from-page", one, "from")
        if (target := final_address(known, one.old)) not in there:
            yield _redirect_problem("redirect-to-nothing", one, "to", target=f"/{target}")


def _redirect_problem(code: str, one: Redirect, key: str, /, **values: str) -> Problem:
    return Problem(path=REDIRECTS, code=code, line=one.line, field=key, values={"address": f"/{one.old}", **values})


def _generated(archive: Archive) -> Iterator[str]:
    """Yield the addresses of all generated pages and files."""
    # They take 0.2 s to import, and most links are to pages that every site has.
    from bulletin.exports.catalog import DATA_FILES, feeds, figure_files
    from bulletin.site.routes import all_routes

    yield from (route.url for route in all_routes(archive))
    yield from ("404.html", "sitemap.xml")
    yield from (f"{urls.DATA}{name}" for name, _ in DATA_FILES)
    yield from (f"{urls.DATA}{name}" for _, name, _ in figure_files(archive))
    yield from (feed.address for feed in feeds(archive))
