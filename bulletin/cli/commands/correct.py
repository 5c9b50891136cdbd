"""``correct``: record that an error of an item was corrected."""

from __future__ import annotations

from datetime import date

import click

from bulletin.cli import finding, questions
from bulletin.cli.completion import complete
from bulletin.cli.editing import editing_options, on_option, start_editing
from bulletin.core.i18n import N_, Translator
from bulletin.editing.item_events import record_correction
from bulletin.editing.names import find_term
from bulletin.model.enums import CorrectionSeverity
from bulletin.model.records import Correction


def command(say: Translator) -> click.Command:
    """Return the command in the terminal's language."""

    @click.command("correct", help=say(N_("Record that an error of an item was corrected; correct the text first.")))
    @click.argument("item", required=False, shell_complete=complete("items"))
    @click.option("--note", metavar="T", help=say(N_("What was wrong and is right now.")))
    @click.option(
        "--severity", default="minor", metavar="S", help=say(N_("How bad the error was: minor 一般, major 严重."))
    )
    @on_option(say)
    @editing_options(say)
    @click.pass_context
    def run(
        context: click.Context, /, item: str | None, note: str | None, severity: str, on: date | None, **given: object
    ) -> int:
        started = start_editing(say, context, given)
        file = finding.needed_item(started, item)
        text = questions.needed_text(started, note, "--note", N_("What was wrong and is right now?"))
        on = questions.asked_day(started, on, item, note)
        correction = Correction(date=on or started.today, note=text, severity=find_term(CorrectionSeverity, severity))
        return started.finish(record_correction(file, correction, started.today))

    return run
