"""The sources of an archive: its list of files, its registry and its scoring schemes."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bulletin.checks.sensitive.scan import scan_file_names, scan_registry_files
from bulletin.content import scan
from bulletin.content.decode import decode_texts
from bulletin.content.images import ImageStore
from bulletin.content.registry import read_registry
from bulletin.content.static_pages import check_page
from bulletin.core.problems import Problem
from bulletin.core.text import LIMIT
from bulletin.model.registry import Registry

if TYPE_CHECKING:
    from bulletin.model.scheme import Scheme, Target

_SCHEME_FOLDERS = ("registry/schemes/", "registry/targets/")
_OPEN_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0)
_FIRST_READ = 1 << 15
"""Nearly all files are smaller than this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """The files of an archive and its registry."""

    root: Path
    files: scan.SourceTree
    registry: Registry
    schemes: tuple[Scheme, ...] = ()
    targets: tuple[Target, ...] = ()
    problems: tuple[Problem, ...] = ()
    """Problems of file names, the registry, hand-written pages and images."""

    @property
    def text_paths(self) -> list[str]:
        """The paths of items, calls and issues."""
        return [*self.files.items, *self.files.calls, *self.files.issues]

    @property
    def scoring_needs_texts(self) -> bool:
        """Whether points depend on the texts of items, and not only on their front matter."""
        if not self.schemes and not self.targets:
            return False
        # As in _read_schemes.
        from bulletin.model.scheme import need_texts

        return need_texts(self.schemes, self.targets)


def read_sources(root: Path) -> Sources:
    """Return the files of the archive at *root* and its registry; items, calls and issues are not read."""
    files = scan.scan_archive(root)
    tables, problems = _read_tables(root, files.registry)
    unreadable = {problem.path for problem in problems}
    scheme_files = {path: data for path, data in tables.items() if path.startswith(_SCHEME_FOLDERS)}
    registry, registry_problems = read_registry({path: d for path, d in tables.items() if path not in scheme_files})
    schemes, targets, scheme_problems = _read_schemes(scheme_files, registry)
    # A file that cannot be read is not missing.
    problems += files.problems + [p for p in registry_problems if p.path not in unreadable] + scheme_problems
    problems += _check_side_files(root, files, tables, registry)
    return Sources(
        root=root, files=files, registry=registry, schemes=schemes, targets=targets, problems=tuple(problems)
    )


def read_bytes(path: str) -> bytes:
    """Return the bytes of a file: at most ``LIMIT`` and one more, by which a file that is too large is known."""
    file = os.open(path, _OPEN_FLAGS)
    try:
        data = os.read(file, _FIRST_READ)
        # Allocating room for the largest file allowed is expensive.
        while len(data) >= _FIRST_READ and (more := os.read(file, LIMIT + 1 - len(data))):
            data += more
    finally:
        os.close(file)
    return data


def _read_tables(root: Path, paths: Iterable[str]) -> tuple[dict[str, bytes], list[Problem]]:
    tables, problems = {}, []
    for path in paths:
        try:
            tables[path] = read_bytes(f"{root}{os.sep}{path}")
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


def _check_side_files(
    root: Path, files: scan.SourceTree, tables: Mapping[str, bytes], registry: Registry
) -> Iterator[Problem]:
    """Yield the problems of file names, texts of the registry, hand-written pages and images."""
    yield from scan_registry_files(tables, registry)
    yield from scan_file_names([*files.items, *files.calls, *files.issues, *files.pages, *files.images], registry)
    if files.pages:
        resolver = files.link_resolver()
        for path in files.pages:
            try:
                data = read_bytes(f"{root}{os.sep}{path}")
            except OSError as error:
                yield scan.unreadable_problem(path, error)
            else:
                yield from check_page(data, path, registry, resolver)
    if files.images:
        image_store = ImageStore(root, registry)
        for path in files.images:
            yield from image_store.check(path)
