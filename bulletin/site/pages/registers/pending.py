"""Items that are in no issue yet, and the reasons."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin.core.i18n import N_
from bulletin.model import keys, urls
from bulletin.model.archive import Archive
from bulletin.model.enums import IssueKind
from bulletin.model.keys import Key
from bulletin.model.records import Item
from bulletin.site.context import RenderContext
from bulletin.site.html import esc
from bulletin.site.lists import list_row, row_title
from bulletin.site.page import Page, Route

NO_ISSUE = N_("no issue has come out yet")
NEXT = N_("submitted after the newest issue; the next one collects it")
PASSED = N_("the issues since its day list their items and do not name it")


def routes(_archive: Archive) -> Iterator[Route]:
    """Yield the one page of pending items."""
    yield Route(url=urls.PENDING, kind="pending", section="items")


def render(context: RenderContext, route: Route) -> Page:
    """Render the pending items, the oldest first."""
    _, archive = context._, context.archive
    items = sorted((archive.item[i] for i in archive.pending if i in archive.item), key=lambda i: (i.date, i.id))
    rows = [_pending_row(context, item) for item in items]
    description = _("Items that stand in no issue yet.")
    return context.list_page(route, "pending", title=_("Pending items"), description=description, rows=rows)


def inputs(archive: Archive, _route: Route) -> Iterator[Key]:
    """Yield what the page depends on."""
    yield from (keys.PENDING, keys.ISSUES)
    if archive.pending:
        yield keys.DAY
    yield from map(keys.item, archive.pending)


def _pending_row(context: RenderContext, item: Item) -> str:
    _, archive, lists = context._, context.archive, context.lists
    why = f'<small class="b-why">{esc(_(pending_reason(archive, item)))}</small>'
    days = (archive.today - item.date).days
    label = esc(_.ngettext("{n} day", "{n} days", days))
    waiting = f'<span class="b-chip">{label}</span>' if days > 0 else ""
    info = f"{lists.units(item)}{lists.category(item)}{waiting}"
    return list_row(row_title(f"{context.fragments.item_link(item)}{why}"), info, day=item.date)


def pending_reason(archive: Archive, item: Item) -> str:
    """Return the reason why an item is pending, as a message of the catalogue."""
    days = [issue.date for issue in archive.issues if issue.kind is IssueKind.REGULAR]
    if not days:
        return NO_ISSUE
    return NEXT if item.date > max(days) else PASSED
