"""Lapses: late, missed and erroneous reports, each derived from a fact and referring to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date as Day  # noqa: N812 - fields are called date
from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from bulletin.core.dates import Period
from bulletin.core.memo import memoized
from bulletin.core.numbers import amount
from bulletin.model import commissions
from bulletin.model.archive import Archive
from bulletin.model.attributes import Attribute, EventFacts, item_attributes, unit_attributes
from bulletin.model.deadlines import Lateness, deadline_of, lateness
from bulletin.model.enums import CorrectionSeverity
from bulletin.model.records import Call, Endorsement, Item
from bulletin.model.registry import Unit
from bulletin.model.scheme import scheme_at
from bulletin.model.scheme_enums import LapseKind, Measure, TimeUnit
from bulletin.scoring import reasons, targets
from bulletin.scoring.reasons import Reason, make_reason

if TYPE_CHECKING:
    from bulletin.model.scheme import Scheme, Target

NEXT = timedelta(days=1)


class Lapse(NamedTuple):
    """One lapse of one unit, and the fact that it is derived from; from the day ``settled`` on it is none any more."""

    kind: LapseKind
    unit: str
    date: Day
    settled: Day | None = None
    item: Item | None = None
    call: Call | None = None
    target: Target | None = None
    period: Period | None = None
    severity: CorrectionSeverity | None = None
    note: str = ""
    late: Lateness = Lateness()
    number: int = 0
    for_unit: Unit | None = None
    """The unit that was asked, where another has taken its place since."""

    @property
    def asked(self) -> str:
        """The unit that was asked, or to which the lapse happened."""
        return self.for_unit.id if self.for_unit else self.unit

    def is_open(self, day: Day) -> bool:
        """Whether it is a lapse on *day*: it has happened, and is not settled."""
        return self.date <= day and (self.settled is None or self.settled > day)


def all_lapses(archive: Archive) -> tuple[Lapse, ...]:
    """Return every lapse up to the archive's day, by date; they are computed once."""
    return memoized(archive, "lapses", lambda: _find_lapses(archive))


def lapses_by_unit(lapses: Iterable[Lapse]) -> dict[str, tuple[Lapse, ...]]:
    """Return lapses by unit id, those of a unit in their order."""
    found: dict[str, list[Lapse]] = {}
    for lapse in lapses:
        found.setdefault(lapse.unit, []).append(lapse)
    return {unit: tuple(listed) for unit, listed in found.items()}


def _find_lapses(archive: Archive) -> tuple[Lapse, ...]:
    found = [
        *_item_lapses(archive),
        *_commission_lapses(archive),
        *_feedback_lapses(archive),
        *_target_lapses(archive),
    ]
    order = {unit.id: unit.order for unit in archive.registry.units}
    return tuple(sorted(found, key=lambda x: (x.date, order.get(x.unit, 0), x.kind.rank, _fact_id(x), x.number)))


def _fact_id(lapse: Lapse) -> str:
    if lapse.item:
        return lapse.item.id
    return lapse.call.id if lapse.call else lapse.target.id if lapse.target else ""


def _item_lapses(archive: Archive) -> Iterator[Lapse]:
    for item in (*archive.items, *archive.lapsed):
        if item.withdrawn_on and item.is_withdrawn:
            for unit in item.units:
                yield Lapse(kind=LapseKind.WITHDRAWN, unit=unit, date=item.withdrawn_on, item=item)
        if item.event_date is None and not item.corrections:
            continue
        for unit in item.units:
            deadline = deadline_of(scheme_at(archive.schemes or archive.deadlines, item.date), item, unit)
            if deadline and (late := lateness(deadline, item, archive.registry.calendar)):
                yield Lapse(kind=LapseKind.LATE, unit=unit, date=item.date, item=item, late=late)
            for number, correction in enumerate(item.corrections):
                yield Lapse(
                    kind=LapseKind.ERRONEOUS,
                    unit=unit,
                    date=correction.date,
                    item=item,
                    severity=correction.severity,
                    note=correction.note,
                    number=number,
                )


def _commission_lapses(archive: Archive) -> Iterator[Lapse]:
    for call in archive.calls:
        for unit in call.units if call.due else ():
            if not call.waiver_of(unit):
                yield from _owed(archive, commissions.owing_units(call, unit), unit, _reply_lapses(archive, call, unit))


def _reply_lapses(archive: Archive, call: Call, unit: str) -> Iterator[Lapse]:
    """Yield the lapses of a unit about a commission; that an answer came late, also if it has been withdrawn."""
    due, answers = call.due_of(unit), commissions.answers(archive, call, unit)
    if due is None or (answers and answers[0].date <= due) or due >= archive.today:
        return
    settled = answers[0].date if answers else None
    overdue = Lapse(kind=LapseKind.UNANSWERED, unit=unit, date=due + NEXT, settled=settled, call=call)
    came = [item for item in (*answers, *commissions.withdrawn_answers(archive, call, unit)) if item.date > due]
    first = min(came, key=lambda item: item.date, default=None)
    yield from _overdue_and_late(overdue, LapseKind.LATE_ANSWER, first, first.date if first else None)


def _overdue_and_late(overdue: Lapse, late_kind: LapseKind, came: Item | None, day: Day | None) -> Iterator[Lapse]:
    """Yield a lapse that something is overdue and, if it came on *day*, the one that it came late."""
    if overdue.settled != overdue.date:
        yield overdue
    if day:
        late = Lateness(Fraction((day - overdue.date + NEXT).days))
        yield overdue._replace(kind=late_kind, date=day, settled=None, item=came, late=late)


