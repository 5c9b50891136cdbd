"""Pages in their shells: rendered, and staged where they differ from those of the old site."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bulletin.build.output_tree import OutputTree
from bulletin.build.outputs import page_address, render_page
from bulletin.site.context import RenderContext
from bulletin.site.page import Route
from bulletin.site.shells import Shell

RenderedPage = tuple[str, bytes]
"""Address and bytes of a page."""
WrittenPage = tuple[str, bool]
"""Address of a page, and whether it differs from the old site's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRenderer:
    """Renders pages in their shells."""

    context: RenderContext
    shells: Mapping[str, Shell]
    """By the address of the page."""

    def render(self, route: Route) -> RenderedPage:
        """Return a page."""
        return page_address(route), render_page(self.context, self.shells[route.url], route)


@dataclass(frozen=True, slots=True)
class PageWriter:
    """Renders pages and stages those that differ from the old site's."""

    renderer: PageRenderer
    tree: OutputTree

    def write(self, route: Route) -> WrittenPage:
        """Render a page and stage it."""
        return self.stage(*self.renderer.render(route))

    def stage(self, address: str, data: bytes) -> WrittenPage:
        """Stage a rendered page."""
        return address, self.tree.write_if_changed(address, data)
