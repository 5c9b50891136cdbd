"""What is worked out once for an archive, and kept with it as its own look-ups are."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from bulletin.model.archive import Archive

T = TypeVar("T")
_NOTHING: Any = object()


def remembered(archive: Archive, key: Hashable, make: Callable[[], T]) -> T:
    """Return what *make* gives, made once for an archive, as its own look-ups are."""
    kept: dict[Hashable, Any] = vars(archive).setdefault("_scoring", {})
    found: T = kept.get(key, _NOTHING)
    if found is _NOTHING:
        found = kept[key] = make()
    return found
