"""``build``: check the archive and build its site."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bulletin.build.cache.manifest import BuildCache, BuildRecord
from bulletin.build.cache.stat_cache import OutputStats
from bulletin.checks import report
from bulletin.cli import console
from bulletin.cli.options import Options, collect_options, common_options, replace_option
from bulletin.core.config import Project
from bulletin.core.i18n import N_, Translator
from bulletin.core.parallel import available_cores
from bulletin.core.problems import ArchiveProblems, Problem

if TYPE_CHECKING:
    from bulletin.build.cache.previous import PreviousBuild
    from bulletin.build.request import BuildRequest, BuildResult
    from bulletin.content.loader import LoadedArchive

_MAX_WARNINGS = 3


def command(say: Translator) -> click.Command:
    """Return the command in the terminal's language."""

    @click.command("build", help=say(N_("Check the archive and build its site (the same as no command).")))
    @click.option(
        "--office", is_flag=True, help=say(N_("Make PDFs of issues, circulars and volumes, as publish does."))
    )
    @replace_option(say)
    @common_options(say)
    @click.pass_context
    def build(context: click.Context, /, *, office: bool, replace: bool, **given: object) -> int:
        return run(say, collect_options(context, given), office=office, replace=replace)

    return build


def run(say: Translator, options: Options, *, office: bool = False, replace: bool = False) -> int:
    """Build, and report what was done; return the exit code."""
    started = time.perf_counter()
    project = options.project(say)
    site = options.site_dir
    today = options.today(project)
    variant = _fonts() if office else ""
    cache = BuildCache(
        project, site, today, say.language, lambda: options.settings(say).is_self_contained, variant=variant
    )
    if not options.trust and (build := cache.current()):
        _report(
            _nothing_written(build.summary, time.perf_counter() - started), build.warnings, build.site, say, options
        )
        return 0
    # Reading takes a quarter of a second to import: only when it is needed.
    from bulletin.build.cache.previous import previous_build
    from bulletin.content.loader import load
    from bulletin.site.page_links import with_page_links

    try:
        # Nearly all that is made stays to the end; looking for garbage takes a seventh of a build after an edit, and a
        # seventeenth of a cold one.
        gc.disable()
        previous = previous_build(cache, project.root)
        if cache.is_damaged:
            console.echo_error(
                say("The record of the last build is damaged or another user's: everything is made anew.")
            )
        elif cache.is_of_other_program:
            console.echo_error(say("Another version of the program made the last build: everything is made anew."))
        settings_problems = _settings_problems(say, options, previous)
        loaded = load(
            project.root,
            today,
            options.jobs or available_cores(),
            previous.reading if previous else None,
            previous.changed if previous else None,
            compare=True,
        )
        loaded = with_page_links(loaded).with_problems(settings_problems).require_valid()
        _build_site(
            say,
            options,
            loaded,
            started=started,
            cache=cache,
            previous=previous,
            settings=settings_problems,
            office=office,
            replace=replace,
        )
    except ArchiveProblems as error:
        return _report_problems(error, say, options)
    return 0


def _fonts() -> str:
    """Return a digest of the fonts of this machine, which printed files depend on."""
    from bulletin.office.fonts import fonts_digest

    return f"office {fonts_digest()}"


def _settings_problems(say: Translator, options: Options, previous: PreviousBuild | None) -> Sequence[Problem]:
    """Return the problems with the settings: those of the last build, if they have not changed since."""
    if previous and previous.record and not options.trust:
        return previous.record.settings_problems
    return options.settings(say).problems


def _nothing_written(summary: dict[str, Any], seconds: float) -> dict[str, Any]:
    pages = summary["pages_written"] + summary["pages_unchanged"]
    return summary | {
        "pages_written": 0,
        "pages_removed": 0,
        "pages_unchanged": pages,
        "seconds": round(seconds, 2),
    }


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
    settings: Sequence[Problem],
    office: bool,
    replace: bool,
) -> None:
    # They take 0.2 s to import: only where something is made.
    from bulletin.build.cache.previous import details_of
    from bulletin.build.request import BuildRequest

    bar = console.ProgressBar(say("Pages"))
    site = options.site_dir
    project = options.project(say)
    request = BuildRequest(
        loaded=loaded,
        root=project.root,
        jobs=options.jobs,
        cluster=options.cluster or "",
        office=office,
        replace=replace,
        rename=project.is_guest,
        started=started,
        progress=bar,
    )
    cache.forget()
    try:
        folder, result = _make_site(project, request, site, previous, verbose=bool(options.verbose))
    finally:
        bar.close()
    summary = asdict(result.summary)
    record = BuildRecord(
        site=folder,
        summary=summary,
        warnings=report.warnings(loaded.problems),
        settings_problems=settings,
        outputs=_output_stats(folder, result, previous),
    )
    cache.remember(record, details_of(loaded, result))
    if options.verbose and options.format != "json":
        texts = len(loaded.bodies)
        console.echo_error(
            say(
                "Texts: {plain:,} rendered the short way, {converted:,} by python-markdown.",
                plain=max(texts - loaded.converted, 0),
                converted=loaded.converted,
            )
        )
    _report(summary, record.warnings, folder, say, options)


def _make_site(
    project: Project, request: BuildRequest, site: Path | None, previous: PreviousBuild | None, *, verbose: bool
) -> tuple[Path, BuildResult]:
    """Make the site; return its folder, and what was done. MkDocs runs only where its part is not valid any more."""
    from bulletin.build.pipeline import build_site

    before = previous.site() if previous else None
    if previous and previous.record and before and before.has_valid_shells(request.archive):
        folder = previous.record.site
        return folder, build_site(folder, project.root, request, before.shells, before)
    # MkDocs takes a third of a second to import: only when it is needed.
    from bulletin.mkdocs_adapter import runner

    done = runner.build(project, request, site, before, verbose=verbose)
    return done.site, done.result


def _output_stats(site: Path, result: BuildResult, previous: PreviousBuild | None) -> OutputStats:
    if previous and previous.record and previous.record.site == site:
        return previous.record.outputs.updated(result.addresses, result.written)
    return OutputStats.of(str(site), result.addresses)


def _report(
    summary: dict[str, Any], warnings: Sequence[Problem], site: Path, say: Translator, options: Options
) -> None:
    if options.format == "json":
        console.echo(report.dump_json(summary))
        return
    for warning in warnings if options.verbose else warnings[:_MAX_WARNINGS]:
        console.echo_error(report.format_problem(warning, say, console.style(sys.stderr)))
    if warnings:
        console.echo_error(
            say.ngettext(
                "{n} warning; “build.py check” shows it.", "{n} warnings; “build.py check” shows all.", len(warnings)
            )
        )
    console.echo(_summary_text(summary, say))
    console.echo(say("Open {page}", page=console.relative_path(site / "index.html")))


def _summary_text(summary: dict[str, Any], say: Translator) -> str:
    return say(
        "Items: {items:,}, issues: {issues:,}; pages: {pages_written:,} written, {pages_unchanged:,} unchanged, "
        "{pages_removed:,} removed; {seconds:.1f} seconds.",
        **summary,
    )
