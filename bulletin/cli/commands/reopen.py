"""``reopen``: count the circular of a closed period anew."""

from __future__ import annotations

import unicodedata

import click

from bulletin.checks import report
from bulletin.cli import console
from bulletin.cli.commands.close import closable_period, save
from bulletin.cli.options import collect_options, common_options
from bulletin.content.closed import read_altered
from bulletin.content.closed_writer import closed_path
from bulletin.content.sources import Sources, read_sources
from bulletin.core.dates import Period
from bulletin.core.i18n import N_, Translator
from bulletin.core.problems import ArchiveProblems, BulletinError
from bulletin.core.text import UNWANTED, collapse_spaces
from bulletin.model.closed import ClosedPeriod, Reopening
from bulletin.scoring.periods import period_name

_MOST = 200
"""The most characters of a reason."""
_OPEN = N_("{period} is not closed.")
_LONG_REASON = N_("The reason has {number} characters; at most {most} are kept: say it in one sentence.")
_NO_REASON = N_("Say why, such as --reason 更正得分.")


def command(say: Translator) -> click.Command:
    """Return the command in the terminal's language."""

    @click.command("reopen", help=say(N_("Count the circular of a closed period anew; day and reason are kept.")))
    @click.argument("period")
    @click.option("--reason", default="", metavar="T", help=say(N_("Why, in one sentence.")))
    @common_options(say)
    @click.pass_context
    def run(context: click.Context, /, period: str, reason: str, **given: object) -> int:
        options = collect_options(context, given)
        span = closable_period(say, period)
        plain = _plain_reason(say, reason)
        project, name = options.project(say), period_name(span, say)
        sources, today = read_sources(project.root), options.today(project)
        known = _known_closing(sources, span)
        if known is None or known.closed is None:
            raise BulletinError(_OPEN, period=name)
        history = (*known.reopened, Reopening(known.closed, known.digest, today, plain))
        found = ClosedPeriod(period=span, path=known.path, closed=None, scheme=known.scheme, reopened=history)
        save(say, options, sources.registry, found)
        if options.format == "json":
            record = {"period": span.label, "reopened": str(today), "path": found.path, "reason": plain}
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


def _plain_reason(say: Translator, reason: str) -> str:
    """Return the reason on one line; raises UsageError where there is none, or too much."""
    plain = unicodedata.normalize("NFC", collapse_spaces(UNWANTED.sub("", reason)))
    if not plain:
        raise click.UsageError(say(_NO_REASON))
    if len(plain) > _MOST:
        raise click.UsageError(say(_LONG_REASON, number=len(plain), most=_MOST))
    return plain


def _known_closing(sources: Sources, span: Period) -> ClosedPeriod | None:
    """Return the closing of a period, also one that was altered or names what the registry has no more."""
    path = closed_path(span)
    data = sources.tables.get(path)
    known = None if data is None else read_altered(path, data)
    if known is None and (problems := [problem for problem in sources.problems if problem.path == path]):
        raise ArchiveProblems(problems)
    return known
