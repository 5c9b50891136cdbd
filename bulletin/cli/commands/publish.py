"""``publish``: check, build aside, audit, and make the new release current."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bulletin.build.request import BuildRequest
from bulletin.checks import report
from bulletin.cli import console
from bulletin.cli.options import Options, collect_options, common_options, replace_option
from bulletin.content.loader import load
from bulletin.core.i18n import N_, Translator
from bulletin.core.parallel import available_cores
from bulletin.core.problems import ArchiveProblems
from bulletin.publish.audit import AuditFailed, format_finding
from bulletin.publish.lock import PublishLocked
from bulletin.site.page_links import with_page_links

if TYPE_CHECKING:
    from bulletin.publish.lost_addresses import LostAddress
    from bulletin.publish.release import PublishResult

BUSY = 75
"""The exit code for a temporary failure: another run is in progress."""
SET_ASIDE = N_("“current” was no link but a file or folder; it was kept as “{name}” and may be removed.")
_SHOWN = 20


def command(say: Translator) -> click.Command:
    """Return the command in the terminal's language."""

    @click.command("publish", help=say(N_("Build the site aside, look it over, and put it in force in one step.")))
    @click.option(
        "--to",
        type=click.Path(file_okay=False, resolve_path=True, path_type=Path),
        metavar="DIR",
        required=True,
        help=say(N_("The folder of releases; the server shows “current” in it.")),
    )
    @click.option(
        "--keep", type=click.IntRange(2), default=10, metavar="N", help=say(N_("How many releases stay (default: 10)."))
    )
    @click.option(
        "--office/--no-office", default=True, help=say(N_("With or without PDF and Word files (default: with)."))
    )
    @replace_option(say)
    @common_options(say)
    @click.pass_context
    def publish(context: click.Context, /, to: Path, keep: int, *, office: bool, replace: bool, **given: object) -> int:
        return run(say, collect_options(context, given), to, keep, office=office, replace=replace)

    return publish


def run(say: Translator, options: Options, to: Path, keep: int, *, office: bool = True, replace: bool = False) -> int:
    """Publish; return 0, 1 if something has to be corrected first, or 75 if another run is in progress."""
    # Takes 0.4 s to import, with MkDocs: the help of all commands need not.
    from bulletin.publish.release import publish

    started = time.perf_counter()
    project = options.project(say)
    try:
        loaded = load(project.root, options.today(project), options.jobs or available_cores(), compare=True)
        loaded = with_page_links(loaded).with_problems(options.settings(say).problems).require_valid()
    except ArchiveProblems as error:
        return _report_problems(error, say, options)
    bar = console.ProgressBar(say("Pages"))
    order = BuildRequest(
        loaded=loaded, root=project.root, jobs=options.jobs, rename=project.is_guest, progress=bar, office=office
    )
    try:
        outcome = publish(project, order, to, keep=keep, replace=replace)
    except PublishLocked as busy:
        console.echo_error(report.format_error(busy, say))
        return BUSY
    except AuditFailed as unfit:
        return _report_audit(unfit, say, options)
    except ArchiveProblems as error:
        # What only MkDocs finds wrong with the settings.
        return _report_problems(error, say, options)
    finally:
        bar.close()
    _report_result(outcome, time.perf_counter() - started, say, options)
    return 0


def _report_result(outcome: PublishResult, seconds: float, say: Translator, options: Options) -> None:
    if options.format == "json":
        console.echo(report.dump_json(asdict(outcome) | {"seconds": round(seconds, 2)}))
    elif outcome.changed:
        message = say(
            "Release {release} is in force: {files:,} files, {seconds:.1f} seconds.",
            release=outcome.release,
            files=outcome.files,
            seconds=seconds,
        )
        console.echo(message)
    else:
        console.echo(say("Nothing has changed: release {release} stays in force.", release=outcome.release))
    if options.format != "json":
        _report_lost(outcome.lost, say)
    if outcome.set_aside and options.format != "json":
        console.echo_error(say(SET_ASIDE, name=outcome.set_aside))
    if outcome.closed_folder and options.format != "json":
        message = N_("Other users, such as the web server, may not read {folder}: run “chmod a+rx” on it.")
        console.echo_error(say(message, folder=outcome.closed_folder))


def _report_lost(lost: Sequence[LostAddress], say: Translator) -> None:
    """Tell which addresses are gone, and how readers are led on."""
    if not lost:
        return
    message = say.ngettext(
        "{n} address of the release before is gone: who has noted it finds nothing there.",
        "{n} addresses of the release before are gone: who has noted one finds nothing there.",
        len(lost),
    )
    console.echo_error(message)
    for one_lost in lost[:_SHOWN]:
        console.echo_error(f"  {one_lost.address}")
    if (more := len(lost) - _SHOWN) > 0:
        console.echo_error(say.ngettext("… and {n} more.", "… and {n} more.", more))
    if moved := [one_lost.redirect for one_lost in lost[:_SHOWN] if one_lost.new]:
        console.echo_error(say("Where one of them has only moved, add to registry/redirects.toml:"))
        console.echo_error("\n" + "\n".join(moved))


def _report_problems(error: ArchiveProblems, say: Translator, options: Options) -> int:
    if options.format == "json":
        console.echo(report.problems_json(error.problems, say))
    else:
        console.echo_error(report.format_error(error, say, console.style(sys.stderr)))
        console.echo_error(say("Nothing was published; the old release is in force."))
    return 1


def _report_audit(unfit: AuditFailed, say: Translator, options: Options) -> int:
    if options.format == "json":
        findings = [finding._asdict() | {"message": format_finding(finding, say)} for finding in unfit.findings]
        console.echo(report.dump_json({"faults": findings}))
        return 1
    style = console.style(sys.stderr)
    for finding in unfit.findings[:_SHOWN]:
        console.echo_error(style(format_finding(finding, say), "error"))
    if (more := len(unfit.findings) - _SHOWN) > 0:
        console.echo_error(say.ngettext("… and {n} more.", "… and {n} more.", more))
    console.echo_error(say("Nothing was published; the old release is in force."))
    return 1
