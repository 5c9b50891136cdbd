"""The JSON files: sorted keys, one record a line, so that two versions of a file can be compared."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from bulletin.exports import serialize
from bulletin.model.aggregates import outcomes
from bulletin.model.archive import Archive
from bulletin.model.schema import OUTCOME

ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, check_circular=False)
"""One instance: creating one takes as long as encoding a short record; checking for cycles takes a fifth more."""


def files(archive: Archive) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of every JSON file."""
    registry, as_of = archive.registry, serialize.iso_date(archive.today)
    items = (serialize.item_record(archive, item) for item in archive.items)
    withdrawn = [
        {"id": notice.id, "date": serialize.iso_date(notice.date)}
        for notice in sorted(archive.withdrawn, key=lambda notice: notice.id)
    ]
    issues = (serialize.issue_record(archive, issue) for issue in archive.issues)
    adoptions = (serialize.adoption_event_record(archive, event) for event in archive.adoptions)
    endorsements = (serialize.endorsement_event_record(event) for event in archive.endorsements)
    calls = sorted(archive.calls, key=lambda call: (call.date, call.id))
    publications = (serialize.publication_record(archive, publication) for publication in registry.publications)
    categories = (serialize.category_record(archive, category) for category in registry.categories)
    groups = [{"id": group.id, "name": group.name} for group in registry.groups]
    yield "items.json", dump_lists({"items": items, "withdrawn": withdrawn})
    yield "issues.json", dump_lists({"issues": issues})
    yield "adoptions.json", dump_lists({"adoptions": adoptions})
    yield "endorsements.json", dump_lists({"endorsements": endorsements, "outcomes": _outcome_records(archive)})
    yield "calls.json", dump_lists({"calls": (serialize.call_record(archive, c) for c in calls)}, as_of=as_of)
    yield "units.json", dump_lists({"groups": groups, "units": map(serialize.unit_record, registry.units)})
    yield "publications.json", dump_lists({"publications": publications})
    yield "categories.json", dump_lists({"categories": categories})


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
