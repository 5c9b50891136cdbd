"""The tables of ``docs/front-matter.md`` and ``docs/keys.md``, made from the schema and the names of keys.

``python -m bulletin.model.schema.tables docs/front-matter.md docs/keys.md`` writes them between their marks.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from bulletin.core.i18n import Translator
from bulletin.core.toml_keys import KeyNames
from bulletin.model.enums import Treatment
from bulletin.model.key_names import REGISTRY_KEYS, SCHEME_KEYS
from bulletin.model.schema import CALL, CIRCULAR, COMPILATION, ISSUE, item_schemas
from bulletin.model.schema.json_schema import described
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
    Schema,
    Text,
    Texts,
    TimeOfDay,
    TreatmentName,
    UnitNames,
    Withheld,
)

_ENGLISH = Translator("en", {})
_NAMES: dict[type[FieldType], str] = {
    Text: "text",
    Texts: "texts",
    Day: "day",
    TimeOfDay: "time of day",
    Number: "number",
    IssueNumber: "text",
    UnitNames: "units of the registry",
    CategoryName: "category of the registry",
    PublicationName: "publication of the registry",
    CallId: "id of a call",
    ItemIds: "ids of items",
    ItemId: "id of an item",
}


_KEYS = {"schemes": SCHEME_KEYS, "registry": REGISTRY_KEYS}


def with_tables(text: str) -> str:
    """Return a documentation page with its tables of fields as the schema has them now."""
    text = re.sub(
        r"(<!-- keys: (\w+) -->\n).*?(<!-- end -->)",
        lambda match: f"{match[1]}\n{_keys_table(_KEYS[match[2]])}\n\n{match[3]}",
        text,
        flags=re.DOTALL,
    )
    schemas = {
        schema.record.__name__: schema
        for schema in (*item_schemas(), ISSUE, CALL, *CALL.nested(), CIRCULAR, COMPILATION, *COMPILATION.nested())
    }
    return re.sub(
        r"(<!-- fields: (\w+) -->\n).*?(<!-- end -->)",
        lambda match: f"{match[1]}\n{table(schemas[match[2]])}\n\n{match[3]}",
        text,
        flags=re.DOTALL,
    )


def _keys_table(names: KeyNames) -> str:
    rows = [f"| `{key}` | {'、'.join(f'`{name}`' for name in also)} |" for key, also in names.names.items()]
    return "\n".join(("| key | may also be written |", "| --- | --- |", *rows))


def table(schema: Schema) -> str:
    """Return the fields of a schema as a table in Markdown."""
    withheld = schema in item_schemas()
    heads = ["key", "also", "type", "", *(["when withheld"] if withheld else []), "JSON"]
    rows = [heads, ["---"] * len(heads), *(_row(schema, spec, withheld=withheld) for spec in schema.fields)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in rows).replace("|  |", "| |").replace("|  |", "| |")


def _row(schema: Schema, spec: FieldSpec, *, withheld: bool) -> list[str]:
    also = ", ".join(["、".join(spec.chinese), *(f"`{name}`" for name in spec.also)])
    said = ("**Required.** " if spec.required else "") + described(schema, spec, _ENGLISH)
    kept = "" if spec.withheld is Withheld.DROPPED else spec.withheld.value
    json = f"`{spec.json}`" if spec.json else ""
    return [f"`{spec.name}`", also, _type(spec.type), said, *([kept] if withheld else []), json]


def _type(kind: FieldType) -> str:
    if isinstance(kind, OneOf):
        return ", ".join(f"`{term.value}` {term.names[0]}" for term in kind.terms)
    if isinstance(kind, TreatmentName):
        return ", ".join(f"`{term.value}` {term.names[0]}" for term in Treatment) + ", or one of the registry"
    if isinstance(kind, Entries):
        return f"entries; short form: {kind.short}" if kind.short else "entries"
    return _NAMES[type(kind)]


if __name__ == "__main__":
    for name in sys.argv[1:]:
        page = Path(name)
        page.write_text(with_tables(page.read_text("utf-8")), encoding="utf-8", newline="\n")
