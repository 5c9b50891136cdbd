"""JSON Schema of front matter, for editors that complete and check keys while somebody writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from bulletin.core.i18n import Translator
from bulletin.core.terms import Term
from bulletin.model.schema.types import (
    Day,
    Entries,
    FieldSpec,
    FieldType,
    ItemIds,
    Number,
    OneOf,
    Schema,
    Text,
    Texts,
    TimeOfDay,
    UnitNames,
)

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_SCALAR = {"type": ["string", "number", "boolean"]}
"""No value is guessed a type, so a text may look like a number."""
_TYPES: Mapping[type[FieldType], dict[str, Any]] = {
    Day: {"type": "string", "pattern": "^[0-9０-９]{4} *[-/.年] *[0-9０-９]{1,2} *[-/.月] *[0-9０-９]{1,2} *日?$"},
    TimeOfDay: {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"},
    Number: {"type": ["integer", "string"], "minimum": 1, "pattern": "^第?[0-9]{1,6}期?$"},
    ItemIds: {"anyOf": [_SCALAR, {"type": "array", "items": _SCALAR}]},
}
"""Types that are the same in every field."""


def json_schema(schema: Schema, say: Translator) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of front matter, described in the language of *say*."""
    parts = {nested.record.__name__: nested for nested in schema.nested()}
    definitions = {name: _object(nested, f"#/$defs/{name}", say) for name, nested in parts.items()}
    return {"$schema": DIALECT, **_object(schema, "#", say), **({"$defs": definitions} if definitions else {})}


def described(schema: Schema, spec: FieldSpec, say: Translator) -> str:
    """Return the sentence that documents a field."""
    values = {}
    if "{default}" in spec.doc:
        values["default"] = _default(schema, spec).names[0]
    if isinstance(spec.type, Text) and spec.type.limit:
        values["limit"] = str(spec.type.limit)
    return say(spec.doc, **values)


def _default(schema: Schema, spec: FieldSpec) -> Term:
    found = next(field.default for field in fields(schema.record) if field.name == spec.attribute)
    if not isinstance(found, Term):
        raise TypeError(spec.name)
    return found


def _object(schema: Schema, place: str, say: Translator) -> dict[str, Any]:
    """Return the schema of a table that is at *place* in the document, a JSON pointer."""
    properties: dict[str, dict[str, Any]] = {}
    for spec in schema.fields:
        first, *others = spec.spellings
        properties[first] = {**_type(spec.type), "description": described(schema, spec, say)}
        properties |= {other: {"$ref": f"{place}/properties/{first}"} for other in others}
    required = [{"anyOf": [{"required": [spelling]} for spelling in spec.spellings]} for spec in schema.required]
    table = {"type": "object", "properties": properties, "additionalProperties": False}
    return table | ({"allOf": required} if required else {})


def _type(kind: FieldType) -> dict[str, Any]:
    match kind:
        case OneOf(terms=terms):
            return {"enum": [word for term in terms for word in (term.value, *term.names)]}
        case Texts() | UnitNames():
            return _several(_SCALAR)
        case Entries(schema=schema, short=short):
            entry = {"$ref": f"#/$defs/{schema.record.__name__}"}
            return _several({"anyOf": [entry, _SCALAR]} if short else entry)
    return _TYPES.get(type(kind), _SCALAR)


def _several(one: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [one, {"type": "array", "items": one, "minItems": 1}]}
