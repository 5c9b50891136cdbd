"""``test``: the tests of the software."""

from __future__ import annotations

import os
import subprocess
import sys

import click

from bulletin.core.config import CHECKOUT
from bulletin.core.i18n import N_, Translator
from bulletin.core.problems import BulletinError

_LOCK = "requirements-dev.lock"
_ALL_TESTS = ("--numprocesses=auto", "--dist=loadfile")
"""All tests, those of one file in one process, where they share a browser or a server."""


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
        if CHECKOUT is None:
            raise BulletinError(N_("The tests are not installed with the program; they are in its repository."))
        prepared = subprocess.call([sys.executable, str(CHECKOUT / "bootstrap.py"), _LOCK])
        # Tests start programs as users do, who have no such setting.
        surroundings = {key: value for key, value in os.environ.items() if key != "PYTHONSAFEPATH"}
        chosen = arguments or _ALL_TESTS
        return prepared or subprocess.call([sys.executable, "-m", "pytest", *chosen], cwd=CHECKOUT, env=surroundings)

    return test
