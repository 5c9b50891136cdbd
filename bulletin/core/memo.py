"""Memoization: values that are computed once for an object and kept with it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import fields
from typing import Any, TypeVar

T = TypeVar("T")
_MISSING: Any = object()


def memoized(owner: object, key: Hashable, compute: Callable[[], T]) -> T:
    """Return the value of *compute* for *owner* under *key*; it is computed once, and lives as long as *owner*."""
    values: dict[Hashable, Any] = vars(owner).setdefault("_memoized", {})
    found: T = values.get(key, _MISSING)
    if found is _MISSING:
        found = values[key] = compute()
    return found


def fields_only(record: Any) -> dict[str, Any]:  # noqa: ANN401 - any dataclass
    """Return the state of a dataclass to be pickled: its fields, without what was computed from them."""
    return {field.name: getattr(record, field.name) for field in fields(record)}
