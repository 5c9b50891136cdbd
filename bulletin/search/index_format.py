"""How the index lies in files: names, sizes, and the numbers that both sides of the search compute alike."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import blake2b

VERSION = 4
"""Of everything here, of folding, and of what is searched: another number makes all segments anew."""

FOLDER = "data/search/"
START, FOLDS = "start.json", "fold.json"
NAMES = 64
"""How many items a file of titles holds."""
TEXTS = 16
"""How many items a file of texts holds; a file of titles is as long as some of them."""
SHARDS = 16
"""How many shards lie in one file: a server that gives parts of files gives one, another gives all of them."""
ALIGN = 128
"""Shards begin at multiples of this many bytes: so their sizes are small numbers."""
CELL = 256
"""Texts begin at multiples of this: so their lengths are small numbers, and a small edit moves no other text."""
TITLE_CELL = 32
"""The room for titles is a multiple of this."""

RUN, RUN_START, RUN_END = 1, 2, 3
"""Marks of a number of at most four digits, and of the first and last four digits of a longer one."""
RUN_DIGITS = 4
_BELOW = (0, 10, 110, 1110)
FIRST_CODE = 0x23
"""Numbers in columns are characters, counted from this one."""

_SHARD_SIZE = 1500
"""Bytes that a shard has on average: of small ones less is fetched in vain, but each is noted in the columns."""
_MOST_SHARDS = 1 << 16
_BYTES_A_PLACE = 2

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)
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


def base(place: int, shards: int) -> int:
    """Return the smallest number that a shard holds: what ``shard`` says, turned round."""
    return -(-(place << 32) // shards)


def width(shards: int) -> int:
    """Return how many bytes tell a shard's numbers apart, counted from its base."""
    return ((base(1, shards) - 1).bit_length() + 7) // 8


def shard_count(cells: int) -> int:
    """Return into how many shards a segment of so many cells is cut."""
    return min(_MOST_SHARDS, 1 + cells * CELL * _BYTES_A_PLACE // _SHARD_SIZE)


def title_room(longest: int) -> int:
    """Return how many places all titles of a segment take, of which the longest has so many units."""
    return -(-(longest + 1) // TITLE_CELL) * TITLE_CELL


def room(length: int) -> int:
    """Return how many places a text takes that has so many units, its title's room among them."""
    return -(-(length + 1) // CELL) * CELL


def layout_stamp(title: int, cells: Sequence[int]) -> bytes:
    """Return what stands at the beginning of every shard: another layout makes other places."""
    return blake2b(f"{VERSION} {title} {tuple(cells)}".encode(), digest_size=4).digest()


def texts(segment: str, block: int) -> str:
    """Return the name of a file of texts, one a line."""
    return f"{segment}/texts-{block}.json"


def names(segment: str, block: int) -> str:
    """Return the name of a file of titles."""
    return f"{segment}/names-{block}.json"


def head(segment: str) -> str:
    """Return the name of a segment's columns."""
    return f"{segment}/head.json"


def shard_file(segment: str, number: int) -> str:
    """Return the name of a file of shards."""
    return f"{segment}/{number:x}.bin"


def blocks(many: int, size: int) -> int:
    """Return how many files of *size* hold so many."""
    return -(-many // size)


def json_bytes(value: object) -> bytes:
    """Return a value as the index's files hold it."""
    return (_JSON.encode(value) + "\n").encode()
