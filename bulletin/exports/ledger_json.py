"""Ledgers as JSON objects with the documented keys."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bulletin.core.i18n import Translator
from bulletin.core.numbers import amount
from bulletin.exports.stats_json import remark_records
from bulletin.scoring.circulars.tables import event_id, reasons_text
from bulletin.scoring.closing.supplements import Supplement
from bulletin.scoring.entries import Entry
from bulletin.scoring.remarks import change_values, changes_texts, failure_texts, failure_values
from bulletin.scoring.unit_ledger import ClosedPart, UnitLedger

Record = dict[str, Any]


def ledger_record(ledger: UnitLedger, say: Translator) -> Record:
    """Return the ledger of a unit in a period."""
    return {
        "unit": ledger.unit.id,
        "period": ledger.period.label,
        "entries": [entry_record(each, say) for each in ledger.entries],
        "total": amount(ledger.total),
        "closed": closed_records(ledger, say),
        "remarks": list(remarks_records(ledger, say)),
    }


def entry_record(entry: Entry, say: Translator) -> Record:
    """Return one entry of the ledger."""
    return {
        "date": entry.date.isoformat(),
        "rule": entry.words,
        "family": entry.family.value,
        "item": entry.item.id if entry.item and not entry.item.is_withdrawn else None,
        "withdrawn": bool(entry.item and entry.item.is_withdrawn),
        "event": event_id(entry),
        "event_date": entry.event.date.isoformat(),
        "points": amount(entry.points),
        "why": reasons_text(entry.why, say),
        "changes": [
            {"kind": change.kind.value, "points": amount(change.points), "words": change.words}
            for change in entry.changes
        ],
    }


def closed_records(ledger: UnitLedger, say: Translator) -> list[Record]:
    """Return what closed circulars have of the unit, what has come or gone since, and both together."""
    return [_closed_record(part, say) for part in ledger.closed]


def _closed_record(part: ClosedPart, say: Translator) -> Record:
    return {
        "period": part.closed.period.label,
        "from": part.days.first.isoformat(),
        "to": part.days.last.isoformat(),
        "day": str(part.closed.closed),
        "digest": part.closed.digest,
        "points": [amount(points) for points in (part.printed, part.since, part.known)],
        "supplements": [_supplement_record(one, say) for one in part.supplements],
    }


def _supplement_record(found: Supplement, say: Translator) -> Record:
    record = entry_record(found.entry, say) | {"event": found.event_id}
    del record["changes"]
    return record | {"printed": amount(found.printed), "known": amount(found.known)}


def remarks_records(ledger: UnitLedger, say: Translator) -> Iterator[Record]:
    """Yield what the unit failed, and what changed its points, in each quarter and in the whole period."""
    for place in ledger.standings:
        failures = _with_texts(remark_records(failure_values(place)), failure_texts(place, say))
        changes = _with_texts(remark_records(change_values(place)), changes_texts(place, say))
        if failures or changes:
            yield {"period": place.results.period.label, "failures": failures, "changes": changes}


def _with_texts(records: list[Record], texts: list[str]) -> list[Record]:
    return [record | {"text": text} for record, text in zip(records, texts, strict=True)]
