"""The fields that a query may name before a colon."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bulletin.model.schema import item_schemas
from bulletin.model.schema.types import QueryField

_DERIVED = (
    QueryField("level", ("级别",), listed=True),
    QueryField("endorsed", ("批示",), listed=True),
    QueryField("issue", ("期", "期号")),
    QueryField("year", ("年", "年份")),
)
"""Fields of queries besides those that are declared with the fields of front matter."""
_ALL = (*(spec.query for schema in item_schemas() for spec in schema.fields if spec.query), *_DERIVED)

FIELDS: Mapping[str, Sequence[str]] = {field.name: field.words for field in _ALL}
"""Words that may precede a colon, by field; the names of fields may, too."""
LISTED = tuple(field.name for field in _ALL if field.listed)
"""Fields whose values are chosen from a list."""
