"""``verify``: compare a release with its manifest, byte by byte, and see where links lead and who may read it."""

from __future__ import annotations

from pathlib import Path

import click

from bulletin.checks import report
from bulletin.cli import console
from bulletin.cli.options import Options, collect_options, common_options, release_options
from bulletin.core.i18n import N_, Translator
from bulletin.core.problems import BulletinError
from bulletin.publish.store import ReleaseStore


def command(say: Translator) -> click.Command:
    """Return the command in the terminal's language."""

    @click.command("verify", help=say(N_("See whether a release is still what was published, byte by byte.")))
    @release_options(say)
    @common_options(say)
    @click.pass_context
    def verify(context: click.Context, /, to: Path, release: str, **given: object) -> int:
        return run(say, collect_options(context, given), to, release)

    return verify


def run(say: Translator, options: Options, to: Path, asked: str) -> int:
    """Print where the release differs; return 1 if it does."""
    store = ReleaseStore(to)
    name = store.find(asked) if asked else store.current
    if not name and store.release_names:
        raise BulletinError(
            N_("“current” in {folder} leads to no release; publish, or put one in force with “rollback”."), folder=to
        )
    if not name:
        raise BulletinError(N_("Nothing is published in {folder} yet."), folder=to)
    files, found = len(store.read_manifest(name)), store.inspect(name)
    if options.format == "json":
        console.echo(report.dump_json({"release": name, "files": files, **found._asdict(), "intact": not any(found)}))
        return 1 if any(found) else 0
    lines = [
        *(say("missing: {address}", address=address) for address in found.missing),
        *(say("changed: {address}", address=address) for address in found.changed),
        *(say("not from us: {address}", address=address) for address in found.extra),
        *(say("to be read or changed by others than was set: {address}", address=address) for address in found.modes),
        *(say("a link to elsewhere: {address}", address=address) for address in found.elsewhere),
    ]
    for line in lines:
        console.echo(line)
    if lines:
        console.echo_error(say("Release {release} is no longer what was published.", release=name))
        return 1
    console.echo(say("Release {release} is whole: {files:,} files.", release=name, files=files))
    return 0
