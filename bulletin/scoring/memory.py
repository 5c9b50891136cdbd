"""What is worked out once for an archive, and kept with it as its own look-ups are."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

from bulletin.archive import Archive

T = TypeVar("T")


def remembered(archive: Archive, key: Hashable, make: Callable[[], T]) -> T:
    """Return what *make* gives, made once for an archive, as its own look-ups are."""
    kept: dict[Hashable, T] = vars(archive).setdefault("_scoring", {})
    if key not in kept:
        kept[key] = make()
    return kept[key]
