"""Contents of the site's files: pages in their shells, data and feeds, with the positions of texts in them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from bulletin.exports import ExportContext, exports
from bulletin.site import placeholders, routes
from bulletin.site.context import RenderContext
from bulletin.site.filling import FilledPlace, fill_placeholders
from bulletin.site.page import Route
from bulletin.site.shells import Shell, values

OutputFile = tuple[str, bytes, tuple[FilledPlace, ...]]
"""Address and bytes of a file, and the positions of texts in it."""


def page(context: RenderContext, shell: Shell, route: Route) -> OutputFile:
    """Return the page that *route* names."""
    pieces = shell.splice(values(routes.render(context, route), route, context.site_url))
    return f"{route.url}index.html", *fill_placeholders(pieces, context.bodies, route.base)


def data_files(context: RenderContext, without: Collection[str] = ()) -> Iterator[OutputFile]:
    """Yield every data file and feed except those *without* which it can be done."""
    for address, data in exports(export_context(context), without):
        # Bytes contain no placeholders.
        yield address, *fill_placeholders([data], context.bodies, "")


def export_context(context: RenderContext) -> ExportContext:
    """Return what the exporters are given."""
    return ExportContext(
        archive=context.archive,
        say=context._,
        language=context.language,
        site_url=context.site_url,
        pages=lambda: {*context.static_page_urls, *(route.url for route in routes.all_routes(context.archive))},
        feed_content=placeholders.feed,
    )
