"""The short way for front matter as nearly everybody writes it: words under keys, and flat lists of them.

Anything more (quotes, comments, values over several lines, odd characters) is left to PyYAML; a test proves that all
that is taken here is the same there.
"""

from __future__ import annotations

import re
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

NOTHING = frozenset({"~", "null", "Null", "NULL"})
"""What stands for no value where it is not in quotes."""

_KEY = r"[^\W_][\w-]{0,40}"
_FIRST = r"[^\s\-?:,\[\]{}#&*!|>'\"%@`]"
_ENTRY = re.compile(rf"({_KEY}):(?: +(\S.*))?")
_MEMBER = re.compile(r"( *)- +(\S.*)")
_WORDS = re.compile(rf"{_FIRST}(?:[^:#\t]|:(?=\S)|(?<=\S)#)*")
_WORD = re.compile(rf"{_FIRST}[^:#,\[\]{{}}\t'\"?]*")
_PAIR = re.compile(rf"({_KEY}): +(\S.*)")


class _More(Exception):
    """The text holds more than is read here."""


def table(front: str, first: int) -> Table | None:
    """Return front matter that begins on line *first* as a tree, or None for anything that is not simple."""
    try:
        return _table(front, first)
    except _More:
        return None


def _table(front: str, first: int) -> Table:
    entries: list[tuple[Scalar, Node]] = []
    open_key: Scalar | None = None
    members: list[Node] = []
    indent = ""
    for number, line in enumerate(front.split("\n"), first):
        # Spaces at the end are taken off before: a pattern that does so takes its time over thousands.
        if not (line := line.rstrip(" ")):
            continue
        if match := _ENTRY.fullmatch(line):
            if open_key:
                entries.append(_listing(open_key, members))
            key, open_key, members = Scalar(_not_nothing(match[1]), number), None, []
            if match[2]:
                entries.append((key, _value(match[2], number)))
            else:
                open_key = key
        elif open_key and (match := _MEMBER.fullmatch(line)):
            if members and match[1] != indent:
                raise _More
            indent = match[1]
            members.append(_value(match[2], number))
        else:
            raise _More
    if open_key:
        entries.append(_listing(open_key, members))
    if not entries:
        raise _More
    return Table(tuple(entries), entries[0][0].line)


def _listing(key: Scalar, members: list[Node]) -> tuple[Scalar, Node]:
    if not members:
        raise _More
    return key, Listing(tuple(members), members[0].line)


def _not_nothing(word: str) -> str:
    if word in NOTHING:
        raise _More
    return word


def _value(text: str, line: int) -> Node:
    if text[0] == "[" and text[-1] == "]":
        words = text[1:-1].split(",") if text[1:-1].strip(" ") else []
        return Listing(tuple(_word(word, line) for word in words), line)
    if text[0] == "{" and text[-1] == "}":
        return Table(tuple(_pair(pair, line) for pair in text[1:-1].split(",")), line)
    if not _WORDS.fullmatch(text):
        raise _More
    return Scalar("" if text in NOTHING else text, line)


def _word(text: str, line: int) -> Scalar:
    word = text.strip(" ")
    if not _WORD.fullmatch(word):
        raise _More
    return Scalar("" if word in NOTHING else word, line)


def _pair(text: str, line: int) -> tuple[Scalar, Scalar]:
    match = _PAIR.fullmatch(text.strip(" "))
    if match is None:
        raise _More
    return Scalar(_not_nothing(match[1]), line), _word(match[2], line)
