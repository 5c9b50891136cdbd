"""The archive package of a closed year: what was printed of it, its records, and sums to check them by."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any

from bulletin.build.printing import MadeFile, PrintedFile, Printer
from bulletin.core.dates import Period
from bulletin.core.i18n import N_
from bulletin.core.problems import BulletinError
from bulletin.exports import json_files, stats_files
from bulletin.exports.catalog import years_with_ledgers
from bulletin.model.archive import Archive
from bulletin.scoring.closing.printed import closed_period
from bulletin.scoring.periods import circular_periods

SUMS = "SHA256SUMS"
_BEGINNING = (1980, 1, 1, 0, 0, 0)
"""The oldest time that a zip file can hold."""
_NOT_CLOSED = N_("{year} is not closed yet; close it first: {command}.")


def printed_files(printer: Printer, year: int) -> list[PrintedFile]:
    """Return what is printed of a year; raises BulletinError where it is not closed."""
    archive = printer.archive
    closed = closed_period(archive, Period.year(year))
    if closed is None or closed.closed is None:
        raise BulletinError(_NOT_CLOSED, year=year, command=f"close {year}")
    issues = archive.issues_by_year.get(year, ())
    periods = [period for period in circular_periods(archive) if period.first.year == year]
    volume = [printer.volume(year)] if issues else []
    return [*map(printer.issue, issues), *map(printer.circular, periods), *volume]


def packed(printer: Printer, year: str, printed: Iterable[MadeFile]) -> MadeFile:
    """Return the package of a year with what was *printed* for it, the same bytes each time."""
    made = [*printed]
    data = _packed(printer, int(year), made)
    return MadeFile(f"archive-{year}.zip", data, is_new=any(file.is_new for file in made))


def _packed(printer: Printer, year: int, made: Iterable[MadeFile]) -> bytes:
    files = {f"pdf/{file.name}": file.data for file in made}
    files |= {f"data/{name}": data for name, data in _records(printer, year)}
    sums = "".join(f"{sha256(data).hexdigest()}  {name}\n" for name, data in sorted(files.items()))
    out = io.BytesIO()
    # Stored as they are: PDF is compressed already, and versions of zlib pack differently.
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, data in (*sorted(files.items()), (SUMS, sums.encode())):
            archive.writestr(zipfile.ZipInfo(name, _BEGINNING), data)
    return out.getvalue()


def _records(printer: Printer, year: int) -> Iterator[tuple[str, bytes]]:
    """Yield the JSON files of a year: records by their day, and figures."""
    archive, whole = printer.archive, Period.year(year)
    for name, data in _dated_files(archive).items():
        yield name, json_files.dump_lists(_of_year(json.loads(data), year))
    for period in circular_periods(archive):
        if period.first.year == year:
            yield from _json_of(stats_files.period_files(archive, period, printer.say))
    if whole in years_with_ledgers(archive):
        yield from _json_of(stats_files.year_files(archive, whole, printer.say))


def _dated_files(archive: Archive) -> Mapping[str, bytes]:
    return {
        "items.json": json_files.items_file(archive).make(),
        "adoptions.json": json_files.adoptions_file(archive).make(),
        "endorsements.json": json_files.endorsements_json(archive),
        "issues.json": json_files.issues_json(archive),
    }


def _of_year(lists: Mapping[str, list[dict[str, Any]]], year: int) -> dict[str, list[dict[str, Any]]]:
    """Return lists of records without those of other years."""
    return {
        name: [one for one in found if str(one.get("date", "")).startswith(f"{year}-")] for name, found in lists.items()
    }


def _json_of(files: Iterable[Any]) -> Iterator[tuple[str, bytes]]:
    for file in files:
        if file.address.endswith(".json"):
            yield file.address.rpartition("/")[2], file.make()
