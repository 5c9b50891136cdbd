"""Segments: which items are indexed together, and the columns by which they are filtered and counted.

The newest year is a segment of its own, so that an edit of one of its items rewrites nothing older. Earlier years are
collected until a segment has enough items; such a segment does not change when items are added later.
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

_MIN_ITEMS = 16384
"""Items from which a segment of earlier years is complete; a query costs a little for each segment."""


class Segment(NamedTuple):
    """Items of one year or several, by date and id."""

    name: str
    items: tuple[Item, ...]


def split_into_segments(items: Sequence[Item]) -> Iterator[Segment]:
    """Yield the segments of *items*, which are sorted by date; the oldest first."""
    years = [tuple(found) for _, found in groupby(items, lambda item: item.date.year)]
    together: list[Item] = []
    for year in years[:-1]:
        together += year
        if len(together) >= _MIN_ITEMS:
            yield _segment(together)
            together = []
    if together:
        yield _segment(together)
    yield from map(_segment, years[-1:])


def _segment(items: Sequence[Item]) -> Segment:
    first, last = items[0].date.year, items[-1].date.year
    return Segment(name=str(first) if first == last else f"{first}-{last}", items=tuple(items))


def line_fingerprint(text: bytes) -> int:
    """Return the fingerprint of an item from its line in a file of texts; that of a segment is their sum."""
    return int.from_bytes(blake2b(text, digest_size=8).digest(), "big")


def documents_fingerprint(documents: Iterable[Document]) -> int:
    """Return the fingerprint of all texts of a segment."""
    return sum(line_fingerprint(document.to_line()) for document in documents) % (1 << 64)


def segment_stamp(columns: dict[str, Any], fingerprint: int) -> str:
    """Return the stamp of a segment: its files depend on its columns and the fingerprint of its texts alone."""
    content = json.dumps([VERSION, columns, f"{fingerprint:x}"], ensure_ascii=False)
    return blake2b(content.encode(), digest_size=4).hexdigest()


def segment_columns(items: Sequence[Item]) -> dict[str, Any]:
    """Return the columns by which items are filtered and counted."""

    def column(values: Callable[[Item], Sequence[str]]) -> dict[str, Any]:
        return _column([tuple(dict.fromkeys(found)) if (found := values(item)) else () for item in items])

    days = [item.date.toordinal() for item in items]
    return {
        "first": items[0].date.isoformat(),
        "days": encode_numbers([day - before for before, day in zip(days[:1] + days[:-1], days, strict=True)]),
        "unit": column(lambda item: item.units),
        "category": column(lambda item: (item.category,)),
        "publication": column(lambda item: [adoption.publication for adoption in item.adoptions]),
        "topic": column(lambda item: item.topics),
        "endorsed": column(lambda item: ["yes"] if item.endorsements else []),
    }


def _column(values: Sequence[tuple[str, ...]]) -> dict[str, Any]:
    """Return the distinct combinations of values, and the index of each item's combination."""
    sets = {value: place for place, value in enumerate(dict.fromkeys(values))}
    return {"sets": [list(value) for value in sets], "of": encode_numbers([sets[value] for value in values])}


def encode_numbers(numbers: Sequence[int]) -> str:
    """Return small numbers as a string of one character each, for JSON."""
    return "".join([chr(number + FIRST_CODE) for number in numbers])


def decode_numbers(text: str) -> list[int]:
    """Return the numbers of such a string."""
    return [ord(char) - FIRST_CODE for char in text]
