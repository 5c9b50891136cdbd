"""The format of the index: names and sizes of files, and the numbers that writer and readers compute alike.

Python writes and reads it, ``theme/assets/search`` reads it; ``docs/search.md`` describes it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from hashlib import blake2b
from pathlib import Path

VERSION = 4
"""Version of the format, of folding and of what is searched; with another number all segments are built anew."""

FOLDER = "data/search/"
START, FOLDS = "start.json", "fold.json"
Read = Callable[[str], bytes]
"""Returns a file of the index by its name below ``FOLDER``; raises OSError or LookupError where there is none."""
NAMES_PER_FILE = 64
"""Items in a file of ids and titles."""
TEXTS_PER_FILE = 16
"""Items in a file of texts; ``NAMES_PER_FILE`` is a multiple of it."""
SHARDS_PER_FILE = 16
"""Shards in a file; a server with range requests sends one of them, a server without sends them all."""
ALIGN = 128
"""The size of a shard in bytes is a multiple of this, so that it is stored as a small number."""
CELL = 256
"""The width of a text in units is a multiple of this, so that it is stored as a small number."""
TITLE_CELL = 32
"""The width of titles in units is a multiple of this."""

RUN, RUN_START, RUN_END = 1, 2, 3
"""Kinds of runs of digits: a number of at most four digits, the first and the last four digits of a longer one."""
RUN_DIGITS = 4
_SHORTER_CODES = (0, 10, 110, 1110)
"""How many codes there are for shorter runs, by length."""
FIRST_CODE = 0x23
"""A number in a column is a character; this is the code of 0."""

_SHARD_SIZE = 1500
"""Bytes of a shard on average. Of small ones fewer bytes are fetched, but the size of each is in ``head.json``."""
_MAX_SHARDS = 1 << 16
_BYTES_PER_PLACE = 2

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


def shard_count(cells: int) -> int:
    """Return how many shards a segment of so many cells has."""
    return min(_MAX_SHARDS, 1 + cells * CELL * _BYTES_PER_PLACE // _SHARD_SIZE)


def padded_title_width(longest: int) -> int:
    """Return the width of all titles of a segment, of which the longest has so many units."""
    return -(-(longest + 1) // TITLE_CELL) * TITLE_CELL


def padded_text_width(length: int) -> int:
    """Return the width of a text that has so many units, the width of its title included."""
    return -(-(length + 1) // CELL) * CELL


def layout_stamp(title_width: int, cells: Sequence[int]) -> bytes:
    """Return the first four bytes of every shard: they differ where places of texts do."""
    return blake2b(f"{VERSION} {title_width} {tuple(cells)}".encode(), digest_size=4).digest()


def texts_file(segment: str, block: int) -> str:
    """Return the name of a file of texts, one per line."""
    return f"{segment}/texts-{block}.json"


def names_file(segment: str, block: int) -> str:
    """Return the name of a file of ids and titles."""
    return f"{segment}/names-{block}.json"


def head_file(segment: str) -> str:
    """Return the name of the file of a segment's columns."""
    return f"{segment}/head.json"


def shard_file(segment: str, number: int) -> str:
    """Return the name of a file of shards."""
    return f"{segment}/{number:x}.bin"


def texts_files(segment: str, items: int) -> list[str]:
    """Return the names of all files of texts of a segment."""
    return [texts_file(segment, block) for block in range(-(-items // TEXTS_PER_FILE))]


def names_files(segment: str, items: int) -> list[str]:
    """Return the names of all files of ids and titles of a segment."""
    return [names_file(segment, block) for block in range(-(-items // NAMES_PER_FILE))]


def shard_files(segment: str, shards: int) -> list[str]:
    """Return the names of all files of shards of a segment."""
    return [shard_file(segment, block) for block in range(-(-shards // SHARDS_PER_FILE))]


def site_reader(site: Path) -> Read:
    """Return a reader of the index of a built *site*."""
    folder = f"{site}/{FOLDER}"

    def read(name: str) -> bytes:
        # Hundreds of files are read at once; Path would take as long as the disk.
        with open(folder + name, "rb", buffering=0) as file:  # noqa: PTH123
            return file.read()

    return read


def json_bytes(value: object) -> bytes:
    """Return a value as the JSON of a file of the index."""
    return (_JSON.encode(value) + "\n").encode()
