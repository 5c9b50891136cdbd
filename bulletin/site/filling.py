"""Files with their holes filled, and where in a file each hole was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bulletin.markdown.body import Body
from bulletin.site.placeholders import HOLE, fill

Place = tuple[str, int, int]
"""A hole, and where in the file what fills it begins and ends, in bytes."""


def pour(pieces: Iterable[bytes | str], bodies: Mapping[str, Body], base: str) -> tuple[bytes, tuple[Place, ...]]:
    """Return a file of *pieces*, and the places of its holes; *base* is its way up to the site's root."""
    parts: list[bytes] = []
    places: list[Place] = []
    at = 0
    for piece in pieces:
        if isinstance(piece, bytes):
            parts.append(piece)
            at += len(piece)
            continue
        is_hole = True
        for part in piece.split(HOLE) if HOLE in piece else (piece,):
            is_hole = not is_hole
            if is_hole:
                data = fill(part, bodies, base).encode()
                places.append((part, at, at + len(data)))
            elif part:
                data = part.encode()
            else:
                continue
            parts.append(data)
            at += len(data)
    return b"".join(parts), tuple(places)


def refill(old: bytes, places: Sequence[Place], fills: Sequence[bytes]) -> tuple[bytes, tuple[Place, ...]]:
    """Return a file with other *fills* in its holes, and their new places."""
    parts: list[bytes] = []
    found: list[Place] = []
    at = end = 0
    for (hole, start, stop), data in zip(places, fills, strict=True):
        parts += (old[end:start], data)
        at += start - end
        found.append((hole, at, at + len(data)))
        at, end = at + len(data), stop
    return b"".join([*parts, old[end:]]), tuple(found)
