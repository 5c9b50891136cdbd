"""Shared by the commands that print figures: periods, names of units and groups, tables in four formats."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import click

from bulletin.checks import report
from bulletin.cli import console
from bulletin.cli.options import Options
from bulletin.content.loader import load
from bulletin.core.dates import BadPeriod, Period
from bulletin.core.files import unwritable_error
from bulletin.core.i18n import N_, Translator
from bulletin.core.parallel import available_cores
from bulletin.core.text import nearest
from bulletin.exports.csv_files import tables_csv
from bulletin.exports.workbook import WorkbookHead, workbook_bytes
from bulletin.model.archive import Archive
from bulletin.model.redaction import translate_placeholders
from bulletin.model.registry import Unit, lookup_key
from bulletin.scoring.circulars.tables import DataTable

FORMATS = ("table", "json", "csv", "xlsx", "text")
T = TypeVar("T")

PERIODS = N_("2026, 2026-H1, 2026-Q1, 2026-03, 2026-03-H1, 2026-W07, or two days.")
_NO_PERIOD = N_(
    "“{text}” is no period; write 2026, 2026-H1, 2026-Q1, 2026-03, 2026-03-H1, 2026-W07, or 2026-07-01..2026-10-09."
)
_UNKNOWN = N_("Nobody knows “{name}”.")
_NEAR = N_("Did you mean “{nearest}”?")


def load_archive(say: Translator, options: Options) -> Archive:
    """Return the archive; with errors in it the command fails, as figures would be wrong."""
    project = options.project(say)
    loaded = load(project.root, options.today(project), options.jobs or available_cores())
    return translated_archive(say, loaded.require_valid().archive)


def translated_archive(say: Translator, archive: Archive) -> Archive:
    """Return the archive with what stands for withheld items in the language of the terminal."""
    return translate_placeholders(archive, say) if archive.withheld else archive


def parse_period(say: Translator, text: str) -> Period:
    """Return the period that *text* writes."""
    try:
        return Period.parse(text)
    except BadPeriod:
        raise click.UsageError(say(_NO_PERIOD, text=text)) from None


def find_named(say: Translator, name: str, known: Mapping[str, T], names: Iterable[str]) -> T:
    """Return the member of *known* that *name*, an id, name or alias, identifies."""
    entry = known.get(lookup_key(name))
    if entry is not None:
        return entry
    near = nearest(name, names)
    raise click.UsageError(" ".join([say(_UNKNOWN, name=name), *([say(_NEAR, nearest=near)] if near else [])]))


def find_unit(say: Translator, archive: Archive, name: str) -> Unit:
    """Return the unit that *name*, an id, name or alias, identifies."""
    registry = archive.registry
    known = {key: registry.unit[identifier] for key, identifier in registry.unit_names.items()}
    return find_named(say, name, known, [unit.name for unit in registry.units])


class Printout(NamedTuple):
    """What a command prints: a value as JSON, tables for all other formats, and the head of a workbook."""

    value: Mapping[str, Any]
    sheets: Sequence[DataTable]
    head: WorkbookHead


def print_tables(say: Translator, options: Options, given: Printout, out: Path | None) -> None:
    """Print tables, or write them to a file, in the format that was asked for."""
    value, sheets, head = given
    match options.format:
        case "json":
            write_text(report.dump_json(value), out)
        case "csv":
            _write_bytes(tables_csv(sheets, say), out)
        case "xlsx":
            if out is None and sys.stdout.isatty():
                raise click.UsageError(say(N_("a terminal cannot show a workbook; name a file: --out figures.xlsx")))
            _write_bytes(workbook_bytes(sheets, head, say), out)
        case _:
            write_text("\n\n".join(terminal_table(sheet) for sheet in sheets), out)
    if out:
        console.echo_error(say("Wrote {path}", path=console.relative_path(out)))


def write_text(text: str, out: Path | None) -> None:
    """Write a text and the end of its line to a file, or to the terminal."""
    if out:
        _write_bytes((text + "\n").encode(), out)
    else:
        console.echo(text)


def _write_bytes(data: bytes, out: Path | None) -> None:
    if out:
        try:
            out.parent.mkdir(parents=True, exist_ok=True)
            out.write_bytes(data)
        except OSError as error:
            raise unwritable_error(out, error) from error
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


def terminal_table(sheet: DataTable) -> str:
    """Return a table for a terminal, without columns that say nothing; Chinese characters are two wide."""
    rows = [list(sheet.headers), *sheet.texts()]
    says = [any(row[column] not in ("", "0") for row in rows[1:]) for column in range(len(sheet.headers))]
    shown = [
        (said or sheet.shows_zeros or column in sheet.always_shown) and column not in sheet.file_columns
        for column, said in enumerate(says)
    ]
    rows = [[cell for cell, is_shown in zip(row, shown, strict=True) if is_shown] for row in rows]
    if not rows[0]:
        return sheet.title
    widths = [max(_width(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(_padded(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([sheet.title, lines[0], "-" * max(_width(line) for line in lines), *lines[1:]])


def _padded(cell: str, width: int) -> str:
    room = " " * (width - _width(cell))
    return room + cell if cell[:1].isdigit() or cell[:1] == "-" else cell + room


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
