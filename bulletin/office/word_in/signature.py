"""Who wrote a text: units, authors and day, read from the line below it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from bulletin.model.registry import Registry
from bulletin.office.word_in.patterns import APPROVED, CHINESE_DAY, CONTACT_PART, DAY, LABEL, PERSON, find_day, squeezed

_SEPARATORS = re.compile(r"[\s、，,；;：:/／（）()【】\[\]]+")
_ORGAN = re.compile(r"(?:党委|党工委|党组|党总支|党支部|人民政府|政府|办事处|党政办|党建办|组织办|办公室)$")
_PREFIX = re.compile(r"[省市县区旗州乡镇委部局处室院办]$|(?:街道|政府|公司|中心|组织)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """What a signature says; ``unknown`` are its words that say nothing known."""

    units: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    date: date | None = None
    approved_by: str = ""
    unknown: tuple[str, ...] = ()


@dataclass(slots=True)
class UnitNames:
    """The names of the units of a registry, the longest first."""

    names: list[tuple[str, str]] = field(default_factory=list)

    @classmethod
    def of(cls, registry: Registry) -> UnitNames:
        """Return the names, aliases and former names of all units."""
        found = [
            (squeezed(name), unit.id)
            for unit in registry.units
            for name in (unit.name, *unit.aliases, *unit.former_names)
        ]
        return cls(sorted(found, key=lambda pair: -len(pair[0])))

    def in_word(self, word: str) -> str:
        """Return the unit whose name a word ends with; 下柳镇党委 is 下柳镇; "" for none."""
        return self._named(word) or self._named(_ORGAN.sub("", word))

    def _named(self, word: str) -> str:
        for name, unit in self.names:
            if word.endswith(name):
                before = word[: -len(name)]
                if not before or _PREFIX.search(before):
                    return unit
        return ""

    def in_text(self, text: str) -> list[str]:
        """Return the units that the words of a text name."""
        found = (self.in_word(word) for word in _words(text))
        return list(dict.fromkeys(unit for unit in found if unit))


def read_signature(lines: Iterable[str], names: UnitNames) -> Signature:
    """Return what the lines of a signature say."""
    units: list[str] = []
    authors: list[str] = []
    unknown: list[str] = []
    day, approved = None, ""
    for line in lines:
        text = line
        if match := APPROVED.search(text):
            approved = approved or match[1]
            text = text.replace(match[0], " ")
        day = day or find_day(text)
        text = CHINESE_DAY.sub(" ", DAY.sub(" ", CONTACT_PART.sub(" ", text)))
        for word in _words(text):
            if unit := names.in_word(word):
                units.append(unit)
            elif PERSON.match(word) and not _PREFIX.search(word):
                authors.append(word)
            else:
                unknown.append(word)
    return Signature(
        units=tuple(dict.fromkeys(units)),
        authors=tuple(dict.fromkeys(authors)),
        date=day,
        approved_by=approved,
        unknown=tuple(unknown),
    )


def _words(text: str) -> list[str]:
    # 王　明 is one name, in which a space makes two characters as wide as three.
    whole = [word for word in _SEPARATORS.split(LABEL.sub(" ", text)) if word]
    joined: list[str] = []
    for word in whole:
        if len(word) == 1 and joined and len(joined[-1]) == 1:
            joined[-1] += word
        else:
            joined.append(word)
    return joined
