"""All commands together, in the language of the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import click

from bulletin.cli import build, check, serve, test
from bulletin.cli.options import common, gather
from bulletin.i18n import LANGUAGES, N_, Translator, user_language

COMMANDS = (build, check, serve, test)

_HEADINGS = N_("Options"), N_("Commands")


def language(arguments: Sequence[str]) -> str:
    """Return the language that the arguments ask for, by default the terminal's."""
    asked = [after for before, after in pairwise(arguments) if before == "--lang"]
    asked += [argument.removeprefix("--lang=") for argument in arguments if argument.startswith("--lang=")]
    return next((name for name in reversed(asked) if name in LANGUAGES), None) or user_language()


def group(say: Translator) -> click.Group:
    """Return the command line; without a command it builds."""

    @click.group("build.py", invoke_without_command=True)
    @common(say)
    @click.pass_context
    def start(context: click.Context, /, **given: object) -> int | None:
        context.obj = gather(context, given)
        return None if context.invoked_subcommand else build.run(say, context.obj)

    start.help = say(N_("Check the archive and build its site; the commands do parts of that, or more."))
    for module in COMMANDS:
        start.add_command(module.command(say))
    for command in (start, *start.commands.values()):
        command.context_class = _speaking(say)
    return start


def _speaking(say: Translator) -> type[click.Context]:
    """Return a context whose help has its headings in that language."""

    class Formatter(click.HelpFormatter):
        def write_heading(self, heading: str) -> None:
            super().write_heading(say(heading))

        def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
            super().write_usage(prog, args, say("Usage: ") if prefix is None else prefix)

    class Context(click.Context):
        formatter_class = Formatter

    return Context
