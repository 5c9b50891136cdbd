"""``feedback``: record what was done about an endorsement."""

from __future__ import annotations

from datetime import date

import click

from bulletin.cli import finding, questions
from bulletin.cli.completion import complete
from bulletin.cli.editing import editing_options, on_option, start_editing
from bulletin.core.i18n import N_, Translator
from bulletin.editing.item_events import record_feedback


def command(say: Translator) -> click.Command:
    """Return the command in the terminal's language."""

    @click.command("feedback", help=say(N_("Record what was done about an endorsement that awaits feedback.")))
    @click.argument("item", required=False, shell_complete=complete("items"))
    @click.option("--text", metavar="T", help=say(N_("What was done.")))
    @click.option("--by", default="", metavar="POST", help=say(N_("On whose endorsement, where there are several.")))
    @on_option(say)
    @editing_options(say)
    @click.pass_context
    def run(
        context: click.Context, /, item: str | None, text: str | None, by: str, on: date | None, **given: object
    ) -> int:
        started = start_editing(say, context, given)
        file = finding.needed_item(started, item)
        done = questions.needed_text(started, text, "--text", N_("What was done?"))
        on = questions.asked_day(started, on, item, text)
        return started.finish(record_feedback(file, done, by, on or started.today, started.today))

    return run
