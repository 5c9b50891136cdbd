"""What programs read: facts as JSON and CSV, feeds, the sitemap.

Values in, bytes out, and always the same bytes for the same facts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from bulletin.exports import atom, csv_files, json_files, sitemap, stats_files
from bulletin.model.urls import DATA
from bulletin.site.context import Studio
from bulletin.site.pages.feeds import FILES


def exports(studio: Studio, without: Collection[str] = ()) -> Iterator[tuple[str, bytes | str]]:
    """Yield address and bytes of every file that is no page, but for those *without* which it goes.

    Feeds are texts with holes in them, see :mod:`bulletin.site.placeholders`.
    """
    if not all(DATA + name in without for name, _ in FILES):
        for name, value in json_files.files(studio.archive):
            yield DATA + name, value
        for name, value in csv_files.files(studio):
            yield DATA + name, value
    for name, value in stats_files.files(studio.archive, studio._, without):
        yield DATA + name, value
    yield from atom.files(studio, without)
    yield from sitemap.files(studio)
