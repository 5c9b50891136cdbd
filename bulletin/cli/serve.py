"""``serve``: show the site on this machine and keep it up to date."""

from __future__ import annotations

import click

from bulletin.cli.options import common, gather
from bulletin.i18n import N_, Translator


def command(say: Translator) -> click.Command:
    """Return the command in the terminal's language."""

    @click.command("serve", help=say(N_("Show the site on this machine; it follows every change of a file.")))
    @click.option("--port", type=click.IntRange(1, 65535), default=8000, help=say(N_("Port (default: 8000).")))
    @common(say)
    @click.pass_context
    def serve(context: click.Context, /, port: int, **given: object) -> int:
        from bulletin.press import run

        options = gather(context, given)
        run.serve(options.place(say), port, options.date.date() if options.date else None)
        return 0

    return serve
