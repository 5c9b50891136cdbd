"""``withdraw``: withdraw an item, of which only a notice is left."""

from __future__ import annotations

from datetime import date

import click

from bulletin.cli import finding, questions
from bulletin.cli.completion import complete
from bulletin.cli.editing import editing_options, on_option, start_editing
from bulletin.core.i18n import N_, Translator
from bulletin.editing.item_events import record_withdrawal


def command(say: Translator) -> click.Command:
    """Return the command in the terminal's language."""

    @click.command("withdraw", help=say(N_("Withdraw an item: only a notice with id and day is left on the site.")))
    @click.argument("item", required=False, shell_complete=complete("items"))
    @click.option("--note", metavar="T", help=say(N_("Why it is withdrawn.")))
    @on_option(say)
    @editing_options(say)
    @click.pass_context
    def run(context: click.Context, /, item: str | None, note: str | None, on: date | None, **given: object) -> int:
        started = start_editing(say, context, given)
        file = finding.needed_item(started, item)
        reason = questions.needed_text(started, note, "--note", N_("Why is it withdrawn?"))
        on = questions.asked_day(started, on, item, note)
        return started.finish(record_withdrawal(file, reason, on or started.today, started.today))

    return run
