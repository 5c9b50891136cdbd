"""Files of the site as they are written: pages in their shells, data and feeds, with the places of texts in them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from bulletin.exports import ExportContext, exports
from bulletin.site import placeholders, routes
from bulletin.site.context import Studio
from bulletin.site.filling import Place, pour
from bulletin.site.page import Ref
from bulletin.site.shells import Shell, values

Made = tuple[str, bytes, tuple[Place, ...]]
"""Address and bytes of a file, and where texts stand in it."""


def page(studio: Studio, shell: Shell, ref: Ref) -> Made:
    """Return the page that *ref* names."""
    pieces = shell.splice(values(routes.render(studio, ref), ref, studio.site_url))
    return f"{ref.url}index.html", *pour(pieces, studio.bodies, ref.base)


def data_files(studio: Studio, without: Collection[str] = ()) -> Iterator[Made]:
    """Yield every data file and feed but those *without* which it goes."""
    for address, data in exports(export_context(studio), without):
        # What is bytes already has no holes.
        yield address, *pour([data], studio.bodies, "")


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
