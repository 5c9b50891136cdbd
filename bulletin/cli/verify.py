"""``verify``: compare a release with its manifest, byte by byte."""

from __future__ import annotations

from pathlib import Path

import click

from bulletin.checks import report
from bulletin.cli import console
from bulletin.cli.options import Options, common, gather, of_release
from bulletin.core.i18n import N_, Translator
from bulletin.core.problems import BulletinError


def command(say: Translator) -> click.Command:
    """Return the command in the terminal's language."""

    @click.command("verify", help=say(N_("See whether a release is still what was published, byte by byte.")))
    @of_release(say)
    @common(say)
    @click.pass_context
    def verify(context: click.Context, /, to: Path, release: str, **given: object) -> int:
        return run(say, gather(context, given), to.resolve(), release)

    return verify


def run(say: Translator, options: Options, to: Path, asked: str) -> int:
    """Tell where the release differs; return 1 if it does anywhere."""
    from bulletin.publish.store import ReleaseStore

    store = ReleaseStore(to)
    name = store.find(asked) if asked else store.current
    if not name:
        raise BulletinError(N_("Nothing is published in {folder} yet."), folder=to)
    files, found = len(store.read_manifest(name)), store.compare(name)
    if options.format == "json":
        console.answer(report.dump_json({"release": name, "files": files, **found._asdict(), "intact": not any(found)}))
        return 1 if any(found) else 0
    told = [
        *(say("missing: {address}", address=address) for address in found.missing),
        *(say("changed: {address}", address=address) for address in found.changed),
        *(say("not from us: {address}", address=address) for address in found.extra),
    ]
    for line in told:
        console.answer(line)
    if told:
        console.complain(say("Release {release} is no longer what was published.", release=name))
        return 1
    console.answer(say("Release {release} is whole: {files:,} files.", release=name, files=files))
    return 0
