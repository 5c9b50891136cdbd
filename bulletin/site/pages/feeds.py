"""The page that lists the feeds and data files."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin.exports import catalog
from bulletin.model import keys, urls
from bulletin.model.archive import Archive
from bulletin.model.keys import Key
from bulletin.site.context import RenderContext
from bulletin.site.page import Heading, Page, Route


def routes(_archive: Archive) -> Iterator[Route]:
    """Yield the one page of feeds and data files."""
    yield Route(url=urls.FEEDS, kind="feeds", section="items")


def render(context: RenderContext, route: Route) -> Page:
    """Render the list of feeds and data files."""
    _, found = context._, tuple(catalog.feeds(context.archive))
    toc = (
        Heading(level=2, anchor="feeds", title=_("Feeds")),
        Heading(level=2, anchor="calendars", title=_("Calendars")),
        Heading(level=2, anchor="data", title=_("Data")),
    )
    return context.list_page(
        route,
        "feeds",
        title=_("Feeds and data"),
        description=_("What programs may read: feeds of new items, and the data of the archive."),
        toc=toc,
        whole=found[0],
        units=[feed for feed in found if feed.page.startswith(urls.UNITS)],
        categories=[feed for feed in found if feed.page.startswith(urls.CATEGORIES)],
        calendars=[
            (address, context.archive.registry.unit[unit].name if unit else _("What is due"))
            for address, unit in catalog.calendars(context.archive)
        ],
        files=[(name, _(what)) for name, what in catalog.DATA_FILES],
        stats=[(name, _(what, period=period)) for period, name, what in catalog.figure_files(context.archive)],
    )


def inputs(_archive: Archive, _route: Route) -> Iterator[Key]:
    """Yield what the list depends on: which units and categories have items, and which periods have figures."""
    yield from (keys.REGISTRY, keys.NAMES, keys.FIGURES, keys.PERIODS, keys.SCHEMES)
