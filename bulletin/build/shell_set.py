"""What MkDocs renders of a site: shells and hand-written pages, with which all other pages are made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bulletin.content.loader import LoadedArchive
from bulletin.core.config import compiled_templates
from bulletin.markdown.body import Body
from bulletin.model.archive import Archive
from bulletin.model.registry import Bulletin
from bulletin.site.context import RenderContext
from bulletin.site.page import Route
from bulletin.site.shells import Shell, ShellKey, shell_key


@dataclass(frozen=True, kw_only=True)
class ShellSet:
    """Shells and hand-written pages of one archive; usually valid for later states of it, too."""

    shells: Mapping[ShellKey, Shell]
    addresses: frozenset[str]
    """Addresses of the files that MkDocs itself wrote."""
    files: Mapping[str, bytes] | None = None
    """These files; None where those of the site are right."""
    asked: frozenset[str]
    """Addresses in the configured navigation, whether the archive has such pages or not."""
    named: frozenset[str]
    """The addresses in the navigation that the archive has."""
    index: bool = True
    """Whether the site has a search index."""
    office: bool = False
    """Whether what can be printed has its PDF beside it."""
    language: str
    theme: tuple[Path, ...]
    """Folders with templates of pages, see :class:`RenderContext`."""
    site_url: str
    bulletin: Bulletin
    static_page_urls: frozenset[str] = frozenset()
    unpublished_images: frozenset[str] = frozenset()
    """Images that no published text shows."""
    withheld: frozenset[str] = frozenset()
    """Ids of the withheld items, to which hand-written pages may link."""

    def fit(self, loaded: LoadedArchive) -> bool:
        """Return whether the shells are valid for *loaded*, if they are for its pages."""
        archive = loaded.archive
        return (
            archive.registry.bulletin == self.bulletin
            and archive.withheld == self.withheld
            and loaded.static_page_urls == self.static_page_urls
            and loaded.unpublished_images == self.unpublished_images
        )

    def fit_pages(self, routes: Iterable[Route]) -> bool:
        """Return whether the shells are valid for the pages *routes*."""
        pages = {route.url: route for route in routes}
        return (
            not self.static_page_urls & pages.keys()
            and self.asked & pages.keys() == self.named
            and all(shell_key(route, self.named) in self.shells for route in pages.values())
        )

    def context(self, archive: Archive, bodies: Mapping[str, Body]) -> RenderContext:
        """Return the render context of *archive*, with its rendered texts."""
        return RenderContext(
            archive=archive,
            bodies=bodies,
            language=self.language,
            theme=self.theme,
            cache=compiled_templates(),
            site_url=self.site_url,
            static_page_urls=self.static_page_urls,
            office=self.office,
        )

    def shell_of(self, route: Route) -> Shell:
        """Return the shell of a page."""
        return self.shells[shell_key(route, self.named)]
