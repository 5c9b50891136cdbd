"""All outputs of a site, with what each depends on and how it is made: pages in their shells, data, feeds, images."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from bulletin.build.printing import Printer
from bulletin.content.images import ImageStore
from bulletin.exports import ExportContext, ExportFile, export_files
from bulletin.model import keys
from bulletin.site import routes
from bulletin.site.context import RenderContext
from bulletin.site.page import Route
from bulletin.site.redirects import redirect_files
from bulletin.site.shells import Shell, values


def page_address(route: Route) -> str:
    """Return the address of the file of a page."""
    return f"{route.url}index.html"


def render_page(context: RenderContext, shell: Shell, route: Route) -> bytes:
    """Return the page that *route* names."""
    return shell.splice(values(routes.render(context, route), route, context.site_url))


def files(context: RenderContext, image_store: ImageStore, images: Iterable[str]) -> Iterator[ExportFile]:
    """Yield data files, feeds, pages that lead on, and the *images* that published texts show."""
    yield from export_files(export_context(context))
    yield from redirect_files(context)
    for path in sorted(images):
        yield ExportFile(path, (keys.image(path), keys.BULLETIN), partial(image_store.clean_bytes, f"content/{path}"))


def printer_of(context: RenderContext, image_store: ImageStore) -> Printer:
    """Return what prints the archive of *context*."""
    return Printer(
        archive=context.archive, texts=context.bodies, say=context._, images=image_store, replaces_pictographs=True
    )


def export_context(context: RenderContext) -> ExportContext:
    """Return what the exporters are given."""
    return ExportContext(
        archive=context.archive,
        say=context._,
        language=context.language,
        site_url=context.site_url,
        pages=lambda: {*context.static_page_urls, *(route.url for route in routes.all_routes(context.archive))},
        feed_content=lambda path, base: context.bodies[path].rebase(base),
    )
