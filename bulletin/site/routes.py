"""Which pages there are, and which module makes each kind."""

from __future__ import annotations

from types import ModuleType

from bulletin.core.memo import memoized
from bulletin.model.archive import Archive
from bulletin.site.context import Studio
from bulletin.site.page import Page, Ref
from bulletin.site.pages import (
    adoptions,
    authors,
    calls,
    category,
    corrections,
    endorsements,
    feeds,
    home,
    issue,
    issues,
    item,
    items,
    ledger,
    notice,
    pending,
    publication,
    search,
    stats,
    topic,
    unit,
    year,
)

_KINDS: tuple[ModuleType, ...] = (
    home,
    item,
    notice,
    items,
    issue,
    issues,
    unit,
    publication,
    category,
    topic,
    year,
    adoptions,
    endorsements,
    pending,
    calls,
    corrections,
    feeds,
    search,
    stats,
    ledger,
    authors,
)
_KIND = {module.__name__.rpartition(".")[2]: module for module in _KINDS}


def plan(archive: Archive) -> tuple[Ref, ...]:
    """Return every generated page of the site."""
    return memoized(archive, "plan", lambda: tuple([ref for module in _KINDS for ref in module.refs(archive)]))


def render(studio: Studio, ref: Ref) -> Page:
    """Return the page that *ref* names, with placeholders where texts go."""
    page: Page = _KIND[ref.kind].render(studio, ref)
    return page
