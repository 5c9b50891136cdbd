"""``completion``: the script by which a shell completes commands, options, units and ids."""

from __future__ import annotations

import re

import click
from click.shell_completion import ShellComplete, get_completion_class

from bulletin.cli import console
from bulletin.cli.completion import SHELLS
from bulletin.cli.options import collect_options, common_options
from bulletin.core.i18n import N_, Translator

_HELP = N_("Print what makes a shell complete commands, options, units, categories and ids of items.")
_PLACES = {
    "bash": ">> ~/.bashrc",
    "zsh": ">> ~/.zshrc",
    "fish": "> ~/.config/fish/completions/bulletin.fish",
    "powershell": ">> $PROFILE",
}
"""Where the script of each shell goes."""


def command(say: Translator) -> click.Command:
    """Return the command in the terminal's language."""
    program = say(N_("python3 build.py"))
    places = (f"{program} completion {shell} {place}" for shell, place in _PLACES.items())

    @click.command("completion", help=say(_HELP), epilog="\b\n" + "\n".join(places))
    @click.argument("shell", type=click.Choice(SHELLS))
    @common_options(say)
    @click.pass_context
    def run(context: click.Context, /, shell: str, **given: object) -> int:
        collect_options(context, given)
        start = context.find_root()
        name = start.info_name or "bulletin"
        variable = re.sub(r"[-.]", "_", f"_{name}_COMPLETE").upper()
        found = get_completion_class(shell)
        if found is not None:
            # Not found.source(): that of bash asks whatever bash is here for its version.
            console.echo(ShellComplete.source(found(start.command, {}, name, variable)).rstrip("\n"))
        return 0

    return run
