"""``due``: what units still owe, and the text of a reminder for each."""

from __future__ import annotations

from pathlib import Path

import click

from bulletin.cli import console, tables
from bulletin.cli.completion import complete
from bulletin.cli.options import collect_options, common_options
from bulletin.core.i18n import N_, Translator
from bulletin.exports.due_json import due_record
from bulletin.exports.workbook import WorkbookHead
from bulletin.scoring.due_texts import due_table, reminders
from bulletin.scoring.dues import open_dues


def command(say: Translator) -> click.Command:
    """Return the command in the terminal's language."""

    @click.command("due", help=say(N_("Show what units still owe, what is overdue first, and reminders to send them.")))
    @click.option(
        "--within",
        type=click.IntRange(min=0),
        metavar="DAYS",
        help=say(N_("Only what is overdue, or due in so many days.")),
    )
    @click.option("--unit", metavar="U", shell_complete=complete("units"), help=say(N_("Name, alias or id of a unit.")))
    @click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help=say(N_("Write to a file.")))
    @common_options(say, tables.FORMATS)
    @click.pass_context
    def run(context: click.Context, /, within: int | None, unit: str | None, out: Path | None, **given: object) -> int:
        options = collect_options(context, given)
        archive = tables.load_archive(say, options)
        chosen = tables.find_unit(say, archive, unit).id if unit else None
        found = open_dues(archive, within, chosen)
        as_text = options.format in (None, "table", "text")
        if as_text and not found:
            console.echo_error(say("Nothing is open."))
            return 0
        table, today = due_table(archive, found, say), archive.today
        head = WorkbookHead(table.title, str(today), archive.registry.bulletin.editing_unit, today)
        tables.print_tables(say, options, tables.Printout(due_record(archive, found, say), [table], head), out)
        if as_text and not out:
            console.echo("".join(f"\n{one.text}\n" for one in reminders(archive, found, say)).rstrip("\n"))
        return 0

    return run
