"""``log``: what became of an item, and who changed its file, day by day."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from bulletin.checks import report
from bulletin.cli import console, tables
from bulletin.cli.completion import complete
from bulletin.cli.options import Options, collect_options, common_options
from bulletin.content.loader import load
from bulletin.content.sources import Sources
from bulletin.content.version_changes import version_changes
from bulletin.content.versions import file_versions
from bulletin.core.i18n import N_, Translator
from bulletin.core.parallel import available_cores
from bulletin.core.problems import BulletinError
from bulletin.editing.finding import Titles
from bulletin.editing.item_file import HAS_ERRORS
from bulletin.model.records import Item
from bulletin.scoring.item_history import HistoryEvent, item_history

_MISSING = N_("{option} is missing.")
_FILE = N_("Changes of the file {path}, as Git has them")


def command(say: Translator) -> click.Command:
    """Return the command in the terminal's language."""

    @click.command("log", help=say(N_("Show what became of an item, and from Git who changed its file, day by day.")))
    @click.argument("item", required=False, shell_complete=complete("items"))
    @common_options(say)
    @click.pass_context
    def log(context: click.Context, /, item: str | None, **given: object) -> int:
        if not item and sys.stdin.isatty():
            item = click.prompt(say(N_("Which item (id, title, or a part of it)?")), err=True)
        if not item:
            raise click.UsageError(say(_MISSING, option="ITEM"))
        return run(say, collect_options(context, given), item)

    return log


def run(say: Translator, options: Options, name: str) -> int:
    """Print the history of an item."""
    project = options.project(say)
    loaded = load(project.root, options.today(project), options.jobs or available_cores())
    sources = loaded.reading.sources
    path = Titles(sources.root, sources.files.items).find(name).path
    item = loaded.reading.files[path].fact
    if not isinstance(item, Item):
        raise BulletinError(HAS_ERRORS, path=path)
    archive = tables.translated_archive(say, loaded.archive)
    events, changes = item_history(archive, item, say), _changes(say, sources, project.root, path)
    if options.format == "json":
        console.echo(report.dump_json({"item": item.id, "title": item.title, "events": _records(events), **changes}))
        return 0
    unknown = say(N_("day not known"))
    console.echo(f"{item.title} ({item.id})")
    console.echo("\n".join(f"{event.day or unknown}  {event.text}" for event in events))
    if changes["changes"]:
        console.echo("\n" + say(_FILE, path=path))
        console.echo(
            "\n".join(f"{one['day']}  {one['who']}  {say('; ').join(one['texts'])}" for one in changes["changes"])
        )
    return 0


def _records(events: list[HistoryEvent]) -> list[dict[str, str | None]]:
    return [{"day": one.day.isoformat() if one.day else None, "kind": one.kind, "text": one.text} for one in events]


def _changes(say: Translator, sources: Sources, root: Path, path: str) -> dict[str, list[dict[str, Any]]]:
    versions = file_versions(root, path)
    found = version_changes(versions, path, sources.registry, say)
    return {
        "changes": [
            {"day": one.day.isoformat(), "who": one.who, "commit": one.commit, "texts": texts}
            for one, texts in zip(versions, found, strict=True)
        ]
    }
