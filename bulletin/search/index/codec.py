"""The postings of a term as bytes: one part for every 512 slots of a segment, and in each part entries of its items.

All numbers are varints: seven bits a byte, the lowest first. An entry is a number whose upper bits are the slot of the
item, written as the difference from the one before. Its lowest bits are

- of a pair of units, or of a number, the place in the item; if all of them are set, the rest of the place follows,
  counted from the place before if that one did not fit either. The part says how many bits these are;
- of a single unit, whether the title has it, and whether it occurs more than once; then the count follows.

A part is preceded by the difference of its key from that of the one before, times two, and one more if another part
follows; in that case its size comes next.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

Run = tuple[int, ...]
"""The postings of a term in one item: its places, or its flags and its count."""
IN_TITLE, HAS_COUNT = 2, 1


class Coding(NamedTuple):
    """How entries are written."""

    bits: int
    """How many of the lowest bits are not the slot."""
    mask: int
    """If all these bits are set, another number follows."""


SINGLES = Coding(2, HAS_COUNT)


def places_coding(bits: int) -> Coding:
    """Return how places are written, of which so many bits are in an entry."""
    return Coding(bits, (1 << bits) - 1)


def varint(number: int) -> bytes:
    """Return a number as bytes."""
    if number < 128:  # noqa: PLR2004 - seven bits
        return bytes((number,))
    found = bytearray()
    while number > 127:  # noqa: PLR2004 - seven bits
        found.append(number & 127 | 128)
        number >>= 7
    found.append(number)
    return bytes(found)


def read_varint(data: bytes, at: int) -> tuple[int, int]:
    """Return the number that starts *at* that byte, and where it ends; IndexError if it does not."""
    byte = data[at]
    at += 1
    number, shift = byte & 127, 7
    while byte > 127:  # noqa: PLR2004 - seven bits
        byte = data[at]
        at += 1
        number |= (byte & 127) << shift
        shift += 7
    return number, at


def split_parts(data: bytes) -> list[tuple[int, bytes]]:
    """Return the keys and bytes of a term's parts."""
    parts, key, at = [], 0, 0
    while at < len(data):
        head, at = read_varint(data, at)
        key += head >> 1
        size = len(data) - at
        if head & 1:
            size, at = read_varint(data, at)
        parts.append((key, data[at : at + size]))
        at += size
    return parts


def join_parts(parts: Sequence[tuple[int, bytes]]) -> bytes:
    """Return the postings of a term from its parts."""
    found: list[bytes] = []
    before = 0
    for key, part in parts[:-1]:
        found += (varint((key - before) << 1 | 1), varint(len(part)), part)
        before = key
    for key, part in parts[-1:]:
        found += (varint((key - before) << 1), part)
    return b"".join(found)


def read_part(coding: Coding, part: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield slot, lowest bits and what follows (0 if nothing does) of each entry of a part."""
    at, entry, (bits, mask) = 0, 0, coding
    low = (1 << bits) - 1
    while at < len(part):
        step, at = read_varint(part, at)
        entry += step
        more = 0
        if entry & mask == mask:
            more, at = read_varint(part, at)
        yield entry >> bits, entry & low, more


def read_places(bits: int, part: bytes) -> Iterator[tuple[int, int]]:
    """Yield slot and place of each entry of a part."""
    coding = places_coding(bits)
    before, place = -1, 0
    for slot, low, more in read_part(coding, part):
        again = slot == before and place >= coding.mask
        place = place + more if again else low + more
        before = slot
        yield slot, place


def _run_entries(coding: Coding, slot: int, run: Run) -> list[tuple[int, int]]:
    """Return the entries of one item, each with what follows it, or -1."""
    bits, mask = coding
    if coding is SINGLES:
        flags, count = run
        return [(slot << bits | flags, count if flags & HAS_COUNT else -1)]
    entries, before = [], mask
    for place in run:
        if place < mask:
            entries.append((slot << bits | place, -1))
        else:
            entries.append((slot << bits | mask, place - before))
            before = place
    return entries


def _encode(entries: Iterable[tuple[int, int]], before: int) -> bytes:
    """Return entries as bytes, the first counted from the one *before*."""
    found = []
    for entry, more in entries:
        found.append(varint(entry - before))
        if more >= 0:
            found.append(varint(more))
        before = entry
    return b"".join(found)


def replace_run(coding: Coding, part: bytes, slot: int, old: Run, new: Run) -> bytes:
    """Return a part with other postings of the item in a *slot*; none are ().

    Raises ValueError or IndexError if the part does not have the *old* ones.
    """
    mask, first = coding.mask, slot << coding.bits
    at, size, entry, before, begin = 0, len(part), 0, 0, 0
    # Most of the time of an edit is spent here.
    while at < size:
        begin, before = at, entry
        byte = part[at]
        at += 1
        step = byte & 127
        shift = 7
        while byte > 127:  # noqa: PLR2004 - seven bits
            byte = part[at]
            at += 1
            step |= (byte & 127) << shift
            shift += 7
        entry += step
        if entry >= first:
            break
        if entry & mask == mask:
            while part[at] > 127:  # noqa: PLR2004 - seven bits
                at += 1
            at += 1
    else:
        begin, before = size, entry
    removed, added = (_run_entries(coding, slot, run) if run else [] for run in (old, new))
    end = begin + len(known := _encode(removed, before))
    last = removed[-1][0] if removed else before
    rest = part[end:]
    if rest:
        step, at = read_varint(rest, 0)
        following = last + step
        rest = varint(following - (added[-1][0] if added else before)) + rest[at:]
        if following >> coding.bits <= slot:
            raise ValueError(part)
    if part[begin:end] != known:
        raise ValueError(part)
    return part[:begin] + _encode(added, before) + rest


def replace_runs(data: bytes, changes: Iterable[tuple[int, Coding, int, Run, Run]]) -> bytes:
    """Return the postings of a term with those of some items replaced.

    These are given by the key of the part, its coding, the slot, old postings and new ones.
    """
    for key, coding, slot, old, new in changes:
        head, begin, end = _find_part(data, key)
        part = replace_run(coding, data[begin:end], slot, old, new)
        if part and begin < end:
            size = varint(len(part)) if end < len(data) else b""
            data = data[:head] + size + part + data[end:]
        else:
            parts = dict(split_parts(data)) | {key: part}
            data = join_parts(sorted(pair for pair in parts.items() if pair[1]))
    return data


def _find_part(data: bytes, key: int) -> tuple[int, int, int]:
    """Return where the size of a part would be, where the part begins and where it ends; zeros if there is none."""
    at = current = 0
    length = len(data)
    # A term has up to two parts for each year, and nearly all of these numbers are one byte.
    while at < length and current <= key:
        head = data[at]
        at += 1
        if head > 127:  # noqa: PLR2004 - seven bits
            head, at = read_varint(data, at - 1)
        current += head >> 1
        begin, size = at, length - at
        if head & 1:
            size = data[at]
            at += 1
            if size > 127:  # noqa: PLR2004 - seven bits
                size, at = read_varint(data, begin)
        if current == key:
            return begin, at, at + size
        at += size
    return 0, 0, 0
