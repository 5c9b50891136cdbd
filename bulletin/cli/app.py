"""The group of all commands, in the language of the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from itertools import pairwise

import click

from bulletin import __version__
from bulletin.cli.commands import build
from bulletin.cli.options import collect_options, common_options
from bulletin.cli.usage import require_values, unknown_command
from bulletin.core.config import PACKAGE
from bulletin.core.i18n import LANGUAGES, N_, Translator, user_language

COMMANDS = {
    "build": "build",
    "check": "check",
    "check-push": "check_push",
    "init": "init",
    "new": "new",
    "extend": "extend",
    "waive": "waive",
    "rename": "rename",
    "adopt": "adopt",
    "endorse": "endorse",
    "feedback": "feedback",
    "answer": "answer",
    "outcome": "outcome",
    "correct": "correct",
    "withdraw": "withdraw",
    "unit": "unit",
    "fmt": "fmt",
    "undo": "undo",
    "stats": "stats",
    "ledger": "ledger",
    "registry": "registry",
    "import": "import_files",
    "export": "export",
    "due": "due",
    "log": "log",
    "close": "close",
    "reopen": "reopen",
    "explain-scheme": "explain_scheme",
    "schema": "schema",
    "search": "search",
    "print": "print_files",
    "publish": "publish",
    "rollback": "rollback",
    "verify": "verify",
    "headers": "headers",
    "redirects": "redirects",
    "serve": "serve",
    "completion": "completion",
    "test": "test",
}
"""The module of each command, imported when the command is run."""

_HEADINGS = N_("Options"), N_("Commands")


def language(arguments: Sequence[str]) -> str:
    """Return the language given in the arguments, by default the terminal's."""
    asked = _values(arguments, "--lang")
    return next((name for name in reversed(asked) if name in LANGUAGES), None) or user_language()


def is_json(arguments: Sequence[str]) -> bool:
    """Whether the arguments ask for an answer in JSON."""
    return _values(arguments, "--format")[-1:] == ["json"]


def _values(arguments: Sequence[str], option: str) -> list[str]:
    """Return the values of an option in arguments that may be wrong."""
    found = [after for before, after in pairwise(arguments) if before == option]
    return [*found, *(one.partition("=")[2] for one in arguments if one.startswith(f"{option}="))]


def group(say: Translator) -> click.Group:
    """Return the command line; without a command it builds."""

    @click.group("bulletin", cls=_LazyGroup, invoke_without_command=True)
    @click.version_option(__version__, message=f"%(prog)s %(version)s ({PACKAGE})", help=say(N_("Show the version.")))
    @common_options(say)
    @click.pass_context
    def start(context: click.Context, /, **given: object) -> int | None:
        context.obj = collect_options(context, given)
        return None if context.invoked_subcommand else build.run(say, context.obj)

    start.help = say(N_("Check the archive and build its site; the commands do parts of that, or more."))
    start.context_class = _translated_context(say)
    start.say = say
    return start


class _LazyGroup(click.Group):
    """A group that imports a command when it is named."""

    say: Translator

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of all commands, in the order of the help."""
        return list(COMMANDS)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that is named, its name, and the rest of the arguments; raises UsageError."""
        if args and args[0] not in COMMANDS and not ctx.resilient_parsing:
            raise unknown_command(args[0], list(COMMANDS), self.say)
        name, found, rest = super().resolve_command(ctx, args)
        if found is not None and not ctx.resilient_parsing:
            if isinstance(found, click.Group) and rest and rest[0][:1] != "-" and rest[0] not in found.commands:
                raise unknown_command(rest[0], list(found.commands), self.say)
            require_values(found, rest, self.say)
        return name, found, rest

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the options before the name of a command; raises UsageError where one has no value."""
        if not ctx.resilient_parsing:
            require_values(self, args, self.say)
        return super().parse_args(ctx, args)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Return a command by its name, or None."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"bulletin.cli.commands.{COMMANDS[cmd_name]}").command(self.say)
        for one in (command, *(command.commands.values() if isinstance(command, click.Group) else ())):
            one.context_class = self.context_class
        return command


def _translated_context(say: Translator) -> type[click.Context]:
    """Return a context whose help has its headings in that language."""

    class Formatter(click.HelpFormatter):
        def write_heading(self, heading: str) -> None:
            super().write_heading(say(heading))

        def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
            super().write_usage(prog, args, say("Usage: ") if prefix is None else prefix)

    class Context(click.Context):
        formatter_class = Formatter

    return Context
