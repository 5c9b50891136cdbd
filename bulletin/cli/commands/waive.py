"""``waive``: excuse units from answering a call."""

from __future__ import annotations

import click

from bulletin.cli import finding, questions
from bulletin.cli.completion import complete
from bulletin.cli.editing import editing_options, start_editing
from bulletin.core.i18n import N_, Translator
from bulletin.editing.calls import waive_call


def command(say: Translator) -> click.Command:
    """Return the command in the terminal's language."""

    @click.command("waive", help=say(N_("Excuse units from answering a call.")))
    @click.argument("call", required=False, shell_complete=complete("calls"))
    @click.option(
        "--unit", multiple=True, shell_complete=complete("units"), help=say(N_("Who is excused; may be repeated."))
    )
    @click.option("--reason", metavar="T", help=say(N_("Why they need not answer.")))
    @editing_options(say)
    @click.pass_context
    def run(
        context: click.Context, /, call: str | None, unit: tuple[str, ...], reason: str | None, **given: object
    ) -> int:
        started = start_editing(say, context, given)
        sources, found = started.sources, finding.needed_call(started, call)
        units = questions.needed_names(
            started, unit, "--unit", N_("Which units?"), finding.asked_units(sources.registry, found)
        )
        why = questions.needed_text(started, reason, "--reason", N_("Reason"))
        return started.finish(waive_call(sources, found, units, why))

    return run
