"""``rollback``: make an earlier release current again."""

from __future__ import annotations

from pathlib import Path

import click

from bulletin.checks import report
from bulletin.cli import console
from bulletin.cli.commands.publish import BUSY, SET_ASIDE
from bulletin.cli.options import Options, collect_options, common_options, release_options
from bulletin.core.i18n import N_, Translator
from bulletin.core.problems import BulletinError
from bulletin.publish.lock import PublishLocked, publish_lock
from bulletin.publish.store import ReleaseStore


def command(say: Translator) -> click.Command:
    """Return the command in the terminal's language."""

    @click.command("rollback", help=say(N_("Put the release before, or the one that is named, in force again.")))
    @release_options(say)
    @common_options(say)
    @click.pass_context
    def rollback(context: click.Context, /, to: Path, release: str, **given: object) -> int:
        return run(say, collect_options(context, given), to, release)

    return rollback


def run(say: Translator, options: Options, to: Path, asked: str) -> int:
    """Swap ``current``; return 0, or 75 if another run is in progress."""
    store = ReleaseStore(to)
    if not store.release_names:
        raise BulletinError(N_("Nothing is published in {folder} yet."), folder=to)
    try:
        with publish_lock(to):
            before = store.current
            name = store.find(asked) if asked else store.release_before(before)
            aside = store.make_current(name)
    except PublishLocked as busy:
        console.echo_error(report.format_error(busy, say))
        return BUSY
    if options.format == "json":
        console.echo(
            report.dump_json({"release": name, "previous": before, "releases": store.release_names, "set_aside": aside})
        )
    else:
        console.echo(say("Release {release} is in force; before it was {previous}.", release=name, previous=before))
        if aside:
            console.echo_error(say(SET_ASIDE, name=aside))
    return 0
