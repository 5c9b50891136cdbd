"""``undo``: take the last edit of the archive back."""

from __future__ import annotations

from dataclasses import replace

import click

from bulletin.cli.editing import editing_options, start_editing
from bulletin.core.i18n import N_, Translator
from bulletin.editing.changes import Sentence
from bulletin.editing.writing import last_edit

_UNDONE = N_("Undone: {done}")


def command(say: Translator) -> click.Command:
    """Return the command in the terminal's language."""

    @click.command("undo", help=say(N_("Take the last edit back; the last fifty are kept.")))
    @editing_options(say)
    @click.pass_context
    def run(context: click.Context, /, **given: object) -> int:
        started = start_editing(say, context, given)
        kept, edit = last_edit(started.project.root)
        undone = replace(edit, done=Sentence(_UNDONE, {"done": kept.done.said(say)}))
        return started.finish(undone, undoes=kept)

    return run
