"""The words of a text without what is no prose: code, addresses, markup."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from bulletin.model.registry import Registry

_AFTER_DIGIT = re.compile(r"[0-9] ?([^0-9.,\s])")
_MARKS = ("`", "*", "<", "](", "]:", "://", "@", "~~", "\\")
BLANK = "\0"
"""Stands for what is no prose, so that positions stay the same."""
_CODE = re.compile(
    r"(?:(?<=\n\n)|\A)(?:(?: {4}|\t)[^\n]*\n?)++|^(?P<fence>`{3,}+|~{3,}+)[^\n]*+\n.*?(?:^(?P=fence)|\Z)",
    re.DOTALL | re.MULTILINE,
)
_MARKUP = re.compile(
    r"`(?<!``)`*+[^`\n]++`++|\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|\]: *\S+|<[^<>\n]*>|://[!-~]+|@[\w-]+(?:\.[\w-]+)+|\*+|~~"
    r"|\\(?=[!-/:-@\[-`{-~])"
)


class Prose(NamedTuple):
    """A text to be read."""

    text: str
    day: date | None
    """The day of the item, from which days without a year are told."""
    registry: Registry
    after_digits: frozenset[str] = frozenset()
    """The characters that stand behind digits: most rules about figures need one that is not among them."""


class Mistake(NamedTuple):
    """What is wrong, where, and what to type instead."""

    start: int
    wrong: str
    right: str
    code: str = ""
    """The code of the problem, where a rule has several."""


def read_prose(text: str, day: date | None, registry: Registry) -> Prose:
    """Return a *text* as it is to be read."""
    plain = without_markup(text)
    return Prose(plain, day, registry, frozenset(_AFTER_DIGIT.findall(plain)))


def without_markup(text: str) -> str:
    """Return *text* with all that is no prose as blanks."""
    for pattern, may_match in (
        (_CODE, "    " in text or "\t" in text or "```" in text or "~~~" in text),
        (_MARKUP, any(mark in text for mark in _MARKS)),
    ):
        if may_match:
            text = pattern.sub(_blank, text)
    return text


def _blank(match: re.Match[str]) -> str:
    return "".join("\n" if sign == "\n" else BLANK for sign in match[0])
