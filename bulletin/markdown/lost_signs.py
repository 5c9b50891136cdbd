"""Signs that are taken for markup and are not: asterisks of a product, underscores of a name, + and > ahead.

Emphasis that is meant (``**重点**``), lists and quotations are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from bulletin.core.problems import Problem
from bulletin.markdown.normalize import normalize

MAX_PER_FILE = 5
"""Most warnings for a file."""
_CROWDED = 1000
"""With more asterisks a text is not shown at all."""
_HAN = "\u4e00-\u9fff"
_INSIDE = re.compile(
    rf"(?<=[{_HAN}）])\*(?P<factor>[^*\s，。；]{{1,12}})\*(?=[{_HAN}0-9A-Za-z(（])"
    r"|(?<![\w\\])(?P<bars>__?)(?P<name>[A-Za-z0-9]{1,30})(?P=bars)(?!\w)",
)
_PLUS = re.compile(r"^ {0,3}\+ (?=\S)", re.MULTILINE)
_GREATER = re.compile(r"^ {0,3}>(?=[=\d])", re.MULTILINE)
_COLON = re.compile(r"(?<=[^\n]\n) {0,3}: (?=\S)")


class _Lost(NamedTuple):
    place: int
    sign: str
    shown: str
    """What to type."""


def find_lost_signs(body: str, path: str, first: int) -> Iterator[Problem]:
    """Yield a warning for each of the first signs of a text, which begins on line *first*, that are not shown."""
    if body.count("*") > _CROWDED or not any(_find(body)):
        return
    prose = normalize(body).prose()
    for lost in sorted(_find(prose))[:MAX_PER_FILE]:
        line = first + prose.count("\n", 0, lost.place)
        yield Problem(path=path, code="lost-signs", line=line, values={"sign": lost.sign, "shown": lost.shown})


def _find(text: str) -> Iterator[_Lost]:
    for match in _INSIDE.finditer(text) if "*" in text or "_" in text else ():
        if match["factor"]:
            yield _Lost(match.start(), "*", f"\\*{match['factor']}\\*")
        else:
            bars = "\\_" * len(match["bars"])
            yield _Lost(match.start(), match["bars"], f"{bars}{match['name']}{bars}")
    for pattern, sign, shown in ((_PLUS, "+", "\\+ "), (_COLON, ":", "："), (_GREATER, ">", "\\>")):
        # Several lines with + or : are a list.
        found = [match.end() for match in pattern.finditer(text)] if sign in text else []
        for place in found if sign == ">" or len(found) == 1 else ():
            yield _Lost(place, sign, shown + text[place : place + 10].partition("\n")[0])
