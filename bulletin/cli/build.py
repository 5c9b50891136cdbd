"""``build``: check the archive, make the site."""

from __future__ import annotations

import sys
import time
from dataclasses import asdict
from typing import Any

import click

from bulletin import reports
from bulletin.cli import console
from bulletin.cli.options import Options, common, gather
from bulletin.errors import ArchiveProblems
from bulletin.i18n import N_, Translator
from bulletin.loading import Loaded, load
from bulletin.processes import cores

_A_FEW = 3


def command(say: Translator) -> click.Command:
    """Return the command in the terminal's language."""

    @click.command("build", help=say(N_("Check the archive and build its site (the same as no command).")))
    @common(say)
    @click.pass_context
    def build(context: click.Context, /, **given: object) -> int:
        return run(say, gather(context, given))

    return build


def run(say: Translator, options: Options) -> int:
    """Build, and tell what was done; return the exit code."""
    started = time.perf_counter()
    place = options.place(say)
    loaded = load(place.root, options.today, options.jobs or cores())
    try:
        loaded.required()
    except ArchiveProblems as error:
        return _refuse(error, say, options)
    _press(say, options, loaded, started)
    return 0


def _refuse(error: ArchiveProblems, say: Translator, options: Options) -> int:
    if options.format == "json":
        console.answer(reports.as_json(error.problems, say))
    else:
        console.complain(reports.told(error, say, console.style(sys.stderr)))
        console.complain(say("Nothing was built; the old site, if there is one, stands as it was."))
    return 1


def _press(say: Translator, options: Options, loaded: Loaded, started: float) -> None:
    # MkDocs takes a third of a second to import: not before it is known to be needed.
    from bulletin.press import run as press
    from bulletin.press.order import Order

    bar = console.Bar(say("Pages"))
    site = options.site_dir.resolve() if options.site_dir else None
    place = options.place(say)
    order = Order(
        loaded=loaded, root=place.root, jobs=options.jobs, rename=place.is_guest, started=started, progress=bar
    )
    try:
        done = press.build(place, order, site, verbose=bool(options.verbose))
    finally:
        bar.close()
    if options.format == "json":
        console.answer(reports.dumps(asdict(done.summary)))
        return
    _warn(say, loaded, everything=bool(options.verbose))
    console.answer(_told(asdict(done.summary), say))
    console.answer(say("Open {page}", page=console.shown(done.site / "index.html")))


def _warn(say: Translator, loaded: Loaded, *, everything: bool) -> None:
    mild = reports.warnings(loaded.problems)
    for problem in mild if everything else mild[:_A_FEW]:
        console.complain(reports.entry(problem, say, console.style(sys.stderr)))
    if mild:
        console.complain(
            say.ngettext(
                "{n} warning; “build.py check” shows it.", "{n} warnings; “build.py check” shows all.", len(mild)
            )
        )


def _told(summary: dict[str, Any], say: Translator) -> str:
    return say(
        "Items: {items:,}, issues: {issues:,}; pages: {pages_written:,} written, {pages_unchanged:,} unchanged, "
        "{pages_removed:,} removed; {seconds:.1f} seconds.",
        **summary,
    )
