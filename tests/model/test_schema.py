"""The schema of front matter: every declaration fits its record, and what is not declared kept is forgotten."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, fields
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bulletin.cli import main
from bulletin.content.field_values import _READERS
from bulletin.content.fields import FieldReader
from bulletin.content.front_matter import parse_document
from bulletin.core.i18n import translator
from bulletin.model.records import Item
from bulletin.model.redaction import redact
from bulletin.model.schema import CALL, CIRCULAR, COMPILATION, ISSUE, ITEM, SCHEMAS, item_schemas
from bulletin.model.schema.json_schema import json_schema
from bulletin.model.schema.tables import with_tables
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
    Withheld,
)
from tests.support.paths import ROOT

ALL = (*item_schemas(), ISSUE, CALL, *CALL.nested(), CIRCULAR, COMPILATION, *COMPILATION.nested())
EVERY = [
    pytest.param(schema, spec, id=f"{schema.record.__name__}.{spec.name}") for schema in ALL for spec in schema.fields
]
FOLDERS = (("item", "content/items"), ("issue", "issues"), ("call", "content/calls"))
KEPT = {
    "Item": {
        *(
            "unit",
            "category",
            "date",
            "time",
            "event-date",
            "event-time",
            "authors",
            "channel",
            "commission",
            "adopted-by",
            "sent-up",
        ),
        *("endorsements", "outcomes", "corrections", "status", "classification", "expires", "audience"),
    },
    "Adoption": {"publication", "issue", "date", "treatment"},
    "SentUp": {"publication", "level", "date"},
    "Endorsement": {"by", "level", "date", "follow-up-due", "follow-up-date"},
    "Outcome": {"date"},
    "Correction": {"date", "severity"},
}
"""What figures are counted by, and so is public: decision 13. A field that is added here is seen of withheld items."""
REPLACED = {"Item": {"title"}, "Endorsement": {"follow-up"}, "Outcome": {"title"}, "Correction": {"note"}}


def default(schema: Schema, spec: FieldSpec) -> Any:  # noqa: ANN401 - of the type of its field
    return {f.name: f for f in fields(schema.record)}[spec.attribute].default


class TestDeclarations:
    @pytest.mark.parametrize(("schema", "spec"), EVERY)
    def test_a_field_is_one_of_its_record(self, schema: Schema, spec: FieldSpec) -> None:
        assert (default(schema, spec) is MISSING) == (
            spec.required or (schema.record.__name__, spec.name) == ("SentUp", "level")
        )

    @pytest.mark.parametrize(("schema", "spec"), EVERY)
    def test_the_example_of_a_field_is_right(self, schema: Schema, spec: FieldSpec) -> None:
        document, problems = parse_document(f"---\n{spec.example}\n---\n文", "a.md")
        assert document is not None
        reader = FieldReader(document.front_matter, schema, "a.md", problems)
        assert list(reader.values) == [spec.name]
        assert {problem.code for problem in problems} <= {"missing-key"}

    @pytest.mark.parametrize("schema", ALL, ids=lambda schema: schema.record.__name__)
    def test_no_key_stands_for_two_fields(self, schema: Schema) -> None:
        spellings = [spelling for spec in schema.fields for spelling in spec.spellings]
        assert len(spellings) == len(set(spellings)) == len(schema.names)
        assert len({spec.attribute for spec in schema.fields}) == len(schema.fields)

    def test_every_type_can_be_read(self) -> None:
        assert set(_READERS) == set(get_args(FieldType))

    def test_what_is_kept_of_withheld_items_is_what_was_decided(self) -> None:
        for how, decided in ((Withheld.KEPT, KEPT), (Withheld.REPLACED, REPLACED)):
            found = {s.record.__name__: {f.name for f in s.fields if f.withheld is how} for s in item_schemas()}
            assert {name: names for name, names in found.items() if names} == decided

    def test_a_field_that_is_declared_without_more_is_forgotten(self) -> None:
        assert FieldSpec("source", ("来源",), Text(), "source: 县委组织部", "").withheld is Withheld.DROPPED


def values(kind: FieldType) -> st.SearchStrategy[Any]:  # noqa: PLR0911 - one for each type
    """Return values of a field that are not its default."""
    match kind:
        case Day():
            return st.dates(date(2020, 1, 1), date(2027, 1, 1))
        case TimeOfDay():
            return st.times().map(lambda time: time.strftime("%H:%M"))
        case Number():
            return st.integers(1, 999)
        case OneOf(terms=terms):
            return st.sampled_from(list(terms))
        case Texts() | UnitNames() | ItemIds():
            return st.lists(WORDS, min_size=1, max_size=3).map(tuple)
        case Entries(schema=schema):
            return st.lists(records(schema), min_size=1, max_size=3).map(tuple)
    return WORDS


def records(schema: Schema, **more: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return records in which every field has a value."""
    return st.builds(schema.record, **{spec.attribute: values(spec.type) for spec in schema.fields}, **more)


WORDS = st.text("甲乙丙丁戊己庚辛", min_size=8, max_size=8)
ITEMS = records(ITEM, id=st.just("2026/a"), path=st.just("content/items/2026/a.md"), chars=st.just(8))


