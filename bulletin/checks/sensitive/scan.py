"""The guard: what must not be published becomes a problem, whichever source it stands in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from bulletin.checks.sensitive import Finding, findings
from bulletin.core.problems import Problem
from bulletin.model.registry import Registry

PER_FILE = 5
"""More findings of one kind than this in one file are not told one by one."""


def guard(text: str, path: str, registry: Registry) -> Iterator[Problem]:
    """Yield what must not be published of the *text* of a file, but for what was allowed there."""
    allowed = {code for code, paths in registry.allowed.items() if path in paths}
    told: dict[str, int] = {}
    for finding in findings(text, public=registry.is_public):
        # A hash is dear: none is made of what is not told.
        if told.get(finding.code, 0) < PER_FILE and not (allowed and finding.hash in allowed):
            told[finding.code] = told.get(finding.code, 0) + 1
            yield problem(finding, path, finding.line(text))


def problem(finding: Finding, path: str, line: int, code: str = "") -> Problem:
    """Return the problem with a finding; what was found is in it masked, and by its hash."""
    values = {"shown": finding.shown, "hash": finding.hash, "path": path}
    return Problem(path=path, code=code or finding.code, line=line, values=values)


def guard_names(paths: Iterable[str], registry: Registry) -> Iterator[Problem]:
    """Yield what must not be published of the names of files."""
    listed = list(paths)
    # Year and name of an item are two numbers, not one.
    text = "\n".join(listed).replace("/", " 、")
    for finding in findings(text, public=registry.is_public):
        path = listed[finding.line(text) - 1]
        if path not in registry.allowed.get(finding.hash, ()):
            yield problem(finding, path, 0)


def guard_tables(tables: Mapping[str, bytes], registry: Registry) -> Iterator[Problem]:
    """Yield what must not be published of the files of the registry."""
    for path, data in tables.items():
        yield from guard(data.decode("utf-8", "ignore"), path, registry)
