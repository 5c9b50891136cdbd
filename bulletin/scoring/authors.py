"""Authors: an author is a name in a unit, the first of an item's units, as in the points of authors."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import NamedTuple

from bulletin.core.memo import memoized
from bulletin.model.archive import Archive
from bulletin.model.records import Item
from bulletin.model.registry import Unit


class Author(NamedTuple):
    """An author: a name in a unit, and all items under it, by date."""

    unit: Unit
    name: str
    items: tuple[Item, ...]


def all_authors(archive: Archive) -> Mapping[tuple[str, str], Author]:
    """Return all authors by unit id and name: by unit in registry order, then by the date of the first item."""
    return memoized(archive, "authors", lambda: _find_authors(archive))


def authors_by_unit(archive: Archive) -> Mapping[str, list[Author]]:
    """Return the authors of each unit that has any, by its id, in the order of :func:`all_authors`."""
    found = all_authors(archive).values()
    return memoized(
        archive,
        "authors by unit",
        lambda: {unit: list(authors) for unit, authors in groupby(found, key=lambda author: author.unit.id)},
    )


def _find_authors(archive: Archive) -> dict[tuple[str, str], Author]:
    found: dict[tuple[str, str], list[Item]] = {}
    for item in archive.items:
        for name in dict.fromkeys(item.authors):
            found.setdefault((item.units[0], name), []).append(item)
    registry = archive.registry
    known = [(key, items) for key, items in found.items() if key[0] in registry.unit]
    known.sort(key=lambda pair: (registry.unit[pair[0][0]].order, pair[0][0], pair[1][0].date, pair[0][1]))
    return {key: Author(registry.unit[key[0]], key[1], tuple(items)) for key, items in known}
