"""``adopt --from``: adoptions from a table: all of its rows or none, unless somebody says that the clear ones do."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from bulletin.checks import report
from bulletin.cli import console
from bulletin.cli.editing import EditingRun
from bulletin.cli.finding import choose
from bulletin.core.files import reason_of
from bulletin.core.i18n import N_
from bulletin.core.problems import BulletinError
from bulletin.editing.adoption_table import AdoptionTable, read_table
from bulletin.editing.adoptions import AdoptionRows, RowResult
from bulletin.editing.finding import NotFound

_STDIN = "-"
_WORKBOOKS, _BEGINNINGS = (".xlsx", ".xlsm"), (b"PK", b"\xd0\xcf")
_UNREADABLE = N_("{path} cannot be read: {reason}.")
_NO_WORKBOOK = N_("{path} is no workbook, whatever its name says. Open it and save it as .xlsx.")
_EMPTY = N_("The table has no rows below the heads of its columns.")
_ROW = N_("Row {row}, “{item}”: {reason}")
_TAKEN = N_("taken for “{title}”.")
_NO_DAY = N_("Rows without a day: {n}; {day} was taken for them.")
_PASSED_OVER = N_("Columns that are not understood and were passed over: {heads}.")
_UNCLEAR = N_("Nothing was written: rows that are not clear: {n}. Correct them, or record the others with --yes.")
_OTHERS = N_("Record the other rows?")


def adopt_from_table(run: EditingRun, name: str, on: date) -> int:
    """Record the adoptions of a table, and return the exit code: 1 where a row was not recorded."""
    table = _table(name)
    if not table.rows:
        raise BulletinError(_EMPTY)
    if table.passed_over and run.options.format != "json":
        console.echo_error(run.say(_PASSED_OVER, heads=run.say(N_(", ")).join(table.passed_over)))
    # Who pipes a table in cannot answer.
    run = replace(run, asks=run.asks and name != _STDIN, more={"passed_over": list(table.passed_over)})
    work = AdoptionRows.of(run.sources, run.today, on)
    for row in table.rows:
        result = work.record(row)
        if run.asks and isinstance(result.reason, NotFound) and result.reason.near:
            console.echo_error(_line(run, result))
            if chosen := choose(run, result.reason.near):
                work.record(row, chosen)
    return _finish(run, work, on)


def _table(name: str) -> AdoptionTable:
    data = _read(name)
    try:
        return read_table(data)
    except BulletinError:
        if name.lower().endswith(_WORKBOOKS) and not data.startswith(_BEGINNINGS):
            raise BulletinError(_NO_WORKBOOK, path=name) from None
        raise


def _finish(run: EditingRun, work: AdoptionRows, on: date) -> int:
    unclear, edit = [one for one in work.results if one.is_unclear], work.edit()
    run = replace(run, more={**run.more, "rows": list(_records(run, work.results))})
    if run.options.format != "json":
        _tell(run, work.results, on)
    goes_on = not unclear or run.yes or run.dry_run or (run.asks and run.confirmed(_OTHERS))
    if not goes_on:
        run.tell(edit, run.say(_UNCLEAR, n=len(unclear)))
        return 1
    return run.finish(edit) or int(bool(unclear))


def _read(name: str) -> bytes:
    if name == _STDIN:
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise BulletinError(_UNREADABLE, path=name, reason=reason_of(error)) from error


def _tell(run: EditingRun, results: list[RowResult], on: date) -> None:
    for result in results:
        if result.reason or result.taken_for:
            console.echo_error(_line(run, result))
    if undated := sum(not result.reason and not result.row.values.get("date") for result in results):
        console.echo_error(run.say(_NO_DAY, n=undated, day=on))


def _line(run: EditingRun, result: RowResult) -> str:
    values = result.row.values
    named = values.get("title") or values.get("id", "")
    return run.say(_ROW, row=result.row.number, item=named, reason=_reason(run, result))


def _reason(run: EditingRun, result: RowResult) -> str:
    if result.reason:
        return report.format_error(result.reason, run.say)
    return run.say(_TAKEN, title=result.item.title) if result.taken_for and result.item else ""


def _records(run: EditingRun, results: list[RowResult]) -> Iterator[dict[str, object]]:
    for result in results:
        state = "unclear" if result.is_unclear else "known" if result.is_known else "recorded"
        item = result.item.id if result.item else ""
        yield {"row": result.row.number, "state": state, "item": item, "reason": _reason(run, result)}
