"""``registry``: units, publications and targets as tables, also as a workbook that ``import`` takes back."""

from __future__ import annotations

from pathlib import Path

import click

from bulletin.cli import tables
from bulletin.cli.options import collect_options, common_options
from bulletin.content.sources import read_sources
from bulletin.core.i18n import N_, Translator
from bulletin.editing.registry_sheets import registry_record, registry_tables
from bulletin.exports.workbook import WorkbookHead


def command(say: Translator) -> click.Command:
    """Return the command in the terminal's language."""

    @click.command("registry", help=say(N_("Show units, publications and targets; “import” takes the workbook back.")))
    @click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help=say(N_("Write to a file.")))
    @common_options(say, tables.FORMATS)
    @click.pass_context
    def run(context: click.Context, /, out: Path | None, **given: object) -> int:
        options = collect_options(context, given)
        project = options.project(say)
        tables.load_archive(say, options)
        registry = read_sources(project.root).registry
        sheets, today = registry_tables(project.root, registry, say), options.today(project)
        head = WorkbookHead(say("Registry"), str(today), registry.bulletin.editing_unit, today)
        tables.print_tables(say, options, tables.Printout(registry_record(project.root), sheets, head), out)
        return 0

    return run
