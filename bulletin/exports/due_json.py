"""What units still owe as a JSON object."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bulletin.core.i18n import Translator
from bulletin.core.numbers import amount
from bulletin.model.archive import Archive
from bulletin.scoring.due_texts import reminders, title
from bulletin.scoring.dues import Due


def due_record(archive: Archive, dues: Sequence[Due], say: Translator) -> dict[str, Any]:
    """Return what is owed, and the reminders; ``days`` are those that are left, less than 0 where it is overdue."""
    return {
        "as_of": archive.today.isoformat(),
        "due": [_record(archive, due, say) for due in dues],
        "reminders": [{"unit": one.unit.id, "text": one.text} for one in reminders(archive, dues, say)],
    }


def _record(archive: Archive, due: Due, say: Translator) -> dict[str, Any]:
    days = due.days_left(archive.today)
    return {
        "unit": due.unit.id,
        "asked": due.asked.id,
        "kind": due.kind.value,
        "id": due.fact.id,
        "title": title(due, say),
        "by": due.endorsement.by if due.endorsement else "",
        "due": due.day.isoformat() if due.day else None,
        "days": days,
        "overdue": days is not None and days < 0,
        "period": due.period.label if due.period else None,
        "quota": amount(due.quota) if due.period else None,
        "done": amount(due.done) if due.period else None,
        "missing": amount(due.missing) if due.period else None,
    }
