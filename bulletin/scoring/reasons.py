"""Reasons for amounts: messages of the catalogue, with their values."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from bulletin.core.dates import Period
from bulletin.core.i18n import N_, Translator
from bulletin.scoring.periods import period_name

_NONE: Mapping[str, str] = MappingProxyType({})


class Reason(NamedTuple):
    """One reason; ``values`` are filled into ``message``, the label of a ``period`` as its name."""

    message: str
    values: Mapping[str, str] = _NONE

    def text(self, say: Translator) -> str:
        """Return the reason in the translator's language."""
        if "period" in self.values:
            return say(self.message, **{**self.values, "period": period_name(Period.parse(self.values["period"]), say)})
        return say(self.message, **self.values)


def make_reason(message: str, /, **values: str) -> Reason:
    """Return a reason; its message is one of those below."""
    return Reason(message, values)


TIMES = N_("{points} × {times}: {words}")
DROPPED = N_("{points} dropped: of several adoptions of one item only the highest counts")
DROPPED_LEVEL = N_("{points} dropped: at one level an item counts once")
DROPPED_BEST = N_("{points} dropped: only the best {best} levels count")
SENT_AND_ADOPTED = N_("{points} dropped: adopted at that level, which counts instead")
ENDORSED_BEFORE = N_("{points} dropped: endorsed before, and counted already")
ENDORSED_HIGHER = N_("{points} dropped: of several endorsements only the highest counts")
ENDORSED_HIGHER_AT_LEVEL = N_("{points} dropped: of several endorsements at one level only the highest counts")
ENDORSED_FIRST_AT_LEVEL = N_("{points} dropped: of several endorsements at one level only the first counts")
ENDORSED_HIGHEST_LEVEL = N_("{points} dropped: of several levels only the one with most points counts")
ENDORSED_FIRST_LEVEL = N_("{points} dropped: of several levels only that of the first endorsement counts")
FURTHER = N_("a further endorsement")
SHARE_LOST = N_("{points} less {share}: {words}")
ALL_LOST = N_("{points} lost: {words}")
SINCE_ADOPTED = N_("since the adoption by {publication}")
SINCE_ENDORSED = N_("since the endorsement by {by}")
CHANGED = N_("was {before}, is now {after}")
SPLIT = N_("{share} of {points}: joint item of {number} units")
SPLIT_NOTHING = N_("joint item of {number} units: no points for this unit")
SPLIT_FIRST = N_("joint item: the first unit has it all")
FIRST_AUTHORS = N_("of an item only so many authors count: {number}")
SPLIT_AUTHORS = N_("{share} of {points}: {number} authors")
SPLIT_AUTHORS_NOTHING = N_("{number} authors: no points for this one")
TO_PARENT = N_("{share} of {points} goes to {unit}: {words}")
ALL_TO_PARENT = N_("{points} go to {unit}: {words}")
FROM_CHILD = N_("{share} of {points}, earned by {unit}: {words}")
ALL_FROM_CHILD = N_("{points} earned by {unit}: {words}")
SUCCEEDED = N_("earned by {unit}, which has become part of this unit")
CAPPED = N_("{points} capped to {given}: {words}")
RAISED = N_("{points} held at the floor, {given}: {words}")
ABSORBED = N_("{points} counted as {given}, as what is above the cap makes up for the rest: {words}")
REPAID = N_("{points} counted as {given}, as the floor had given the rest before: {words}")
ZEROED = N_("all points of the period forfeited: {words}")
DAYS_LATE = N_("days late: {number}")
WORK_DAYS_LATE = N_("work days late: {number}")
HOURS_LATE = N_("late by {hours} h")
MINUTES_LATE = N_("late by {minutes} min")
HOURS_MINUTES_LATE = N_("late by {hours} h {minutes} min")
AT_LEAST_HOURS_LATE = N_("late by at least {hours} h")
AT_LEAST_MINUTES_LATE = N_("late by at least {minutes} min")
AT_LEAST_HOURS_MINUTES_LATE = N_("late by at least {hours} h {minutes} min")
PAST_DUE = N_("was due on {due}, days late: {days}")
DUE = N_("was due on {due}")
OWED = N_("owed by {unit}, which has become part of this unit")
FEEDBACK_ON = N_("feedback on the endorsement by {by}")
FEEDBACK_DUE = N_("feedback was due on {due}")
FEEDBACK_PAST_DUE = N_("feedback was due on {due}, days late: {days}")
ANSWERED = N_("answered after all")
FEEDBACK_CAME = N_("feedback was given after all")
TOO_FEW = N_("too few are left open, as another was answered after all")
TOO_FEW_FEEDBACK = N_("too few are left open, as feedback was given to another after all")
RESTORED = N_("forfeited points given back: {words}")
TOGETHER = N_("{number} in the period; counted from number {least} on")
CORRECTED = N_("corrected: {text}")
PART = N_("there on {days} of {all} days")
DONE = N_("{done} of {quota}")
SURPLUS = N_("{number} over the quota: {points}")
SURPLUS_CAPPED = N_("{number} over the quota: {points}, as {earned} is above the most of a period")
MEASURED = N_("{value}, below {limit}")
REACHED = N_("{value}, reaching {limit}")
NOTHING = N_("nothing in {period}")
WITHDRAWN = N_("the item has been withdrawn")
RECORDED_SINCE = N_("supplement: recorded after the period was closed")
PRINTED_AS = N_("supplement: printed as {points}")
NO_MORE = N_("supplement: printed, and counted no more")
MOVED = N_("carried over from {unit}")
MOVED_AWAY = N_("carried over to {unit}")
