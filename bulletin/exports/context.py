"""What the exporters are given."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from bulletin.core.i18n import Translator
from bulletin.model.archive import Archive


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportContext:
    """The archive, and the few things about the site that files for programs hold."""

    archive: Archive
    say: Translator
    """Translates into the language of the site."""
    language: str
    site_url: str
    """Address of the site, or "" where it has none."""
    pages: Callable[[], Collection[str]]
    """Returns the addresses of all pages; asked only where there is a sitemap."""
    feed_content: Callable[[str, str], str]
    """Returns the XML text of the item in a source file, for links that begin with a base address."""
