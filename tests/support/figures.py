"""Which pages and data files of figures a change touches."""

from __future__ import annotations

from bulletin.build.changes import ArchiveState, changed_keys
from bulletin.core.i18n import translator
from bulletin.exports import stats_files
from bulletin.model.archive import Archive
from bulletin.model.keys import Key
from bulletin.site.routes import all_routes, inputs

FIGURES = frozenset({"stats", "ledger", "authors", "unit", "year"})
"""The kinds of pages that show figures."""


def needed_of_figures(archive: Archive) -> dict[str, frozenset[Key]]:
    """Return what each page and data file of figures depends on."""
    found = {route.url: frozenset(inputs(archive, route)) for route in all_routes(archive) if route.kind in FIGURES}
    return found | {file.address: frozenset(file.inputs) for file in stats_files.files(archive, translator("zh"))}


def _state(archive: Archive) -> ArchiveState:
    return ArchiveState(archive=archive, text_digests={})


def untouched_figures(before: Archive, after: Archive) -> set[str]:
    touched = changed_keys(_state(before), _state(after))
    return {address for address, needed in needed_of_figures(after).items() if touched.isdisjoint(needed)}
