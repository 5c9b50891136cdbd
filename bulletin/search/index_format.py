"""The format of the index: names and sizes of files, and the numbers that writer and readers compute alike.

Python writes and reads it, ``theme/assets/search`` reads it; ``docs/search.md`` describes it.
"""

from __future__ import annotations

import json
from collections.abc import Callable

VERSION = 7
"""Version of the format, of folding and of what is searched; with another number the whole index is built anew."""

FOLDER = "data/search/"
START, FOLDS = "start.json", "fold.json"
Read = Callable[[str], bytes]
"""Returns a file of the index by its name below ``FOLDER``; raises OSError or LookupError where there is none."""
TEXT_SLOTS = 32
"""Slots whose items share a file of texts; two of five slots have an item."""
NAME_SLOTS = 128
"""Slots whose items share a file of ids and titles; a multiple of ``TEXT_SLOTS``."""
PART_SLOTS = 512
"""Slots whose postings of a term are one part; a multiple of ``NAME_SLOTS``."""
SHARDS_PER_FILE = 16
"""Shards in a file; a server with range requests sends one of them, a server without sends them all."""
ALIGN = 128
"""The size of a shard in bytes is a multiple of this, so that it is stored as a small number."""
TITLE_CELL = 32
"""The width of a title in units is a multiple of this, so that it is stored as a small number."""
BLOCK_CELL = 16
"""Where a part of a text starts, counted in units, is a multiple of this: a small edit moves no part that follows."""

RUN, RUN_START, RUN_END = 1, 2, 3
"""Kinds of runs of digits: a number of at most four digits, the first and the last four digits of a longer one."""
RUN_DIGITS = 4
_SHORTER_CODES = (0, 10, 110, 1110)
"""How many codes there are for shorter runs, by length."""
FIRST_CODE = 0x23
"""A number in a column is a character; this is the code of 0."""

_TEXT_PER_SHARD = 1060
"""Bytes of texts for each shard, at the least; at the most twice as many. A shard takes about as many bytes.

Of small ones fewer bytes are fetched, but the size of each is in ``start.json``.
"""
_MAX_SHARDS = 1 << 16
_FEWEST_SLOTS = 32
_YEARS = 50
_FEWEST_BITS, _MOST_BITS = 6, 18
_BYTES_PER_PLACE = 2
"""Of a line in a file of texts; a Chinese character has three, but half of all texts are longer than the average."""

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)
_MASK = 0xFFFFFFFF
_ONE, _TWO = 0x9E3779B1, 0x85EBCA6B


def pair_number(first: int, second: int) -> int:
    """Return the 32-bit number of a pair of UTF-16 units: a bijection that spreads them evenly."""
    number = ((first << 16 | second) * _ONE) & _MASK
    number ^= number >> 15
    number = (number * _TWO) & _MASK
    return number ^ number >> 13


def digits_code(digits: str) -> int:
    """Return the code of a run of one to four digits; leading zeros count."""
    return _SHORTER_CODES[len(digits) - 1] + int(digits)


def shard_of(number: int, shards: int) -> int:
    """Return which of a number of *shards* holds the term with that number."""
    return number * shards >> 32


def shard_start(place: int, shards: int) -> int:
    """Return the smallest number of a term in the shard *place* of so many: the inverse of :func:`shard_of`."""
    return -(-(place << 32) // shards)


def number_width(shards: int) -> int:
    """Return how many bytes hold the number of a term, counted from the start of its shard."""
    return ((shard_start(1, shards) - 1).bit_length() + 7) // 8


def shard_count(size: int) -> int:
    """Return how many shards an index of texts of that *size* in bytes has: a power of two, which seldom changes."""
    return 1 << min(_MAX_SHARDS, max(1, size // _TEXT_PER_SHARD)).bit_length() - 1


def shard_mark(place: int, shards: int) -> bytes:
    """Return the first four bytes of the shard *place* of so many."""
    return pair_number(place, shards & 0xFFFF).to_bytes(4, "little")


def slot_count(items: int) -> int:
    """Return how many slots a segment has: 32, 48, 64, 96 and so on, and at least twice as many as *items*."""
    slots = _FEWEST_SLOTS
    while slots < 2 * items:
        slots = slots * 3 // 2 if slots.bit_count() == 1 else slots * 4 // 3
    return slots


def part_depth(slots: int) -> int:
    """Return how many bits number the parts of a segment that has so many slots."""
    return (-(-slots // PART_SLOTS) - 1).bit_length()


def place_bits(size: int, items: int) -> int:
    """Return how many bits of a place are in an entry of a part with so many *items*, whose lines have that *size*."""
    return min(_MOST_BITS, max(_FEWEST_BITS, (size // (_BYTES_PER_PLACE * items)).bit_length())) if items else 0


def epoch_after(year: int) -> int:
    """Return the year from which segments are numbered downwards, given the last *year* of all."""
    return year - year % _YEARS + _YEARS


def padded_title_width(length: int) -> int:
    """Return the width of a title that has so many units."""
    return -(-(length + 1) // TITLE_CELL) * TITLE_CELL


def texts_file(segment: str, block: int) -> str:
    """Return the name of a file of texts, one per line."""
    return f"{segment}/texts-{block}.json"


def names_file(segment: str, block: int) -> str:
    """Return the name of a file of ids and titles."""
    return f"{segment}/names-{block}.json"


def head_file(segment: str) -> str:
    """Return the name of the file of a segment's columns."""
    return f"{segment}/head.json"


def shard_file(number: int) -> str:
    """Return the name of a file of shards."""
    return f"{number:x}.bin"


def text_blocks(slots: int) -> int:
    """Return how many files of texts a segment has that has so many slots."""
    return -(-slots // TEXT_SLOTS)


def texts_files(segment: str, slots: int) -> list[str]:
    """Return the names of all files of texts of a segment."""
    return [texts_file(segment, block) for block in range(text_blocks(slots))]


def names_files(segment: str, slots: int) -> list[str]:
    """Return the names of all files of ids and titles of a segment."""
    return [names_file(segment, block) for block in range(-(-slots // NAME_SLOTS))]


def shard_files(shards: int) -> list[str]:
    """Return the names of all files of shards."""
    return [shard_file(block) for block in range(-(-shards // SHARDS_PER_FILE))]


def json_bytes(value: object) -> bytes:
    """Return a value as the JSON of a file of the index."""
    return (_JSON.encode(value) + "\n").encode()
