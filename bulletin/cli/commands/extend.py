"""``extend``: give units more time to answer a call."""

from __future__ import annotations

from datetime import date

import click

from bulletin.cli import finding, questions
from bulletin.cli.completion import complete
from bulletin.cli.editing import day_option, editing_options, start_editing
from bulletin.core.i18n import N_, Translator
from bulletin.editing.calls import extend_call


def command(say: Translator) -> click.Command:
    """Return the command in the terminal's language."""

    @click.command("extend", help=say(N_("Give units more time to answer a call.")))
    @click.argument("call", required=False, shell_complete=complete("calls"))
    @click.option(
        "--unit", multiple=True, shell_complete=complete("units"), help=say(N_("Who gets more time; may be repeated."))
    )
    @day_option(say, "--due", N_("The last day on which an answer is in time."))
    @editing_options(say)
    @click.pass_context
    def run(
        context: click.Context, /, call: str | None, unit: tuple[str, ...], due: date | None, **given: object
    ) -> int:
        started = start_editing(say, context, given)
        sources, found = started.sources, finding.needed_call(started, call)
        units = questions.needed_names(
            started, unit, "--unit", N_("Which units?"), finding.asked_units(sources.registry, found)
        )
        day = due or questions.needed_day(started, "--due", N_("Due, such as 2026-12-04"))
        return started.finish(extend_call(sources, found, units, day))

    return run
