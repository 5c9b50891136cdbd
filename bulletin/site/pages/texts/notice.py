"""Notices at the addresses of items that were withdrawn or are withheld: facts, the reason, what to do."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin.core.i18n import N_
from bulletin.model import keys, urls
from bulletin.model.archive import Archive
from bulletin.model.enums import Audience
from bulletin.model.keys import Key
from bulletin.site.context import RenderContext
from bulletin.site.page import Page, Route
from bulletin.site.pages.texts.item import adoptions_by_rank

EXPIRED = N_("This item has expired")
RESTRICTED = N_("This item is for a limited readership")


def routes(archive: Archive) -> Iterator[Route]:
    """Yield a page for each withdrawn item, and for each that is withheld."""
    for notice in archive.withdrawn:
        yield Route(url=urls.item(notice.id), kind="notice", section="items", key=(notice.id,))
    for identifier in sorted(archive.withheld):
        yield Route(url=urls.item(identifier), kind="notice", section="items", key=(identifier,))


def render(context: RenderContext, route: Route) -> Page:
    """Render the notice of a withdrawal, or that of a withheld item."""
    archive = context.archive
    if route.key[0] in archive.withheld:
        return _withheld(context, route)
    notice = archive.tombstone[route.key[0]]
    title = context._("This item has been withdrawn")
    return Page(title=title, description=title, content=context.render_template(route, "notice", notice=notice))


def inputs(archive: Archive, route: Route) -> Iterator[Key]:
    """Yield what a notice depends on."""
    yield from (keys.item(route.key[0]), keys.BULLETIN)
    yield from (keys.issue(issue.id) for issue in archive.issues_of.get(route.key[0], ()))


def _withheld(context: RenderContext, route: Route) -> Page:
    archive = context.archive
    item = archive.item[route.key[0]]
    title = context._(RESTRICTED if item.audience is Audience.RESTRICTED else EXPIRED)
    content = context.render_template(
        route,
        "withheld",
        item=item,
        title=title,
        issues=archive.issues_of.get(item.id, ()),
        anchor=urls.in_issue(item.id),
        adoptions=adoptions_by_rank(archive, item),
    )
    return Page(title=title, description=title, content=content)
