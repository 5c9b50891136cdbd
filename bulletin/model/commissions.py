"""Replies to commissions: which units owe one, and which have answered in time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bulletin.model.archive import Archive
from bulletin.model.records import Call, Item


class ReplyState(StrEnum):
    """The state of a unit's reply to a commission."""

    ON_TIME = "on-time"
    """Answered on the due day or before, or no day was set."""
    LATE = "late"
    """Answered after the due day."""
    OPEN = "open"
    """Not answered, and the due day has not passed."""
    OVERDUE = "overdue"
    """Not answered, and the due day has passed."""
    WAIVED = "waived"
    """Not answered by the due day, and nothing is owed any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The reply of one unit to one commission; ``days`` is the number of days late, 0 if it is in time.

    ``due`` is the last day for this unit, None where the call sets none.
    """

    call: Call
    unit: str
    state: ReplyState
    items: tuple[Item, ...] = ()
    days: int = 0
    due: date | None = None

    @property
    def answered(self) -> bool:
        """Whether there is an answer."""
        return bool(self.items)

    @property
    def is_extended(self) -> bool:
        """Whether this unit has another day than the call says."""
        return self.due != self.call.due

    @property
    def excuse(self) -> str:
        """Why nothing is owed any more; "" where something is, or the answer came in time."""
        waiver = self.call.waiver_of(self.unit)
        return waiver.reason if waiver and self.state is ReplyState.WAIVED else ""


def replies(archive: Archive, call: Call) -> tuple[Reply, ...]:
    """Return the reply of each unit that *call* addresses, as of the archive's day, in the order of the call."""
    return tuple(reply(archive, call, unit) for unit in call.units)


def answers(archive: Archive, call: Call, unit: str) -> tuple[Item, ...]:
    """Return the items by which a unit answered *call*; for a unit that has left, its successor may have answered."""
    return _by_unit(archive, archive.answers.get(call.id, ()), unit)


def withdrawn_answers(archive: Archive, call: Call, unit: str) -> tuple[Item, ...]:
    """Return what is left of withdrawn items by which a unit, or its successor, had answered *call*."""
    return _by_unit(archive, archive.withdrawn_answers.get(call.id, ()), unit)


def _by_unit(archive: Archive, items: tuple[Item, ...], unit: str) -> tuple[Item, ...]:
    answering = {unit, *_successors(archive, unit)} if items else set[str]()
    return tuple(item for item in items if answering.intersection(item.units))


def reply(archive: Archive, call: Call, unit: str) -> Reply:
    """Return the reply of one unit to *call*."""
    items, due = answers(archive, call, unit), call.due_of(unit)
    days = _days_late(due, items[0].date if items else archive.today)
    if call.waiver_of(unit) and (days or not items):
        return Reply(call=call, unit=unit, state=ReplyState.WAIVED, items=items, due=due)
    in_time, too_late = (ReplyState.ON_TIME, ReplyState.LATE) if items else (ReplyState.OPEN, ReplyState.OVERDUE)
    return Reply(call=call, unit=unit, state=too_late if days else in_time, items=items, days=days, due=due)


def owing_units(call: Call, unit: str) -> tuple[str, ...]:
    """Return the units that owe an answer to *call*, and *unit* in any case: of those without a waiver."""
    return tuple(other for other in call.units if other == unit or not call.waiver_of(other))


def replies_of(archive: Archive, unit: str) -> tuple[Reply, ...]:
    """Return the replies of *unit* to every commission addressed to it, the newest first."""
    calls = sorted(archive.calls, key=lambda c: (c.date, c.id), reverse=True)
    return tuple(reply(archive, call, unit) for call in calls if unit in call.units)


def volunteers(archive: Archive, call: Call) -> tuple[Item, ...]:
    """Return the answers to *call* from units that it does not address; all answers where it addresses none."""
    addressed = set(call.units).union(*(_successors(archive, unit) for unit in call.units))
    return tuple(item for item in archive.answers.get(call.id, ()) if not addressed.intersection(item.units))


def is_open(archive: Archive, call: Call) -> bool:
    """Whether answers to *call* are still due: to all until its day; else from a unit whose day has not passed."""
    if not call.units:
        return call.due is None or call.due >= archive.today
    return any(reply.state is ReplyState.OPEN for reply in replies(archive, call))


def next_due_day(archive: Archive, call: Call) -> date | None:
    """Return the first day on which an answer to *call* is still due; once there is none, the day of the call."""
    days = [reply.due for reply in replies(archive, call) if reply.state is ReplyState.OPEN and reply.due]
    return min(days, default=call.due)


def owed_replies(archive: Archive, call: Call) -> tuple[Reply, ...]:
    """Return the replies to *call* without those that are waived."""
    return tuple(reply for reply in replies(archive, call) if reply.state is not ReplyState.WAIVED)


def _days_late(due: date | None, day: date) -> int:
    return max(0, (day - due).days) if due else 0


def _successors(archive: Archive, unit: str) -> Iterator[str]:
    seen = {unit}
    entry = archive.registry.unit.get(unit)
    while entry and entry.left and entry.successor and entry.successor not in seen:
        seen.add(entry.successor)
        yield entry.successor
        entry = archive.registry.unit.get(entry.successor)
