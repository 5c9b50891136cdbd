"""The schema of front matter: every declaration fits its record, and what is not declared kept is forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import MISSING, fields
from datetime import date
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.content.fields import Form
from bulletin.content.front_matter import split
from bulletin.content.list_fields import _READERS
from bulletin.field_types import (
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
    UnitNames,
    Withheld,
)
from bulletin.model.records import Item
from bulletin.model.redaction import redacted
from bulletin.model.schema import CALL, ISSUE, ITEM, item_schemas

ALL = (*item_schemas(), ISSUE, CALL)
EVERY = [
    pytest.param(schema, spec, id=f"{schema.record.__name__}.{spec.name}") for schema in ALL for spec in schema.fields
]
KEPT = {
    "Item": {
        *("unit", "category", "date", "event-date", "authors", "channel", "commission", "adopted-by", "sent-up"),
        *("endorsements", "outcomes", "corrections", "status", "classification", "expires", "audience"),
    },
    "Adoption": {"publication", "issue", "date", "treatment"},
    "SentUp": {"publication", "level", "date"},
    "Endorsement": {"by", "level", "date"},
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
        sheet, problems = split(f"---\n{spec.example}\n---\n文", "a.md")
        assert sheet is not None
        form = Form(sheet.table, schema, "a.md", problems)
        assert list(form.values) == [spec.name]
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


def values(kind: FieldType) -> st.SearchStrategy[Any]:
    """Return values of a field that are not its default."""
    match kind:
        case Day():
            return st.dates(date(2020, 1, 1), date(2027, 1, 1))
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
ITEMS = records(ITEM, id=st.just("2026/a"), path=st.just("content/items/2026/a.md"), body=WORDS)


@given(ITEMS)
def test_of_a_withheld_item_only_what_is_declared_kept_is_left(item: Item) -> None:
    left = redacted(item, frozenset())
    assert (left.body, left.lines, left.body_line) == ("", (), 1)
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
