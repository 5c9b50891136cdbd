"""Memoization: values that are computed once for an object and kept with it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
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
