"""Facts as plain values with the keys of docs/data.md; what is empty or unknown stays, as "", [] or None."""

from __future__ import annotations

from datetime import date
from typing import Any

from bulletin.model import commissions, urls
from bulletin.model.archive import Adopted, Archive, Endorsed
from bulletin.model.enums import Audience, Term
from bulletin.model.records import Adoption, Call, Endorsement, Issue, Item, Outcome, SentUp
from bulletin.model.registry import Category, Publication, Unit

Fact = dict[str, Any]


def day(value: date | None) -> str | None:
    """Return a day as ISO 8601."""
    return value.isoformat() if value else None


def term(value: Term | None) -> str | None:
    """Return the identifier of a term."""
    return value.value if value else None


def item(archive: Archive, item: Item) -> Fact:
    """Return an item without its text."""
    return {
        "id": item.id,
        "url": urls.item(item),
        "title": item.title,
        "units": list(item.units),
        "category": item.category,
        "date": day(item.date),
        "event_date": day(item.event_date),
        "authors": list(item.authors),
        "approved_by": item.approved_by,
        "channel": item.channel.value,
        "commission": item.commission,
        "topics": list(item.topics),
        "status": item.status.value,
        "classification": item.classification.value,
        "expires": day(item.expires),
        "audience": item.audience.value,
        "withheld": withheld(item),
        "issues": [issue.id for issue in archive.issues_of.get(item.id, ())],
        "adoptions": [adoption(archive, entry) for entry in item.adoptions],
        "endorsements": [endorsement(entry) for entry in item.endorsements],
        "outcomes": [outcome(entry) for entry in item.outcomes],
        "sent_up": [sending(entry) for entry in item.sent_up],
        "corrections": [
            {"date": day(entry.date), "note": entry.note, "severity": entry.severity.value}
            for entry in item.corrections
        ],
    }


def withheld(item: Item) -> str | None:
    """Return why an item may not be read; None where it may."""
    if not item.is_withheld:
        return None
    return "restricted" if item.audience is Audience.RESTRICTED else "expired"


def adoption(archive: Archive, adoption: Adoption) -> Fact:
    """Return an adoption as its item notes it; its level is that of the publication."""
    return {
        "publication": adoption.publication,
        "level": archive.registry.publication[adoption.publication].level.value,
        "issue": adoption.issue,
        "date": day(adoption.date),
        "treatment": term(adoption.treatment),
        "page": adoption.page,
    }


def adopted(archive: Archive, event: Adopted) -> Fact:
    """Return an adoption as an event; ``counts_on`` is the day it counts from."""
    whose = {"item": event.item.id, "units": list(event.item.units), "counts_on": day(event.date)}
    return adoption(archive, event.adoption) | whose


def sending(sent: SentUp) -> Fact:
    """Return where our own office sent an item."""
    return {"level": sent.level.value, "publication": sent.publication, "date": day(sent.date)}


def endorsement(endorsement: Endorsement) -> Fact:
    """Return an endorsement as its item notes it."""
    return {
        "by": endorsement.by,
        "level": term(endorsement.level),
        "date": day(endorsement.date),
        "text": endorsement.text,
        "follow_up": endorsement.follow_up,
    }


def endorsed(event: Endorsed) -> Fact:
    """Return an endorsement as an event."""
    whose = {"item": event.item.id, "units": list(event.item.units), "counts_on": day(event.date)}
    return endorsement(event.endorsement) | whose


def outcome(outcome: Outcome) -> Fact:
    """Return what came of an item."""
    return {"title": outcome.title, "date": day(outcome.date)}


def issue(archive: Archive, issue: Issue) -> Fact:
    """Return an issue with the ids of its items in print order, withdrawn ones left out."""
    return {
        "id": issue.id,
        "url": urls.issue(issue),
        "number": issue.number,
        "serial": issue.serial,
        "kind": issue.kind.value,
        "date": day(issue.date),
        "title": issue.title,
        "items": [identifier for identifier in archive.contents[issue.id] if identifier in archive.item],
        "copies": issue.copies,
        "editor": issue.editor,
        "signer": issue.signer,
    }


def unit(unit: Unit) -> Fact:
    """Return a unit."""
    return {
        "id": unit.id,
        "url": urls.unit(unit),
        "name": unit.name,
        "group": unit.group,
        "aliases": list(unit.aliases),
        "former_names": list(unit.former_names),
        "parent": unit.parent,
        "joined": day(unit.joined),
        "left": day(unit.left),
        "successor": unit.successor,
    }


def publication(archive: Archive, publication: Publication) -> Fact:
    """Return a publication, and how often it carried an item."""
    return {
        "id": publication.id,
        "url": urls.publication(publication),
        "name": publication.name,
        "publisher": publication.publisher,
        "level": publication.level.value,
        "kind": publication.kind.value,
        "aliases": list(publication.aliases),
        "adoptions": len(archive.adoptions_by_publication.get(publication.id, ())),
    }


def category(archive: Archive, category: Category) -> Fact:
    """Return a category, and how many items it has."""
    return {
        "id": category.id,
        "url": urls.category(category),
        "name": category.name,
        "min_chars": category.min_chars,
        "max_chars": category.max_chars,
        "items": len(archive.by_category.get(category.id, ())),
    }


def call(archive: Archive, call: Call) -> Fact:
    """Return a call, and how each unit that it addresses stands."""
    return {
        "id": call.id,
        "url": urls.call(call),
        "title": call.title,
        "date": day(call.date),
        "due": day(call.due),
        "units": list(call.units),
        "topics": list(call.topics),
        "open": commissions.is_open(archive, call),
        "answers": [item.id for item in archive.answers.get(call.id, ())],
        "replies": [
            {"unit": r.unit, "state": r.state.value, "days": r.days, "items": [i.id for i in r.items]}
            for r in commissions.replies(archive, call)
        ],
    }
