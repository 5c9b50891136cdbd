"""``outcome``: record a document or decision that came of an item."""

from __future__ import annotations

from datetime import date

import click

from bulletin.cli import finding, questions
from bulletin.cli.completion import complete
from bulletin.cli.editing import editing_options, on_option, start_editing
from bulletin.core.i18n import N_, Translator
from bulletin.editing.item_events import record_outcome
from bulletin.model.records import Outcome


def command(say: Translator) -> click.Command:
    """Return the command in the terminal's language."""

    @click.command("outcome", help=say(N_("Record a document or decision that came of an item.")))
    @click.argument("item", required=False, shell_complete=complete("items"))
    @click.option("--title", metavar="T", help=say(N_("The document or decision.")))
    @on_option(say)
    @editing_options(say)
    @click.pass_context
    def run(context: click.Context, /, item: str | None, title: str | None, on: date | None, **given: object) -> int:
        started = start_editing(say, context, given)
        file = finding.needed_item(started, item)
        named = questions.needed_text(started, title, "--title", N_("Which document or decision?"))
        on = questions.asked_day(started, on, item, title)
        return started.finish(record_outcome(file, Outcome(title=named, date=on), started.today))

    return run
