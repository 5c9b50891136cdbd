"""The sources of an archive: its list of files, its registry and its scoring schemes."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bulletin.checks.sensitive.scan import scan_file_names, scan_registry_files
from bulletin.content import scan
from bulletin.content.closed_names import with_present_ids
from bulletin.content.closed_writer import FOLDER as CLOSED_FOLDER
from bulletin.content.closed_writer import LIMIT as CLOSED_LIMIT
from bulletin.content.decode import decode_texts
from bulletin.content.registry import read_registry
from bulletin.core.memo import fields_only
from bulletin.core.problems import Problem
from bulletin.core.text import LIMIT
from bulletin.markdown.links import LinkResolver
from bulletin.model.redirects import moved_paths
from bulletin.model.registry import Registry

if TYPE_CHECKING:
    from bulletin.model.closed import ClosedPeriod
    from bulletin.model.scheme import Scheme, Target

_SCHEME_FOLDERS = ("registry/schemes/", "registry/targets/")
_OPEN_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0)
_FIRST_READ = 1 << 15
"""Nearly all files are smaller than this."""


@dataclass(frozen=True, kw_only=True)
class Sources:
    """The files of an archive and its registry."""

    root: Path = field(default_factory=Path)
    files: scan.SourceTree = field(default_factory=scan.SourceTree)
    tables: Mapping[str, bytes] = field(default_factory=dict)
    """The files of the registry, by path."""
    registry: Registry = field(default_factory=Registry)
    schemes: tuple[Scheme, ...] = ()
    targets: tuple[Target, ...] = ()
    closed: tuple[ClosedPeriod, ...] = ()
    table_problems: tuple[Problem, ...] = ()
    """Problems of the registry, schemes, targets and closed periods."""
    name_problems: tuple[Problem, ...] = ()
    """Sensitive data in the names of files."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The problems of file names and the registry."""
        return (*self.files.problems, *self.table_problems, *self.name_problems)

    @property
    def paths(self) -> list[str]:
        """The paths of all files except those of the registry."""
        files = self.files
        return [
            *files.items,
            *files.calls,
            *files.issues,
            *files.circulars,
            *files.compilations,
            *files.pages,
            *files.images,
        ]

    @cached_property
    def link_resolver(self) -> LinkResolver:
        """The resolver of links between the files."""
        found = self.files.link_resolver()
        return (
            replace(found, moved=moved_paths(self.registry.redirects, found.pages))
            if self.registry.redirects
            else found
        )

    @cached_property
    def path_of_url(self) -> Mapping[str, str]:
        """The path of the source of each page of the archive, by URL."""
        return {url: path for path, url in self.link_resolver.pages.items()}

    @cached_property
    def known_paths(self) -> frozenset[str]:
        """The paths of all files."""
        return frozenset([*self.paths, *self.files.registry])

    def __getstate__(self) -> dict[str, Any]:
        """Leave out the indexes."""
        return fields_only(self)


def read_sources(root: Path, previous: Sources | None = None, changed: Collection[str] | None = None) -> Sources:
    """Return the files of the archive at *root* and its registry; no other file is read.

    What has not changed since *previous* is the same objects. Where *changed* has all paths that have changed since,
    folders are listed only if a file may have been added or removed.
    """
    files = _read_tree(root, previous, changed)
    tables, unreadable = _read_tables(root, files.registry)
    if previous and not unreadable and files is previous.files and tables == previous.tables:
        return previous
    sources = parse_sources(root, files, tables, unreadable)
    if previous:
        sources = replace(
            sources, **{name: _reused(name, sources, previous) for name in ("registry", "schemes", "targets", "closed")}
        )
        if files is previous.files and _scanned_for(sources.registry) == _scanned_for(previous.registry):
            return replace(sources, name_problems=previous.name_problems)
    return replace(sources, name_problems=tuple(scan_file_names(sources.paths, sources.registry)))


def _reused(name: str, sources: Sources, previous: Sources) -> Any:  # noqa: ANN401 - any value of sources
    """Return the previous value of an attribute where it is equal, else the new one."""
    old, new = getattr(previous, name), getattr(sources, name)
    return old if old == new else new


def _scanned_for(registry: Registry) -> tuple[object, ...]:
    """Return what the search of file names for sensitive data depends on."""
    return registry.is_public, registry.allowed


