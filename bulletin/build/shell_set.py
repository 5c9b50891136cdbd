"""What MkDocs renders of a site, kept so that any other page can be made on demand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from bulletin.build.outputs import data_files, page
from bulletin.content.loader import LoadedArchive
from bulletin.site.context import RenderContext
from bulletin.site.page import Route
from bulletin.site.shells import Shell, ShellKey, shell_key


@dataclass(frozen=True, kw_only=True)
class ShellSet:
    """Shells and hand-written pages of one archive; usually valid for later versions of it, too."""

    context: RenderContext
    """The render context, with the archive that MkDocs saw."""
    shells: Mapping[ShellKey, Shell]
    files: Mapping[str, bytes]
    """What MkDocs itself wrote, by address."""
    asked: frozenset[str]
    """Addresses in the configured navigation, whether the archive has such pages or not."""
    named: frozenset[str]
    """The addresses in the navigation that the archive has."""
    index: bool = True
    """Whether the site has a search index."""
    unpublished_images: frozenset[str] = frozenset()
    """Images that no published text shows."""

    def fit(self, loaded: LoadedArchive, addresses: Iterable[str], new: Iterable[Route]) -> bool:
        """Return whether the shells are valid for *loaded*, with pages at *addresses*; *new* are not checked yet."""
        made = frozenset(addresses)
        return (
            loaded.archive.registry.bulletin == self.context.archive.registry.bulletin
            and loaded.static_page_urls == self.context.static_page_urls
            and loaded.unpublished_images == self.unpublished_images
            and not loaded.static_page_urls & made
            and self.asked & made == self.named
            and all(shell_key(route, self.named) in self.shells for route in new)
        )

    def of(self, loaded: LoadedArchive) -> RenderContext:
        """Return the render context for the pages of *loaded*."""
        return replace(
            self.context, archive=loaded.archive, bodies=loaded.bodies, static_page_urls=loaded.static_page_urls
        )

    def page(self, context: RenderContext, route: Route) -> bytes:
        """Return the page that *route* names, as a build writes it."""
        return page(context, self.shells[shell_key(route, self.named)], route)[1]


def extras(context: RenderContext) -> Iterator[tuple[str, bytes]]:
    """Yield address and bytes of every data file and feed, as a build writes them."""
    return ((address, data) for address, data, _ in data_files(context))
