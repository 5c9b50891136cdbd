"""``export``: items, issues and circulars as Word files."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path

import click

from bulletin.checks import report
from bulletin.cli import console
from bulletin.cli.options import Options, collect_options, common_options
from bulletin.cli.tables import parse_period
from bulletin.content.images import ImageStore
from bulletin.content.loader import load
from bulletin.core.files import replace_file, unwritable_error
from bulletin.core.i18n import N_, Translator, translator
from bulletin.core.parallel import available_cores
from bulletin.core.text import nearest
from bulletin.model.redaction import translate_placeholders
from bulletin.office.word_out.exporter import WordExporter, WordFile
from bulletin.scoring.periods import has_circular

_WHAT = N_("ITEM|ISSUE|circular PERIOD")
_UNKNOWN = N_("There is no item and no issue “{name}”; write an id, such as {example}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outcome:
    """What was written; the fields are the keys of ``--format json``."""

    folder: str
    files: tuple[str, ...]


def command(say: Translator) -> click.Command:
    """Return the command in the terminal's language."""

    @click.command("export", help=say(N_("Write items, issues and circulars as Word files, to be sent up or edited.")))
    @click.argument("what", nargs=-1, required=True, metavar=say(_WHAT))
    @click.option(
        "--out",
        type=click.Path(file_okay=False, resolve_path=True, path_type=Path),
        metavar="DIR",
        default="export",
        help=say(N_("Where the files go (default: export).")),
    )
    @common_options(say, ("text", "json", "docx"))
    @click.pass_context
    def run(context: click.Context, /, what: tuple[str, ...], out: Path, **given: object) -> int:
        options = collect_options(context, given)
        outcome = _export(say, options, what, out)
        if options.format == "json":
            console.echo(report.dump_json(asdict(outcome)))
        else:
            for name in outcome.files:
                console.echo(console.relative_path(out / name))
        return 0

    return run


def _export(say: Translator, options: Options, what: tuple[str, ...], out: Path) -> _Outcome:
    project = options.project(say)
    loaded = load(project.root, options.today(project), options.jobs or available_cores()).require_valid()
    site_say = translator(options.settings(say).language)
    # What goes out on paper has all points, also those that the site does not show.
    archive = translate_placeholders(loaded.archive, site_say)
    images = ImageStore(project.root, archive.registry)
    exporter = WordExporter(
        archive=archive,
        texts=loaded.bodies,
        say=site_say,
        read_picture=lambda path: images.clean_bytes(f"content/{path}"),
    )
    files = _chosen(say, exporter, what)
    try:
        out.mkdir(parents=True, exist_ok=True)
        for file in files:
            replace_file(out / file.name, exporter.make(file))
    except OSError as error:
        raise unwritable_error(error.filename or out, error) from error
    return _Outcome(folder=str(out), files=tuple(file.name for file in files))


def _chosen(say: Translator, exporter: WordExporter, what: tuple[str, ...]) -> list[WordFile]:
    """Return the files that the arguments name."""
    archive = exporter.archive
    if what[0] == "circular":
        periods = [parse_period(say, text) for text in dict.fromkeys(what[1:])]
        for period in periods:
            if not has_circular(archive, period):
                raise click.UsageError(say(N_("There is no circular of {period}."), period=period.label))
        return [exporter.circular(period) for period in periods]
    found = []
    for name in dict.fromkeys(what):
        if name in archive.issue:
            found.append(exporter.issue(archive.issue[name]))
        elif name in archive.item and not archive.item[name].is_withheld:
            found.append(exporter.item(archive.item[name]))
        else:
            example = nearest(name, [*archive.item, *archive.issue]) or next(iter(archive.item), "2026/lianxika")
            raise click.UsageError(say(_UNKNOWN, name=name, example=example))
    return found
