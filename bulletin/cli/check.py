"""``check``: every problem of the archive, with place and cure."""

from __future__ import annotations

import sys

import click

from bulletin import reports
from bulletin.cli import console
from bulletin.cli.options import Options, common, gather
from bulletin.i18n import N_, Translator
from bulletin.loading import load
from bulletin.processes import cores


def command(say: Translator) -> click.Command:
    """Return the command in the terminal's language."""

    @click.command("check", help=say(N_("Show every problem, with its place and its cure; build nothing.")))
    @common(say)
    @click.pass_context
    def check(context: click.Context, /, **given: object) -> int:
        return run(say, gather(context, given))

    return check


def run(say: Translator, options: Options) -> int:
    """Print all problems; return 1 if there is an error among them."""
    loaded = load(options.place(say).root, options.today, options.jobs or cores())
    if options.format == "json":
        console.answer(reports.as_json(loaded.problems, say))
    else:
        console.answer(reports.as_text(loaded.problems, say, console.style(sys.stdout)))
    return 1 if loaded.errors else 0
