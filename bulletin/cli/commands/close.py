"""``close``: keep the circular of a period as it was printed."""

from __future__ import annotations

from datetime import timedelta

import click

from bulletin.checks import report
from bulletin.checks.sensitive.scan import scan_registry_files
from bulletin.cli import console, tables
from bulletin.cli.commands.check import find_problems
from bulletin.cli.options import Options, collect_options, common_options
from bulletin.content.closed import read_closed
from bulletin.content.closed_writer import closed_bytes, closed_digest, closed_path, write_closed
from bulletin.core.dates import Grain, Period
from bulletin.core.files import unwritable_error
from bulletin.core.i18n import N_, Translator, translator
from bulletin.core.problems import ArchiveProblems, BulletinError
from bulletin.model.archive import Archive
from bulletin.model.closed import ClosedPeriod
from bulletin.model.registry import Registry
from bulletin.scoring import circular
from bulletin.scoring.circulars.tables import circular_tables
from bulletin.scoring.closing.freeze import freeze
from bulletin.scoring.periods import has_circular, period_name

_GRAINS = (Grain.YEAR, Grain.HALF, Grain.QUARTER)
_NOT_OVER = N_("{period} is not over: it can be closed from {day} on.")
_CLOSED = N_("{period} is closed already, since {day}. To close it anew, run “reopen” first.")
_NOTHING = N_("There is no circular of {period}: nothing was submitted or adopted, and no scheme was in force.")
_NOTHING_IN_YEAR = N_("There is no circular of {period}: nothing was submitted or adopted in the whole year.")
_WRONG_KIND = N_("Years, halves and quarters are closed, such as 2026, 2026-H1 or 2026-Q3; “{text}” is none.")


def command(say: Translator) -> click.Command:
    """Return the command in the terminal's language."""

    @click.command("close", help=say(N_("Keep the circular of a year, half or quarter as it was printed.")))
    @click.argument("period")
    @click.option("--yes", is_flag=True, help=say(N_("Do not ask.")))
    @click.option("--dry-run", is_flag=True, help=say(N_("Show what would be written, and write nothing.")))
    @common_options(say)
    @click.pass_context
    def run(context: click.Context, /, period: str, *, yes: bool, dry_run: bool, **given: object) -> int:
        options = collect_options(context, given)
        span = closable_period(say, period)
        archive = tables.translated_archive(say, find_problems(say, options).require_valid().archive)
        # Readers see what was printed in the language of the site, whatever that of the terminal is.
        found = _closing(archive, span, translator(options.settings(say).language), say)
        if options.format != "json":
            _show(archive, found, say)
        if dry_run or not (yes or _confirmed(say)):
            console.echo_error(say("Nothing was written."))
            return 0 if dry_run else 1
        save(say, options, archive.registry, found)
        _tell(say, options, found)
        return 0

    return run


def closable_period(say: Translator, text: str) -> Period:
    """Return the year, half or quarter that *text* writes."""
    span = tables.parse_period(say, text)
    if span.grain not in _GRAINS:
        raise click.UsageError(say(_WRONG_KIND, text=text))
    return span


def _closing(archive: Archive, span: Period, printed: Translator, say: Translator) -> ClosedPeriod:
    """Return what would be kept; raises BulletinError where the period cannot be closed."""
    name = period_name(span, say)
    known = next((one for one in archive.closed if one.period == span), None)
    if known and known.closed:
        raise BulletinError(_CLOSED, period=name, day=known.closed)
    if span.last >= archive.today:
        raise BulletinError(_NOT_OVER, period=name, day=span.last + timedelta(days=1))
    if not has_circular(archive, span):
        raise BulletinError(_NOTHING if span.first.year in archive.years else _NOTHING_IN_YEAR, period=name)
    return freeze(archive, span, printed, closed_path(span), known.reopened if known else ())


def _show(archive: Archive, found: ClosedPeriod, say: Translator) -> None:
    sheets = circular_tables(circular(archive, found.period), say)
    console.echo("\n\n".join(tables.terminal_table(sheet) for sheet in sheets) + "\n")
    entries = sum(len(unit.entries) for unit in found.units)
    values = {"units": len(found.units), "items": len(found.items), "entries": entries, "path": found.path}
    console.echo(
        say(
            N_("To be kept in {path}: figures of units ({units}), items ({items}), entries of ledgers ({entries})."),
            **values,
        )
    )


def _confirmed(say: Translator) -> bool:
    try:
        return console.confirmed(say(N_("Close it?")), default=False)
    except click.Abort:
        return False


def save(say: Translator, options: Options, registry: Registry, found: ClosedPeriod) -> None:
    """Write the file of a closed period; raises BulletinError where that fails, or where it would be refused."""
    file = {found.path: closed_bytes(found)}
    problems = [*read_closed(file, registry)[1], *scan_registry_files(file, registry)]
    if report.errors(problems):
        raise ArchiveProblems(problems)
    try:
        write_closed(options.project(say).root, found)
    except OSError as error:
        raise unwritable_error(found.path, error) from error


def _tell(say: Translator, options: Options, found: ClosedPeriod) -> None:
    digest = closed_digest(found)
    if options.format == "json":
        record = {"period": found.period.label, "closed": str(found.closed), "path": found.path, "digest": digest}
        console.echo(report.dump_json(record))
    else:
        values = {"period": period_name(found.period, say), "path": found.path, "digest": digest}
        console.echo(say("{period} is closed. Written: {path}; digest {digest}.", **values))
