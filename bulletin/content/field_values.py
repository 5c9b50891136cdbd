"""Reading fields by the types that the schema declares; lists of entries become records."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bulletin.content.fields import SEPARATORS, FieldReader
from bulletin.content.nodes import ScalarNode
from bulletin.core.terms import Term
from bulletin.core.text import collapse_spaces
from bulletin.model.enums import Classification, Level
from bulletin.model.records import Adoption, Outcome, SentUp
from bulletin.model.registry import Registry, lookup_key
from bulletin.model.schema import ADOPTION, OUTCOME, SENT_UP
from bulletin.model.schema.types import (
    CallId,
    CategoryName,
    Day,
    Entries,
    FieldSpec,
    FieldType,
    IssueNumber,
    ItemId,
    ItemIds,
    Number,
    OneOf,
    PublicationName,
    Text,
    Texts,
    TimeOfDay,
    TreatmentName,
    UnitNames,
)

SHORT_ADOPTION = re.compile(r"《?(?P<name>[^《》]+?)》?\s*(?:第?\s*(?P<issue>\d{1,6})\s*期)?")
ISSUE_NUMBER = re.compile(r"第?\s*(\d+)\s*期?")


def read_fields(reader: FieldReader, registry: Registry) -> dict[str, Any]:
    """Return the values of all fields that are present and valid, by attribute of the record."""
    found = {}
    for spec in reader.schema.fields:
        if spec.name in reader.values and (value := read_field(reader, spec, registry)) is not None:
            found[spec.attribute] = value
    return found


def read_field(reader: FieldReader, spec: FieldSpec, registry: Registry) -> object:
    """Return the value of a field, or None, with a problem added, where it is invalid."""
    return _READERS[type(spec.type)](reader, spec.name, spec.type, registry)


def _read_text(reader: FieldReader, name: str, kind: Text, _registry: Registry) -> str | None:
    text = reader.text(name)
    if 0 < kind.limit < len(text):
        reader.add_problem("long-title", reader.line(name), name, length=str(len(text)), limit=str(kind.limit))
    return text or None


def _read_issue_number(reader: FieldReader, name: str, _kind: IssueNumber, _registry: Registry) -> str | None:
    text = reader.text(name)
    match = ISSUE_NUMBER.fullmatch(text)
    return (match[1] if match else text) or None


def _read_item_ids(reader: FieldReader, name: str, _kind: ItemIds, _registry: Registry) -> list[ScalarNode]:
    nodes = reader.text_nodes(name, allow_empty=True)
    return reader.without_repeats(name, [ScalarNode(_item_id(s.text), s.line) for s in nodes])


def _item_id(text: str) -> str:
    return text.removesuffix(".md").strip("/")


def _read_units(reader: FieldReader, name: str, _kind: UnitNames, registry: Registry) -> tuple[str, ...]:
    return tuple(reader.registry_ids(name, "unknown-unit", registry.unit_names, registry.spellings["unit"]))


def _read_category(reader: FieldReader, name: str, _kind: CategoryName, registry: Registry) -> str | None:
    found = reader.registry_ids(name, "unknown-category", registry.category_names, registry.spellings["category"])
    return found[0] if found else None


def _read_publication(reader: FieldReader, name: str, _kind: PublicationName, registry: Registry) -> str | None:
    """Return the id of a publication that is named with or without 《》."""
    found = reader.scalar(name)
    if found is None:
        return None
    identifier = registry.publication_names.get(lookup_key(found.text.strip("《》")))
    if identifier is None:
        reader.add_unknown_name(name, "unknown-publication", found, registry.spellings["publication"])
    return identifier


def _read_treatment(reader: FieldReader, name: str, _kind: TreatmentName, registry: Registry) -> str | None:
    found = reader.scalar(name)
    if found is None:
        return None
    treatment = registry.treatment_names.get(lookup_key(found.text))
    if treatment is None:
        reader.add_unknown_name(name, "unknown-term", found, registry.spellings["treatment"], key=name)
    return treatment


def _read_term(reader: FieldReader, name: str, kind: OneOf, registry: Registry) -> Term | None:
    return (
        _read_classification(reader, name, registry) if kind.terms is Classification else reader.term(name, kind.terms)
    )


def _read_classification(reader: FieldReader, name: str, registry: Registry) -> Classification | None:
    highest = registry.bulletin.classification
    found = reader.scalar(name)
    if found is None:
        return None
    term = Classification.read(found.text)
    if term is None or term.rank > highest.rank:
        known = "、".join(c.names[0] for c in Classification if c.rank <= highest.rank)
        # One problem for the same text is enough.
        reader.problems[:] = [p for p in reader.problems if (p.code, p.line) != ("secret-mark", found.line)]
        reader.add_problem("above-class", found.line, name, text=found.text, known=known)
    return term


def _read_entries(reader: FieldReader, name: str, kind: Entries, registry: Registry) -> tuple[object, ...]:
    """Return the records of a field's entries, without those that lack a required field."""
    return tuple(_read_records(reader, name, kind, registry))


