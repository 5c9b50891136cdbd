"""``ledger``: every point of a unit, with its rule, item and event."""

from __future__ import annotations

from pathlib import Path

import click

from bulletin.cli import console, tables
from bulletin.cli.completion import complete
from bulletin.cli.options import collect_options, common_options
from bulletin.core.i18n import N_, Translator
from bulletin.core.numbers import amount
from bulletin.exports.ledger_json import ledger_record
from bulletin.exports.stats_files import ledger_head
from bulletin.scoring.circulars.ledger_tables import ledger_tables
from bulletin.scoring.unit_ledger import unit_ledger


def command(say: Translator) -> click.Command:
    """Return the command in the terminal's language."""

    @click.command("ledger", help=say(N_("Show where a unit's points come from, entry by entry.")))
    @click.option(
        "--unit",
        required=True,
        metavar="U",
        shell_complete=complete("units"),
        help=say(N_("Name, alias or id of a unit.")),
    )
    @click.option("--period", required=True, metavar="P", help=say(tables.PERIODS))
    @click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help=say(N_("Write to a file.")))
    @common_options(say, tables.FORMATS)
    @click.pass_context
    def run(context: click.Context, /, unit: str, period: str, out: Path | None, **given: object) -> int:
        options = collect_options(context, given)
        days = tables.parse_period(say, period)
        archive = tables.load_archive(say, options)
        chosen = tables.find_unit(say, archive, unit)
        ledger = unit_ledger(archive, chosen, days)
        sheets = ledger_tables(archive, f"{chosen.name} {days.label}", [ledger], say)
        head = ledger_head(archive, days, say, chosen)
        tables.print_tables(say, options, tables.Printout(ledger_record(ledger, say), sheets, head), out)
        if options.format in (None, "table", "text") and not out:
            console.echo(say("Total: {points}", points=amount(ledger.total)))
        return 0

    return run
