"""``stats``: the circular of a period."""

from __future__ import annotations

from pathlib import Path

import click

from bulletin.cli import console, tables
from bulletin.cli.options import Options, collect_options, common_options
from bulletin.core.i18n import N_, Translator
from bulletin.exports.stats_files import circular_head
from bulletin.exports.stats_json import author_records, period_record, stats_record
from bulletin.model.archive import Archive
from bulletin.model.public import public_archive
from bulletin.model.registry import lookup_key
from bulletin.scoring import circular
from bulletin.scoring.circulars.author_tables import author_tables
from bulletin.scoring.circulars.circular import Circular
from bulletin.scoring.circulars.status import status_text
from bulletin.scoring.circulars.supplement_tables import supplement_tables
from bulletin.scoring.circulars.tables import circular_tables
from bulletin.scoring.circulars.text import summary, template, written_summary


def _text_of_circular(options: Options, archive: Archive, found: Circular, say: Translator) -> str:
    """Return the text that an editor has written, or the computed one."""
    written = archive.circular_text.get(found.period.label)
    if written and written.has_text:
        lines = (options.project(say).root / written.path).read_text("utf-8-sig").splitlines(keepends=True)
        return written_summary("".join(lines[written.body_line - 1 :]), archive, found, say)
    return "\n".join(summary(archive, found, say))


def command(say: Translator) -> click.Command:
    """Return the command in the terminal's language."""

    @click.command("stats", help=say(N_("Show the figures of a period: what each unit submitted, placed and earned.")))
    @click.option("--period", required=True, metavar="P", help=say(tables.PERIODS))
    @click.option("--group", metavar="G", help=say(N_("Only the units of one group.")))
    @click.option(
        "--text",
        is_flag=True,
        help=say(N_("Write the text of the circular only, with names for its figures, to be changed by hand.")),
    )
    @click.option("--authors", is_flag=True, help=say(N_("Only the authors, by rank in their group.")))
    @click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help=say(N_("Write to a file.")))
    @common_options(say, tables.FORMATS)
    @click.pass_context
    def run(
        context: click.Context,
        /,
        *,
        period: str,
        group: str | None,
        text: bool,
        authors: bool,
        out: Path | None,
        **given: object,
    ) -> int:
        options = collect_options(context, given)
        days = tables.parse_period(say, period)
        archive = tables.load_archive(say, options)
        known = {lookup_key(name): g for g in archive.registry.groups for name in (g.id, g.name)}
        chosen = tables.find_named(say, group, known, [g.name for g in archive.registry.groups]) if group else None
        wanted = chosen.id if chosen else None
        ranked, head = author_tables(archive, days, say, wanted), circular_head(archive, days, say)
        if authors:
            if not ranked:
                console.echo_error(say("No author has points in this period."))
            value = {"period": period_record(days), "authors": author_records(archive, days, wanted)}
            tables.print_tables(say, options, tables.Printout(value, ranked, head), out)
            return 0
        found = circular(archive, days)
        if text:
            public = public_archive(archive)
            if public is not archive and archive.schemes:
                console.echo_error(say("Points are not published: the text has no sentences about them."))
            tables.write_text(template(public, circular(public, days), say).rstrip("\n"), out)
            return 0
        sheets = [
            sheet
            for table, sheet in zip(found.tables, circular_tables(found, say), strict=True)
            if wanted is None or table.group.id == wanted
        ]
        mine = [one for one in found.supplements if wanted is None or one.unit.group == wanted]
        sheets += ranked if options.format in ("csv", "xlsx") else ()
        sheets += supplement_tables(archive, found._replace(supplements=tuple(mine)), say)
        if options.format in (None, "table", "text") and not out:
            status = status_text(archive, days, say)
            text_of_circular = _text_of_circular(options, archive, found, say)
            console.echo("\n".join([*([status] if status else []), text_of_circular]) + "\n")
        tables.print_tables(say, options, tables.Printout(stats_record(archive, days, wanted), sheets, head), out)
        return 0

    return run
