"""Completion in shells: what a word may go on with. Read from names of files and the registry, never from texts."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath

import click
from click.shell_completion import CompletionItem, ShellComplete, add_completion_class, split_arg_string

from bulletin.content import scan
from bulletin.content.sources import read_sources
from bulletin.core.config import find_project, missing_folders
from bulletin.model.enums import Channel, IssueKind, Level, Treatment

SHELLS = ("bash", "zsh", "fish", "powershell")
Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]
Words = Iterable[tuple[str, str]]
"""Words to go on with, each with what it is."""

_TERMS = {"channels": Channel, "kinds": IssueKind, "levels": Level, "treatments": Treatment}
_POWERSHELL = """\
Register-ArgumentCompleter -Native -CommandName %(prog_name)s -ScriptBlock {
    param($word, $line, $cursor)
    $end = $cursor - $line.Extent.StartOffset
    $before = $line.Extent.Text.PadRight($end).Substring(0, $end).Replace('\\', '/')
    $env:%(complete_var)s = "powershell_complete"
    $env:COMP_WORDS = $before
    $env:COMP_WORD = $word
    [Console]::OutputEncoding = [Text.Encoding]::UTF8
    & %(prog_name)s | ForEach-Object {
        $parts = $_ -split "`t", 2
        $shown = if ($parts[0] -match "[\\s'\\[\\]（）]") { "'" + $parts[0] + "'" } else { $parts[0] }
        [System.Management.Automation.CompletionResult]::new($shown, $parts[0], "ParameterValue", $parts[1])
    }
    Remove-Item Env:%(complete_var)s, Env:COMP_WORDS, Env:COMP_WORD
}
"""


class PowerShellComplete(ShellComplete):
    """Completion in PowerShell 5 and 7: a script block that asks the program."""

    name = "powershell"
    source_template = _POWERSHELL

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the one that is to be completed, and what there is of that."""
        words, incomplete = split_arg_string(os.environ["COMP_WORDS"]), os.environ.get("COMP_WORD", "")
        return words[1:-1] if incomplete else words[1:], incomplete.strip("'\"")

    def format_completion(self, item: CompletionItem) -> str:
        """Return a word and what it is."""
        return f"{item.value}\t{item.help or item.value}"


add_completion_class(PowerShellComplete)


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
    entries = {"units": registry.units, "categories": registry.categories, "publications": registry.publications}
    # Names first: they are what editors write.
    found = [(entry.name, entry.id) for entry in entries[kind]]
    return [*found, *((entry.id, entry.name) for entry in entries[kind])]


def _id(path: str) -> str:
    pure = PurePosixPath(path)
    return pure.stem if path.startswith(f"{scan.CALLS}/") else f"{pure.parent.name}/{pure.stem}"
