"""Redact items that count but may not be read: their text is removed, what figures depend on is kept.

This is done once, when the archive is loaded, so that no page and no export can show it. A withheld item is rebuilt
from the fields that the schema declares kept; any other field is dropped.
"""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import Any, TypeVar

from bulletin.core.i18n import N_, Translator
from bulletin.model.archive import Archive
from bulletin.model.enums import Audience
from bulletin.model.records import Item
from bulletin.model.schema import ITEM
from bulletin.model.schema.types import Entries, FieldSpec, Schema, Withheld

_EXPIRED = N_("{id} (expired, no longer provided)")
_RESTRICTED = N_("{id} (limited readership, not carried here)")
_GONE = N_("(not provided here)")
_ENGLISH = Translator("en", {})

R = TypeVar("R", bound=object)


def opaque_id(identifier: str) -> str:
    """Return what stands for the id of an item that must not be named; of such an id, itself."""
    return identifier if identifier[:1] in ("", "/") else f"/{sha256(identifier.encode()).hexdigest()[:16]}"


def nameless(item: Item, words: frozenset[str] = frozenset()) -> Item:
    """Return what lapses and lost points depend on of a withdrawn item: what a withheld one keeps, but no name."""
    return replace(
        redact(item, words),
        id=opaque_id(item.id),
        path="",
        title="",
        authors=(),
        corrections=tuple(replace(correction, note="", line=0) for correction in item.corrections),
        withdrawn_on=item.withdrawal_day,
    )


def redact(item: Item, words: frozenset[str]) -> Item:
    """Return what is left of an item that is withheld; *words* are the topics that rules of points name."""
    values = {"id": item.id, "path": item.path, "chars": item.chars, "has_pictures": item.has_pictures}
    left: Item = _kept(item, ITEM, **values, kept_topics=tuple(topic for topic in item.topics if topic in words))
    return _replaced(left, ITEM, _ENGLISH)


def translate_placeholders(archive: Archive, say: Translator) -> Archive:
    """Return *archive* with the neutral texts of withheld items in the language of *say*."""
    if not archive.withheld:
        return archive
    items = tuple(_replaced(item, ITEM, say) if item.is_withheld else item for item in archive.items)
    return archive if items == archive.items else replace(archive, items=items)


def _kept(record: object, schema: Schema, **values: Any) -> Any:  # noqa: ANN401 - a record of the schema
    """Return a record that has only *values* and what the schema lets a withheld item keep."""
    for spec in schema.fields:
        if spec.withheld is Withheld.DROPPED:
            continue
        value = getattr(record, spec.attribute)
        if isinstance(spec.type, Entries):
            value = tuple(_kept(entry, spec.type.schema) for entry in value)
        values[spec.attribute] = value
    return schema.record(**values)


def _replaced(record: R, schema: Schema, say: Translator) -> R:
    """Return a record with neutral texts in the place of those that the schema wants replaced."""
    values: dict[str, object] = {}
    for spec in schema.fields:
        value = getattr(record, spec.attribute)
        if isinstance(spec.type, Entries):
            values[spec.attribute] = tuple(_replaced(entry, spec.type.schema, say) for entry in value)
        elif spec.withheld is Withheld.REPLACED:
            values[spec.attribute] = _neutral(record, spec, say) if value or spec.required else value
    return replace(record, **values) if values else record  # type: ignore[type-var]


def _neutral(record: object, spec: FieldSpec, say: Translator) -> str:
    if isinstance(record, Item) and spec.name == "title":
        return say(_RESTRICTED if record.audience is Audience.RESTRICTED else _EXPIRED, id=record.id)
    return say(_GONE)
