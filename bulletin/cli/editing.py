"""What all commands that change files have in common: their options, the question, and what is said at the end."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

import click

from bulletin.checks import report
from bulletin.cli import console
from bulletin.cli.options import Options, collect_options, common_options
from bulletin.cli.usage import Day
from bulletin.content.sources import Sources, read_sources
from bulletin.core.config import Project
from bulletin.core.i18n import N_, Translator
from bulletin.core.problems import Problem
from bulletin.editing.changes import Edit, difference
from bulletin.editing.undo_store import KeptEdit
from bulletin.editing.writing import apply_edit, check_edit, undo_edit

F = TypeVar("F", bound=Callable[..., Any])

_NOT_WRITTEN = N_("Nothing was written.")
_NO_CHANGE = N_("Nothing has to be changed.")
_CANNOT_UNDO = N_("This cannot be undone: what was there before could not be kept ({reason}).")


@dataclass(frozen=True)
class EditingRun:
    """One run of a command that changes files: where, on what day, and how much is asked."""

    say: Translator
    options: Options
    project: Project
    today: date
    dry_run: bool = False
    yes: bool = False
    asks: bool = False
    """Whether somebody is there who can be asked: in a terminal, without ``--yes`` and ``--dry-run``."""
    more: Mapping[str, Any] = field(default_factory=dict)
    """What JSON tells beside the edit."""

    @cached_property
    def sources(self) -> Sources:
        """The files and the registry of the archive."""
        return read_sources(self.project.root)

    def finish(self, edit: Edit, undoes: KeptEdit | None = None) -> int:
        """Show, ask for and make an edit, say what was done, and return the exit code. Raises BulletinError."""
        root = self.project.root
        if not edit.real_changes:
            self.tell(edit, _NO_CHANGE)
            return 0
        if self.dry_run or self.asks:
            found = () if undoes else check_edit(root, edit, self.today)
            if self.options.format != "json":
                console.echo(difference(edit))
            if self.dry_run or not self.confirmed(N_("Write it?")):
                self.tell(edit, _NOT_WRITTEN, found)
                return 0 if self.dry_run else 1
        if undoes:
            undo_edit(root, undoes, edit)
            self.tell(edit)
        else:
            result = apply_edit(root, edit, self.today)
            self.tell(edit, "", result.warnings, result.cannot_undo)
        return 0

    def confirmed(self, question: str) -> bool:
        """Ask a question, a msgid, that is answered by yes or no."""
        return console.confirmed(self.say(question), default=True)

    def ask(self, question: str) -> str:
        """Ask for a text; *question* is a msgid."""
        return str(click.prompt(self.say(question), err=True)).strip()

    def ask_or_none(self, question: str) -> str:
        """Ask for a text that may be empty; *question* is a msgid."""
        return str(click.prompt(self.say(question), default="", show_default=False, err=True)).strip()

    def tell(self, edit: Edit, not_written: str = "", warnings: Sequence[Problem] = (), cannot_undo: str = "") -> None:
        """Say what was done, or by the msgid *not_written* that nothing was."""
        if self.options.format == "json":
            console.echo(self._json(edit, warnings, written=not not_written))
            return
        if not_written:
            console.echo_error(self.say(not_written))
        else:
            console.echo("\n  ".join([edit.done.said(self.say), *(change.path for change in edit.real_changes)]))
        for problem in warnings:
            console.echo_error(report.format_problem(problem, self.say, console.style(sys.stderr)))
        if cannot_undo:
            console.echo_error(self.say(_CANNOT_UNDO, reason=cannot_undo))

    def _json(self, edit: Edit, warnings: Sequence[Problem], *, written: bool) -> str:
        files = [{"path": change.path, "change": change.kind} for change in edit.real_changes]
        return report.problems_json(
            warnings,
            self.say,
            written=written,
            done=edit.done.said(self.say),
            files=files,
            difference=difference(edit),
            **self.more,
        )


def editing_options(say: Translator) -> Callable[[F], F]:
    """Add the options of commands that change files, the common ones among them: see :func:`start_editing`."""
    dry_run = click.option("--dry-run", is_flag=True, help=say(N_("Show what would be written, and write nothing.")))
    yes = click.option("--yes", is_flag=True, help=say(N_("Do not ask.")))
    common = common_options(say)
    return lambda function: dry_run(yes(common(function)))


def day_option(say: Translator, name: str, text: str) -> Callable[[F], F]:
    """Add an option that is a day; *text* is the msgid of its help."""
    return click.option(name, type=Day(), metavar="YYYY-MM-DD", help=say(text))


def on_option(say: Translator) -> Callable[[F], F]:
    """Add ``--on``, the day of the fact that is recorded."""
    return day_option(say, "--on", N_("The day on which it was (default: today)."))


def start_editing(say: Translator, context: click.Context, given: dict[str, object]) -> EditingRun:
    """Return the run that the values of :func:`editing_options` describe."""
    dry_run, yes = bool(given.pop("dry_run")), bool(given.pop("yes"))
    options = collect_options(context, given)
    project = options.project(say)
    asks = sys.stdin.isatty() and not (dry_run or yes or options.format == "json")
    return EditingRun(say, options, project, options.today(project), dry_run, yes, asks)
