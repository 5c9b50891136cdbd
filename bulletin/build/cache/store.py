"""Files of plain values with a checksum. Nothing in such a file can run."""

from __future__ import annotations

import marshal
import os
import sys
from hashlib import blake2b
from pathlib import Path
from typing import Any

_EDITION = f"bulletin 3 {sys.version}".encode()
_SUM = 16


class CacheCorrupted(Exception):
    """A file is damaged, or was written by another version."""


def packed(value: Any) -> bytes:  # noqa: ANN401 - whatever marshal can write
    """Return a value of numbers, texts, bytes, tuples, lists and dicts as bytes, which need a tenth of the memory."""
    return marshal.dumps(value)


def unpacked(data: bytes) -> Any:  # noqa: ANN401 - whatever was packed
    """Return what was packed; *data* has to come from this process, or out of a file whose sum is right."""
    return marshal.loads(data)  # noqa: S302 - data only, and ours


def save(path: Path, value: Any) -> bool:  # noqa: ANN401 - whatever marshal can write
    """Save *value*, made of numbers, texts, bytes, tuples, lists and dicts; return whether that succeeded."""
    data = marshal.dumps(value)
    aside = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(exist_ok=True)
        aside.write_bytes(_sum(data) + data)
        aside.replace(path)
    except OSError:
        aside.unlink(missing_ok=True)
        return False
    return True


def load(path: Path) -> Any:  # noqa: ANN401 - whatever was kept
    """Return a saved value, or None where there is none. Raises CacheCorrupted."""
    try:
        kept = path.read_bytes()
    except OSError:
        return None
    data = memoryview(kept)[_SUM:]
    if kept[:_SUM] != _sum(data):
        raise CacheCorrupted(path)
    return marshal.loads(data)  # noqa: S302 - data only, and summed


def _sum(data: bytes | memoryview) -> bytes:
    return blake2b(data, digest_size=_SUM, key=blake2b(_EDITION, digest_size=32).digest()).digest()
