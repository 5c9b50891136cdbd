"""``export``: what an archive holds as Word files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import click

from bulletin.build.printing import Printer
from bulletin.checks import report
from bulletin.cli import console
from bulletin.cli.commands.print_files import chosen_files
from bulletin.cli.options import Options, collect_options, common_options
from bulletin.content.images import ImageStore
from bulletin.content.loader import load
from bulletin.core.files import unwritable_error
from bulletin.core.i18n import N_, Translator, translator
from bulletin.core.parallel import available_cores
from bulletin.core.problems import BulletinError
from bulletin.core.text import nearest
from bulletin.core.written_files import WrittenFiles
from bulletin.model.redaction import translate_placeholders

_WHAT = N_("ITEM|ISSUE|circular PERIOD|compilation NAME|volume YEAR")
_KINDS = ("circular", "compilation", "volume", "all")
_WITHHELD = N_("“{name}” may not be read by others or not any more: no file is written of it.")
_UNKNOWN = N_("There is no item and no issue “{name}”; write an id, such as {example}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outcome:
    """What was written; the fields are the keys of ``--format json``."""

    folder: str
    files: tuple[str, ...]


def command(say: Translator) -> click.Command:
    """Return the command in the terminal's language."""

    @click.command(
        "export",
        help=say(N_("Write Word files of items, issues, circulars and compilations, to be sent up or edited.")),
    )
    @click.argument("what", nargs=-1, required=True, metavar=say(_WHAT))
    @click.option(
        "--out",
        type=click.Path(file_okay=False, resolve_path=True, path_type=Path),
        metavar="DIR",
        default="export",
        help=say(N_("Where the files go (default: export).")),
    )
    @click.option("--yes", is_flag=True, help=say(N_("Replace files also that somebody has changed.")))
    @common_options(say, ("text", "json", "docx"))
    @click.pass_context
    def run(context: click.Context, /, what: tuple[str, ...], out: Path, *, yes: bool, **given: object) -> int:
        options = collect_options(context, given)
        outcome = _export(say, options, what, out, replace=yes)
        if options.format == "json":
            console.echo(report.dump_json(asdict(outcome)))
        else:
            for name in outcome.files:
                console.echo(console.relative_path(out / name))
        return 0

    return run


def _export(say: Translator, options: Options, what: tuple[str, ...], out: Path, *, replace: bool) -> _Outcome:
    project = options.project(say)
    folder = WrittenFiles(project.root, out, replaces_all=replace)
    loaded = load(project.root, options.today(project), options.jobs or available_cores()).require_valid()
    site_say = translator(options.settings(say).language)
    # What goes out on paper has all points, also those that the site does not show.
    archive = translate_placeholders(loaded.archive, site_say)
    images = ImageStore(project.root, archive.registry)
    printer = Printer(archive=archive, texts=loaded.bodies, say=site_say, images=images)
    names = []
    try:
        folder.create()
        for name, make in _chosen(say, printer, what):
            folder.write(name, make())
            names.append(name)
    except OSError as error:
        raise unwritable_error(error.filename or out, error) from error
    return _Outcome(folder=str(out), files=tuple(names))


def _chosen(say: Translator, printer: Printer, what: tuple[str, ...]) -> list[tuple[str, Callable[[], bytes]]]:
    """Return name and maker of each file that the arguments name."""
    archive, found = printer.archive, list[tuple[str, Callable[[], bytes]]]()
    if what[0] not in (*archive.item, *archive.issue, *_KINDS):
        example = nearest(what[0], [*archive.item, *archive.issue]) or next(iter(archive.item), "2026/lianxika")
        raise click.UsageError(say(_UNKNOWN, name=what[0], example=example))
    items = [name for name in dict.fromkeys(what) if name in archive.item and what[0] not in _KINDS]
    for name in items:
        if archive.item[name].is_withheld:
            raise BulletinError(_WITHHELD, name=name)
        found.append((f"{name.replace('/', '-')}.docx", partial(printer.make_item, archive.item[name])))
    if others := tuple(name for name in what if name not in items):
        for file in chosen_files(say, printer, others):
            found.append((file.word_address.rpartition("/")[2], partial(printer.make_word, file)))
    return found
