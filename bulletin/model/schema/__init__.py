"""The schema of front matter: one declaration for each field of each kind of entry.

In: nothing. Out: how each field is read, whether a withheld item keeps it, where it is exported and searched, how it is
documented. What is not declared here is kept, exported and searched nowhere.
It must not know files, HTML, or how any of that is done.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from bulletin.model.schema.call import CALL
from bulletin.model.schema.circular import CIRCULAR
from bulletin.model.schema.compilation import COMPILATION
from bulletin.model.schema.entries import ADOPTION, CORRECTION, ENDORSEMENT, OUTCOME, SENT_UP
from bulletin.model.schema.issue import ISSUE
from bulletin.model.schema.item import ITEM
from bulletin.model.schema.types import Schema

__all__ = [
    "ADOPTION",
    "CALL",
    "CIRCULAR",
    "COMPILATION",
    "CORRECTION",
    "ENDORSEMENT",
    "ISSUE",
    "ITEM",
    "KEY_NAMES",
    "OUTCOME",
    "SCHEMAS",
    "SENT_UP",
    "chinese_key",
    "in_chinese_keys",
    "item_schemas",
]

SCHEMAS: Mapping[str, Schema] = {
    "item": ITEM,
    "issue": ISSUE,
    "call": CALL,
    "circular": CIRCULAR,
    "compilation": COMPILATION,
}
"""The schemas of files, by the name of what they hold."""


def item_schemas() -> tuple[Schema, ...]:
    """Return the schema of items and those of their entries."""
    return (ITEM, *ITEM.nested())


_SPECS = [spec for schema in SCHEMAS.values() for kind in (schema, *schema.nested()) for spec in kind.fields]
_CHINESE = {spec.name: spec.chinese[0] for spec in reversed(_SPECS)}
KEY_NAMES = frozenset(name for spec in _SPECS for name in spec.spellings)
"""Every key that editors may write in front matter."""
_KEY_OF_EXAMPLE = re.compile(r"[a-z][a-z-]*(?=: )")
_QUOTED_KEY = re.compile(r"“([a-z][a-z-]*)”(?: ?[(（]\w+[)）])?")


def chinese_key(key: str) -> str:
    """Return the Chinese name of a canonical key, or the key itself where it is unknown."""
    return _CHINESE.get(key, key)


def in_chinese_keys(example: str) -> str:
    """Return an example of front matter with Chinese keys."""
    return _KEY_OF_EXAMPLE.sub(lambda match: chinese_key(match[0]), example)


def quoted_in_chinese(sentence: str) -> str:
    """Return a sentence in which the keys between quotes, and after them what they mean, are Chinese ones."""
    return _QUOTED_KEY.sub(lambda m: f"“{_CHINESE[m[1]]}”" if m[1] in _CHINESE else m[0], sentence)
