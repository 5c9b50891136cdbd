"""What is left at the address of an item that was withdrawn or is withheld: facts, why, and what to do."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin.core.i18n import N_
from bulletin.model import urls
from bulletin.model.archive import Archive
from bulletin.model.enums import Audience
from bulletin.site.context import Studio
from bulletin.site.page import Page, Ref
from bulletin.site.pages.item import ranked

EXPIRED = N_("This item has expired")
RESTRICTED = N_("This item is for a limited readership")


def refs(archive: Archive) -> Iterator[Ref]:
    """Yield a page for each withdrawn item, and for each that is withheld."""
    for notice in archive.withdrawn:
        yield Ref(url=urls.item(notice.id), kind="notice", section="items", key=(notice.id,))
    for identifier in sorted(archive.withheld):
        yield Ref(url=urls.item(identifier), kind="notice", section="items", key=(identifier,))


def render(studio: Studio, ref: Ref) -> Page:
    """Return the notice of a withdrawal, or that an item is withheld."""
    archive = studio.archive
    if ref.key[0] in archive.withheld:
        return _withheld(studio, ref)
    notice = archive.tombstone[ref.key[0]]
    title = studio._("This item has been withdrawn")
    return Page(title=title, description=title, content=studio.html(ref, "notice", notice=notice))


def _withheld(studio: Studio, ref: Ref) -> Page:
    archive = studio.archive
    item = archive.item[ref.key[0]]
    title = studio._(RESTRICTED if item.audience is Audience.RESTRICTED else EXPIRED)
    content = studio.html(
        ref,
        "withheld",
        item=item,
        title=title,
        issues=archive.issues_of.get(item.id, ()),
        anchor=urls.in_issue(item.id),
        adoptions=ranked(archive, item),
    )
    return Page(title=title, description=title, content=content)
