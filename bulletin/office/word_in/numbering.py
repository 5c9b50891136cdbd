"""Automatic numbers: what Word shows before a paragraph and does not have in its text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from bulletin.office.word_in.names import VAL, W, number_of, switch, value_of

_LEVELS = 9
_HIGHEST = 32767
"""As Word has it."""
_PLACE = re.compile(r"%([1-9])")
_DIGITS = "〇一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def _counting(number: int, digits: str = _DIGITS, units: str = "十百千", *, drop_one: bool = True) -> str:
    """Return a number up to 9999 in Chinese: 十二, 一百零五."""
    if not 0 < number < 10_000:  # noqa: PLR2004 - beyond them Word itself writes figures
        return "〇" if number == 0 else str(number)
    text, zero = "", False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            text += ("零" if zero and text else "") + digits[digit] + (units[power - 1] if power else "")
            zero = False
        else:
            zero = True
    return text[1:] if drop_one and 10 <= number < 20 else text  # noqa: PLR2004 - 十二, not 一十二


def _roman(number: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        text += sign * (number // value)
        number %= value
    return text


def _letters(number: int) -> str:
    """Return a, b … z, aa, bb …, as Word counts."""
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number > 0 else ""


def _circled(number: int) -> str:
    for first, last, code in ((1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1)):
        if first <= number <= last:
            return chr(code + number - first)
    return str(number)


def _of_signs(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)] if number > 0 else ""


_CHINESE = ("chineseCounting", "chineseCountingThousand", "taiwaneseCountingThousand", "taiwaneseCounting",
            "japaneseCounting", "koreanCounting", "ideographTraditionalCounting")  # fmt: skip
_FORMATS: dict[str, Callable[[int], str]] = {
    **dict.fromkeys(_CHINESE, _counting),
    "chineseLegalSimplified": lambda n: _counting(n, _FORMAL, "拾佰仟", drop_one=False),
    "ideographLegalTraditional": lambda n: _counting(n, "零壹貳參肆伍陸柒捌玖", "拾佰仟", drop_one=False),
    "japaneseDigitalTenThousand": lambda n: "".join(_DIGITS[int(digit)] for digit in str(n)),
    "ideographDigital": lambda n: "".join(_DIGITS[int(digit)] for digit in str(n)),
    "taiwaneseDigital": lambda n: "".join(_DIGITS[int(digit)] for digit in str(n)),
    "ideographTraditional": _of_signs(_STEMS),
    "ideographZodiac": _of_signs(_BRANCHES),
    "decimalZero": lambda n: f"{n:02d}",
    "decimalFullWidth": lambda n: "".join(chr(ord(digit) - ord("0") + 0xFF10) for digit in str(n)),
    "decimalFullWidth2": lambda n: "".join(chr(ord(digit) - ord("0") + 0xFF10) for digit in str(n)),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "ideographEnclosedCircle": lambda n: chr(0x3280 + n - 1) if 0 < n <= 10 else _counting(n),  # noqa: PLR2004 - ㊀ to ㊉
    "decimalEnclosedParen": lambda n: chr(0x2474 + n - 1) if 0 < n <= 20 else f"({n})",  # noqa: PLR2004 - ⑴ to ⒇
    "decimalEnclosedFullstop": lambda n: chr(0x2488 + n - 1) if 0 < n <= 20 else f"{n}.",  # noqa: PLR2004 - ⒈ to ⒛
    "upperRoman": lambda n: _roman(n).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda n: _letters(n).upper(),
    "lowerLetter": _letters,
    "numberInDash": lambda n: f"- {n} -",
    "ordinal": lambda n: f"{n}.",
    "none": lambda _: "",
}


def format_number(number: int, kind: str) -> str:
    """Return a number as Word writes it in one of its formats; figures for those unknown."""
    return _FORMATS.get(kind, str)(number) if number <= _HIGHEST else str(number)


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    kind: str = "decimal"
    text: str = ""
    restart: int | None = None
    """The level, from 1, whose entries make it begin anew; 0 is none, None is any above."""
    legal: bool = False
    style: str = ""
    suffix: str = "tab"


@dataclass(slots=True)
class _List:
    """One list of the document: its levels, and the counters that it shares with its kin."""

    levels: list[_Level]
    counters: list[int | None]
    restarts: dict[int, int] = field(default_factory=dict)
    """First numbers of levels that begin anew where this list is first used."""


@dataclass(slots=True)
class Numbering:
    """Counts the entries of all lists, in the order of the text."""

    lists: dict[str, _List] = field(default_factory=dict)
    by_style: dict[str, tuple[str, int]] = field(default_factory=dict)
    """List and level of paragraphs by the style that a level is tied to."""

    @classmethod
    def of(cls, root: Element | None) -> Numbering:
        """Return the lists of the part *root*."""
        found = cls()
        if root is None:
            return found
        kinds = {kind.get(W + "abstractNumId", ""): kind for kind in root.iter(W + "abstractNum")}
        by_link = {value_of(kind, "styleLink"): kind for kind in kinds.values() if value_of(kind, "styleLink")}
        counters: dict[str, list[int | None]] = {}
        for entry in root.iter(W + "num"):
            name, kind_id = entry.get(W + "numId", ""), value_of(entry, "abstractNumId")
            kind = kinds.get(kind_id)
            if kind is not None and value_of(kind, "numStyleLink"):
                kind = by_link.get(value_of(kind, "numStyleLink"), kind)
            levels = _levels(kind)
            restarts: dict[int, int] = {}
            for change in entry.iter(W + "lvlOverride"):
                _override(change, levels, restarts)
            shared = counters.setdefault(kind_id, [None] * _LEVELS)
            found.lists[name] = _List(levels, shared, restarts)
            for depth, level in enumerate(levels):
                if level.style:
                    found.by_style.setdefault(level.style, (name, depth))
        return found

    def level_kind(self, name: str, depth: int) -> str:
        """Return the format of numbers of a level: ``bullet``, ``decimal`` …; "" where there is no such list."""
        entry = self.lists.get(name)
        return entry.levels[depth].kind if entry and 0 <= depth < _LEVELS else ""

    def next_number(self, name: str, depth: int) -> str:
        """Count one entry, and return its number as text."""
        entry = self.lists.get(name)
        if entry is None or not 0 <= depth < _LEVELS:
            return ""
        for level, start in entry.restarts.items():
            entry.counters[level] = start - 1
        entry.restarts.clear()
        before = entry.counters[depth]
        entry.counters[depth] = entry.levels[depth].start if before is None else before + 1
        for deeper in range(depth + 1, _LEVELS):
            restart = entry.levels[deeper].restart
            if restart is None or depth < restart:
                entry.counters[deeper] = None
        return _PLACE.sub(lambda match: self._shown(entry, int(match[1]) - 1, depth), entry.levels[depth].text)

    @staticmethod
    def _shown(entry: _List, place: int, depth: int) -> str:
        level = entry.levels[place]
        number = entry.counters[place]
        number = level.start if number is None else number
        legal = entry.levels[depth].legal and place < depth
        return format_number(number, "decimal" if legal else level.kind)


def _levels(kind: Element | None) -> list[_Level]:
    levels = [_Level()] * _LEVELS
    for element in kind.iter(W + "lvl") if kind is not None else ():
        depth = number_of(element.get(W + "ilvl", ""))
        if depth is not None and 0 <= depth < _LEVELS:
            levels[depth] = _level(element)
    return levels


def _level(element: Element) -> _Level:
    start = number_of(value_of(element, "start"))
    choice = element.find(".//" + W + "numFmt")
    return _Level(
        start=1 if start is None else start,
        kind="decimal" if choice is None else choice.get(VAL, "decimal"),
        text=value_of(element, "lvlText"),
        restart=number_of(value_of(element, "lvlRestart")),
        legal=bool(switch(element, "isLgl")),
        style=value_of(element, "pStyle"),
        suffix=value_of(element, "suff") or "tab",
    )


def _override(change: Element, levels: list[_Level], restarts: dict[int, int]) -> None:
    depth = number_of(change.get(W + "ilvl", ""))
    if depth is None or not 0 <= depth < _LEVELS:
        return
    own = change.find(W + "lvl")
    if own is not None:
        levels[depth] = _level(own)
    start = number_of(value_of(change, "startOverride"))
    if start is not None:
        levels[depth] = replace(levels[depth], start=start)
        restarts[depth] = start
