"""The short way for front matter as nearly everybody writes it: words under keys, and flat lists of them.

Anything more (quotes, comments, values over several lines, odd characters) is left to PyYAML; a test proves that all
that is taken here is the same there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache, partial
from typing import NamedTuple


class Scalar(NamedTuple):
    """One value, as it was typed."""

    text: str
    line: int


class Listing(NamedTuple):
    """Several values."""

    nodes: tuple[Scalar | Listing | Table, ...]
    line: int


class Table(NamedTuple):
    """Values under keys."""

    entries: tuple[tuple[Scalar, Scalar | Listing | Table], ...]
    line: int


Node = Scalar | Listing | Table

# Called by name, a class of tuples takes twice as long; and most of what is read are these.
_scalar: Callable[[tuple[str, int]], Scalar] = partial(tuple.__new__, Scalar)

FULL_WIDTH = re.compile(r"^\s*(?:-\s+)?([\w-]+)\s*：")
"""A slip of the hand: to be told of, not read."""
NOTHING = frozenset({"~", "null", "Null", "NULL"})
"""What stands for no value where it is not in quotes."""

_KEY = r"[^\W_][\w-]{0,40}"
_FIRST = r"[^\s\-?:,\[\]{}#&*!|>'\"%@`]"
_ENTRY = re.compile(rf"({_KEY}):(?: +(\S.*))?")
_MEMBER = re.compile(r"( *)- +(\S.*)")
_WORDS = re.compile(rf"{_FIRST}[^:#\t]*(?:(?::(?=\S)|(?<=\S)#)[^:#\t]*)*")
_WORD = re.compile(rf"{_FIRST}[^:#,\[\]{{}}\t'\"?]*")
_PAIR = re.compile(rf"({_KEY}): +(\S.*)")

_NEXT = re.compile(r"\} *, *\{")


class _More(Exception):
    """The text holds more than is read here."""


def table(front: str, first: int) -> Table | None:
    """Return front matter that begins on line *first* as a tree, or None for anything that is not simple.

    What is taken holds none of the mistakes in typing that :mod:`bulletin.content.front_matter` tells of.
    """
    try:
        return _table(front, first)
    except _More:
        return None


def _table(front: str, first: int) -> Table:
    entries: list[tuple[Scalar, Node]] = []
    open_key: Scalar | None = None
    members: list[Node] = []
    indent = 0
    for number, line in enumerate(front.split("\n"), first):
        if not line:
            continue
        at, key, node = _line(line, number)
        if key:
            if open_key:
                entries.append(_listing(open_key, members))
                open_key = None
            if node:
                entries.append((key, node))
            else:
                open_key, members = key, []
        elif node:
            if not open_key or (members and at != indent):
                raise _More
            indent = at
            members.append(node)
    if open_key:
        entries.append(_listing(open_key, members))
    if not entries:
        raise _More
    return Table(tuple(entries), entries[0][0].line)


# Units, categories, authors, days: most lines stand in many files.
@lru_cache(maxsize=2048)
def _line(line: str, number: int) -> tuple[int, Scalar | None, Node | None]:
    """Return what one line holds: how far a member of a list stands in, a key, a value."""
    # Spaces at the end are taken off before: a pattern that does so takes its time over thousands.
    line = line.rstrip(" ")
    if match := _ENTRY.fullmatch(line):
        return 0, _scalar((_not_nothing(match[1]), number)), _entry(match[2], number) if match[2] else None
    if (match := _MEMBER.fullmatch(line)) and not FULL_WIDTH.match(line):
        return len(match[1]), None, _value(match[2], number)
    if line:
        raise _More
    return 0, None, None


def _listing(key: Scalar, members: list[Node]) -> tuple[Scalar, Node]:
    if not members:
        raise _More
    return key, Listing(tuple(members), members[0].line)


def _not_nothing(word: str) -> str:
    if word in NOTHING:
        raise _More
    return word


def _entry(text: str, line: int) -> Node:
    if text.startswith("[{") and text.endswith("}]"):
        return Listing(tuple(_pairs(inner, line) for inner in _NEXT.split(text[2:-2])), line)
    return _value(text, line)


def _value(text: str, line: int) -> Node:
    if text[0] == "[" and text[-1] == "]":
        words = text[1:-1].split(",") if text[1:-1].strip(" ") else []
        return Listing(tuple([_word(word, line) for word in words]), line)
    if text[0] == "{" and text[-1] == "}":
        return _pairs(text[1:-1], line)
    if not _WORDS.fullmatch(text):
        raise _More
    return _scalar(("" if text in NOTHING else text, line))


def _pairs(text: str, line: int) -> Table:
    return Table(tuple([_pair(pair, line) for pair in text.split(",")]), line)


def _word(text: str, line: int) -> Scalar:
    word = text.strip(" ")
    if not _WORD.fullmatch(word):
        raise _More
    return _scalar(("" if word in NOTHING else word, line))


def _pair(text: str, line: int) -> tuple[Scalar, Scalar]:
    match = _PAIR.fullmatch(text.strip(" "))
    if match is None:
        raise _More
    return _scalar((_not_nothing(match[1]), line)), _word(match[2], line)
