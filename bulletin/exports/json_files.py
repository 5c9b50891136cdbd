"""The JSON files: sorted keys, one fact a line, so that two versions of a file can be compared."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from bulletin.exports import serialize
from bulletin.model.aggregates import outcomes
from bulletin.model.archive import Archive
from bulletin.model.schema import OUTCOME

ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, check_circular=False)
"""Made once: making it costs as much as a short line; to look for circles, which facts have none of, a fifth more."""


def files(archive: Archive) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of every JSON file."""
    registry = archive.registry
    withdrawn = [{"id": n.id, "date": serialize.day(n.date)} for n in sorted(archive.withdrawn, key=lambda n: n.id)]
    results = [
        serialize.fields(o, OUTCOME) | {"item": i.id, "counts_on": serialize.day(d)}
        for d, i, o in reversed(outcomes(archive))
    ]
    groups = [{"id": group.id, "name": group.name} for group in registry.groups]
    yield "items.json", lined({"items": (serialize.item(archive, i) for i in archive.items), "withdrawn": withdrawn})
    yield "issues.json", lined({"issues": (serialize.issue(archive, i) for i in archive.issues)})
    yield "adoptions.json", lined({"adoptions": (serialize.adopted(archive, e) for e in archive.adoptions)})
    endorsed = (serialize.endorsed(e) for e in archive.endorsements)
    yield "endorsements.json", lined({"endorsements": endorsed, "outcomes": results})
    calls = sorted(archive.calls, key=lambda call: (call.date, call.id))
    yield (
        "calls.json",
        lined({"calls": (serialize.call(archive, c) for c in calls)}, as_of=serialize.day(archive.today)),
    )
    yield "units.json", lined({"groups": groups, "units": (serialize.unit(u) for u in registry.units)})
    yield (
        "publications.json",
        lined({"publications": (serialize.publication(archive, p) for p in registry.publications)}),
    )
    yield "categories.json", lined({"categories": (serialize.category(archive, c) for c in registry.categories)})


def lined(lists: Mapping[str, Iterable[serialize.Fact]], **values: object) -> bytes:
    """Return an object of lists as JSON, each fact on a line of its own; *values* come first."""
    parts = [f"{json.dumps(key)}: {_line(value)}" for key, value in sorted(values.items())]
    for key, entries in sorted(lists.items()):
        rows = ",\n".join(_line(entry) for entry in entries)
        parts.append(f"{json.dumps(key)}: [\n{rows}\n]" if rows else f"{json.dumps(key)}: []")
    return ("{" + ",\n".join(parts) + "}\n").encode()


def _line(value: object) -> str:
    return ENCODER.encode(value)
