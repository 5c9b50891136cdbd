"""``unit``: another name for a unit, its last day, or the unit that it has become a part of."""

from __future__ import annotations

from datetime import date

import click

from bulletin.cli import finding, questions
from bulletin.cli.completion import complete
from bulletin.cli.editing import day_option, editing_options, start_editing
from bulletin.cli.options import command_group
from bulletin.core.i18n import N_, Translator
from bulletin.editing.units import rename_unit, unit_leaves

_WHICH = N_("Which unit?")
_LAST_DAY = N_("The last day of the unit.")
_WHICH_DAY = N_("Last day of the unit, such as 2025-12-31")


def command(say: Translator) -> click.Group:
    """Return the command in the terminal's language."""
    group = command_group(say, "unit", N_("Record that a unit is called otherwise, left, or was merged."))
    for make in (_rename, _leave, _merge):
        group.add_command(make(say))
    return group


def _rename(say: Translator) -> click.Command:
    @click.command("rename", help=say(N_("Give a unit another name; the old one stays as a former name.")))
    @click.argument("unit", required=False, shell_complete=complete("units"))
    @click.argument("name", required=False)
    @editing_options(say)
    @click.pass_context
    def run(context: click.Context, /, unit: str | None, name: str | None, **given: object) -> int:
        started = start_editing(say, context, given)
        found = finding.needed_unit(started, started.sources, unit, "UNIT", _WHICH)
        new = questions.needed_text(started, name, "NAME", N_("New name"))
        return started.finish(rename_unit(started.sources, found, new))

    return run


def _leave(say: Translator) -> click.Command:
    @click.command("leave", help=say(N_("Record the last day of a unit.")))
    @click.argument("unit", required=False, shell_complete=complete("units"))
    @day_option(say, "--on", _LAST_DAY)
    @editing_options(say)
    @click.pass_context
    def run(context: click.Context, /, unit: str | None, on: date | None, **given: object) -> int:
        started = start_editing(say, context, given)
        found = finding.needed_unit(started, started.sources, unit, "UNIT", _WHICH)
        day = on or questions.needed_day(started, "--on", _WHICH_DAY)
        return started.finish(unit_leaves(started.sources, found, day))

    return run


def _merge(say: Translator) -> click.Command:
    @click.command("merge", help=say(N_("Record that a unit has become a part of another, which stands for it.")))
    @click.argument("unit", required=False, shell_complete=complete("units"))
    @click.argument("other", required=False, shell_complete=complete("units"))
    @day_option(say, "--on", _LAST_DAY)
    @editing_options(say)
    @click.pass_context
    def run(context: click.Context, /, unit: str | None, other: str | None, on: date | None, **given: object) -> int:
        started = start_editing(say, context, given)
        found = finding.needed_unit(started, started.sources, unit, "UNIT", _WHICH)
        successor = finding.needed_unit(started, started.sources, other, "OTHER", _WHICH)
        day = on or questions.needed_day(started, "--on", _WHICH_DAY)
        return started.finish(unit_leaves(started.sources, found, day, successor))

    return run
