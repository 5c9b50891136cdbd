"""Corrections by date, and withdrawn items with id and date."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin.model import keys, urls
from bulletin.model.archive import Archive
from bulletin.model.keys import Key
from bulletin.model.records import Correction, Item
from bulletin.site.context import RenderContext
from bulletin.site.html import esc, href
from bulletin.site.lists import linked_title, list_row, row_title
from bulletin.site.page import Heading, Page, Route


def routes(_archive: Archive) -> Iterator[Route]:
    """Yield the one page of corrections and withdrawals."""
    yield Route(url=urls.CORRECTIONS, kind="corrections", section="items")


def render(context: RenderContext, route: Route) -> Page:
    """Render corrections and withdrawals, the newest first."""
    _, archive = context._, context.archive
    toc = (
        Heading(level=2, anchor="corrections", title=_("Corrections")),
        Heading(level=2, anchor="withdrawals", title=_("Withdrawals")),
    )
    return context.list_page(
        route,
        "corrections",
        title=_("Corrections and withdrawals"),
        description=_("What was put right, and what was taken back."),
        toc=toc,
        corrections=[_correction_row(context, *found) for found in corrections(archive)],
        notices=[
            list_row(linked_title(notice.id, href(urls.item(notice.id))), day=notice.date)
            for notice in sorted(archive.withdrawn, key=lambda notice: (notice.date, notice.id), reverse=True)
        ],
    )


def inputs(_archive: Archive, _route: Route) -> Iterator[Key]:
    """Yield what the page depends on."""
    yield from (keys.listed("corrections"), keys.TOMBSTONES)


def _correction_row(context: RenderContext, correction: Correction, item: Item) -> str:
    note = f'<small class="b-why">{esc(correction.note)}</small>'
    return list_row(
        row_title(f"{context.fragments.item_link(item)}{note}"), context.lists.units(item), day=correction.date
    )


def corrections(archive: Archive) -> tuple[tuple[Correction, Item], ...]:
    """Return every correction with its item, the newest first."""
    found = [(correction, item) for item in archive.items for correction in item.corrections]
    return tuple(sorted(found, key=lambda pair: (pair[0].date, pair[1].id), reverse=True))
