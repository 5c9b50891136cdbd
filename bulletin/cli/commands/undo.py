"""``undo``: take the last edit of the archive back."""

from __future__ import annotations

from dataclasses import replace

import click

from bulletin.cli import console
from bulletin.cli.editing import editing_options, start_editing
from bulletin.core.i18n import N_, Translator
from bulletin.editing.changes import Sentence
from bulletin.editing.writing import last_edit

_SKIPPED = N_("Passed over, as its lines have changed since: {done}")
_UNDONE = N_("Undone: {done}")


def command(say: Translator) -> click.Command:
    """Return the command in the terminal's language."""

    @click.command("undo", help=say(N_("Take the last edit back; the last fifty are kept.")))
    @click.option("--skip", is_flag=True, help=say(N_("Pass over later edits that cannot be undone.")))
    @editing_options(say)
    @click.pass_context
    def run(context: click.Context, /, *, skip: bool, **given: object) -> int:
        started = start_editing(say, context, given)
        kept, edit, skipped = last_edit(started.project.root, skip=skip)
        for one in skipped:
            console.echo_error(say(_SKIPPED, done=one.done.said(say)))
        undone = replace(edit, done=Sentence(_UNDONE, {"done": kept.done.said(say)}))
        return started.finish(undone, undoes=kept)

    return run
