"""What programs read: facts as JSON and CSV, feeds, the sitemap.

Values in, bytes out, and always the same bytes for the same facts. Pages and templates are not known here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from bulletin.exports import atom, csv_files, json_files, sitemap, stats_files
from bulletin.exports.catalog import FILES
from bulletin.exports.context import ExportContext
from bulletin.model.urls import DATA

__all__ = ["ExportContext", "exports"]


def exports(context: ExportContext, without: Collection[str] = ()) -> Iterator[tuple[str, bytes | str]]:
    """Yield address and content of every file that is no page, except those *without* which it goes.

    Feeds are text that holds what ``context.feed_content`` returned, other files are bytes.
    """
    if not all(DATA + name in without for name, _ in FILES):
        for name, value in json_files.files(context.archive):
            yield DATA + name, value
        for name, value in csv_files.files(context):
            yield DATA + name, value
    for name, value in stats_files.files(context.archive, context.say, without):
        yield DATA + name, value
    yield from atom.files(context, without)
    yield from sitemap.files(context)
