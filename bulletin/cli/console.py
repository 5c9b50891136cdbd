"""Output: results go to stdout, everything else to stderr; characters that a console lacks are replaced."""

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
_YES, _NO = ("y", "yes", "是", "好"), ("n", "no", "否", "不")


def prepare() -> None:
    """Replace characters that a console does not have by question marks, instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def echo(text: str) -> None:
    """Print a result."""
    click.echo(text)


def echo_error(text: str) -> None:
    """Print a warning, an error or progress."""
    click.echo(text, err=True)


def confirmed(question: str, *, default: bool) -> bool:
    """Ask a question until it is answered by yes or no; *default* is what no answer means. Raises Abort."""
    asked = f"{question} [{'Y/n' if default else 'y/N'}]"
    while True:
        typed = str(click.prompt(asked, default="", show_default=False, err=True)).strip().lower()
        if typed in (*_YES, *_NO, ""):
            return typed in _YES if typed else default


def style(stream: TextIO) -> Style:
    """Return the style of a report on that stream: colours on a terminal, none elsewhere."""
    return _coloured if stream.isatty() else unstyled


def relative_path(path: Path) -> str:
    """Return *path* relative to the current folder, if it is below it."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


class ProgressBar:
    """A progress bar, shown on a terminal after a short wait."""

    def __init__(self, label: str) -> None:
        self._label, self._began = label, time.monotonic()
        self._stack = ExitStack()
        self._bar: Any = None

    def __call__(self, done: int, total: int) -> None:
        """Show that *done* of *total* are done."""
        if self._bar is not None and self._bar.length != total:
            # Something else is counted now.
            self._stack.close()
            self._bar = None
        if self._bar is None and sys.stderr.isatty() and time.monotonic() - self._began > _PATIENCE:
            bar = click.progressbar(length=total, label=self._label, file=sys.stderr)
            self._bar = self._stack.enter_context(bar)
        if self._bar is not None:
            self._bar.update(done - self._bar.pos)

    def close(self) -> None:
        """End the line of the bar."""
        self._stack.close()


def _coloured(text: str, role: str) -> str:
    return click.style(text, **_LOOKS.get(role, {})) if text else text
