"""``new``: begin an item, an issue or a call."""

from __future__ import annotations

import click

from bulletin.cli.commands import new_call, new_issue, new_item
from bulletin.cli.options import command_group
from bulletin.core.i18n import N_, Translator


def command(say: Translator) -> click.Group:
    """Return the command in the terminal's language."""
    group = command_group(say, "new", N_("Begin an item, an issue or a call."))
    for module in (new_item, new_issue, new_call):
        group.add_command(module.command(say))
    return group
