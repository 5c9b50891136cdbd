"""Files for programs: records as JSON and CSV, statistics also as workbooks, feeds, the sitemap.

In: an archive and what it needs of the site (:class:`ExportContext`). Out: address and content of each file, the
same bytes for the same archive. Does not know pages, templates or where files are written.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import partial

from bulletin.exports import atom, csv_files, json_files, sitemap, stats_files
from bulletin.exports.context import ExportContext, ExportFile
from bulletin.exports.row_files import RowFile
from bulletin.model.archive import Archive
from bulletin.model.urls import DATA

__all__ = ["ExportContext", "ExportFile", "RowFile", "export_files", "exports", "row_files"]


def exports(context: ExportContext, skip: Collection[str] = ()) -> Iterator[tuple[str, bytes | str]]:
    """Yield address and content of every file that is not a page, except addresses in *skip*.

    Feeds are text with the results of ``context.feed_content``, other files are bytes.
    """
    for file in export_files(context):
        if file.address not in skip:
            yield file.address, file.make()


_DATA_FILES: dict[str, Callable[[Archive], bytes]] = {
    "endorsements.json": json_files.endorsements_json,
    "issues.json": json_files.issues_json,
    "calls.json": json_files.calls_json,
    "units.json": json_files.units_json,
    "publications.json": json_files.publications_json,
    "categories.json": json_files.categories_json,
}


def row_files(context: ExportContext) -> dict[str, RowFile]:
    """Return the files of rows by address; the rows of what has not changed may be taken from the previous build's."""
    return {
        f"{DATA}items.json": json_files.items_file(context.archive),
        f"{DATA}items.csv": csv_files.items_file(context),
        f"{DATA}adoptions.json": json_files.adoptions_file(context.archive),
        f"{DATA}adoptions.csv": csv_files.adoptions_file(context),
    }


def export_files(context: ExportContext) -> Iterator[ExportFile]:
    """Yield every file that is not a page; none is made before it is asked for."""
    yield from (ExportFile(address, rows.make) for address, rows in row_files(context).items())
    for name, make in _DATA_FILES.items():
        yield ExportFile(DATA + name, partial(make, context.archive))
    yield from stats_files.files(context.archive, context.say)
    yield from atom.files(context)
    yield from sitemap.files(context)
