"""What is left at the address of a withdrawn item: its id, its date, and what to do."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin import addresses
from bulletin.archive import Archive
from bulletin.pages.contract import Page, Ref
from bulletin.pages.environment import Studio


def refs(archive: Archive) -> Iterator[Ref]:
    """Yield a page for each withdrawn item."""
    for notice in archive.withdrawn:
        yield Ref(url=addresses.item(notice.id), kind="notice", section="items", key=(notice.id,))


def render(studio: Studio, ref: Ref) -> Page:
    """Return the notice of a withdrawal."""
    notice = studio.archive.notice[ref.key[0]]
    title = studio._("This item has been withdrawn")
    return Page(title=title, description=title, content=studio.html(ref, "notice", notice=notice))
