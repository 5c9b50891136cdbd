"""An archive as it was read, and which of its files have to be read again after changes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any, NamedTuple

from bulletin.content.parsed_file import ParsedFile
from bulletin.content.sources import Sources
from bulletin.model.enums import Level
from bulletin.model.registry import Registry

_PATH_CODES = frozenset({"broken-link", "broken-image"})
"""Problems that suggest the path of another file."""
_NAME_CODES = frozenset({"unknown-unit", "unknown-category", "unknown-publication"})
"""Problems that suggest a name of the registry."""
# A value is looked up as a whole before it is split at separators, or 《》 and the number of an issue are removed.
_SEPARATOR = re.compile("[、,，;；]")
_BRACKET_OR_NUMBER = re.compile(r"[《》]|\d期?$")


class Stored(NamedTuple):
    """Files that come from a store, and the plain values that they were loaded from, by path."""

    files: Mapping[str, ParsedFile]
    values: Mapping[str, tuple[Any, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The sources of an archive, and what was found in each file."""

    sources: Sources = field(default_factory=Sources)
    files: Mapping[str, ParsedFile] = field(default_factory=dict)
    """Items, calls, issues, hand-written pages and images, by path."""
    stored: Stored = field(default_factory=lambda: Stored({}, {}), compare=False, repr=False)


class _Extent(Enum):
    """Which files have to be read again after a change of the registry."""

    NONE = auto()
    UNKNOWN_NAMES = auto()
    """Those in which an unknown name was found."""
    ALL = auto()


def files_to_read(previous: Reading, sources: Sources, changed: Collection[str] | None) -> list[str]:
    """Return the files of *sources* that have to be read again.

    These are all that have *changed*, are new, look up a path that has appeared or disappeared, or that a change of the
    registry can matter to; all files, where it is not known which have changed.
    """
    paths, known = sources.paths, previous.files
    extent = _extent_of_change(previous.sources.registry, sources.registry)
    if changed is None or extent is _Extent.ALL:
        return paths
    if extent is _Extent.NONE and sources.files is previous.sources.files:
        return [path for path in changed if path in known]
    moved = known.keys() ^ set(paths)
    codes = (_PATH_CODES if moved else frozenset()) | (_NAME_CODES if extent is _Extent.UNKNOWN_NAMES else frozenset())

    def has_to_be_read(path: str) -> bool:
        parsed = known.get(path)
        if parsed is None or path in changed or not moved.isdisjoint(parsed.lookups):
            return True
        return any(problem.code in codes for problem in parsed.problems)

    return [path for path in paths if has_to_be_read(path)]


def _extent_of_change(before: Registry, after: Registry) -> _Extent:
    if before is after:
        return _Extent.NONE
    if _settings(before) != _settings(after) or not _levels(before).items() <= _levels(after).items():
        return _Extent.ALL
    for old, new, ambiguous in (
        (before.unit_names, after.unit_names, _SEPARATOR),
        (before.category_names, after.category_names, _SEPARATOR),
        (before.publication_names, after.publication_names, _BRACKET_OR_NUMBER),
    ):
        if not old.items() <= new.items() or any(map(ambiguous.search, new.keys() - old.keys())):
            return _Extent.ALL
    return _Extent.UNKNOWN_NAMES


def _settings(registry: Registry) -> tuple[object, ...]:
    """Return what reading depends on in a registry, beside names and levels."""
    bulletin = registry.bulletin
    limits = bulletin.text_kilobytes, bulletin.picture_kilobytes, bulletin.picture_pixels
    return *limits, bulletin.classification, dict(registry.allowed)


def _levels(registry: Registry) -> dict[str, Level]:
    return {publication.id: publication.level for publication in registry.publications}


def updated_reading(previous: Reading, sources: Sources, read_again: Iterable[ParsedFile]) -> Reading:
    """Return *previous* with files that were read again; what is equal is the same objects."""
    known = previous.files
    fresh = {parsed.path: parsed for parsed in read_again}
    for path, parsed in fresh.items():
        old = known.get(path)
        if old == parsed:
            fresh[path] = old
        elif old is not None and old.fact == parsed.fact:
            fresh[path] = parsed._replace(fact=old.fact)
    if sources is previous.sources and all(known[path] is parsed for path, parsed in fresh.items()):
        return previous
    if sources.files is previous.sources.files:
        files = {**known, **fresh}
    else:
        files = {path: fresh.get(path) or known[path] for path in sources.paths}
    return Reading(sources=sources, files=files, stored=previous.stored)
