"""``print``: issues and circulars as PDF, as they go to the printer."""

from __future__ import annotations

import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from bulletin.build.packages import packed, printed_files
from bulletin.build.printing import PrintedFile, Printer
from bulletin.checks import report
from bulletin.cli import console
from bulletin.cli.options import Options, collect_options, common_options
from bulletin.cli.tables import find_named, parse_period
from bulletin.content.images import ImageStore
from bulletin.content.loader import load
from bulletin.core.dates import Period
from bulletin.core.files import unwritable_error
from bulletin.core.i18n import N_, Translator, translator
from bulletin.core.parallel import available_cores
from bulletin.core.problems import ArchiveProblems
from bulletin.core.text import nearest
from bulletin.core.written_files import WrittenFiles
from bulletin.model.records import Compilation
from bulletin.model.redaction import translate_placeholders
from bulletin.model.registry import lookup_key
from bulletin.office.fonts import source_of
from bulletin.scoring.periods import has_circular

_WHAT = N_("ISSUE|circular PERIOD|volume YEAR|compilation NAME|package YEAR|all")
_PACKAGE = "package"
_KINDS = ("circular", "volume", "compilation", _PACKAGE)
_WHICH = N_("Say which one after “{kind}”.")
_UNKNOWN = N_("There is no issue “{name}”; write its id, such as {example}, or “all”.")
_REPLACED = N_("The face “{asked}” is not on this machine; “{used}” is used in its place.")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outcome:
    """What was printed; the fields are the keys of ``--format json``."""

    folder: str
    files: tuple[str, ...]
    written: int
    set: int


def command(say: Translator) -> click.Command:
    """Return the command in the terminal's language."""

    @click.command("print", help=say(N_("Print issues and circulars: PDF files for the printer and for archives.")))
    @click.argument("what", nargs=-1, required=True, metavar=say(_WHAT))
    @click.option(
        "--out",
        type=click.Path(file_okay=False, resolve_path=True, path_type=Path),
        metavar="DIR",
        default="print",
        help=say(N_("Where the files go (default: print).")),
    )
    @click.option("--yes", is_flag=True, help=say(N_("Replace files also that somebody has changed.")))
    @common_options(say)
    @click.pass_context
    def run(context: click.Context, /, what: tuple[str, ...], out: Path, *, yes: bool, **given: object) -> int:
        options = collect_options(context, given)
        try:
            _report(_print(say, options, what, out, replace=yes), say, options)
        except ArchiveProblems as error:
            if options.format == "json":
                console.echo(report.problems_json(error.problems, say))
            else:
                console.echo_error(report.format_error(error, say, console.style(sys.stderr)))
            return 1
        return 0

    return run


def _print(say: Translator, options: Options, what: tuple[str, ...], out: Path, *, replace: bool) -> _Outcome:
    project = options.project(say)
    folder = WrittenFiles(project.root, out, replaces_all=replace)
    jobs = options.jobs or available_cores()
    loaded = load(project.root, options.today(project), jobs).require_valid()
    site_say = translator(options.settings(say).language)
    # On paper circulars have all points, also those that the site does not show.
    archive = translate_placeholders(loaded.archive, site_say)
    images = ImageStore(project.root, archive.registry)
    printer = Printer(archive=archive, texts=loaded.bodies, say=site_say, images=images)
    files = chosen_files(say, printer, what)
    for asked, used in printer.fonts.replaced:
        source = source_of([asked])
        console.echo_error(say(_REPLACED, asked=asked, used=used) + (f" ({source})" if source else ""))
    bar = console.ProgressBar(say("Printed"))
    names, written, new = [], 0, 0
    try:
        folder.create()
        printed = printer.make_all(files, jobs, bar)
        for made in [packed(printer, what[1], printed)] if what[0] == _PACKAGE else printed:
            names.append(made.name)
            new += made.is_new
            written += folder.write(made.name, made.data)
    except OSError as error:
        raise unwritable_error(error.filename or out, error) from error
    finally:
        bar.close()
    return _Outcome(folder=str(out), files=tuple(names), written=written, set=new)


def chosen_files(say: Translator, printer: Printer, what: tuple[str, ...]) -> list[PrintedFile]:
    """Return the files that the arguments name."""
    if what == ("all",):
        return [*printer.files()]
    if what[0] in _KINDS and len(what) == 1:
        raise click.UsageError(say(_WHICH, kind=what[0]))
    if what[0] == _PACKAGE:
        return printed_files(printer, _year(say, printer, what[1]))
    if what[0] == "circular":
        return [printer.circular(_period(say, printer, text)) for text in dict.fromkeys(what[1:])]
    if what[0] == "volume":
        return [printer.volume(_year(say, printer, text)) for text in dict.fromkeys(what[1:])]
    if what[0] == "compilation":
        found = [_compilation(say, printer, name) for name in what[1:]]
        return [printer.compilation(one) for one in dict.fromkeys(found)]
    issues = printer.archive.issue
    for name in what:
        if name not in issues:
            example = nearest(name, issues) or next(iter(issues), "2026/001")
            raise click.UsageError(say(_UNKNOWN, name=name, example=example))
    return [printer.issue(issues[name]) for name in dict.fromkeys(what)]


def _period(say: Translator, printer: Printer, text: str) -> Period:
    period = parse_period(say, text)
    if not has_circular(printer.archive, period):
        raise click.UsageError(say(N_("There is no circular of {period}."), period=period.label))
    return period


def _compilation(say: Translator, printer: Printer, name: str) -> Compilation:
    """Return the compilation of that id or title."""
    archive = printer.archive
    known = {lookup_key(text): one for one in archive.compilations for text in (one.title, one.id)}
    return find_named(say, name, known, [one.title for one in archive.compilations])


def _year(say: Translator, printer: Printer, text: str) -> int:
    years = {str(year): year for year in printer.archive.issues_by_year}
    if text not in years:
        raise click.UsageError(say(N_("There is no issue of the year {year}."), year=text))
    return years[text]


def _report(outcome: _Outcome, say: Translator, options: Options) -> None:
    if options.format == "json":
        console.echo(report.dump_json(asdict(outcome)))
        return
    message = N_("Files: {files:,}, of them {written:,} written, {set:,} set anew; in {folder}")
    values = asdict(outcome) | {"files": len(outcome.files), "folder": console.relative_path(Path(outcome.folder))}
    console.echo(say(message, **values))
