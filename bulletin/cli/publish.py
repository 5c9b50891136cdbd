"""``publish``: check, build aside, look everything over, and let readers see it."""

from __future__ import annotations

import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bulletin.checks import report
from bulletin.cli import console
from bulletin.cli.options import Options, common, gather
from bulletin.core.i18n import N_, Translator
from bulletin.core.parallel import available_cores

if TYPE_CHECKING:
    from bulletin.core.problems import ArchiveProblems
    from bulletin.publish.audit import AuditFailed
    from bulletin.publish.release import PublishResult

BUSY = 75
"""What the system calls a failure that will pass: another run is at work."""
_SHOWN = 20


def command(say: Translator) -> click.Command:
    """Return the command in the terminal's language."""

    @click.command("publish", help=say(N_("Build the site aside, look it over, and put it in force in one step.")))
    @click.option(
        "--to",
        type=click.Path(file_okay=False, path_type=Path),
        metavar="DIR",
        required=True,
        help=say(N_("The folder of releases; the server shows “current” in it.")),
    )
    @click.option(
        "--keep", type=click.IntRange(2), default=10, metavar="N", help=say(N_("How many releases stay (default: 10)."))
    )
    @common(say)
    @click.pass_context
    def publish(context: click.Context, /, to: Path, keep: int, **given: object) -> int:
        return run(say, gather(context, given), to, keep)

    return publish


def run(say: Translator, options: Options, to: Path, keep: int) -> int:
    """Publish; return 0, 1 where something must be mended first, or 75 where another run is at work."""
    from bulletin.build.request import BuildRequest
    from bulletin.content.loader import load
    from bulletin.core.problems import ArchiveProblems
    from bulletin.publish.audit import AuditFailed
    from bulletin.publish.lock import PublishLocked
    from bulletin.publish.release import publish

    started = time.perf_counter()
    place = options.place(say)
    try:
        loaded = load(place.root, options.today, options.jobs or available_cores())
        loaded = options.settings(say).with_problems_of(loaded).required()
    except ArchiveProblems as error:
        return _broken(error, say, options)
    bar = console.Bar(say("Pages"))
    order = BuildRequest(loaded=loaded, root=place.root, jobs=options.jobs, rename=place.is_guest, progress=bar)
    try:
        outcome = publish(place, order, to.resolve(), keep=keep)
    except PublishLocked as busy:
        console.complain(report.format_error(busy, say))
        return BUSY
    except AuditFailed as unfit:
        return _refuse(unfit, say, options)
    except ArchiveProblems as error:
        # What only MkDocs finds wrong with the settings.
        return _broken(error, say, options)
    finally:
        bar.close()
    _tell(outcome, time.perf_counter() - started, say, options)
    return 0


def _tell(outcome: PublishResult, seconds: float, say: Translator, options: Options) -> None:
    if options.format == "json":
        console.answer(report.dump_json(asdict(outcome) | {"seconds": round(seconds, 2)}))
    elif outcome.changed:
        told = say(
            "Release {release} is in force: {files:,} files, {seconds:.1f} seconds.",
            release=outcome.release,
            files=outcome.files,
            seconds=seconds,
        )
        console.answer(told)
    else:
        console.answer(say("Nothing has changed: release {release} stays in force.", release=outcome.release))


def _broken(error: ArchiveProblems, say: Translator, options: Options) -> int:
    if options.format == "json":
        console.answer(report.problems_json(error.problems, say))
    else:
        console.complain(report.format_error(error, say, console.style(sys.stderr)))
        console.complain(say("Nothing was published; the old release is in force."))
    return 1


def _refuse(unfit: AuditFailed, say: Translator, options: Options) -> int:
    from bulletin.publish.audit import format_finding

    if options.format == "json":
        findings = [finding._asdict() | {"message": format_finding(finding, say)} for finding in unfit.findings]
        console.answer(report.dump_json({"faults": findings}))
        return 1
    style = console.style(sys.stderr)
    for finding in unfit.findings[:_SHOWN]:
        console.complain(style(format_finding(finding, say), "error"))
    if (more := len(unfit.findings) - _SHOWN) > 0:
        console.complain(say.ngettext("… and {n} more.", "… and {n} more.", more))
    console.complain(say("Nothing was published; the old release is in force."))
    return 1
