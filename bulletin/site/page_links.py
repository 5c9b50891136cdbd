"""Links of hand-written pages to generated pages and files: whether there are such."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from functools import partial
from html import unescape
from pathlib import Path

from bulletin.checks.links import check_fragment_links
from bulletin.content import scan
from bulletin.content.file_reader import line_of
from bulletin.content.loader import LoadedArchive
from bulletin.content.redirects import REDIRECTS
from bulletin.core.config import THEME, compiled_templates, find_project
from bulletin.core.problems import Problem
from bulletin.markdown.body import ID_MARK
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
_ID = re.compile(r"\bid=[\"']?([^\s\"'>]+)")


def with_page_links(loaded: LoadedArchive) -> LoadedArchive:
    """Return *loaded* with a problem for each link that leads to nothing that is generated, or to no place on it."""
    problems = [*_broken_links(loaded), *_broken_anchors(loaded), *_vain_redirects(loaded)]
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


def _broken_anchors(loaded: LoadedArchive) -> Iterator[Problem]:
    """Yield links to places that a generated page does not have; those on items and calls are judged with the texts."""
    sources = loaded.reading.sources
    asked = {
        path: links
        for path, parsed in loaded.reading.files.items()
        if (links := [link for link in parsed.fragment_links if not _is_judged(sources.path_of_url.get(link[0]))])
    }
    # Pages are rendered of a whole archive; with templates of its own, the audit of a release judges.
    if asked and not loaded.errors and not _has_own_templates(sources.root):
        yield from check_fragment_links(asked, partial(_page_anchors, loaded), partial(line_of, sources.root))


def _is_judged(path: str | None) -> bool:
    return path is not None and (scan.is_page(path) or path.startswith((f"{scan.ITEMS}/", f"{scan.CALLS}/")))


def _has_own_templates(root: Path) -> bool:
    try:
        return b"custom_dir" in find_project(root).settings.read_bytes()
    except OSError:
        return False


def _page_anchors(loaded: LoadedArchive, url: str) -> frozenset[str] | None:
    """Return the anchors on a generated page; None where there is none at *url*."""
    from bulletin.site.context import RenderContext
    from bulletin.site.routes import all_routes, render

    context = RenderContext(archive=loaded.archive, bodies=loaded.bodies, theme=(THEME,), cache=compiled_templates())
    route = next((route for route in all_routes(context.archive) if route.url == url), None)
    content = render(context, route).content if route else ""
    return frozenset({"text", *map(unescape, _ID.findall(content.replace(ID_MARK, "")))}) if route else None


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
