"""Segments: which items lie together, and the columns by which they are filtered and counted.

The newest year is a segment of its own, so that an edit of today rewrites nothing older. Years before it lie together
until there are enough items for one segment; those never change again, whatever is added.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from bulletin.search.index_format import FIRST_CODE, VERSION

if TYPE_CHECKING:
    from bulletin.model.records import Item
    from bulletin.search.document import Document

_ENOUGH = 16384


class Segment(NamedTuple):
    """Items of one year or several, by date and id."""

    name: str
    items: tuple[Item, ...]


def segments(items: Sequence[Item]) -> Iterator[Segment]:
    """Yield the segments of *items*, which are sorted by date; the oldest first."""
    years = [tuple(found) for _, found in groupby(items, lambda item: item.date.year)]
    together: list[Item] = []
    for year in years[:-1]:
        together += year
        if len(together) >= _ENOUGH:
            yield _segment(together)
            together = []
    if together:
        yield _segment(together)
    yield from map(_segment, years[-1:])


def _segment(items: Sequence[Item]) -> Segment:
    first, last = items[0].date.year, items[-1].date.year
    return Segment(name=str(first) if first == last else f"{first}-{last}", items=tuple(items))


def fingerprint(text: bytes) -> int:
    """Return the fingerprint of an item, by its line in a file of texts; those of a segment are added up."""
    return int.from_bytes(blake2b(text, digest_size=8).digest(), "big")


def fingerprints(documents: Iterable[Document]) -> int:
    """Return what changes with any of a segment's texts."""
    return sum(fingerprint(one.data()) for one in documents) % (1 << 64)


def stamp(columns: dict[str, Any], texts: int) -> str:
    """Return a stamp that changes with any of what a segment's files are made of."""
    told = json.dumps([VERSION, columns, f"{texts:x}"], ensure_ascii=False)
    return blake2b(told.encode(), digest_size=4).hexdigest()


def columns(items: Sequence[Item]) -> dict[str, Any]:
    """Return the columns by which items are filtered and counted."""

    def column(values: Callable[[Item], Sequence[str]]) -> dict[str, Any]:
        return _column([tuple(dict.fromkeys(found)) if (found := values(item)) else () for item in items])

    days = [item.date.toordinal() for item in items]
    return {
        "first": items[0].date.isoformat(),
        "days": packed([day - before for before, day in zip(days[:1] + days[:-1], days, strict=True)]),
        "unit": column(lambda item: item.units),
        "category": column(lambda item: (item.category,)),
        "publication": column(lambda item: [adoption.publication for adoption in item.adoptions]),
        "topic": column(lambda item: item.topics),
        "endorsed": column(lambda item: ["yes"] if item.endorsements else []),
    }


def _column(values: Sequence[tuple[str, ...]]) -> dict[str, Any]:
    """Return which combinations of values there are, and which of them each item has."""
    sets = {value: place for place, value in enumerate(dict.fromkeys(values))}
    return {"sets": [list(value) for value in sets], "of": packed([sets[value] for value in values])}


def packed(numbers: Sequence[int]) -> str:
    """Return small numbers as a text of one character each, for JSON."""
    return "".join([chr(number + FIRST_CODE) for number in numbers])


def unpacked(text: str) -> list[int]:
    """Return the numbers of such a text."""
    return [ord(char) - FIRST_CODE for char in text]
