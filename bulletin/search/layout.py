"""How the index lies in files: names, sizes, and the numbers that both sides of the search compute alike."""

from __future__ import annotations

from bulletin.addresses import DATA

VERSION = 1
"""Of everything here, of folding, and of what is searched: another number makes all segments anew."""

FOLDER = f"{DATA}search/"
START, FOLDS = "start.json", "fold.json"
NAMES = 32
"""How many items a file of titles holds."""
CELL = 64
"""Texts begin at multiples of this: so their lengths are small numbers."""

RUN, RUN_START, RUN_END = 1, 2, 3
"""Marks of a number of at most four digits, and of the first and last four digits of a longer one."""
RUN_DIGITS = 4
_BELOW = (0, 10, 110, 1110)
FIRST_CODE = 0x23
"""Numbers in columns are characters, counted from this one."""

_MASK = 0xFFFFFFFF
_ONE, _TWO = 0x9E3779B1, 0x85EBCA6B


def mix(first: int, second: int) -> int:
    """Return the number under which a pair of UTF-16 units is kept: one to one, and spread evenly."""
    number = ((first << 16 | second) * _ONE) & _MASK
    number ^= number >> 15
    number = (number * _TWO) & _MASK
    return number ^ number >> 13


def run_code(digits: str) -> int:
    """Return the code of a number of one to four digits, zeros in front and all."""
    return _BELOW[len(digits) - 1] + int(digits)


def shard(number: int, shards: int) -> int:
    """Return which of so many shards holds the pair of that number."""
    return number * shards >> 32


def text(identifier: str) -> str:
    """Return the name of the file with an item's text."""
    return f"text/{identifier}.json"


def names(segment: str, block: int) -> str:
    """Return the name of a file of titles."""
    return f"{segment}/names-{block}.json"


def head(segment: str) -> str:
    """Return the name of a segment's columns."""
    return f"{segment}/head.json"


def shard_file(segment: str, number: int) -> str:
    """Return the name of a shard."""
    return f"{segment}/{number:x}.bin"
