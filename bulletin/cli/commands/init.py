"""``init``: begin an archive of one's own."""

from __future__ import annotations

import os
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import click

from bulletin.cli import console
from bulletin.cli.commands import build
from bulletin.cli.new_archive import EXAMPLE_UNITS, Answers, new_archive
from bulletin.cli.options import Options, collect_options, common_options
from bulletin.content.office_day import office_day
from bulletin.core.config import CHECKOUT, PRE_RECEIVE, SAMPLE
from bulletin.core.i18n import N_, Translator
from bulletin.editing.starter.archive_files import NewArchive, archive_files, copied_archive
from bulletin.editing.starter.writing import require_empty, write_archive

_UNITS = N_(
    "Units: 组织科、城关镇; with groups 科室：甲、乙；乡镇：丙; or a file (.txt, .csv, .xlsx with 名称, 组别, 编号)."
)
_WRITTEN = N_("The archive is in {folder}: units {units}, groups {groups}.")
_COPIED = N_("A copy of the sample archive is in {folder}.")
_EXAMPLES = N_("Its units are examples: put your own into registry/units.toml.")
_NEXT = N_(
    "Look at {page}. Then go to that folder and begin: “python3 build.py new item” begins an item, “python3 build.py” "
    "builds the site anew; {guide} tells the rest."
)


def command(say: Translator) -> click.Command:
    """Return the command in the terminal's language."""

    @click.command("init", help=say(N_("Begin an archive of your own in an empty folder, and build its site.")))
    @click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
    @click.option("--name", help=say(N_("The name of the bulletin.")))
    @click.option("--editing-unit", help=say(N_("The office that edits it, as in the masthead.")))
    @click.option("--units", metavar="LIST", help=say(_UNITS))
    @click.option("--province", help=say(N_("The name of the province, such as 东江, for its publications.")))
    @click.option("--city", help=say(N_("The name of the city, such as 安澜, for its publications.")))
    @click.option("--site-url", default="", help=say(N_("The address under which readers will open the site.")))
    @click.option("--scheme/--no-scheme", default=None, help=say(N_("Put in an example of a scoring scheme.")))
    @click.option("--from-sample", is_flag=True, help=say(N_("Copy the sample archive, to try things out.")))
    @click.option("--dry-run", is_flag=True, help=say(N_("Show what would be written, and write nothing.")))
    @click.option("--yes", is_flag=True, help=say(N_("Do not ask.")))
    @common_options(say)
    @click.pass_context
    def run(
        context: click.Context, /, *, folder: Path, from_sample: bool, dry_run: bool, yes: bool, **given: object
    ) -> int:
        answers = Answers(**cast("dict[str, Any]", {key: given.pop(key) for key in Answers._fields}))
        options = replace(collect_options(context, given), archive=Path(os.path.realpath(folder)))
        require_empty(folder)
        archive = None
        if from_sample:
            files = copied_archive(SAMPLE, _program(folder))
        else:
            asks = sys.stdin.isatty() and not (yes or dry_run or options.format == "json")
            today = options.date or office_day(folder)
            archive = new_archive(say, answers, today, _program(folder), asks=asks)
            files = archive_files(archive, PRE_RECEIVE.read_bytes())
        if dry_run:
            console.echo("\n".join(files))
            console.echo_error(say("Nothing was written."))
            return 0
        write_archive(folder, files)
        return _build(say, options, folder, archive)

    return run


def _program(folder: Path) -> str:
    """Return the folder of the program, as seen from the archive; "" where it is installed."""
    if CHECKOUT is None:
        return ""
    try:
        return Path(os.path.relpath(CHECKOUT, os.path.realpath(folder))).as_posix()
    except ValueError:
        # Windows: on another drive.
        return CHECKOUT.as_posix()


def _build(say: Translator, options: Options, folder: Path, archive: NewArchive | None) -> int:
    """Build the new archive, say where to look and what to do next, and return the exit code of the build."""
    code = build.run(say, options)
    if options.format == "json":
        return code
    shown = console.relative_path(Path(os.path.realpath(folder)))
    if archive is None:
        console.echo(say(_COPIED, folder=shown))
    else:
        groups = Counter(unit.group for unit in archive.units if unit.group)
        console.echo(say(_WRITTEN, folder=shown, units=len(archive.units), groups=len(groups)))
        if "、".join(unit.name for unit in archive.units) == EXAMPLE_UNITS:
            console.echo(say(_EXAMPLES))
    page = (options.site_dir or Path(shown) / "site") / "index.html"
    console.echo(say(_NEXT, page=page, guide=Path(shown) / "content" / "guide.md"))
    return code
