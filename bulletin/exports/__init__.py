"""Files for programs: records as JSON and CSV, statistics also as workbooks, feeds, the sitemap.

In: an archive and what it needs of the site (:class:`ExportContext`). Out: address and content of each file, the
same bytes for the same archive. Does not know pages, templates or where files are written.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from bulletin.exports import atom, csv_files, json_files, sitemap, stats_files
from bulletin.exports.catalog import DATA_FILES
from bulletin.exports.context import ExportContext
from bulletin.model.urls import DATA

__all__ = ["ExportContext", "exports"]


def exports(context: ExportContext, skip: Collection[str] = ()) -> Iterator[tuple[str, bytes | str]]:
    """Yield address and content of every file that is not a page, except addresses in *skip*, which need not be made.

    Feeds are text with the results of ``context.feed_content``, other files are bytes.
    """
    if not all(DATA + name in skip for name, _ in DATA_FILES):
        for name, value in json_files.files(context.archive):
            yield DATA + name, value
        for name, value in csv_files.files(context):
            yield DATA + name, value
    for name, value in stats_files.files(context.archive, context.say, skip):
        yield DATA + name, value
    yield from atom.files(context, skip)
    yield from sitemap.files(context)
