"""``endorse``: record the instruction that a leader has written on an item."""

from __future__ import annotations

from datetime import date
from typing import cast

import click

from bulletin.cli import finding, questions
from bulletin.cli.completion import complete
from bulletin.cli.editing import editing_options, on_option, start_editing
from bulletin.core.i18n import N_, Translator
from bulletin.editing.item_events import record_endorsement
from bulletin.editing.names import find_term
from bulletin.editing.scalars import clean_value
from bulletin.model.enums import Level
from bulletin.model.records import Endorsement


def command(say: Translator) -> click.Command:
    """Return the command in the terminal's language."""

    @click.command("endorse", help=say(N_("Record the instruction that a leader has written on an item.")))
    @click.argument("item", required=False, shell_complete=complete("items"))
    @click.option("--by", metavar="POST", help=say(N_("The post of the leader, not the name.")))
    @click.option(
        "--level",
        metavar="L",
        shell_complete=complete("levels"),
        help=say(N_("The level of the leader: 中央, 省, 市, 县, 乡.")),
    )
    @on_option(say)
    @click.option("--text", default="", metavar="T", help=say(N_("What the leader wrote.")))
    @editing_options(say)
    @click.pass_context
    def run(
        context: click.Context, /, item: str | None, by: str | None, level: str | None, text: str, **given: object
    ) -> int:
        on = cast("date | None", given.pop("on"))
        started = start_editing(say, context, given)
        file = finding.needed_item(started, item)
        post = questions.needed_text(started, by, "--by", N_("By whom (the post)?"))
        found = questions.needed_value(
            started, level, "--level", N_("Of which level?"), lambda typed: find_term(Level, typed)
        )
        on = questions.asked_day(started, on, item, by, level)
        endorsement = Endorsement(by=post, level=found, date=on, text=clean_value(text))
        return started.finish(record_endorsement(file, endorsement, started.today))

    return run
