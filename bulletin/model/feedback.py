"""Feedback on endorsements: whether it has come, and whether in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from bulletin.model.records import Endorsement, Item


class FeedbackState(StrEnum):
    """The state of the feedback on an endorsement."""

    ON_TIME = "on-time"
    """It came on the due day or before, or no day was set."""
    LATE = "late"
    """It came after the due day."""
    UNDATED = "undated"
    """It came, and on which day is not known: neither in time nor late."""
    OPEN = "open"
    """It has not come, and the due day has not passed."""
    OVERDUE = "overdue"
    """It has not come, and the due day has passed."""


class Feedback(NamedTuple):
    """The feedback on an endorsement as of a day; ``days`` is the number of days late, 0 if it is in time."""

    state: FeedbackState
    days: int = 0


_ANSWERED = frozenset({FeedbackState.ON_TIME, FeedbackState.LATE, FeedbackState.UNDATED})


def feedback(endorsement: Endorsement, today: date) -> Feedback:
    """Return the feedback on an endorsement, as of *today*."""
    due, came = endorsement.follow_up_due, endorsement.follow_up_date
    if endorsement.follow_up and due and came is None:
        return Feedback(FeedbackState.UNDATED)
    answered = came <= today if came else bool(endorsement.follow_up)
    days = max(0, ((came if came and answered else today) - due).days) if due else 0
    in_time, too_late = (
        (FeedbackState.ON_TIME, FeedbackState.LATE) if answered else (FeedbackState.OPEN, FeedbackState.OVERDUE)
    )
    return Feedback(too_late if days else in_time, days)


def is_answered(found: Feedback) -> bool:
    """Whether the feedback has come."""
    return found.state in _ANSWERED


def feedback_changes(item: Item, before: date, after: date) -> bool:
    """Whether the feedback on an item's endorsements is in another state, or late by more days, on another day."""
    return any(feedback(e, before) != feedback(e, after) for e in item.endorsements)


def feedback_days(item: Item) -> Iterator[date]:
    """Yield the days of :func:`days_of_feedback` of all endorsements of an item."""
    for endorsement in item.endorsements:
        yield from days_of_feedback(endorsement)


def days_of_feedback(endorsement: Endorsement) -> Iterator[date]:
    """Yield the first day on which feedback is late or overdue, and the day on which it came."""
    if endorsement.follow_up_due:
        yield endorsement.follow_up_due + timedelta(days=1)
    if endorsement.follow_up_date:
        yield endorsement.follow_up_date
