"""``serve``: show the site on this machine and keep it up to date."""

from __future__ import annotations

import gc
import sys
import threading
from typing import TYPE_CHECKING

import click

from bulletin.checks import report
from bulletin.cli import console
from bulletin.cli.options import Options, collect_options, common_options
from bulletin.core.i18n import N_, Translator
from bulletin.core.parallel import available_cores
from bulletin.core.problems import BulletinError

if TYPE_CHECKING:
    from bulletin.content.loader import LoadedArchive


def command(say: Translator) -> click.Command:
    """Return the command in the terminal's language."""

    @click.command("serve", help=say(N_("Show the site on this machine; it follows every change of a file.")))
    @click.option("--port", type=click.IntRange(1, 65535), default=8000, help=say(N_("Port (default: 8000).")))
    @common_options(say)
    @click.pass_context
    def serve(context: click.Context, /, port: int, **given: object) -> int:
        return run(say, collect_options(context, given), port)

    return serve


def run(say: Translator, options: Options, port: int) -> int:
    """Serve until interrupted."""
    # Takes 0.4 s to import, with MkDocs: the help of all commands need not.
    from bulletin.server.broadcast import ReloadBroadcaster
    from bulletin.server.http import PreviewServer
    from bulletin.server.session import Session
    from bulletin.server.watcher import file_stats, watch_changes

    project, broadcaster = options.settings(say).project, ReloadBroadcaster()
    session = Session(project, broadcaster, lambda: options.today(project), say, _ProblemReporter(say))
    try:
        with PreviewServer(broadcaster, port, verbose=bool(options.verbose)) as server:
            seen = file_stats(session.watched_folders())
            session.start(options.jobs or available_cores())
            # The archive is kept, and never garbage: not to look at it saves 13 % of the CPU time of applying an edit.
            gc.freeze()
            threading.Thread(target=server.serve_forever, daemon=True).start()
            console.echo_error(say("The site is at {address} – Ctrl-C ends it.", address=server.address))
            for paths in watch_changes(session.watched_folders, project.settings, seen):
                session.apply_changes(paths)
    except KeyboardInterrupt:
        console.echo_error(say("No longer served."))
    return 0


class _ProblemReporter:
    """Prints what has changed in the problems of an archive."""

    def __init__(self, say: Translator) -> None:
        self._say = say
        self._error, self._warnings = "", 0

    def __call__(self, error: BulletinError | None, loaded: LoadedArchive) -> None:
        say = self._say
        message = report.format_error(error, say, console.style(sys.stderr)) if error else ""
        if message and message != self._error:
            console.echo_error(message)
            console.echo_error(say("It is shown as soon as this is mended."))
        elif self._error and not message:
            console.echo_error(say("All errors are mended; the site is up to date."))
        warnings = len(report.warnings(loaded.problems))
        if warnings and warnings != self._warnings and not message:
            one, many = "{n} warning; “build.py check” shows it.", "{n} warnings; “build.py check” shows all."
            console.echo_error(say.ngettext(one, many, warnings))
        self._error, self._warnings = message, warnings
