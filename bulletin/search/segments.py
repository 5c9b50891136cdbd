"""Segments: which items lie together, and the columns by which they are filtered and counted.

The newest year is a segment of its own, so that an edit of today rewrites nothing older. Years before it lie together
until there are enough items for one segment; those never change again, whatever is added.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import groupby
from typing import Any

from bulletin.model import Item
from bulletin.search.documents import Document
from bulletin.search.layout import FIRST_CODE, VERSION

_ENOUGH = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """Items of one year or several, by date and id."""

    name: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A segment with all that its files are made of."""

    name: str
    documents: tuple[Document, ...]
    columns: dict[str, Any]
    stamp: str


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


def plan(segment: Segment, documents: Sequence[Document]) -> Plan:
    """Return what a segment's files are made of, and a stamp that changes with any of it."""
    columns = _columns(segment.items)
    digest = blake2b(json.dumps([VERSION, columns], ensure_ascii=False).encode(), digest_size=4)
    for document in documents:
        digest.update(repr(document).encode())
    return Plan(name=segment.name, documents=tuple(documents), columns=columns, stamp=digest.hexdigest())


def _columns(items: Sequence[Item]) -> dict[str, Any]:
    def column(values: Callable[[Item], Sequence[str]]) -> dict[str, Any]:
        return _column([tuple(dict.fromkeys(values(item))) for item in items])

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
    return "".join(chr(number + FIRST_CODE) for number in numbers)


def unpacked(text: str) -> list[int]:
    """Return the numbers of such a text."""
    return [ord(char) - FIRST_CODE for char in text]
