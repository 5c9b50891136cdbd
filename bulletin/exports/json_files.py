"""The JSON files: sorted keys, one record a line, so that two versions of a file can be compared."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from bulletin.exports import serialize
from bulletin.exports.row_files import RowFile
from bulletin.model.aggregates import outcomes
from bulletin.model.archive import Archive
from bulletin.model.schema import OUTCOME

ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, check_circular=False)
"""One instance: creating one takes as long as encoding a short record; checking for cycles takes a fifth more."""
_BETWEEN = b",\n"


def items_file(archive: Archive) -> RowFile:
    """Return ``items.json``."""
    withdrawn = [
        {"id": notice.id, "date": serialize.iso_date(notice.date)}
        for notice in sorted(archive.withdrawn, key=lambda notice: notice.id)
    ]
    rest = dump_lists({"withdrawn": withdrawn}).removeprefix(b"{")
    return RowFile(
        ids=[item.id for item in archive.items],
        row=lambda number: _encode(serialize.item_record(archive, archive.items[number])).encode(),
        head=b'{"items": [\n',
        between=_BETWEEN,
        end=b"\n],\n" + rest,
        empty=b'{"items": [],\n' + rest,
    )


def adoptions_file(archive: Archive) -> RowFile:
    """Return ``adoptions.json``."""
    events = archive.adoptions
    return RowFile(
        ids=[event.item.id for event in events],
        row=lambda number: _encode(serialize.adoption_event_record(archive, events[number])).encode(),
        head=b'{"adoptions": [\n',
        between=_BETWEEN,
        end=b"\n]}\n",
        empty=dump_lists({"adoptions": ()}),
    )


def endorsements_json(archive: Archive) -> bytes:
    """Return ``endorsements.json``."""
    endorsements = map(serialize.endorsement_event_record, archive.endorsements)
    return dump_lists({"endorsements": endorsements, "outcomes": _outcome_records(archive)})


def issues_json(archive: Archive) -> bytes:
    """Return ``issues.json``."""
    return dump_lists({"issues": (serialize.issue_record(archive, issue) for issue in archive.issues)})


def calls_json(archive: Archive) -> bytes:
    """Return ``calls.json``."""
    calls = sorted(archive.calls, key=lambda call: (call.date, call.id))
    records = (serialize.call_record(archive, call) for call in calls)
    return dump_lists({"calls": records}, as_of=serialize.iso_date(archive.today))


def units_json(archive: Archive) -> bytes:
    """Return ``units.json``."""
    groups = [{"id": group.id, "name": group.name} for group in archive.registry.groups]
    return dump_lists({"groups": groups, "units": map(serialize.unit_record, archive.registry.units)})


def publications_json(archive: Archive) -> bytes:
    """Return ``publications.json``."""
    publications = archive.registry.publications
    return dump_lists({"publications": (serialize.publication_record(archive, found) for found in publications)})


def categories_json(archive: Archive) -> bytes:
    """Return ``categories.json``."""
    categories = archive.registry.categories
    return dump_lists({"categories": (serialize.category_record(archive, found) for found in categories)})


def _outcome_records(archive: Archive) -> Iterator[serialize.JsonObject]:
    """Yield the outcomes, newest first."""
    for date, item, outcome in reversed(outcomes(archive)):
        event = {"item": item.id, "counts_on": serialize.iso_date(date)}
        yield serialize.exported_fields(outcome, OUTCOME) | event


def dump_lists(lists: Mapping[str, Iterable[serialize.JsonObject]], **values: object) -> bytes:
    """Return an object of lists as JSON, each record on a line of its own; *values* come first."""
    parts = [f"{json.dumps(key)}: {_encode(value)}" for key, value in sorted(values.items())]
    for key, entries in sorted(lists.items()):
        rows = ",\n".join(_encode(entry) for entry in entries)
        parts.append(f"{json.dumps(key)}: [\n{rows}\n]" if rows else f"{json.dumps(key)}: []")
    return ("{" + ",\n".join(parts) + "}\n").encode()


def _encode(value: object) -> str:
    return ENCODER.encode(value)
