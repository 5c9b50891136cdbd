"""Facts as plain values with the keys of docs/data.md; what is empty or unknown stays, as "", [] or None."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from operator import attrgetter
from typing import Any

from bulletin.core.terms import Term
from bulletin.model import commissions, urls
from bulletin.model.archive import Adopted, Archive, Endorsed
from bulletin.model.enums import Audience
from bulletin.model.records import Adoption, Call, Issue, Item
from bulletin.model.registry import Category, Publication, Unit
from bulletin.model.schema import ADOPTION, CALL, ENDORSEMENT, ISSUE, ITEM
from bulletin.model.schema.types import Day, Entries, FieldSpec, OneOf, Schema, Texts, UnitNames

Fact = dict[str, Any]


def day(value: date | None) -> str | None:
    """Return a day as ISO 8601."""
    return value.isoformat() if value else None


def term(value: Term | None) -> str | None:
    """Return the identifier of a term."""
    return value.value if value else None


def fields(record: object, schema: Schema) -> Fact:
    """Return the fields of a record that its schema exports."""
    return {name: convert(get(record)) if convert else get(record) for name, get, convert in _exported(schema)}


@cache
def _exported(schema: Schema) -> list[tuple[str, Callable[[object], Any], Callable[[Any], object] | None]]:
    """Return of each field that is exported its key, what reads it, and what makes JSON of it, if it is none."""
    return [(spec.json, attrgetter(spec.attribute), _converter(spec)) for spec in schema.fields if spec.json]


def _converter(spec: FieldSpec) -> Callable[[Any], object] | None:
    match spec.type:
        case Day():
            return day
        case OneOf():
            return term
        case Texts() | UnitNames():
            return list
        case Entries(schema=schema):
            return lambda entries: [fields(entry, schema) for entry in entries]
    return None


def item(archive: Archive, item: Item) -> Fact:
    """Return an item without its text."""
    return fields(item, ITEM) | {
        "id": item.id,
        "url": urls.item(item),
        "withheld": withheld(item),
        "issues": [issue.id for issue in archive.issues_of.get(item.id, ())],
        "adoptions": [adoption(archive, entry) for entry in item.adoptions],
    }


def withheld(item: Item) -> str | None:
    """Return why an item may not be read; None where it may."""
    if not item.is_withheld:
        return None
    return "restricted" if item.audience is Audience.RESTRICTED else "expired"


def adoption(archive: Archive, adoption: Adoption) -> Fact:
    """Return an adoption as its item notes it; its level is that of the publication."""
    return fields(adoption, ADOPTION) | {"level": archive.registry.publication[adoption.publication].level.value}


def adopted(archive: Archive, event: Adopted) -> Fact:
    """Return an adoption as an event; ``counts_on`` is the day it counts from."""
    whose = {"item": event.item.id, "units": list(event.item.units), "counts_on": day(event.date)}
    return adoption(archive, event.adoption) | whose


def endorsed(event: Endorsed) -> Fact:
    """Return an endorsement as an event."""
    whose = {"item": event.item.id, "units": list(event.item.units), "counts_on": day(event.date)}
    return fields(event.endorsement, ENDORSEMENT) | whose


def issue(archive: Archive, issue: Issue) -> Fact:
    """Return an issue with the ids of its items in print order, withdrawn ones left out."""
    return fields(issue, ISSUE) | {
        "id": issue.id,
        "url": urls.issue(issue),
        "items": [identifier for identifier in archive.contents[issue.id] if identifier in archive.item],
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
    return fields(call, CALL) | {
        "id": call.id,
        "url": urls.call(call),
        "open": commissions.is_open(archive, call),
        "answers": [item.id for item in archive.answers.get(call.id, ())],
        "replies": [
            {"unit": r.unit, "state": r.state.value, "days": r.days, "items": [i.id for i in r.items]}
            for r in commissions.replies(archive, call)
        ],
    }
