"""``build``: check the archive and build its site."""

from __future__ import annotations

import sys
import time
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bulletin.build.cache.manifest import BuildCache, BuildRecord
from bulletin.build.cache.stat_cache import OutputStats
from bulletin.checks import report
from bulletin.cli import console
from bulletin.cli.options import Options, collect_options, common_options
from bulletin.core.i18n import N_, Translator
from bulletin.core.parallel import available_cores
from bulletin.core.problems import ArchiveProblems

if TYPE_CHECKING:
    from bulletin.build.cache.previous import PreviousBuild
    from bulletin.content.loader import LoadedArchive

_MAX_WARNINGS = 3


def command(say: Translator) -> click.Command:
    """Return the command in the terminal's language."""

    @click.command("build", help=say(N_("Check the archive and build its site (the same as no command).")))
    @common_options(say)
    @click.pass_context
    def build(context: click.Context, /, **given: object) -> int:
        return run(say, collect_options(context, given))

    return build


def run(say: Translator, options: Options) -> int:
    """Build, and report what was done; return the exit code."""
    started = time.perf_counter()
    project = options.project(say)
    site = options.site_dir and options.site_dir.resolve()
    cache = BuildCache(project, site, options.today, say.language, lambda: options.settings(say).is_self_contained)
    if (build := cache.recall()) and (done := _update_texts(cache, build, project.root)):
        _report(done.summary | {"seconds": round(time.perf_counter() - started, 2)}, done, say, options)
        return 0
    # Reading takes a quarter of a second to import: only when it is needed.
    from bulletin.content.loader import load

    try:
        previous = cache.previous()
        if cache.is_untrusted:
            console.echo_error(
                say("What is remembered of the last build is damaged or of another version; it is made anew.")
            )
        before, changed = (previous.reading, previous.changed) if previous else (None, None)
        settings = options.settings(say)
        loaded = load(project.root, options.today, options.jobs or available_cores(), before, changed)
        loaded = settings.with_problems_of(loaded).require_valid()
        _build_site(say, options, loaded, started=started, cache=cache, previous=previous)
    except ArchiveProblems as error:
        return _report_problems(error, say, options)
    return 0


def _update_texts(cache: BuildCache, build: BuildRecord, root: Path) -> BuildRecord | None:
    """Update the site where nothing or only texts have changed; return None where a whole build is needed."""
    pages = build.summary["pages_written"] + build.summary["pages_unchanged"]
    summary = build.summary | {"pages_written": 0, "pages_removed": 0, "pages_unchanged": pages}
    if not build.edited:
        return replace(build, summary=summary)
    # Takes 50 ms to import, as long as all that a build in which nothing has changed needs.
    from bulletin.build.cache.exchange import update_site

    written = update_site(cache, build, root)
    if written is None:
        return None
    count = sum(address.endswith(".html") for address in written)
    return replace(build, summary=summary | {"pages_written": count, "pages_unchanged": pages - count})


def _report_problems(error: ArchiveProblems, say: Translator, options: Options) -> int:
    if options.format == "json":
        console.echo(report.problems_json(error.problems, say))
    else:
        console.echo_error(report.format_error(error, say, console.style(sys.stderr)))
        console.echo_error(say("Nothing was built; the old site, if there is one, stands as it was."))
    return 1


def _build_site(
    say: Translator,
    options: Options,
    loaded: LoadedArchive,
    *,
    started: float,
    cache: BuildCache,
    previous: PreviousBuild | None,
) -> None:
    # MkDocs takes a third of a second to import: only when it is needed.
    from bulletin.build.cache.previous import text_record
    from bulletin.build.request import BuildRequest
    from bulletin.content.stored_reading import dump_reading
    from bulletin.mkdocs_adapter import runner

    bar = console.ProgressBar(say("Pages"))
    site = options.site_dir.resolve() if options.site_dir else None
    project = options.project(say)
    request = BuildRequest(
        loaded=loaded,
        root=project.root,
        jobs=options.jobs,
        cluster=options.cluster or "",
        rename=project.is_guest,
        started=started,
        progress=bar,
        before=previous.build() if previous else None,
    )
    try:
        done = runner.build(project, request, site, verbose=bool(options.verbose))
    finally:
        bar.close()
    summary = asdict(done.result.summary)
    build = BuildRecord(
        site=done.site,
        summary=summary,
        warnings=_warnings(say, loaded, report.unstyled),
        outputs=OutputStats.of(str(done.site), done.result.files),
    )
    places: dict[str, Any] = {**(previous.places(done.result.left) if previous else {}), **done.result.places}
    cache.remember(
        build,
        lambda: text_record(loaded, places, done.result.known),
        lambda: dump_reading(loaded.reading),
    )
    if options.verbose and options.format != "json":
        texts = len(loaded.bodies)
        console.echo_error(
            say(
                "Texts: {plain:,} rendered the short way, {converted:,} by python-markdown.",
                plain=max(texts - loaded.converted, 0),
                converted=loaded.converted,
            )
        )
    _report(summary, replace(build, warnings=_warnings(say, loaded, console.style(sys.stderr))), say, options)


def _report(summary: dict[str, Any], build: BuildRecord, say: Translator, options: Options) -> None:
    if options.format == "json":
        console.echo(report.dump_json(summary))
        return
    warnings = build.warnings
    for warning in warnings if options.verbose else warnings[:_MAX_WARNINGS]:
        console.echo_error(warning)
    if warnings:
        console.echo_error(
            say.ngettext(
                "{n} warning; “build.py check” shows it.", "{n} warnings; “build.py check” shows all.", len(warnings)
            )
        )
    console.echo(_summary_text(summary, say))
    console.echo(say("Open {page}", page=console.relative_path(build.site / "index.html")))


def _warnings(say: Translator, loaded: LoadedArchive, style: report.Style) -> list[str]:
    return [report.format_problem(problem, say, style) for problem in report.warnings(loaded.problems)]


def _summary_text(summary: dict[str, Any], say: Translator) -> str:
    return say(
        "Items: {items:,}, issues: {issues:,}; pages: {pages_written:,} written, {pages_unchanged:,} unchanged, "
        "{pages_removed:,} removed; {seconds:.1f} seconds.",
        **summary,
    )