def _feedback_lapses(archive: Archive) -> Iterator[Lapse]:
    for item in (*archive.items, *archive.lapsed):
        for number, endorsement in enumerate(item.endorsements):
            for unit in item.units if endorsement.follow_up_due else ():
                found = _overdue_feedback(archive, item, unit, endorsement, number)
                yield from _owed(archive, item.units, unit, found)


def _owed(archive: Archive, units: Sequence[str], unit: str, lapses: Iterable[Lapse]) -> Iterator[Lapse]:
    """Yield lapses of what one of *units* was asked for, each of the unit that owed it on that day."""
    for lapse in lapses:
        if owes := archive.registry.owing_among(units, unit, lapse.date):
            yield lapse._replace(unit=owes, for_unit=archive.registry.unit[unit] if owes != unit else None)


def _overdue_feedback(
    archive: Archive, item: Item, unit: str, endorsement: Endorsement, number: int
) -> Iterator[Lapse]:
    due, came = endorsement.follow_up_due, endorsement.follow_up_date
    # Of feedback without a day nobody can say that it came late: check asks for the day.
    undated = endorsement.follow_up and came is None
    if due is None or undated or (came and came <= due) or due >= archive.today:
        return
    overdue = Lapse(
        kind=LapseKind.FEEDBACK_OVERDUE,
        unit=unit,
        date=due + NEXT,
        settled=came if came and came <= archive.today else None,
        item=item,
        note="" if item.is_withdrawn else endorsement.by,
        number=number,
    )
    yield from _overdue_and_late(overdue, LapseKind.LATE_FEEDBACK, item, overdue.settled)


def _target_lapses(archive: Archive) -> Iterator[Lapse]:
    for target in archive.targets:
        if target.measure is not Measure.SUBMITTED or not target.missed:
            continue
        windows = tuple(targets.ended_periods(target, archive.today))
        for unit in archive.registry.units:
            if targets.applies_to(target, unit):
                for window in windows:
                    if targets.owed(target, unit, window) and not targets.achieved(archive, target, unit.id, window):
                        yield Lapse(kind=LapseKind.MISSED, unit=unit.id, date=window.last, target=target, period=window)


def lapse_attributes(lapse: Lapse, scheme: Scheme) -> dict[Attribute, object]:
    """Return the attributes of a lapse."""
    found: dict[Attribute, object] = unit_attributes(lapse.unit, lapse.date)
    if lapse.item:
        found |= item_attributes(EventFacts(lapse.item, lapse.unit, lapse.date), scheme.attributes)
    elif Attribute.CHARS in scheme.attributes:
        found[Attribute.CHARS] = 0
    return found | {Attribute.LAPSE: lapse.kind, Attribute.SEVERITY: lapse.severity}


def lapse_reasons(lapse: Lapse) -> Iterator[Reason]:
    """Yield the reasons of an entry about a lapse: what the lapse is.

    Of one that was printed in a circular and is none any more, not all is known.
    """
    match lapse.kind:
        case LapseKind.LATE if lapse.late.amount:
            yield _late_reason(lapse.late)
        case LapseKind.LATE_ANSWER if lapse.late.amount:
            due = lapse.date - timedelta(days=int(lapse.late.amount))
            yield make_reason(reasons.PAST_DUE, days=amount(lapse.late.amount), due=str(due))
        case LapseKind.UNANSWERED if lapse.call:
            yield make_reason(reasons.DUE, due=str(lapse.date - NEXT))
        case LapseKind.MISSED if lapse.period:
            yield make_reason(reasons.NOTHING, period=lapse.period.label)
        case LapseKind.LATE_FEEDBACK | LapseKind.FEEDBACK_OVERDUE if lapse.note:
            yield from _feedback_reasons(lapse)
        case LapseKind.ERRONEOUS if lapse.note:
            yield make_reason(reasons.CORRECTED, text=lapse.note)
    if lapse.for_unit:
        yield make_reason(reasons.OWED, unit=lapse.for_unit.name)
    if lapse.item and lapse.item.is_withdrawn:
        yield make_reason(reasons.WITHDRAWN)


def _feedback_reasons(lapse: Lapse) -> Iterator[Reason]:
    yield make_reason(reasons.FEEDBACK_ON, by=lapse.note)
    if lapse.kind is LapseKind.LATE_FEEDBACK:
        due = lapse.date - timedelta(days=int(lapse.late.amount))
        yield make_reason(reasons.FEEDBACK_PAST_DUE, days=amount(lapse.late.amount), due=str(due))
    else:
        yield make_reason(reasons.FEEDBACK_DUE, due=str(lapse.date - NEXT))


def _late_reason(late: Lateness) -> Reason:
    """Return by how much an item was late: 2 work days, 3 hours, or 2 hours and 40 minutes."""
    if late.unit is not TimeUnit.HOURS:
        return make_reason(_LATE[late.unit], number=amount(late.amount))
    hours, minutes = divmod(int(late.amount * 60), 60)
    message = _LATE_TIMES[bool(hours), bool(minutes)][late.at_least]
    return make_reason(message, hours=str(hours), minutes=str(minutes))


_LATE = {TimeUnit.DAYS: reasons.DAYS_LATE, TimeUnit.WORK_DAYS: reasons.WORK_DAYS_LATE}
_LATE_TIMES = {
    (True, False): (reasons.HOURS_LATE, reasons.AT_LEAST_HOURS_LATE),
    (True, True): (reasons.HOURS_MINUTES_LATE, reasons.AT_LEAST_HOURS_MINUTES_LATE),
    (False, True): (reasons.MINUTES_LATE, reasons.AT_LEAST_MINUTES_LATE),
}
