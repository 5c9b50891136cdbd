"""``import`` of a workbook: units, publications and targets that differ from the registry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from bulletin.cli import console
from bulletin.cli.editing import EditingRun
from bulletin.content.sources import Sources
from bulletin.core.files import reason_of
from bulletin.core.i18n import N_
from bulletin.core.problems import BulletinError
from bulletin.editing.sheet_import import import_sheets
from bulletin.office.sheet_rows import read_named_sheets

WORKBOOKS = (".xlsx", ".xlsm", ".csv")
_LARGEST = 10_000_000
_ALONE = N_("A workbook is taken over by itself: name one, and no other file.")
_UNREADABLE = N_("{path} cannot be read: {reason}.")
_TOO_LARGE = N_("{path} is too large for a list of units, publications and targets.")


def import_workbook(run: EditingRun, sources: Sources, sheets: Sequence[Path], files: Sequence[Path]) -> int:
    """Show what a workbook changes in the registry, ask, and write it."""
    if len(sheets) > 1 or len(files) > 1:
        raise click.UsageError(run.say(_ALONE))
    [path] = sheets
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except OSError as error:
        raise BulletinError(_UNREADABLE, path=str(path), reason=reason_of(error)) from error
    if len(data) > _LARGEST:
        raise BulletinError(_TOO_LARGE, path=str(path))
    found = import_sheets(sources, read_named_sheets(data), run.today, run.say)
    remarks = [remark.said(run.say) for remark in found.remarks]
    if run.options.format != "json":
        for remark in remarks:
            console.echo_error(remark)
    return replace(run, more={"remarks": remarks}).finish(found.edit)
