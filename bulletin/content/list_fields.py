"""Fields become values by the types that the schema declares, and lists of entries become records."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bulletin.content.fields import Form
from bulletin.content.front_matter import Scalar
from bulletin.core.terms import Term
from bulletin.core.text import collapse_spaces
from bulletin.model.enums import Classification, Level
from bulletin.model.records import Adoption, Outcome, SentUp
from bulletin.model.registry import Registry, name_key
from bulletin.model.schema import ADOPTION, OUTCOME, SENT_UP
from bulletin.model.schema.types import (
    CallId,
    CategoryName,
    Day,
    Entries,
    FieldSpec,
    FieldType,
    IssueNumber,
    ItemIds,
    Number,
    OneOf,
    PublicationName,
    Text,
    Texts,
    UnitNames,
)

_SHORT = re.compile(r"《?(?P<name>[^《》]+?)》?\s*(?:第?\s*(?P<issue>\d{1,6})\s*期)?")
_NUMBER = re.compile(r"第?\s*(\d+)\s*期?")


def read_fields(form: Form, registry: Registry) -> dict[str, Any]:
    """Return the values of all fields that are there and can be read, by attribute of the record."""
    found = {}
    for spec in form.schema.fields:
        if spec.name in form.values and (value := read_field(form, spec, registry)) is not None:
            found[spec.attribute] = value
    return found


def read_field(form: Form, spec: FieldSpec, registry: Registry) -> object:
    """Return the value of a field, or None, with a problem noted, where it cannot be read."""
    return _READERS[type(spec.type)](form, spec.name, spec.type, registry)


def _text(form: Form, name: str, kind: Text, _registry: Registry) -> str | None:
    text = form.text(name)
    if 0 < kind.limit < len(text):
        form.problem("long-title", form.line(name), name, length=str(len(text)), limit=str(kind.limit))
    return text or None


def _issue_number(form: Form, name: str, _kind: IssueNumber, _registry: Registry) -> str | None:
    text = form.text(name)
    match = _NUMBER.fullmatch(text)
    return (match[1] if match else text) or None


def _item_ids(form: Form, name: str, _kind: ItemIds, _registry: Registry) -> list[Scalar]:
    return [Scalar(s.text.removesuffix(".md").strip("/"), s.line) for s in form.texts(name, none=True)]


def _units(form: Form, name: str, _kind: UnitNames, registry: Registry) -> tuple[str, ...]:
    return tuple(form.resolved(name, "unknown-unit", registry.unit_names, registry.spellings["unit"]))


def _category(form: Form, name: str, _kind: CategoryName, registry: Registry) -> str | None:
    found = form.resolved(name, "unknown-category", registry.category_names, registry.spellings["category"])
    return found[0] if found else None


def _publication(form: Form, name: str, _kind: PublicationName, registry: Registry) -> str | None:
    """Return the id of a publication that is named with or without 《》."""
    found = form.scalar(name)
    if found is None:
        return None
    identifier = registry.publication_names.get(name_key(found.text.strip("《》")))
    if identifier is None:
        form.unknown_name(name, "unknown-publication", found, registry.spellings["publication"])
    return identifier


def _one_of(form: Form, name: str, kind: OneOf, registry: Registry) -> Term | None:
    return _classification(form, name, registry) if kind.terms is Classification else form.term(name, kind.terms)


def _classification(form: Form, name: str, registry: Registry) -> Classification | None:
    highest = registry.bulletin.classification
    found = form.scalar(name)
    if found is None:
        return None
    term = Classification.read(found.text)
    if term is None or term.rank > highest.rank:
        known = "、".join(c.names[0] for c in Classification if c.rank <= highest.rank)
        # Said once is enough.
        form.problems[:] = [p for p in form.problems if (p.code, p.line) != ("secret-mark", found.line)]
        form.problem("above-class", found.line, name, text=found.text, known=known)
    return term


def _entries(form: Form, name: str, kind: Entries, registry: Registry) -> tuple[object, ...]:
    """Return the records of a field's entries, but for those that lack what they cannot do without."""
    return tuple(_records(form, name, kind, registry))


def _records(form: Form, name: str, kind: Entries, registry: Registry) -> Iterator[object]:
    short, long = _SHORT_FORMS.get(kind.schema.record), _LONG_FORMS.get(kind.schema.record, _record)
    for entry in form.entries(name, kind.schema) if short else form.forms(name, kind.schema):
        if isinstance(entry, Form):
            record = long(entry, registry)
        else:
            record = short(form, name, entry, registry) if short else None
        if record is not None:
            yield record


def _record(entry: Form, registry: Registry) -> object:
    values = read_fields(entry, registry)
    for spec in entry.schema.required:
        if spec.attribute not in values:
            # That it is missing has been noted; what else the entry says can be checked all the same.
            if not isinstance(spec.type, Text):
                return None
            values[spec.attribute] = ""
    return entry.schema.record(**values, line=entry.table.line)


def _short_adoption(form: Form, name: str, entry: Scalar, registry: Registry) -> Adoption | None:
    match = _SHORT.fullmatch(entry.text)
    whole = registry.publication_names.get(name_key(entry.text))
    title, issue = (match["name"], match["issue"] or "") if match and not whole else (entry.text, "")
    publication = whole or registry.publication_names.get(name_key(title))
    if publication is None:
        form.unknown_name(name, "unknown-publication", Scalar(title, entry.line), registry.spellings["publication"])
        return None
    return Adoption(publication=publication, issue=issue, line=entry.line)


def _short_outcome(_form: Form, _name: str, entry: Scalar, _registry: Registry) -> Outcome:
    return Outcome(title=collapse_spaces(entry.text), line=entry.line)


def _sent_up(entry: Form, registry: Registry) -> SentUp | None:
    name = entry.scalar("publication") or entry.scalar("level")
    sent = _sent_to(entry, "publication", name, registry) if name else None
    day = entry.day("date")
    return SentUp(level=sent.level, publication=sent.publication, date=day, line=sent.line) if sent else None


def _sent_to(form: Form, key: str, name: Scalar, registry: Registry) -> SentUp | None:
    """Return where an item was sent: to a publication, or to a level of which no more is known."""
    if level := Level.read(name.text):
        return SentUp(level=level, line=name.line)
    publication = registry.publication_names.get(name_key(name.text.strip("《》")))
    if publication is None:
        form.unknown_name(key, "unknown-publication", name, registry.spellings["publication"])
        return None
    return SentUp(level=registry.publication[publication].level, publication=publication, line=name.line)


_SHORT_FORMS: Mapping[type[Any], Callable[[Form, str, Scalar, Registry], object]] = {
    ADOPTION.record: _short_adoption,
    SENT_UP.record: _sent_to,
    OUTCOME.record: _short_outcome,
}
"""Readers of entries that are written as one text instead of a table."""
_LONG_FORMS: Mapping[type[Any], Callable[[Form, Registry], object]] = {SENT_UP.record: _sent_up}
"""Readers of tables whose fields hang together; all others are read field by field."""

_READERS: Mapping[type[FieldType], Callable[[Form, str, Any, Registry], object]] = {
    Text: _text,
    Texts: lambda form, name, _kind, _registry: form.words(name),
    Day: lambda form, name, _kind, _registry: form.day(name),
    Number: lambda form, name, _kind, _registry: form.number(name),
    OneOf: _one_of,
    UnitNames: _units,
    CategoryName: _category,
    PublicationName: _publication,
    IssueNumber: _issue_number,
    CallId: lambda form, name, _kind, _registry: form.text(name) or None,
    ItemIds: _item_ids,
    Entries: _entries,
}
"""How a field is read, by its type."""
