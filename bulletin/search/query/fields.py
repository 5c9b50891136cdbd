"""The fields of queries, and how the number of an issue is compared."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bulletin.model.schema import item_schemas
from bulletin.model.schema.types import QueryField

_DERIVED = (
    QueryField("level", ("级别",), listed=True),
    QueryField("endorsed", ("批示",), listed=True),
    QueryField("issue", ("期", "期号")),
    QueryField("year", ("年", "年份")),
)
"""What can be asked for besides what is declared with the fields of front matter."""
_ALL = (*(spec.query for schema in item_schemas() for spec in schema.fields if spec.query), *_DERIVED)

FIELDS: Mapping[str, Sequence[str]] = {field.name: field.words for field in _ALL}
"""Words that may stand before a colon, besides the identifiers themselves."""
NAMED = tuple(field.name for field in _ALL if field.listed)
"""Fields whose values are chosen from a list."""


def issue_number(text: str) -> str:
    """Return the number in a folded number of an issue: 146 of 第146期 and of 2026年第146期."""
    return next(reversed(re.findall("[0-9]+", text)), text)
