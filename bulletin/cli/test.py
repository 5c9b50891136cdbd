"""``test``: the tests of the software."""

from __future__ import annotations

import subprocess
import sys

import click

from bulletin import bootstrap
from bulletin.core.config import HOME
from bulletin.core.i18n import N_, Translator


def command(say: Translator) -> click.Command:
    """Return the command in the terminal's language."""

    @click.command(
        "test",
        help=say(N_("Run the tests of the software; what follows goes to pytest.")),
        context_settings={"ignore_unknown_options": True},
        add_help_option=False,
    )
    @click.help_option("-h", "--help", help=say(N_("Show this and exit.")))
    @click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
    def test(arguments: tuple[str, ...]) -> int:
        try:
            bootstrap.prepare(HOME, bootstrap.DEV_LOCK)
        except bootstrap.Unprepared as reason:
            raise click.ClickException(str(reason)) from reason
        return subprocess.call([sys.executable, "-m", "pytest", *arguments], cwd=HOME)

    return test