@given(ITEMS)
def test_of_a_withheld_item_only_what_is_declared_kept_is_left(item: Item) -> None:
    left = redact(item, frozenset())
    assert (left.chars, left.lines, left.body_line) == (8, (), 1)
    found = list(compared(item, left, ITEM))
    assert {spec.withheld for spec, _, _ in found} == set(Withheld)
    for spec, before, after in found:
        if spec.withheld is Withheld.KEPT:
            assert after == before
        elif spec.withheld is Withheld.REPLACED:
            assert after != before


def compared(before: Any, after: Any, schema: Schema) -> Iterator[tuple[FieldSpec, Any, Any]]:  # noqa: ANN401 - records of the schema
    """Yield every field of two records, and of their entries, with its values, in the later one as its default."""
    for spec in schema.fields:
        old, new = getattr(before, spec.attribute), getattr(after, spec.attribute)
        if isinstance(spec.type, Entries):
            assert len(old) == len(new)
            for pair in zip(old, new, strict=True):
                yield from compared(*pair, spec.type.schema)
        else:
            yield spec, old, new
            if spec.withheld is Withheld.DROPPED:
                assert new == default(schema, spec)


class TestDocumentation:
    def test_the_tables_of_the_documentation_are_those_of_the_schema(self) -> None:
        for name, mark in (("front-matter.md", "fields"), ("keys.md", "keys")):
            text = (ROOT / "docs" / name).read_text("utf-8")
            assert re.findall(rf"<!-- {mark}: (\w+) -->", text) != []
            assert with_tables(text) == text

    def test_every_schema_has_its_table(self) -> None:
        text = (ROOT / "docs/front-matter.md").read_text("utf-8")
        assert set(re.findall(r"<!-- fields: (\w+) -->", text)) == {schema.record.__name__ for schema in ALL}


class TestJsonSchema:
    @pytest.mark.parametrize("kind", SCHEMAS)
    def test_the_command_prints_it(self, kind: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["schema", kind, "--lang", "en"]) == 0
        printed = json.loads(capsys.readouterr().out)
        assert printed == json_schema(SCHEMAS[kind], translator("en"))
        assert printed["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        assert printed["properties"].keys() == SCHEMAS[kind].names.keys()

    def test_it_speaks_chinese(self) -> None:
        said = json_schema(ITEM, translator("zh"))["properties"]
        assert said["title"]["description"] == "标题，不超过100字。"
        assert said["标题"] == {"$ref": "#/properties/title"}
        assert said["channel"]["description"].endswith("不填为“常规”。")

    @pytest.mark.parametrize(
        ("path", "kind"),
        [
            pytest.param(path, kind, id=path.stem)
            for kind, folder in FOLDERS
            for path in sorted((ROOT / folder).rglob("*.md"))
        ],
    )
    def test_the_sample_fits(self, path: Path, kind: str) -> None:
        front = yaml.load(path.read_text("utf-8").split("---")[1], yaml.BaseLoader)  # noqa: S506 - makes only texts
        assert fits(front, json_schema(SCHEMAS[kind], translator("en")))

    @pytest.mark.parametrize(
        "wrong",
        [
            {"date": "yesterday"},
            {"channel": "often"},
            {"adopted-by": [{"issue": "3"}]},
            {"endorsements": "县委书记"},
            {"authors": []},
            {"colour": "red"},
            {"title": ["甲"]},
        ],
        ids=repr,
    )
    def test_what_is_wrong_does_not_fit(self, wrong: dict[str, object]) -> None:
        right: dict[str, object] = {"标题": "甲", "units": "乙", "category": "丙", "date": "2026-03-05"}
        schema = json_schema(ITEM, translator("en"))
        assert fits(right, schema)
        assert not fits(right | wrong, schema)
        assert not fits({key: value for key, value in right.items() if key != "标题"}, schema)


def fits(value: Any, schema: Mapping[str, Any], root: Mapping[str, Any] | None = None) -> bool:  # noqa: ANN401 - as JSON has them
    """Return whether a value is valid by those words of JSON Schema that ours uses; all scalars are texts."""
    whole = schema if root is None else root
    if "$ref" in schema:
        referred: Any = whole
        for step in schema["$ref"].split("/")[1:]:
            referred = referred[step]
        return fits(value, referred, whole)
    kinds = schema.get("type", [])
    if kinds and not isinstance(value, {"object": dict, "array": list}.get(str(kinds), str)):
        return False
    checks: dict[str, Callable[[Any], bool]] = {
        "enum": lambda allowed: value in allowed,
        "pattern": lambda pattern: re.search(pattern, value) is not None,
        "minItems": lambda least: len(value) >= least,
        "items": lambda one: all(fits(member, one, whole) for member in value),
        "required": lambda names: all(name in value for name in names),
        "anyOf": lambda some: any(fits(value, one, whole) for one in some),
        "allOf": lambda every: all(fits(value, one, whole) for one in every),
        "properties": lambda known: all(fits(v, known[k], whole) for k, v in value.items() if k in known),
        "additionalProperties": lambda _: set(value) <= set(schema["properties"]),
    }
    words = schema.keys() - {"$schema", "$defs", "type", "description", "minimum"}
    return all(checks[word](schema[word]) for word in words)
