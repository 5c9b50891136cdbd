"""What a unit earns or loses by itself and not by an item: commissions, lapses, base points, quotas, thresholds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction

from bulletin.core.dates import Period
from bulletin.core.numbers import amount, percent
from bulletin.model import attributes, commissions
from bulletin.model.archive import Archive
from bulletin.model.conditions import Mark
from bulletin.model.records import Call, Item
from bulletin.model.registry import Unit
from bulletin.model.scheme import Base, Clause, LapseRule, QuotaRule, Rule, Scheme, Target, Threshold
from bulletin.model.scheme_enums import Family, Measure, Result, Shortfall
from bulletin.scoring import counts, reasons, targets
from bulletin.scoring import lapses as lapsing
from bulletin.scoring.events import Event
from bulletin.scoring.lapses import Lapse
from bulletin.scoring.pending_entries import Draft, Line, changes
from bulletin.scoring.reasons import Note, note

ZERO = Fraction(0)
NEXT = timedelta(days=1)
State = dict[str, Line]


def of_commission(archive: Archive, scheme: Scheme, call: Call, unit: str) -> Iterator[Draft]:
    """Yield what a commission brought a unit that it addressed."""
    rules = scheme.rules.get(Family.COMMISSION, ())
    reply = commissions.reply(archive, call, unit)
    results = {day: _results(call, reply.items, day) for day in _days(archive, call, reply.items)}

    def state(day: date) -> State:
        event = Event(Family.COMMISSION, day, reply.items[0] if reply.items else None, call)
        marks = attributes.of_unit(unit, day)
        earned = [(r, _first(rules, marks | {Mark.RESULT: r})) for r in results[day]]
        return {r.value: Line(r.value, Family.COMMISSION, rule, event, rule.points) for r, rule in earned if rule}

    return _over(scheme, sorted(results), state, Note(reasons.ANSWERED))


def _first(rules: Sequence[Rule], marks: dict[Mark, object]) -> Rule | None:
    return next((rule for rule in rules if rule.where.holds(marks)), None)


def _days(archive: Archive, call: Call, answers: Sequence[Item]) -> Iterator[date]:
    """Yield the days on which something changes about a commission."""
    if call.due and call.due + NEXT <= archive.today:
        yield call.due + NEXT
    if answers:
        yield answers[0].date
    yield from (a.date or item.date for item in answers for a in item.adoptions)


def _results(call: Call, answers: Sequence[Item], day: date) -> list[Result]:
    """Return what had become of a commission by *day*."""
    given = [item for item in answers if item.date <= day]
    if not given:
        return [Result.FAILED] if call.due and day > call.due else []
    late = call.due is not None and given[0].date > call.due
    adopted = any((a.date or item.date) <= day for item in given for a in item.adoptions)
    return [Result.LATE if late else Result.IN_TIME, *([Result.ADOPTED] if adopted else [])]


def _over(
    scheme: Scheme, days: Sequence[date], state: Callable[[date], State], gone: Note | None = None
) -> Iterator[Draft]:
    """Yield what changes from each of *days* to the next while a scheme is in force."""
    before: State = {}
    for day in (day for day in days if day in scheme):
        now = state(day)
        yield from changes(day, before, now, gone)
        before = now


def of_lapses(scheme: Scheme, lapses: Sequence[Lapse]) -> Iterator[tuple[Draft, Period | None]]:
    """Yield what one unit's lapses cost it, with the period that is forfeited thereby."""
    for rule in scheme.lapses:
        if rule.points or rule.disqualifies or rule.zeroes:
            fitting = [x for x in lapses if rule.where.holds(lapsing.marks(x, scheme))]
            for window in sorted({Period.holding(lapse.date, rule.per) for lapse in fitting}):
                counted = [lapse for lapse in fitting if lapse.date in window and lapse.date in scheme]
                lost = window if rule.zeroes else None
                yield from (
                    (draft, lost if draft.points or rule.zeroes else None) for draft in _lapses(scheme, rule, counted)
                )


def _lapses(scheme: Scheme, rule: LapseRule, lapses: Sequence[Lapse]) -> Iterator[Draft]:
    days = {lapse.date for lapse in lapses} | {lapse.settled for lapse in lapses if lapse.settled}

    def state(day: date) -> State:
        standing = [lapse for lapse in lapses if lapse.stands(day)]
        if len(standing) < rule.at_least:
            return {}
        lines = (_lapse(rule, lapse, len(standing)) for lapse in standing)
        return {line.key: line for line in lines}

    return _over(scheme, sorted(days), state, Note(reasons.ANSWERED))


