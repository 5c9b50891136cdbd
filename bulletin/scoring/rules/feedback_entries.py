"""Entries of feedback on endorsements: what units have for feedback that came in time, came late, or is overdue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from bulletin.model.archive import Archive
from bulletin.model.attributes import Attribute, EventFacts, item_attributes
from bulletin.model.feedback import Feedback, FeedbackState, days_of_feedback, feedback
from bulletin.model.records import Endorsement, Item
from bulletin.model.scheme import Scheme, applying_to
from bulletin.model.scheme_enums import CommissionResult, Family
from bulletin.model.seams import scheme_of
from bulletin.scoring import reasons
from bulletin.scoring.entries import EventScore, PendingEntry, changed_entries, rule_key
from bulletin.scoring.events import Event
from bulletin.scoring.reasons import Reason, make_reason

_RESULTS = {
    FeedbackState.ON_TIME: CommissionResult.IN_TIME,
    FeedbackState.LATE: CommissionResult.LATE,
    FeedbackState.OVERDUE: CommissionResult.FAILED,
}


def feedback_entries(archive: Archive, schemes: Sequence[Scheme], item: Item, unit: str) -> Iterator[PendingEntry]:
    """Yield the entries of one unit of an item, or of its successor: each result by the scheme of its first day."""
    for number, endorsement in enumerate(item.endorsements):
        before: dict[str, EventScore] = {}
        for day, found in _results_by_day(endorsement, archive.today):
            event = Event(Family.FEEDBACK, day, item, endorsement, number, endorsement.level)
            owes = archive.registry.owing_among(item.units, unit, day)
            now = {score.key: score for score in _scores(schemes, event, found, owes)} if owes else {}
            yield from changed_entries(day, before, now, Reason(reasons.FEEDBACK_CAME))
            before = now


def _results_by_day(endorsement: Endorsement, today: date) -> Iterator[tuple[date, Feedback]]:
    """Yield each result with the day since which it holds."""
    before = None
    for day in sorted({day for day in days_of_feedback(endorsement) if day <= today}):
        found = feedback(endorsement, day)
        if found.state in _RESULTS and found.state is not before:
            before = found.state
            yield day, found


def _scores(schemes: Sequence[Scheme], event: Event, found: Feedback, unit: str) -> Iterator[EventScore]:
    scheme = scheme_of(schemes, event.date)
    rules = scheme.rules.get(Family.FEEDBACK, ()) if scheme else ()
    if scheme is None or not rules or not isinstance(event.fact, Endorsement) or event.item is None:
        return
    carriers = frozenset(a.publication for a in event.item.adoptions if (a.date or event.item.date) <= event.date)
    values = item_attributes(EventFacts(event.item, unit, event.date, event.fact, carriers), scheme.attributes)
    result = _RESULTS[found.state]
    for rule in applying_to(values | {Attribute.RESULT: result}, rules):
        # What a withdrawn item earned is gone, what it lost stays.
        if rule.points < 0 or not event.item.is_withdrawn:
            why = tuple(_reasons(event.item, event.fact, found))
            yield EventScore(result.value + rule_key(rules, rule), Family.FEEDBACK, rule, event, rule.points, why)


def _reasons(item: Item, endorsement: Endorsement, found: Feedback) -> Iterator[Reason]:
    due = endorsement.follow_up_due
    if item.is_withdrawn:
        yield Reason(reasons.WITHDRAWN)
    else:
        yield make_reason(reasons.FEEDBACK_ON, by=endorsement.by)
    if due and found.state is FeedbackState.LATE:
        yield make_reason(reasons.FEEDBACK_PAST_DUE, days=str(found.days), due=str(due))
    elif due:
        yield make_reason(reasons.FEEDBACK_DUE, due=str(due))
