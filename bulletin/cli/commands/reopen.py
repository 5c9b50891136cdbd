"""``reopen``: count the circular of a closed period anew."""

from __future__ import annotations

import unicodedata

import click

from bulletin.checks import report
from bulletin.cli import console, tables
from bulletin.cli.commands.close import closable_period, save
from bulletin.cli.options import collect_options, common_options
from bulletin.core.i18n import N_, Translator
from bulletin.core.problems import BulletinError
from bulletin.core.text import UNWANTED, collapse_spaces
from bulletin.model.closed import ClosedPeriod, Reopening
from bulletin.scoring.periods import period_name

_OPEN = N_("{period} is not closed.")
_NO_REASON = N_("Say why, such as --reason 更正得分.")


def command(say: Translator) -> click.Command:
    """Return the command in the terminal's language."""

    @click.command("reopen", help=say(N_("Count the circular of a closed period anew; day and reason are kept.")))
    @click.argument("period")
    @click.option("--reason", required=True, metavar="T", help=say(N_("Why, in one sentence.")))
    @common_options(say)
    @click.pass_context
    def run(context: click.Context, /, period: str, reason: str, **given: object) -> int:
        options = collect_options(context, given)
        span = closable_period(say, period)
        plain = unicodedata.normalize("NFC", collapse_spaces(UNWANTED.sub("", reason)))
        if not plain:
            raise click.UsageError(say(_NO_REASON))
        archive, name = tables.load_archive(say, options), period_name(span, say)
        known = next((one for one in archive.closed if one.period == span), None)
        if known is None or known.closed is None:
            raise BulletinError(_OPEN, period=name)
        taken_back = Reopening(known.closed, known.digest, archive.today, plain)
        found = ClosedPeriod(
            period=span, path=known.path, closed=None, scheme=known.scheme, reopened=(*known.reopened, taken_back)
        )
        save(say, options, found)
        if options.format == "json":
            record = {"period": span.label, "reopened": str(archive.today), "path": found.path, "reason": plain}
            console.echo(report.dump_json(record))
        else:
            console.echo(
                say(
                    "{period} is open again, its figures are counted anew. Written: {path}.",
                    period=name,
                    path=found.path,
                )
            )
        return 0

    return run
