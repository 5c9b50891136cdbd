"""Files for programs: records as JSON and CSV, statistics also as workbooks, feeds, the sitemap.

In: an archive and what it needs of the site (:class:`ExportContext`). Out: each file, with what it depends on, the same
bytes for the same archive. Does not know pages, templates or where files are written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from bulletin.exports import atom, calendars, csv_files, json_files, register_files, sitemap, stats_files
from bulletin.exports.context import ExportContext, ExportFile
from bulletin.exports.row_files import RowFile
from bulletin.model import keys
from bulletin.model.archive import Archive
from bulletin.model.keys import Key
from bulletin.model.urls import DATA

__all__ = ["ExportContext", "ExportFile", "RowFile", "export_files", "row_files"]


_DATA_FILES: Mapping[str, tuple[Callable[[Archive], bytes], Sequence[Key]]] = {
    "endorsements.json": (json_files.endorsements_json, [keys.listed("endorsements")]),
    "issues.json": (json_files.issues_json, [keys.ISSUES, keys.TOMBSTONES]),
    "units.json": (json_files.units_json, [keys.REGISTRY, keys.NAMES]),
    "publications.json": (json_files.publications_json, [keys.REGISTRY, keys.NAMES, keys.counted("adoptions")]),
    "categories.json": (json_files.categories_json, [keys.REGISTRY, keys.NAMES, keys.FIGURES]),
}
_ROW_INPUTS: Mapping[str, Sequence[Key]] = {
    "items.json": [keys.listed("items"), keys.ISSUES, keys.TOMBSTONES],
    "items.csv": [keys.listed("items"), keys.ISSUES, keys.REGISTRY],
    "adoptions.json": [keys.listed("adoptions")],
    "adoptions.csv": [keys.listed("adoptions"), keys.REGISTRY],
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
    archive = context.archive
    for address, rows in row_files(context).items():
        yield ExportFile(address, _ROW_INPUTS[address.removeprefix(DATA)], rows.make)
    for name, (make, inputs) in _DATA_FILES.items():
        yield ExportFile(DATA + name, inputs, partial(make, archive))
    answers = [keys.listed("answers", call.id) for call in archive.calls]
    inputs = [keys.CALLS, keys.DAY, keys.REGISTRY, keys.NAMES, *answers]
    yield ExportFile(f"{DATA}calls.json", inputs, partial(json_files.calls_json, archive))
    yield from register_files.files(context)
    yield from stats_files.files(archive, context.say)
    yield from atom.files(context)
    yield from calendars.files(context)
    yield from sitemap.files(context)
