"""The kinds of generated pages, and the routes of an archive's site."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bulletin.core.memo import memoized
from bulletin.model.archive import Archive
from bulletin.site.context import RenderContext
from bulletin.site.page import Page, Route
from bulletin.site.pages import feeds, home, search
from bulletin.site.pages.collections import category, items, publication, topic, unit, year
from bulletin.site.pages.registers import adoptions, calls, corrections, endorsements, pending
from bulletin.site.pages.stats import authors, circulars, ledger
from bulletin.site.pages.texts import issue, issues, item, notice


@dataclass(frozen=True, slots=True)
class PageKind:
    """A kind of page. ``name`` is the ``kind`` of its routes; ``render`` returns the page of one of them."""

    name: str
    routes: Callable[[Archive], Iterable[Route]]
    render: Callable[[RenderContext, Route], Page]


PAGE_KINDS = (
    PageKind("home", home.routes, home.render),
    PageKind("item", item.routes, item.render),
    PageKind("notice", notice.routes, notice.render),
    PageKind("items", items.routes, items.render),
    PageKind("issue", issue.routes, issue.render),
    PageKind("issues", issues.routes, issues.render),
    PageKind("unit", unit.routes, unit.render),
    PageKind("publication", publication.routes, publication.render),
    PageKind("category", category.routes, category.render),
    PageKind("topic", topic.routes, topic.render),
    PageKind("year", year.routes, year.render),
    PageKind("adoptions", adoptions.routes, adoptions.render),
    PageKind("endorsements", endorsements.routes, endorsements.render),
    PageKind("pending", pending.routes, pending.render),
    PageKind("calls", calls.routes, calls.render),
    PageKind("corrections", corrections.routes, corrections.render),
    PageKind("feeds", feeds.routes, feeds.render),
    PageKind("search", search.routes, search.render),
    PageKind("stats", circulars.routes, circulars.render),
    PageKind("ledger", ledger.routes, ledger.render),
    PageKind("authors", authors.routes, authors.render),
)
_KIND_BY_NAME = {kind.name: kind for kind in PAGE_KINDS}


def all_routes(archive: Archive) -> tuple[Route, ...]:
    """Return the route of every generated page, kind by kind."""
    return memoized(archive, "routes", lambda: tuple([route for kind in PAGE_KINDS for route in kind.routes(archive)]))


def render(context: RenderContext, route: Route) -> Page:
    """Return the page of a route, with placeholders where texts go."""
    return _KIND_BY_NAME[route.kind].render(context, route)
