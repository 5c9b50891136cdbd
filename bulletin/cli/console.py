"""Where words go: results to stdout, everything else to stderr; no console is too poor for them."""

from __future__ import annotations

import io
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TextIO

import click

from bulletin.checks.report import Style, unstyled

_LOOKS: dict[str, dict[str, Any]] = {
    "place": {"bold": True},
    "field": {"fg": "cyan"},
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow"},
    "code": {"dim": True},
    "cure": {"fg": "green"},
}
_PATIENCE = 2.0


def prepare() -> None:
    """Let characters that a console does not have appear as question marks instead of ending the program."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def answer(text: str) -> None:
    """Print a result."""
    click.echo(text)


def complain(text: str) -> None:
    """Print what is not a result: warnings, errors, progress."""
    click.echo(text, err=True)


def style(stream: TextIO) -> Style:
    """Return the looks of a report on that stream: colours on a terminal, none elsewhere."""
    return _coloured if stream.isatty() else unstyled


def shown(path: Path) -> str:
    """Return *path* as a user would name it from where he stands."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


class Bar:
    """A progress bar, for those who can see it and have waited a while."""

    def __init__(self, label: str) -> None:
        self._label, self._began = label, time.monotonic()
        self._stack = ExitStack()
        self._bar: Any = None

    def __call__(self, done: int, total: int) -> None:
        """Show that *done* of *total* are done."""
        if self._bar is None and sys.stderr.isatty() and time.monotonic() - self._began > _PATIENCE:
            bar = click.progressbar(length=total, label=self._label, file=sys.stderr)
            self._bar = self._stack.enter_context(bar)
        if self._bar is not None:
            self._bar.update(done - self._bar.pos)

    def close(self) -> None:
        """Leave the line of the bar."""
        self._stack.close()


def _coloured(text: str, role: str) -> str:
    return click.style(text, **_LOOKS.get(role, {})) if text else text