def _lapse(rule: LapseRule, lapse: Lapse, number: int) -> Line:
    event = Event(Family.LAPSE, lapse.date, lapse.item, lapse, lapse.number)
    why = [*lapsing.describe(lapse)]
    if rule.at_least > 1:
        why.append(note(reasons.TOGETHER, number=str(number), least=str(rule.at_least)))
    return Line(event.key, Family.LAPSE, rule, event, rule.points, tuple(why))


def of_base(archive: Archive, scheme: Scheme, base: Base, unit: Unit) -> Iterator[Draft]:
    """Yield the points that a unit begins each period with; what it does not stay for is taken back."""
    for window in Period(scheme.first, min(scheme.last, archive.today)).split(base.per):
        there = counts.presence(unit, window)
        if there is None or not base.where.holds(attributes.of_unit(unit.id, there.first)):
            continue
        days = [there.first] + ([there.last] if there.last < window.last else [])

        def state(day: date, window: Period = window, there: Period = there) -> State:
            part = there if day == there.last else Period(there.first, window.last)
            points = base.points
            why: tuple[Note, ...] = ()
            if base.prorate and part != window:
                points = base.points * counts.days(part) / counts.days(window)
                why = (note(reasons.PART, days=str(counts.days(part)), all=str(counts.days(window))),)
            return {"": Line("", Family.BASE, base, Event(Family.BASE, day, None, window), points, why)}

        yield from _over(scheme, [day for day in days if day <= archive.today], state)


def of_quota(archive: Archive, scheme: Scheme, quota: QuotaRule, unit: Unit) -> Iterator[Draft]:
    """Yield what meeting or missing a target brought a unit, on the last day of each period."""
    for target in archive.targets:
        if target.id != quota.target or not targets.concerns(target, unit):
            continue
        for window in lapsing.ended(target, archive.today):
            owed = targets.owed(target, unit, window)
            if owed and window.last in scheme and quota.where.holds(attributes.of_unit(unit.id, window.last)):
                done = len(targets.achieved(archive, target, unit.id, window))
                yield _quota(quota, target, window, done, owed)


def _quota(quota: QuotaRule, target: Target, window: Period, done: int, owed: int) -> Draft:
    points = quota.points
    if done < owed:
        match quota.shortfall:
            case Shortfall.ALL_OR_NOTHING:
                points = ZERO
            case Shortfall.PROPORTION:
                points = quota.points * done / owed
            case Shortfall.EACH:
                points = quota.points + quota.each * (owed - done)
    event = Event(Family.QUOTA, window.last, None, target)
    return _draft(quota, Family.QUOTA, event, points, note(reasons.DONE, done=str(done), quota=str(owed)))


def of_threshold(archive: Archive, scheme: Scheme, threshold: Threshold, unit: Unit) -> Iterator[Draft]:
    """Yield what a measure below or above its threshold brought a unit, on the last day of each period."""
    for window in Period(scheme.first, min(scheme.last, archive.today)).split(threshold.per):
        over = window.last <= archive.today and window.last in scheme
        if not over or not counts.presence(unit, window):
            continue
        if not threshold.where.holds(attributes.of_unit(unit.id, window.last)):
            continue
        value = measured(archive, threshold.measure, unit.id, window)
        if value is not None and (reason := _crossed(threshold, value)):
            event = Event(Family.THRESHOLD, window.last, None, window)
            yield _draft(threshold, Family.THRESHOLD, event, threshold.points, reason)


def _crossed(threshold: Threshold, value: Fraction) -> Note | None:
    told = percent if threshold.measure is Measure.RATE else amount
    if threshold.below is not None and value < threshold.below:
        return note(reasons.MEASURED, value=told(value), limit=told(threshold.below))
    if threshold.reaches is not None and value >= threshold.reaches:
        return note(reasons.REACHED, value=told(value), limit=told(threshold.reaches))
    return None


def measured(archive: Archive, measure: Measure, unit: str, period: Period) -> Fraction | None:
    """Return a measure as it stood at the end of *period*; no rate where nothing was submitted."""
    items = counts.submitted(archive, unit, period)
    adopted = sum(1 for i in items if any((a.date or i.date) <= period.last for a in i.adoptions))
    match measure:
        case Measure.SUBMITTED:
            return Fraction(len(items))
        case Measure.ADOPTED:
            return Fraction(len({event.item.id for event in counts.adoptions(archive, unit, period)}))
        case Measure.ADOPTIONS:
            return Fraction(len(counts.adoptions(archive, unit, period)))
        case Measure.RATE:
            return Fraction(adopted, len(items)) if items else None


def _draft(rule: Clause, family: Family, event: Event, points: Fraction, reason: Note) -> Draft:
    return Draft(event.date, Line(event.key, family, rule, event, points), points, (reason,))