def _read_tree(root: Path, previous: Sources | None, changed: Collection[str] | None) -> scan.SourceTree:
    if previous and changed is not None and _are_known_files(previous, changed):
        return previous.files
    files = scan.scan_archive(root)
    return previous.files if previous and files == previous.files else files


def parse_sources(
    root: Path,
    files: scan.SourceTree,
    tables: Mapping[str, bytes],
    unreadable: Sequence[Problem] = (),
    name_problems: tuple[Problem, ...] = (),
) -> Sources:
    """Return *files* with the registry that *tables* hold."""
    scheme_files = {path: data for path, data in tables.items() if path.startswith(_SCHEME_FOLDERS)}
    closed_files = {path: data for path, data in tables.items() if path.startswith(CLOSED_FOLDER)}
    others = scheme_files.keys() | closed_files.keys()
    registry, problems = read_registry({path: data for path, data in tables.items() if path not in others})
    schemes, targets, scheme_problems = _read_schemes(scheme_files, registry)
    closed, closed_problems = _read_closed(closed_files, registry)
    closed = with_present_ids(closed, registry.redirects) if closed and registry.redirects else closed
    # A file that cannot be read is not missing.
    unread = {problem.path for problem in unreadable}
    problems = [*unreadable, *(p for p in problems if p.path not in unread), *scheme_problems, *closed_problems]
    problems += [] if scheme_problems else _closed_without_scheme(closed, schemes)
    problems += scan_registry_files(tables, registry)
    return Sources(
        root=root,
        files=files,
        tables=tables,
        registry=registry,
        schemes=schemes,
        targets=targets,
        closed=closed,
        table_problems=tuple(problems),
        name_problems=name_problems,
    )


def _are_known_files(sources: Sources, paths: Collection[str]) -> bool:
    """Whether all *paths* are files of the archive that still exist."""
    return all(path in sources.known_paths and _is_file(f"{sources.root}{os.sep}{path}") for path in paths)


def _is_file(path: str) -> bool:
    try:
        return stat.S_ISREG(os.lstat(path).st_mode)
    except OSError:
        return False


def read_bytes(path: str, limit: int = LIMIT) -> bytes:
    """Return the bytes of a file: at most *limit* and one more, by which a file that is too large is known."""
    file = os.open(path, _OPEN_FLAGS)
    try:
        data = os.read(file, _FIRST_READ)
        # Allocating room for the largest file allowed is expensive.
        while len(data) >= _FIRST_READ and (more := os.read(file, limit + 1 - len(data))):
            data += more
    finally:
        os.close(file)
    return data


def _read_tables(root: Path, paths: Iterable[str]) -> tuple[dict[str, bytes], list[Problem]]:
    tables, problems = {}, []
    for path in paths:
        try:
            limit = CLOSED_LIMIT if path.startswith(CLOSED_FOLDER) else LIMIT
            tables[path] = read_bytes(f"{root}{os.sep}{path}", limit)
        except OSError as error:
            problems.append(scan.unreadable_problem(path, error))
    return tables, problems


def _read_schemes(
    files: dict[str, bytes], registry: Registry
) -> tuple[tuple[Scheme, ...], tuple[Target, ...], list[Problem]]:
    if not files:
        return (), (), []
    # Takes 30 ms to import, an eighth of all that reading imports, and many archives have no scheme.
    from bulletin.schemes.parser import read_schemes

    problems: list[Problem] = []
    schemes, targets, found = read_schemes(decode_texts(files, problems), registry)
    return schemes, targets, problems + found


def _closed_without_scheme(closed: Iterable[ClosedPeriod], schemes: Sequence[Scheme]) -> Iterator[Problem]:
    """Yield closed periods with points, of whose last day no scheme knows."""
    for one in closed:
        day = one.period.last
        if one.scheme and one.closed and not any(scheme.first <= day <= scheme.last for scheme in schemes):
            yield Problem(path=one.path, code="closed-without-scheme", field="scheme", values={"day": str(day)})


def _read_closed(files: dict[str, bytes], registry: Registry) -> tuple[tuple[ClosedPeriod, ...], list[Problem]]:
    if not files:
        return (), []
    # Most archives have no closed period.
    from bulletin.content.closed import read_closed

    return read_closed(files, registry)
