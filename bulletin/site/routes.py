"""The kinds of generated pages, and the routes of an archive's site."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bulletin.core.memo import memoized
from bulletin.model.archive import Archive
from bulletin.model.keys import Key
from bulletin.site.context import RenderContext
from bulletin.site.page import Page, Route
from bulletin.site.pages import feeds, home, search
from bulletin.site.pages.collections import category, items, publication, topic, unit, year
from bulletin.site.pages.registers import adoptions, calls, corrections, direct, due, endorsements, lapses, pending
from bulletin.site.pages.stats import authors, circulars, ledger
from bulletin.site.pages.texts import compilations, issue, issues, item, notice, volume


@dataclass(frozen=True, slots=True)
class PageKind:
    """A kind of page. ``name`` is the ``kind`` of its routes; ``render`` returns the page of one of them.

    ``inputs`` yields the keys of all that the page of a route depends on.
    """

    name: str
    routes: Callable[[Archive], Iterable[Route]]
    render: Callable[[RenderContext, Route], Page]
    inputs: Callable[[Archive, Route], Iterable[Key]]


PAGE_KINDS = (
    PageKind("home", home.routes, home.render, home.inputs),
    PageKind("item", item.routes, item.render, item.inputs),
    PageKind("notice", notice.routes, notice.render, notice.inputs),
    PageKind("items", items.routes, items.render, items.inputs),
    PageKind("issue", issue.routes, issue.render, issue.inputs),
    PageKind("issues", issues.routes, issues.render, issues.inputs),
    PageKind("compilations", compilations.routes, compilations.render, compilations.inputs),
    PageKind("volume", volume.routes, volume.render, volume.inputs),
    PageKind("unit", unit.routes, unit.render, unit.inputs),
    PageKind("publication", publication.routes, publication.render, publication.inputs),
    PageKind("category", category.routes, category.render, category.inputs),
    PageKind("topic", topic.routes, topic.render, topic.inputs),
    PageKind("year", year.routes, year.render, year.inputs),
    PageKind("adoptions", adoptions.routes, adoptions.render, adoptions.inputs),
    PageKind("endorsements", endorsements.routes, endorsements.render, endorsements.inputs),
    PageKind("pending", pending.routes, pending.render, pending.inputs),
    PageKind("calls", calls.routes, calls.render, calls.inputs),
    PageKind("due", due.routes, due.render, due.inputs),
    PageKind("corrections", corrections.routes, corrections.render, corrections.inputs),
    PageKind("lapses", lapses.routes, lapses.render, lapses.inputs),
    PageKind("direct", direct.routes, direct.render, direct.inputs),
    PageKind("feeds", feeds.routes, feeds.render, feeds.inputs),
    PageKind("search", search.routes, search.render, search.inputs),
    PageKind("stats", circulars.routes, circulars.render, circulars.inputs),
    PageKind("ledger", ledger.routes, ledger.render, ledger.inputs),
    PageKind("authors", authors.routes, authors.render, authors.inputs),
)
_KIND_BY_NAME = {kind.name: kind for kind in PAGE_KINDS}


def all_routes(archive: Archive) -> tuple[Route, ...]:
    """Return the route of every generated page, kind by kind."""
    return memoized(archive, "routes", lambda: tuple([route for kind in PAGE_KINDS for route in kind.routes(archive)]))


def render(context: RenderContext, route: Route) -> Page:
    """Return the page of a route."""
    return _KIND_BY_NAME[route.kind].render(context, route)


def inputs(archive: Archive, route: Route) -> Iterable[Key]:
    """Return the keys of all that the page of a route depends on."""
    return _KIND_BY_NAME[route.kind].inputs(archive, route)
