"""Contents of the site's files: pages in their shells, data and feeds, with the positions of texts in them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from bulletin.exports import ExportContext, exports
from bulletin.site import placeholders, routes
from bulletin.site.context import Studio
from bulletin.site.filling import FilledPlace, fill_placeholders
from bulletin.site.page import Ref
from bulletin.site.shells import Shell, values

OutputFile = tuple[str, bytes, tuple[FilledPlace, ...]]
"""Address and bytes of a file, and the positions of texts in it."""


def page(studio: Studio, shell: Shell, ref: Ref) -> OutputFile:
    """Return the page that *ref* names."""
    pieces = shell.splice(values(routes.render(studio, ref), ref, studio.site_url))
    return f"{ref.url}index.html", *fill_placeholders(pieces, studio.bodies, ref.base)


def data_files(studio: Studio, without: Collection[str] = ()) -> Iterator[OutputFile]:
    """Yield every data file and feed except those *without* which it can be done."""
    for address, data in exports(export_context(studio), without):
        # Bytes contain no placeholders.
        yield address, *fill_placeholders([data], studio.bodies, "")


def export_context(studio: Studio) -> ExportContext:
    """Return what the exporters are given."""
    return ExportContext(
        archive=studio.archive,
        say=studio._,
        language=studio.language,
        site_url=studio.site_url,
        pages=lambda: {*studio.handwritten, *(ref.url for ref in routes.plan(studio.archive))},
        feed_content=placeholders.feed,
    )
