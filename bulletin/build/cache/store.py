"""Files of plain values with a checksum that only this user can make. Nothing in such a file can run."""

from __future__ import annotations

import marshal
import sys
from pathlib import Path
from typing import Any

from bulletin.core.cache_file import CacheCorrupted, read_cache_file, write_cache_file

__all__ = ["EDITION", "CacheCorrupted", "load", "packed", "save", "unpacked"]

EDITION = f"bulletin 3 {sys.version}".encode()
"""What a file of another version of the cache or of Python does not begin with."""


def packed(value: Any) -> bytes:  # noqa: ANN401 - whatever marshal can write
    """Return a value of numbers, texts, bytes, tuples, lists and dicts as bytes, which need a tenth of the memory."""
    return marshal.dumps(value)


def unpacked(data: bytes | memoryview) -> Any:  # noqa: ANN401 - whatever was packed
    """Return what was packed; *data* has to come from this process, or out of a file whose sum is right."""
    return marshal.loads(data)  # noqa: S302 - data only, and ours


def save(path: Path, value: Any) -> bool:  # noqa: ANN401 - whatever marshal can write
    """Save *value*, made of numbers, texts, bytes, tuples, lists and dicts; return whether that succeeded."""
    return write_cache_file(path, packed(value), EDITION)


def load(path: Path) -> Any:  # noqa: ANN401 - whatever was kept
    """Return a saved value, or None where there is none. Raises CacheCorrupted."""
    data = read_cache_file(path, EDITION)
    try:
        return None if data is None else unpacked(data)
    except (EOFError, ValueError, TypeError) as error:
        raise CacheCorrupted(path) from error
