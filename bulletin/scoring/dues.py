"""What units still owe on a day: answers to commissions, feedback on endorsements, and what is missing of targets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date as Day  # noqa: N812 - as elsewhere in this package
from datetime import timedelta
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from bulletin.core.dates import Period
from bulletin.core.memo import memoized
from bulletin.model import commissions, keys
from bulletin.model.archive import Archive
from bulletin.model.commissions import ReplyState
from bulletin.model.feedback import feedback, is_answered
from bulletin.model.keys import Key
from bulletin.model.records import Call, Endorsement, Item
from bulletin.model.registry import Unit
from bulletin.model.scheme import Target
from bulletin.model.scheme_enums import Measure
from bulletin.scoring import targets
from bulletin.scoring.ledger import ledgers_for


class DueKind(StrEnum):
    """What is owed."""

    COMMISSION = "commission"
    FEEDBACK = "feedback"
    TARGET = "target"


class Due(NamedTuple):
    """One thing that a unit owes."""

    kind: DueKind
    unit: Unit
    """Who owes it now: the successor of a unit that has left."""
    asked: Unit
    day: Day | None
    """The last day on which it is in time; None where no day was set."""
    fact: Call | Item | Target
    endorsement: Endorsement | None = None
    period: Period | None = None
    """The period of a target."""
    quota: Fraction = Fraction(0)
    done: Fraction = Fraction(0)

    @property
    def missing(self) -> Fraction:
        """How much is missing of a target."""
        return self.quota - self.done

    def days_left(self, today: Day) -> int | None:
        """Return how many days are left, less than 0 where it is overdue; None where no day was set."""
        return (self.day - today).days if self.day else None


def open_dues(archive: Archive, within: int | None = None, unit: str | None = None) -> tuple[Due, ...]:
    """Return what is owed on the archive's day, what is overdue first, then by day; by one unit, or by all.

    With *within*, only what is overdue, or due in so many days.
    """
    found = [*_commissions(archive), *_feedback(archive), *_targets(archive)]
    last = None if within is None else archive.today + timedelta(days=within)
    shown = [
        due
        for due in found
        if (unit is None or unit in (due.unit.id, due.asked.id)) and (last is None or (due.day and due.day <= last))
    ]
    return tuple(sorted(shown, key=lambda due: (due.day or Day.max, due.unit.order, due.kind, due.fact.id)))


def all_dues(archive: Archive) -> tuple[Due, ...]:
    """Return what is owed on the archive's day, computed once."""
    return memoized(archive, "dues", lambda: open_dues(archive))


def dues_of(archive: Archive, unit: str) -> tuple[Due, ...]:
    """Return what a unit owes itself, or owes for one that it has followed."""
    return tuple(due for due in all_dues(archive) if unit in (due.unit.id, due.asked.id))


def due_inputs(dues: Iterable[Due]) -> Iterator[Key]:
    """Yield the keys of what is shown of dues, beside which there are."""
    for due in dues:
        yield from (keys.named("unit", due.unit.id), keys.named("unit", due.asked.id))
        if isinstance(due.fact, Call):
            yield keys.call(due.fact.id)
        elif isinstance(due.fact, Item):
            yield keys.item(due.fact.id)


def _commissions(archive: Archive) -> Iterator[Due]:
    for call in archive.calls:
        for reply in commissions.replies(archive, call):
            if reply.state in (ReplyState.OPEN, ReplyState.OVERDUE):
                asked = archive.registry.unit[reply.unit]
                # Where a unit has left and nobody follows it, somebody still has to excuse it.
                owes = archive.registry.owing_unit(reply.unit, archive.today) or reply.unit
                yield Due(DueKind.COMMISSION, archive.registry.unit[owes], asked, reply.due, call)


def _feedback(archive: Archive) -> Iterator[Due]:
    for item in (*archive.items, *archive.lapsed):
        for endorsement in item.endorsements:
            due = endorsement.follow_up_due
            if due is None or is_answered(feedback(endorsement, archive.today)):
                continue
            for unit in item.units:
                if owes := archive.registry.owing_among(item.units, unit, archive.today):
                    units = archive.registry.unit
                    yield Due(DueKind.FEEDBACK, units[owes], units[unit], due, item, endorsement)


def _targets(archive: Archive) -> Iterator[Due]:
    """Yield what is missing of the targets of the periods that go on."""
    today = archive.today
    for target in archive.targets:
        window = Period.holding(today, target.per)
        if not target.first <= today or not targets.is_due(target, window):
            continue
        part = Period(max(window.first, target.first), today)
        for unit in archive.registry.units:
            is_there = (unit.joined or today) <= today <= (unit.left or today)
            quota = targets.owed(target, unit, window) if is_there and targets.applies_to(target, unit) else 0
            if quota:
                is_of_points = target.measure is Measure.POINTS
                earned = ledgers_for(archive, part).measured_account(unit.id) if is_of_points else None
                done = targets.amount_of(target, targets.achieved(archive, target, unit.id, part, earned))
                if done < quota:
                    owed = Fraction(quota)
                    yield Due(DueKind.TARGET, unit, unit, window.last, target, None, window, owed, done)
