"""Records as JSON objects with the keys of docs/data.md; empty and unknown values are "", [] or None."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from operator import attrgetter
from typing import Any

from bulletin.model import commissions, urls
from bulletin.model.archive import Adopted, Archive, Endorsed
from bulletin.model.enums import Audience
from bulletin.model.records import Adoption, Call, Issue, Item
from bulletin.model.registry import Category, Publication, Unit
from bulletin.model.schema import ADOPTION, CALL, ENDORSEMENT, ISSUE, ITEM
from bulletin.model.schema.types import Day, Entries, Schema

JsonObject = dict[str, Any]


def iso_date(value: date | None) -> str | None:
    """Return a day as ISO 8601."""
    return value.isoformat() if value else None


def exported_fields(record: object, schema: Schema) -> JsonObject:
    """Return the fields of a record that its schema exports; terms are texts, and tuples are lists for the encoder."""
    names, get, days, entries = _field_readers(schema)
    values = dict(zip(names, get(record), strict=True))
    for name in days:
        values[name] = iso_date(values[name])
    for name, part in entries:
        values[name] = [exported_fields(entry, part) for entry in values[name]]
    return values


@cache
def _field_readers(
    schema: Schema,
) -> tuple[list[str], Callable[[object], tuple[Any, ...]], list[str], list[tuple[str, Schema]]]:
    """Return the keys of the exported fields, a getter of them all, which are days, and which are entries."""
    exported = [spec for spec in schema.fields if spec.json]
    return (
        [spec.json for spec in exported],
        attrgetter(*[spec.attribute for spec in exported]),
        [spec.json for spec in exported if isinstance(spec.type, Day)],
        [(spec.json, spec.type.schema) for spec in exported if isinstance(spec.type, Entries)],
    )


def item_record(archive: Archive, item: Item) -> JsonObject:
    """Return an item without its text."""
    record = exported_fields(item, ITEM)
    for adoption in record["adoptions"]:
        adoption["level"] = archive.registry.publication[adoption["publication"]].level
    record["id"] = item.id
    record["url"] = urls.item(item)
    record["withheld"] = withheld_reason(item)
    record["issues"] = [issue.id for issue in archive.issues_of.get(item.id, ())]
    return record


def withheld_reason(item: Item) -> str | None:
    """Return the reason why an item is withheld, or None."""
    if not item.is_withheld:
        return None
    return "restricted" if item.audience is Audience.RESTRICTED else "expired"


def adoption_record(archive: Archive, adoption: Adoption) -> JsonObject:
    """Return an adoption, with the level of its publication."""
    return exported_fields(adoption, ADOPTION) | {
        "level": archive.registry.publication[adoption.publication].level.value
    }


def adoption_event_record(archive: Archive, event: Adopted) -> JsonObject:
    """Return an adoption as an event; ``counts_on`` is the day it counts from."""
    source = {"item": event.item.id, "units": list(event.item.units), "counts_on": iso_date(event.date)}
    return adoption_record(archive, event.adoption) | source


def endorsement_event_record(event: Endorsed) -> JsonObject:
    """Return an endorsement as an event."""
    source = {"item": event.item.id, "units": list(event.item.units), "counts_on": iso_date(event.date)}
    return exported_fields(event.endorsement, ENDORSEMENT) | source


def issue_record(archive: Archive, issue: Issue) -> JsonObject:
    """Return an issue with the ids of its items in print order, withdrawn ones left out."""
    return exported_fields(issue, ISSUE) | {
        "id": issue.id,
        "url": urls.issue(issue),
        "items": [identifier for identifier in archive.contents[issue.id] if identifier in archive.item],
    }


def unit_record(unit: Unit) -> JsonObject:
    """Return a unit."""
    return {
        "id": unit.id,
        "url": urls.unit(unit),
        "name": unit.name,
        "group": unit.group,
        "aliases": list(unit.aliases),
        "former_names": list(unit.former_names),
        "parent": unit.parent,
        "joined": iso_date(unit.joined),
        "left": iso_date(unit.left),
        "successor": unit.successor,
    }


def publication_record(archive: Archive, publication: Publication) -> JsonObject:
    """Return a publication with the number of its adoptions."""
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


def category_record(archive: Archive, category: Category) -> JsonObject:
    """Return a category with the number of its items."""
    return {
        "id": category.id,
        "url": urls.category(category),
        "name": category.name,
        "min_chars": category.min_chars,
        "max_chars": category.max_chars,
        "items": len(archive.by_category.get(category.id, ())),
    }


def call_record(archive: Archive, call: Call) -> JsonObject:
    """Return a call with the reply of each unit that it addresses."""
    return exported_fields(call, CALL) | {
        "id": call.id,
        "url": urls.call(call),
        "open": commissions.is_open(archive, call),
        "answers": [item.id for item in archive.answers.get(call.id, ())],
        "replies": [
            {
                "unit": r.unit,
                "state": r.state.value,
                "days": r.days,
                "items": [i.id for i in r.items],
                "due": iso_date(r.due),
            }
            for r in commissions.replies(archive, call)
        ],
    }
