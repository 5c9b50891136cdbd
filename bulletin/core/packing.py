"""Values as bytes: a tenth of the room, and a great value is recalled without making all its parts."""

from __future__ import annotations

import marshal
import zlib
from collections.abc import Iterator, Mapping
from typing import Any

_DRAWERS = 128


def packed(value: Any) -> bytes:  # noqa: ANN401 - whatever marshal can write
    """Return a value, made of numbers, texts, bytes, tuples, lists and dicts, as bytes."""
    return marshal.dumps(value)


def unpacked(data: bytes) -> Any:  # noqa: ANN401 - whatever was packed
    """Return what was packed; *data* has to come from this process, or out of a file whose sum is right."""
    return marshal.loads(data)  # noqa: S302 - data only, and ours


class Drawers:
    """A great mapping in packed parts: whoever asks for little unpacks little of it."""

    def __init__(self, parts: list[bytes]) -> None:
        """Open the *parts*, which are changed in their place."""
        self._parts = parts

    @staticmethod
    def of(values: Mapping[str, Any]) -> list[bytes]:
        """Return a mapping in parts."""
        found: list[dict[str, Any]] = [{} for _ in range(_DRAWERS)]
        for key, value in values.items():
            found[_drawer(key)][key] = value
        return list(map(packed, found))

    def __getitem__(self, key: str) -> Any:  # noqa: ANN401 - whatever was packed
        return unpacked(self._parts[_drawer(key)])[key]

    def __setitem__(self, key: str, value: Any) -> None:  # noqa: ANN401 - whatever can be packed
        number = _drawer(key)
        self._parts[number] = packed({**unpacked(self._parts[number]), key: value})

    def discard(self, key: str) -> None:
        """Take out an entry, if there is one."""
        number = _drawer(key)
        left = unpacked(self._parts[number])
        if left.pop(key, None) is not None:
            self._parts[number] = packed(left)

    def items(self) -> Iterator[tuple[str, Any]]:
        """Yield all entries."""
        for part in self._parts:
            yield from unpacked(part).items()


def _drawer(key: str) -> int:
    return zlib.crc32(key.encode()) % _DRAWERS
