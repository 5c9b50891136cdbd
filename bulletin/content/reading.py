"""An archive as it was read, and which of its files have to be read again after changes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from bulletin.checks.likeness import LikeTexts
from bulletin.content.parsed_file import ParsedFile
from bulletin.content.sources import Sources
from bulletin.model.enums import Level
from bulletin.model.records import Item
from bulletin.model.registry import Registry

_PATH_CODES = frozenset({"broken-link", "broken-image"})
"""Problems that suggest the path of another file."""
_NAME_CODES = frozenset(
    {"unknown-unit", "unknown-category", "unknown-publication", "unit-not-there", "too-short", "too-long"}
)
"""Problems that tell names of the registry."""
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
    alike: tuple[LikeTexts, ...] = ()
    """Texts that are nearly the same."""
    stored: Stored = field(default_factory=lambda: Stored({}, {}), compare=False, repr=False)


class _Affected(NamedTuple):
    """The files that a change of the registry can matter to."""

    codes: frozenset[str] = frozenset()
    """Those with a problem of such a code."""
    units: frozenset[str] = frozenset()
    """Items of these units."""
    categories: frozenset[str] = frozenset()
    """Items of these categories."""

    def includes(self, parsed: ParsedFile) -> bool:
        """Whether a file is one of them."""
        if any(problem.code in self.codes for problem in parsed.problems):
            return True
        item = parsed.fact
        if not isinstance(item, Item):
            return False
        return item.category in self.categories or not self.units.isdisjoint(item.units)


def files_to_read(previous: Reading, sources: Sources, changed: Collection[str] | None) -> list[str]:
    """Return the files of *sources* that have to be read again.

    These are all that have *changed*, are new, look up a path that has appeared or disappeared, suggest a path, if
    there are other files now, or that a change of the registry can matter to; all, where no *changed* files are given.
    """
    paths, known = sources.paths, previous.files
    affected = _affected_files(previous.sources.registry, sources.registry)
    if changed is None or affected is None:
        return paths
    moved = (known.keys() ^ set(paths)) | _moved_paths(previous.sources, sources)
    if not moved and not any(affected):
        return [path for path in changed if path in known]
    codes = affected.codes | _PATH_CODES if moved else affected.codes
    affected = affected._replace(codes=codes)

    def has_to_be_read(path: str) -> bool:
        parsed = known.get(path)
        if parsed is None or path in changed or not moved.isdisjoint(parsed.lookups):
            return True
        return affected.includes(parsed)

    return [path for path in paths if has_to_be_read(path)]


def _moved_paths(before: Sources, after: Sources) -> set[str]:
    """Return the paths that lead on to another in one of two states, and not to the same in both."""
    if before.registry.redirects == after.registry.redirects:
        return set()
    return {path for path, _ in before.link_resolver.moved.items() ^ after.link_resolver.moved.items()}


def _affected_files(before: Registry, after: Registry) -> _Affected | None:
    """Return which files a change of the registry can matter to; None for any file."""
    if before is after:
        return _Affected()
    if _settings(before) != _settings(after) or not _levels(before).items() <= _levels(after).items():
        return None
    for old, new, ambiguous in (
        (before.unit_names, after.unit_names, _SEPARATOR),
        (before.category_names, after.category_names, _SEPARATOR),
        (before.publication_names, after.publication_names, _BRACKET_OR_NUMBER),
    ):
        if not old.items() <= new.items() or any(map(ambiguous.search, new.keys() - old.keys())):
            return None
    return _Affected(
        _NAME_CODES,
        frozenset(unit for unit, span in _spans(before).items() if span != _spans(after)[unit]),
        frozenset(category for category, limits in _limits(before).items() if limits != _limits(after)[category]),
    )


def _settings(registry: Registry) -> tuple[object, ...]:
    """Return what the reading of any file depends on, beside names and levels."""
    bulletin = registry.bulletin
    limits = bulletin.text_kilobytes, bulletin.picture_kilobytes, bulletin.picture_pixels
    proofreading = bulletin.proofreading_off, registry.names
    return *limits, bulletin.classification, dict(registry.allowed), registry.treatments, proofreading


def _levels(registry: Registry) -> dict[str, Level]:
    return {publication.id: publication.level for publication in registry.publications}


def _spans(registry: Registry) -> dict[str, tuple[date | None, date | None]]:
    return {unit.id: (unit.joined, unit.left) for unit in registry.units}


def _limits(registry: Registry) -> dict[str, tuple[int | None, int | None]]:
    return {category.id: (category.min_chars, category.max_chars) for category in registry.categories}


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
    return Reading(sources=sources, files=files, alike=previous.alike, stored=previous.stored)
