"""What the events of a ledger are called: for people, who know no identifiers."""

from __future__ import annotations

from bulletin.core.dates import Period
from bulletin.core.i18n import N_, Translator
from bulletin.model.formatters import Formatters
from bulletin.model.records import Adoption, Call, Endorsement, Outcome
from bulletin.model.registry import Registry
from bulletin.model.scheme import Target
from bulletin.model.scheme_enums import Family, LapseKind
from bulletin.scoring.events import Event
from bulletin.scoring.lapses import Lapse
from bulletin.scoring.periods import period_name
from bulletin.scoring.reasons import FEEDBACK_ON

_LAPSES = {
    LapseKind.LATE: N_("late report"),
    LapseKind.LATE_ANSWER: N_("commission answered late"),
    LapseKind.UNANSWERED: N_("commission not answered"),
    LapseKind.MISSED: N_("nothing reported"),
    LapseKind.ERRONEOUS: N_("erroneous report"),
    LapseKind.WITHDRAWN: N_("item withdrawn"),
    LapseKind.LATE_FEEDBACK: N_("feedback on an endorsement late"),
    LapseKind.FEEDBACK_OVERDUE: N_("feedback on an endorsement overdue"),
}
_FAMILIES = {
    Family.BASE: N_("basic"),
    Family.SUBMISSION: N_("for items"),
    Family.SENT_UP: N_("for sending up"),
    Family.ADOPTION: N_("for adoptions"),
    Family.ENDORSEMENT: N_("for endorsements"),
    Family.OUTCOME: N_("for outcomes"),
    Family.BONUS: N_("bonuses"),
    Family.COMMISSION: N_("for commissions"),
    Family.FEEDBACK: N_("for feedback"),
    Family.LAPSE: N_("for lapses"),
    Family.QUOTA: N_("for targets"),
    Family.THRESHOLD: N_("for thresholds"),
    Family.ADJUSTMENT: N_("adjustments"),
    Family.MERGER: N_("carried over"),
}
"""Names of families of points, short enough for a narrow column."""


def family_name(family: Family, say: Translator) -> str:
    """Return the name of a family of points."""
    return say(_FAMILIES[family])


def lapse_name(lapse: Lapse, say: Translator) -> str:
    """Return the name of a lapse's kind."""
    return say(_LAPSES[lapse.kind])


def event_name(event: Event, registry: Registry, say: Translator) -> str:
    """Return what happened, without the item: where it was adopted, by whom it was endorsed, what was late.

    Of a withdrawn item neither who adopted it, nor what came of it, is named.
    """
    is_hidden = event.item is not None and event.item.is_withdrawn and not isinstance(event.fact, Lapse)
    words, fact = Formatters(say), None if is_hidden else event.fact
    match fact:
        case Adoption():
            publication = registry.publication[fact.publication]
            return f"{words.publication(publication)} {words.adoption(fact, publication.kind)}".strip()
        case Endorsement():
            return say(FEEDBACK_ON if event.family is Family.FEEDBACK else N_("Endorsed by {by}"), by=fact.by)
        case Outcome():
            return say("Outcome: {title}", title=fact.title)
        case Lapse():
            return lapse_name(fact, say)
        case Period():
            return period_name(fact, say)
    return fact.words if isinstance(fact, Target) else family_name(event.family, say)


def event_call(event: Event) -> Call | None:
    """Return the call that an event without an item is about, if it is about one."""
    call = event.fact if isinstance(event.fact, Call) else event.fact.call if isinstance(event.fact, Lapse) else None
    return call if event.item is None else None
