"""Completion in shells: what a word may go on with. Read from names of files and the registry, never from texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath

import click
from click.shell_completion import CompletionItem

from bulletin.content import scan
from bulletin.content.sources import read_sources
from bulletin.core.config import find_project, missing_folders
from bulletin.model.enums import Channel, IssueKind, Level, Treatment

SHELLS = ("bash", "zsh", "fish", "powershell")
Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]
Words = Iterable[tuple[str, str]]
"""Words to go on with, each with what it is."""

_TERMS = {"channels": Channel, "kinds": IssueKind, "levels": Level, "treatments": Treatment}


def complete(kind: str) -> Completer:
    """Return what completes words of a *kind*: ids and names of an archive, or members of a closed list."""

    def completer(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
        known = _terms(kind) if kind in _TERMS else _names(kind, _archive(context))
        start = incomplete.lower()
        return [CompletionItem(word, help=text or None) for word, text in known if word.lower().startswith(start)]

    return completer


def _terms(kind: str) -> Words:
    return [(name, "") for term in _TERMS[kind] for name in (term.names[0], term.value)]


def _archive(context: click.Context) -> Path | None:
    """Return the folder of the archive that the command line is about; None where that is none."""
    step: click.Context | None = context
    named: object = None
    while step is not None and named is None:
        named, step = step.params.get("archive"), step.parent
    own = context.obj.archive if context.obj else None
    root = find_project(named if isinstance(named, Path) else own).root
    return None if missing_folders(root) else root


def _names(kind: str, root: Path | None) -> Words:
    if root is None:
        return []
    if kind in ("items", "issues", "calls"):
        return [(_id(path), "") for path in reversed(getattr(scan.scan_archive(root), kind))]
    registry = read_sources(root).registry
    entries = {
        "units": [(one.name, one.id) for one in registry.units],
        "categories": [(one.name, one.id) for one in registry.categories],
        "publications": [(one.name, one.id) for one in registry.publications],
    }
    # Names first: they are what editors write.
    return [*entries[kind], *((identifier, name) for name, identifier in entries[kind])]


def _id(path: str) -> str:
    pure = PurePosixPath(path)
    return pure.stem if path.startswith(f"{scan.CALLS}/") else f"{pure.parent.name}/{pure.stem}"
