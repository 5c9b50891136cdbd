"""Fill the placeholders of a file, and record their positions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bulletin.markdown.body import Body
from bulletin.site.placeholders import PLACEHOLDER, fill

FilledPlace = tuple[str, int, int]
"""A placeholder, and the start and end of its fill in the file, in bytes."""


def fill_placeholders(
    pieces: Iterable[bytes | str], bodies: Mapping[str, Body], base: str
) -> tuple[bytes, tuple[FilledPlace, ...]]:
    """Return a file of *pieces*, and the positions of its placeholders; *base* is its relative path to the root."""
    parts: list[bytes] = []
    places: list[FilledPlace] = []
    at = 0
    for piece in pieces:
        if isinstance(piece, bytes):
            parts.append(piece)
            at += len(piece)
            continue
        is_placeholder = True
        for part in piece.split(PLACEHOLDER) if PLACEHOLDER in piece else (piece,):
            is_placeholder = not is_placeholder
            if is_placeholder:
                data = fill(part, bodies, base).encode()
                places.append((part, at, at + len(data)))
            elif part:
                data = part.encode()
            else:
                continue
            parts.append(data)
            at += len(data)
    return b"".join(parts), tuple(places)


def replace_fills(
    old: bytes, places: Sequence[FilledPlace], fills: Sequence[bytes]
) -> tuple[bytes, tuple[FilledPlace, ...]]:
    """Return a file with other *fills* in its placeholders, and their new positions."""
    parts: list[bytes] = []
    found: list[FilledPlace] = []
    at = end = 0
    for (placeholder, start, stop), data in zip(places, fills, strict=True):
        parts += (old[end:start], data)
        at += start - end
        found.append((placeholder, at, at + len(data)))
        at, end = at + len(data), stop
    return b"".join([*parts, old[end:]]), tuple(found)
