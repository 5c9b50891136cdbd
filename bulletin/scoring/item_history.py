"""What became of an item, in order of days: submitted, printed, adopted, endorsed, corrected, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date as Day  # noqa: N812 - as elsewhere in this package
from typing import NamedTuple

from bulletin.core.i18n import N_, Translator
from bulletin.model import commissions
from bulletin.model.archive import Archive
from bulletin.model.commissions import ReplyState
from bulletin.model.formatters import Formatters
from bulletin.model.records import Endorsement, Item


class HistoryEvent(NamedTuple):
    """Something that happened to an item; ``day`` is None where it is not known."""

    day: Day | None
    kind: str
    text: str


def item_history(archive: Archive, item: Item, say: Translator) -> list[HistoryEvent]:
    """Return what happened to an item, the first first; what has no day stands behind all that has one."""
    found = [*_beginnings(archive, item, say), *_uses(archive, item, say), *_endings(item, say)]
    return sorted(found, key=lambda event: event.day or Day.max)


def _beginnings(archive: Archive, item: Item, say: Translator) -> Iterator[HistoryEvent]:
    words = Formatters(say)
    if item.event_date:
        yield HistoryEvent(item.event_date, "event", say(N_("What it reports happened")))
    units = say(", ").join(archive.registry.unit[unit].name for unit in item.units)
    values = {"units": units, "channel": words.term(item.channel)}
    yield HistoryEvent(item.date, "submitted", say(N_("Submitted by {units} ({channel})"), **values))
    if call := archive.call.get(item.commission):
        replies = [reply for reply in commissions.replies(archive, call) if item in reply.items]
        days = max((reply.days for reply in replies if reply.state is ReplyState.LATE), default=0)
        message = N_("Answers “{title}”, days late: {days}") if days else N_("Answers “{title}”")
        yield HistoryEvent(item.date, "answered", say(message, title=call.title, days=days))
    for issue in archive.issues_of.get(item.id, ()):
        yield HistoryEvent(issue.date, "printed", say(N_("Printed in {issue}"), issue=words.number(issue)))


def _uses(archive: Archive, item: Item, say: Translator) -> Iterator[HistoryEvent]:
    words, publications = Formatters(say), archive.registry.publication
    for sent in item.sent_up:
        where = words.publication(publications[sent.publication]) if sent.publication else words.term(sent.level)
        yield HistoryEvent(sent.date, "sent-up", say(N_("Sent up to {where}"), where=where))
    for adoption in item.adoptions:
        publication = publications[adoption.publication]
        values = {"where": words.publication(publication), "how": words.adoption(adoption, publication.kind)}
        message = N_("Adopted by {where} ({how})") if values["how"] else N_("Adopted by {where}")
        yield HistoryEvent(adoption.date, "adopted", say(message, **values))
    for endorsement in item.endorsements:
        yield from _endorsement(endorsement, say)
    for outcome in item.outcomes:
        yield HistoryEvent(outcome.date, "outcome", say(N_("Outcome: {title}"), title=outcome.title))


def _endorsement(one: Endorsement, say: Translator) -> Iterator[HistoryEvent]:
    message = N_("Endorsed by {by}: {text}") if one.text else N_("Endorsed by {by}")
    yield HistoryEvent(one.date, "endorsed", say(message, by=one.by, text=one.text))
    if one.follow_up:
        values = {"by": one.by, "text": one.follow_up}
        yield HistoryEvent(one.follow_up_date, "feedback", say(N_("Feedback to {by}: {text}"), **values))
    elif one.follow_up_due:
        yield HistoryEvent(one.follow_up_due, "feedback-due", say(N_("Feedback to {by} is due"), by=one.by))


def _endings(item: Item, say: Translator) -> Iterator[HistoryEvent]:
    for correction in item.corrections:
        yield HistoryEvent(correction.date, "corrected", say(N_("Corrected: {text}"), text=correction.note))
    if item.is_withdrawn:
        yield HistoryEvent(item.withdrawal_day, "withdrawn", say(N_("Withdrawn")))
    if item.expires:
        yield HistoryEvent(item.expires, "expires", say(N_("Last day on which it may be read")))