def _read_records(reader: FieldReader, name: str, kind: Entries, registry: Registry) -> Iterator[object]:
    read_short, read_mapping = (
        _SHORT_FORM_READERS.get(kind.schema.record),
        _MAPPING_READERS.get(kind.schema.record, _read_record),
    )
    for entry in reader.entries(name, kind.schema) if read_short else reader.mapping_entries(name, kind.schema):
        if isinstance(entry, FieldReader):
            record = read_mapping(entry, registry)
            if record is not None:
                yield record
        elif read_short:
            parts = _short_parts(kind, entry, registry)
            yield from (record for part in parts if (record := read_short(reader, name, part, registry)) is not None)


def _short_parts(kind: Entries, entry: ScalarNode, registry: Registry) -> list[ScalarNode]:
    """Return the publications that one text names, as 甲第1期、乙; a title of a document is one, whatever is in it."""
    if kind.schema.record is OUTCOME.record or lookup_key(entry.text.strip("《》")) in registry.publication_names:
        return [entry]
    return [ScalarNode(part.strip(), entry.line) for part in SEPARATORS.split(entry.text) if part.strip()]


def _read_record(entry: FieldReader, registry: Registry) -> object:
    values = read_fields(entry, registry)
    for spec in entry.schema.required:
        if spec.attribute not in values:
            # The missing field has been reported; the other fields of the entry can still be checked.
            if not isinstance(spec.type, Text):
                return None
            values[spec.attribute] = ""
    return entry.schema.record(**values, line=entry.mapping.line)


def _read_short_adoption(reader: FieldReader, name: str, entry: ScalarNode, registry: Registry) -> Adoption | None:
    match = SHORT_ADOPTION.fullmatch(entry.text)
    full_name = registry.publication_names.get(lookup_key(entry.text))
    title, issue = (match["name"], match["issue"] or "") if match and not full_name else (entry.text, "")
    publication = full_name or registry.publication_names.get(lookup_key(title))
    if publication is None:
        reader.add_unknown_name(
            name, "unknown-publication", ScalarNode(title, entry.line), registry.spellings["publication"]
        )
        return None
    return Adoption(publication=publication, issue=issue, line=entry.line)


def _read_short_outcome(_reader: FieldReader, _name: str, entry: ScalarNode, _registry: Registry) -> Outcome:
    return Outcome(title=collapse_spaces(entry.text), line=entry.line)


def _read_sent_up(entry: FieldReader, registry: Registry) -> SentUp | None:
    name = entry.scalar("publication") or entry.scalar("level")
    sent = _read_short_sent_up(entry, "publication", name, registry) if name else None
    day = entry.day("date")
    return SentUp(level=sent.level, publication=sent.publication, date=day, line=sent.line) if sent else None


def _read_short_sent_up(reader: FieldReader, key: str, name: ScalarNode, registry: Registry) -> SentUp | None:
    """Return where an item was sent: to a publication, or to a level without a named publication."""
    if level := Level.read(name.text):
        return SentUp(level=level, line=name.line)
    publication = registry.publication_names.get(lookup_key(name.text.strip("《》")))
    if publication is None:
        reader.add_unknown_name(key, "unknown-publication", name, registry.spellings["publication"])
        return None
    return SentUp(level=registry.publication[publication].level, publication=publication, line=name.line)


_SHORT_FORM_READERS: Mapping[type[Any], Callable[[FieldReader, str, ScalarNode, Registry], object]] = {
    ADOPTION.record: _read_short_adoption,
    SENT_UP.record: _read_short_sent_up,
    OUTCOME.record: _read_short_outcome,
}
"""Readers of entries that are written as one text instead of a mapping."""
_MAPPING_READERS: Mapping[type[Any], Callable[[FieldReader, Registry], object]] = {SENT_UP.record: _read_sent_up}
"""Readers of entries whose fields depend on each other; all others are read field by field."""

_READERS: Mapping[type[FieldType], Callable[[FieldReader, str, Any, Registry], object]] = {
    Text: _read_text,
    Texts: lambda reader, name, _kind, _registry: reader.texts(name),
    Day: lambda reader, name, _kind, _registry: reader.day(name),
    TimeOfDay: lambda reader, name, _kind, _registry: reader.time_of_day(name),
    Number: lambda reader, name, _kind, _registry: reader.number(name),
    OneOf: _read_term,
    TreatmentName: _read_treatment,
    UnitNames: _read_units,
    CategoryName: _read_category,
    PublicationName: _read_publication,
    IssueNumber: _read_issue_number,
    CallId: lambda reader, name, _kind, _registry: reader.text(name) or None,
    ItemIds: _read_item_ids,
    ItemId: lambda reader, name, _kind, _registry: _item_id(reader.text(name)) or None,
    Entries: _read_entries,
}
"""The reader of a field by its type."""
