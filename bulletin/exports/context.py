"""The input of the exporters."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bulletin.core.i18n import Translator
from bulletin.model.archive import Archive
from bulletin.model.keys import Key


class ExportFile(NamedTuple):
    """A file that is not a page: its address, the keys of what it depends on, and a function that makes it."""

    address: str
    inputs: Sequence[Key]
    make: Callable[[], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportContext:
    """The archive, and the properties of the site that exported files depend on."""

    archive: Archive
    say: Translator
    """Translates into the language of the site."""
    language: str
    site_url: str
    """The URL of the site, or "" where it has none."""
    pages: Callable[[], Collection[str]]
    """Returns the addresses of all pages; called only where there is a sitemap."""
    feed_content: Callable[[str, str], str]
    """Returns the rendered text of an item as HTML, by path of its source and base URL of links."""
