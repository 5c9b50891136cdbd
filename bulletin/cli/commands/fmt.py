"""``fmt``: write front matter and tables uniformly, where that is safe."""

from __future__ import annotations

from pathlib import Path

import click

from bulletin.checks import report
from bulletin.cli import console
from bulletin.cli.editing import EditingRun, editing_options, start_editing
from bulletin.content.sources import read_sources
from bulletin.core.i18n import N_, Translator
from bulletin.editing.formatting import format_files

_OUTSIDE = N_("{path} is not in the archive.")


def command(say: Translator) -> click.Command:
    """Return the command in the terminal's language."""

    @click.command(
        "fmt", help=say(N_("Write front matter uniformly: signs, spaces, days. What it says and its order stay."))
    )
    @click.argument("paths", nargs=-1, metavar="[PATH]…", type=click.Path(exists=True, path_type=Path))
    @click.option("--check", is_flag=True, help=say(N_("Only list the files, with exit code 1 where there are any.")))
    @editing_options(say)
    @click.pass_context
    def run(context: click.Context, /, paths: tuple[Path, ...], *, check: bool, **given: object) -> int:
        started = start_editing(say, context, given)
        edit = format_files(read_sources(started.project.root), [_inside(started, path) for path in paths])
        if not check:
            return started.finish(edit)
        found = [change.path for change in edit.changes]
        if started.options.format == "json":
            console.echo(report.dump_json({"files": found}))
        elif found:
            console.echo("\n".join(found))
        return 1 if found else 0

    return run


def _inside(run: EditingRun, path: Path) -> str:
    """Return a path as the archive has it; "" is the archive itself."""
    root = run.project.root.resolve()
    try:
        return path.resolve().relative_to(root).as_posix().removeprefix(".")
    except ValueError:
        raise click.UsageError(run.say(_OUTSIDE, path=path)) from None
