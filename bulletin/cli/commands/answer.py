"""``answer``: record that an item answers a call."""

from __future__ import annotations

import click

from bulletin.cli import finding
from bulletin.cli.completion import complete
from bulletin.cli.editing import editing_options, start_editing
from bulletin.core.i18n import N_, Translator
from bulletin.editing.finding import NotFound
from bulletin.editing.item_events import record_answer

_SWAPPED = N_("The call stands before the item: answer {call} {item}")


def command(say: Translator) -> click.Command:
    """Return the command in the terminal's language."""

    @click.command("answer", help=say(N_("Record that an item answers a call.")))
    @click.argument("call", required=False, shell_complete=complete("calls"))
    @click.argument("item", required=False, shell_complete=complete("items"))
    @editing_options(say)
    @click.pass_context
    def run(context: click.Context, /, call: str | None, item: str | None, **given: object) -> int:
        started = start_editing(say, context, given)
        try:
            found = finding.needed_call(started, call)
        except NotFound:
            if call and item and finding.is_swapped(started, call, item):
                raise click.UsageError(say(_SWAPPED, call=item, item=call)) from None
            raise
        return started.finish(record_answer(finding.needed_item(started, item), found))

    return run
