"""Segments: which items are indexed together, the slot of each, and the columns by which they are filtered and counted.

A segment holds the items of one year. Each item has a slot in it, by which the index refers to the item. Slots are
chosen by a hash of the id, near the item's day, so that another item, new or deleted, leaves nearly all of them alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from hashlib import blake2b
from itertools import chain, groupby
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

from bulletin.search.index_format import FIRST_CODE, NAME_SLOTS, TITLE_CELL, VERSION, pair_number, slot_count

if TYPE_CHECKING:
    from bulletin.model.records import Item

_ROUNDS_NEAR_DAY, _ROUNDS = 2, 32
"""How often an item tries a slot near its day, in the same file of names, and how often any."""
_DAYS = 366
_LOW_BITS = 6


class Segment(NamedTuple):
    """Items of one year, by date and id."""

    name: str
    """The year."""
    items: tuple[Item, ...]

    @property
    def slots(self) -> int:
        """How many slots it has."""
        return slot_count(len(self.items))


def split_into_segments(items: Sequence[Item]) -> Iterator[Segment]:
    """Yield the segments of *items*, which are sorted by date; the oldest first."""
    return (Segment(str(year), tuple(found)) for year, found in groupby(items, lambda item: item.date.year))


def assign_slots(segment: Segment) -> list[int]:
    """Return the slot of each item: the same whatever the order in which items were added.

    In each round every item that has no slot tries one, and of those that try the same free one the first by hash gets
    it. So another item moves hardly any: at most one of its round, and few are left in later rounds.
    """
    count, slots, taken = segment.slots, [0] * len(segment.items), set[int]()
    left = sorted((crc32(item.id.encode()), place) for place, item in enumerate(segment.items))
    for time in range(_ROUNDS):
        tried: dict[int, int] = {}
        losers = []
        for number, place in left:
            slot = _tried_slot(number, time, segment.items[place].date.timetuple().tm_yday, count)
            if slot in taken or slot in tried:
                losers.append((number, place))
            else:
                tried[slot] = slots[place] = slot
        left = losers
        taken.update(tried)
    for (_, place), slot in zip(left, sorted(set(range(count)) - taken), strict=False):
        slots[place] = slot
    return slots


def _tried_slot(number: int, time: int, day: int, count: int) -> int:
    """Return the slot that an item with that hash tries: one near its *day* of the year at first, then one of all."""
    spread = pair_number((number >> 16) + time & 0xFFFF, number & 0xFFFF)
    if time >= _ROUNDS_NEAR_DAY:
        return spread * count >> 32
    home = (day - 1) * count // _DAYS
    first = home - home % NAME_SLOTS
    return first + (spread * min(NAME_SLOTS, count - first) >> 32)


def ids_fingerprint(segment: Segment) -> str:
    """Return a fingerprint of the ids of a segment's items in order."""
    return blake2b("\n".join([item.id for item in segment.items]).encode(), digest_size=8).hexdigest()


def line_fingerprint(text: bytes) -> int:
    """Return the fingerprint of an item from its line in a file of texts; that of a segment is their sum."""
    return int.from_bytes(blake2b(text, digest_size=8).digest(), "big")


def segment_stamp(columns: dict[str, Any], fingerprint: int) -> str:
    """Return the stamp of a segment: its files depend on its columns and the fingerprint of its texts alone."""
    content = json.dumps([VERSION, columns, f"{fingerprint:x}"], ensure_ascii=False)
    return blake2b(content.encode(), digest_size=4).hexdigest()


def segment_columns(
    items: Sequence[Item], slots: Sequence[int], title_widths: Sequence[int], bits: Sequence[int]
) -> dict[str, Any]:
    """Return the columns by which items are found, filtered and counted."""

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
        "slots": _encode_slots(slots),
        "bits": encode_numbers(bits),
        "titles": encode_numbers([width // TITLE_CELL for width in title_widths]),
    }


def _column(values: Sequence[tuple[str, ...]]) -> dict[str, Any]:
    """Return the distinct values, their combinations as indexes of values, and the index of each item's combination."""
    sets = {combination: place for place, combination in enumerate(dict.fromkeys(values))}
    names = {name: place for place, name in enumerate(dict.fromkeys(chain.from_iterable(sets)))}
    return {
        "names": list(names),
        "sets": [encode_numbers([names[name] for name in combination]) for combination in sets],
        "of": encode_numbers([sets[combination] for combination in values]),
    }


def _encode_slots(slots: Sequence[int]) -> list[str]:
    """Return slots as two strings: the lowest six bits, and how much what is above them differs from the one before.

    Of a difference the lowest bit is the sign.
    """
    above = [slot >> _LOW_BITS for slot in slots]
    steps = [after - before for before, after in zip([0, *above[:-1]], above, strict=True)]
    low = encode_numbers([slot & ((1 << _LOW_BITS) - 1) for slot in slots])
    return [low, encode_numbers([2 * step if step >= 0 else -2 * step - 1 for step in steps])]


def decode_slots(strings: Sequence[str]) -> list[int]:
    """Return the slots of such strings."""
    above, slots = 0, []
    for low, step in zip(*map(decode_numbers, strings), strict=True):
        above += -(step + 1 >> 1) if step & 1 else step >> 1
        slots.append(above << _LOW_BITS | low)
    return slots


def encode_numbers(numbers: Sequence[int]) -> str:
    """Return small numbers as a string of one character each, for JSON."""
    return "".join([chr(number + FIRST_CODE) for number in numbers])


def decode_numbers(text: str) -> list[int]:
    """Return the numbers of such a string."""
    return [ord(char) - FIRST_CODE for char in text]
