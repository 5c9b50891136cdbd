"""``import``: texts of Word as items."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from bulletin.cli import console, tables
from bulletin.cli.completion import complete
from bulletin.cli.editing import EditingRun, day_option, editing_options, start_editing
from bulletin.cli.workbooks import WORKBOOKS, import_workbook
from bulletin.content.sources import read_sources
from bulletin.core.i18n import N_, Translator
from bulletin.editing.word_files import find_files, plan_import
from bulletin.editing.word_import import ImportDefaults, ImportedFile, Importer
from bulletin.editing.word_report import report_lines, report_record
from bulletin.model.registry import Registry


def command(say: Translator) -> click.Command:
    """Return the command in the terminal's language."""

    @click.command(
        "import", help=say(N_("Take over Word files as items, or a workbook with units, publications and targets."))
    )
    @click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
    @click.option(
        "--unit", shell_complete=complete("units"), help=say(N_("Who submitted it, where the text names nobody."))
    )
    @click.option(
        "--category", shell_complete=complete("categories"), help=say(N_("The category, where the text names none."))
    )
    @day_option(say, "--on", N_("The day of submission, where the text names none."))
    @editing_options(say)
    @click.pass_context
    def run(
        context: click.Context,
        /,
        *,
        files: tuple[Path, ...],
        unit: str | None,
        category: str | None,
        on: date | None,
        **given: object,
    ) -> int:
        started = start_editing(say, context, given)
        sources = read_sources(started.project.root)
        if sheets := [file for file in files if file.suffix.lower() in WORKBOOKS]:
            return import_workbook(started, sources, sheets, files)
        names = sources.registry.spellings
        defaults = ImportDefaults(
            unit=tables.find_named(say, unit, sources.registry.unit_names, names["unit"]) if unit else "",
            category=tables.find_named(say, category, sources.registry.category_names, names["category"])
            if category
            else "",
            date=on,
        )
        importer = Importer(sources, defaults, started.options.settings(say).language)
        return _import(started, importer, find_files(files), sources.registry)

    return run


def _import(run: EditingRun, importer: Importer, paths: list[Path], registry: Registry) -> int:
    say = run.say
    if not paths:
        raise click.UsageError(say(N_("There is no text of Word in the folder.")))
    edit, planned = plan_import(importer, paths, run.project.root, run.today)
    if run.options.format == "json":
        run = replace(run, more={"imported": [report_record(file, say) for file in planned]})
    else:
        _show(planned, registry, say)
    code = run.finish(edit) if edit.changes or run.options.format == "json" else 1
    return code if all(file.is_whole for file in planned) else 1


def _show(planned: list[ImportedFile], registry: Registry, say: Translator) -> None:
    for file in planned:
        console.echo("\n".join(report_lines(file, registry, say, console.style(sys.stdout))) + "\n")
