"""Files of closed periods are written: each fact on a line, for people to read in a diff; the same bytes each time."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from bulletin.core.dates import Period
from bulletin.core.files import replace_file
from bulletin.model.closed import ClosedPeriod, ClosedUnit, RemarkValues

FOLDER = "registry/closed/"
FORMAT = 1
LIMIT = 50_000_000
"""The largest file that is read, in bytes: fifty times what a busy year takes."""

Record = dict[str, Any]


def closed_path(period: Period) -> str:
    """Return the path of the file of a closed period."""
    return f"{FOLDER}{period.label}.json"


def write_closed(root: Path, found: ClosedPeriod) -> None:
    """Write the file of a closed period into the archive at *root*, at once. Raises OSError."""
    file = root / found.path
    file.parent.mkdir(parents=True, exist_ok=True)
    replace_file(file, closed_bytes(found))


def closed_digest(found: ClosedPeriod) -> str:
    """Return the digest of a closed period."""
    return content_digest(_record(found))


def closed_bytes(found: ClosedPeriod) -> bytes:
    """Return the file of a closed period: each fact on a line of its own, the same bytes for the same facts."""
    record = _record(found)
    parts = [f'"{key}": {_encode(value)}' for key, value in record.items() if key not in ("items", "units")]
    for key in ("items", "units"):
        written = ",\n".join(_unit_text(row) if key == "units" else _encode(row) for row in record[key])
        parts.append(f'"{key}": [\n{written}]')
    parts.append(f'"digest": "{content_digest(record)}"')
    return ("{" + ",\n".join(parts) + "}\n").encode()


def _unit_text(record: Record) -> str:
    """Return a unit's figures on one line, and each of its lapses and entries on another."""
    lists = {key: record[key] for key in ("lapses", "entries")}
    parts = [_encode({key: value for key, value in record.items() if key not in lists})[1:-1]]
    for key, rows in lists.items():
        parts.append(f'"{key}": [\n' + ",\n".join(map(_encode, rows)) + "]")
    return "{" + ",\n".join(parts) + "}"


def _encode(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def content_digest(record: Record) -> str:
    """Return the SHA-256 of a record as JSON with sorted keys and without white space."""
    text = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _record(found: ClosedPeriod) -> Record:
    record: Record = {"format": FORMAT, "period": found.period.label, "closed": _text(found.closed)}
    record["reopened"] = [
        {"closed": str(one.closed), "digest": one.digest, "reopened": str(one.reopened), "reason": one.reason}
        for one in found.reopened
    ]
    record |= {"scheme": found.scheme, "rules": list(found.rules)}
    if found.rankings is not None:
        record["rankings"] = list(map(list, found.rankings))
    if found.issues is not None:
        record["issues"] = list(found.issues)
    if found.answered is not None:
        record["answered"] = list(map(list, found.answered))
    record["items"] = [
        {
            "id": item.id,
            "date": str(item.date),
            "units": list(item.units),
            "category": item.category,
            "adoptions": [[a.publication, a.issue, _text(a.date), a.treatment] for a in item.adoptions],
        }
        for item in found.items
    ]
    record["units"] = [_unit_record(unit) for unit in found.units]
    return record


def _unit_record(unit: ClosedUnit) -> Record:
    return {
        "id": unit.id,
        "group": unit.group,
        "submitted": unit.submitted,
        "adopted": unit.adopted,
        "rate": _text(unit.rate),
        "adoptions": unit.adoptions,
        "by_publication": dict(unit.by_publication),
        "points_by_family": {family.value: str(points) for family, points in unit.families.items()},
        "points": _text(unit.points),
        "result": _text(unit.result),
        "rank": unit.rank,
        **({"further_ranks": list(unit.further_ranks)} if unit.further_ranks else {}),
        "scored": unit.scored,
        "disqualified": [dict(values) for values in unit.disqualified],
        "failed": [period.label for period in unit.failed],
        "failures": list(map(_remark_record, unit.failures)),
        "changes": list(map(_remark_record, unit.changes)),
        "targets": [
            {
                "id": target.id,
                "words": target.words,
                "quota": str(target.quota),
                "done": list(map(list, target.done)),
                "period": target.period.label,
                "window": target.window and target.window.label,
                "points": _text(target.points),
            }
            for target in unit.targets
        ],
        "lapses": [[x.kind.value, str(x.date), x.item, x.call, x.target] for x in unit.lapses],
        "entries": [[str(e.date), e.rule, str(e.points), e.family.value, e.item, *e.event] for e in unit.entries],
    }


def _remark_record(found: RemarkValues) -> object:
    """Return a remark; one of which only the sentence is known is a text, as in old files."""
    return dict(found) if len(found) > 1 else found["text"]


def _text(value: object) -> str | None:
    return None if value is None else str(value)
