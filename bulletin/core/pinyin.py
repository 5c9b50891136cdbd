"""Ids from names and titles: the pinyin of their words, with hyphens between them, cut at a word."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from bulletin.core.text import is_valid_stem

LIMIT = 40
"""Most characters of an id that is made here, without the number that tells it from others."""
_SHORT_NAME = 6
"""A name of so many characters is one word: ``zuzhike`` for 组织科."""
_PARTS = "[a-z0-9]+(?:[.][0-9]+)*|[\u3007\u3400-\u9fff\U00020000-\U0002ffff]+"
_SYLLABLE = re.compile(r"[a-z]+")


class _Word(NamedTuple):
    text: str
    reading: str


def pinyin_id(text: str, *, limit: int = LIMIT, names: Iterable[str] = ()) -> str:
    """Return an id for *text*, ``liulinzhen-tuixing-liudong``; *names* are words that no dictionary has.

    It is empty where the text has neither Chinese characters nor letters or digits.
    """
    found: list[str] = []
    for word in _words(text, frozenset(names)):
        if found and len("-".join((*found, word))) > limit:
            break
        found.append(word[:limit])
    return "-".join(found)


def name_id(name: str) -> str:
    """Return an id for a short name, such as that of a unit: one word, ``liulinzhen``."""
    found = pinyin_id(name)
    return found.replace("-", "") if len(name) <= _SHORT_NAME else found


def free_id(wanted: str, taken: Collection[str], *, fallback: str) -> str:
    """Return *wanted*, or *fallback* if it is empty; with a number after it, if it is taken or cannot be an address."""
    stem, number = wanted or fallback, 1
    found = stem
    while found in taken or not is_valid_stem(found):
        number += 1
        found = f"{stem}-{number}"
    return found


def _words(text: str, names: Collection[str]) -> Iterator[str]:
    """Yield the words of *text* in pinyin; letters and digits stay as they are."""
    known = sorted((re.escape(name) for name in names if name), key=len, reverse=True)
    for part in re.findall("|".join([*known, _PARTS]), text, re.IGNORECASE):
        if part.isascii():
            yield re.sub(r"[^a-z0-9]+", "-", part.lower()).strip("-")
        elif part in names:
            yield "".join(word.reading for word in _segments(part))
        else:
            yield from _paired(_segments(part))


def _segments(part: str) -> list[_Word]:
    """Return the words that the dictionary of readings has, and single characters between them."""
    # Takes 0.1 s to import, and only new ids need it.
    from pypinyin import lazy_pinyin
    from pypinyin.seg import mmseg

    words = list(mmseg.seg.cut(part))
    return [_Word(word, "".join(_SYLLABLE.findall("".join(lazy_pinyin(word))))) for word in words]


def _paired(words: Iterable[_Word]) -> Iterator[str]:
    """Yield readings of words; single characters in a row are joined by two, the last three of an odd number as well.

    The dictionary has words for the sake of readings, and leaves out many; most words have two characters.
    """
    row: list[str] = []
    for word in words:
        if len(word.text) == 1:
            row.append(word.reading)
        else:
            yield from _pairs(row)
            row = []
            yield word.reading
    yield from _pairs(row)


def _pairs(row: list[str]) -> Iterator[str]:
    pairs = ["".join(row[start : start + 2]) for start in range(0, len(row), 2)]
    if len(row) > 1 and len(row) % 2:
        pairs[-2:] = ["".join(pairs[-2:])]
    yield from filter(None, pairs)
