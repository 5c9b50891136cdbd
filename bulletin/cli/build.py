"""``build``: check the archive, make the site."""

from __future__ import annotations

import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bulletin import reports
from bulletin.cache import Cache, Memory
from bulletin.cli import console
from bulletin.cli.options import Options, common, gather
from bulletin.errors import ArchiveProblems
from bulletin.i18n import N_, Translator
from bulletin.processes import cores

if TYPE_CHECKING:
    from bulletin.loading import Loaded

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
    cache = Cache(place, options.site_dir and options.site_dir.resolve(), options.today, say.language)
    if memory := cache.recall():
        return _again(memory, say, options, time.perf_counter() - started)
    # Reading takes a quarter of a second to import: not before it is known to be needed.
    from bulletin.loading import load

    loaded = load(place.root, options.today, options.jobs or cores())
    try:
        loaded.required()
    except ArchiveProblems as error:
        return _refuse(error, say, options)
    _press(say, options, loaded, started, cache)
    return 0


def _again(memory: Memory, say: Translator, options: Options, seconds: float) -> int:
    """Tell that the site stands as it should; return the exit code."""
    pages = memory.summary["pages_written"] + memory.summary["pages_unchanged"]
    summary = memory.summary | {"pages_written": 0, "pages_removed": 0, "pages_unchanged": pages}
    _tell(summary | {"seconds": round(seconds, 2)}, memory.warnings, Path(memory.site), say, options)
    return 0


def _refuse(error: ArchiveProblems, say: Translator, options: Options) -> int:
    if options.format == "json":
        console.answer(reports.as_json(error.problems, say))
    else:
        console.complain(reports.told(error, say, console.style(sys.stderr)))
        console.complain(say("Nothing was built; the old site, if there is one, stands as it was."))
    return 1


def _press(say: Translator, options: Options, loaded: Loaded, started: float, cache: Cache) -> None:
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
    summary = asdict(done.summary)
    cache.remember(done.site, summary, _warnings(say, loaded, reports.plain))
    _tell(summary, _warnings(say, loaded, console.style(sys.stderr)), done.site, say, options)


def _tell(summary: dict[str, Any], warnings: list[str], site: Path, say: Translator, options: Options) -> None:
    if options.format == "json":
        console.answer(reports.dumps(summary))
        return
    for warning in warnings if options.verbose else warnings[:_A_FEW]:
        console.complain(warning)
    if warnings:
        console.complain(
            say.ngettext(
                "{n} warning; “build.py check” shows it.", "{n} warnings; “build.py check” shows all.", len(warnings)
            )
        )
    console.answer(_told(summary, say))
    console.answer(say("Open {page}", page=console.shown(site / "index.html")))


def _warnings(say: Translator, loaded: Loaded, style: reports.Style) -> list[str]:
    return [reports.entry(problem, say, style) for problem in reports.warnings(loaded.problems)]


def _told(summary: dict[str, Any], say: Translator) -> str:
    return say(
        "Items: {items:,}, issues: {issues:,}; pages: {pages_written:,} written, {pages_unchanged:,} unchanged, "
        "{pages_removed:,} removed; {seconds:.1f} seconds.",
        **summary,
    )
