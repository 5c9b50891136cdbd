"""``check``: show every problem of the archive, with place and cure."""

from __future__ import annotations

import sys
from dataclasses import replace

import click

from bulletin.checks import report
from bulletin.cli import console
from bulletin.cli.options import Options, collect_options, common_options
from bulletin.content import scan
from bulletin.content.encoding_fixes import fix_files
from bulletin.content.loader import LoadedArchive, load
from bulletin.core.config import Project
from bulletin.core.i18n import N_, Translator
from bulletin.core.parallel import available_cores
from bulletin.core.problems import Problem
from bulletin.editing.typed_lines import mend_files
from bulletin.mkdocs_adapter.settings.reader import SiteSettings
from bulletin.site.page_links import with_page_links


def command(say: Translator) -> click.Command:
    """Return the command in the terminal's language."""

    @click.command("check", help=say(N_("Show every problem, with its place and its cure; build nothing.")))
    @click.option(
        "--fix",
        is_flag=True,
        help=say(N_("First convert files of GBK, UTF-16 or Windows, and mend lines that show otherwise than typed.")),
    )
    @common_options(say)
    @click.pass_context
    def check(context: click.Context, /, *, fix: bool, **given: object) -> int:
        return run(say, collect_options(context, given), fix=fix)

    return check


def run(say: Translator, options: Options, *, fix: bool = False) -> int:
    """Print all problems, after fixing files if asked; return 1 if there is an error among them."""
    project = options.project(say)
    fixed, mended = _fix_files(project, options) if fix else ([], [])
    loaded = find_problems(say, options)
    if options.format == "json":
        more = {"fixed": [{"path": path, "was": say(was)} for path, was in fixed], "mended": mended} if fix else {}
        console.echo(report.problems_json(loaded.problems, say, **more))
        return 1 if loaded.errors else 0
    for path, was in fixed:
        console.echo(say("{path}: was {was}; is now UTF-8 with plain line ends.", path=path, was=say(was)))
    for path in mended:
        console.echo(say("{path}: lines that showed otherwise than they were typed are mended.", path=path))
    if fix:
        console.echo(say.ngettext("{n} file converted.", "{n} files converted.", len(fixed)))
    if mended:
        console.echo(say.ngettext("{n} file mended; see “undo”.", "{n} files mended; see “undo”.", len(mended)))
    console.echo(report.format_problems(loaded.problems, say, console.style(sys.stdout)))
    return 1 if loaded.errors else 0


def find_problems(say: Translator, options: Options) -> LoadedArchive:
    """Return the archive with all its problems, those of its settings among them."""
    project = options.project(say)
    jobs = options.jobs or available_cores()
    loaded = with_page_links(load(project.root, options.today(project), jobs, compare=True))
    return replace(loaded, problems=(*loaded.problems, *_problems(options.settings(say), loaded)))


def _fix_files(project: Project, options: Options) -> tuple[list[tuple[str, str]], list[str]]:
    """Convert and mend files; return the path and the former encoding of the first, and the paths of the others."""
    files = scan.scan_archive(project.root)
    settings = [] if project.is_guest or not project.settings.is_file() else [project.settings.name]
    texts = [*files.items, *files.calls, *files.issues, *files.circulars]
    fixed = list(fix_files(project.root, [*texts, *files.pages, *files.registry, *settings]))
    return fixed, mend_files(project.root, texts, options.today(project))


def _problems(settings: SiteSettings, loaded: LoadedArchive) -> tuple[Problem, ...]:
    if not settings.needs_mkdocs:
        return settings.problems
    # MkDocs takes a third of a second to import: only where settings are of a kind that it alone can judge.
    from bulletin.mkdocs_adapter import runner

    return runner.settings_problems(settings, loaded)
