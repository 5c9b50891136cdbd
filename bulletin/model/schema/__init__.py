"""The schema of front matter: one declaration for each field of each kind of entry.

In: nothing. Out: how each field is read, whether a withheld item keeps it, where it is exported and searched, how it is
documented. What is not declared here is kept, exported and searched nowhere.
It must not know files, HTML, or how any of that is done.
"""

from __future__ import annotations

from collections.abc import Mapping

from bulletin.model.schema.call import CALL
from bulletin.model.schema.entries import ADOPTION, CORRECTION, ENDORSEMENT, OUTCOME, SENT_UP
from bulletin.model.schema.issue import ISSUE
from bulletin.model.schema.item import ITEM
from bulletin.model.schema.types import Schema

__all__ = [
    "ADOPTION",
    "CALL",
    "CORRECTION",
    "ENDORSEMENT",
    "ISSUE",
    "ITEM",
    "OUTCOME",
    "SCHEMAS",
    "SENT_UP",
    "item_schemas",
]

SCHEMAS: Mapping[str, Schema] = {"item": ITEM, "issue": ISSUE, "call": CALL}
"""The schemas of files, by the name of what they hold."""


def item_schemas() -> tuple[Schema, ...]:
    """Return the schema of items and those of their entries."""
    return (ITEM, *ITEM.nested())
