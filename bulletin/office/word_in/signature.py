"""Who wrote a text: units, authors and day, read from the line below it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from bulletin.model.registry import Registry
from bulletin.office.word_in.patterns import (
    APPROVED,
    CHINESE_DAY,
    CONTACT_PART,
    DAY,
    EDITOR,
    LABEL,
    OTHER_LABEL,
    PERSON,
    PHONE,
    SIGNER,
    find_day,
    squeezed,
)

_SEPARATORS = re.compile(r"[\s、，,；;：:/／（）()【】\[\]]+")
_LISTED = re.compile(r"[、，,；;]")
_ORGAN = re.compile(
    r"(?:党委|党工委|党组|党总支|党支部|委员会|工作委员会|委|人民政府|政府|办事处|党政办|党建办|组织办|党政综合办|宣传办"
    r"|(?:组织|党政|党建|党政综合|宣传)?办公室)*"
)
_PARTY = re.compile(r"^(?:中国共产党|中共)")
_PLACES = re.compile(r"(?:[\u4e00-\u9fff]{1,7}?(?:省|市|自治区|县|区|旗|州|盟))+")
_OFFICE_AT_END = re.compile(r"(?:办公室|[科处室])$")
_COUNTY = re.compile(r".+?[县区旗市](?=委|$)")
_OF_A_PLACE = re.compile(r"(?:[镇乡委部局]|街道|政府|办事处)$")
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
    """The names of the units of a registry, the longest first, and the department whose offices are among them."""

    names: list[tuple[str, str]] = field(default_factory=list)
    department: str = ""

    @classmethod
    def of(cls, registry: Registry) -> UnitNames:
        """Return the names, aliases and former names of all units."""
        found = [
            (squeezed(name), unit.id)
            for unit in registry.units
            for name in (unit.name, *unit.aliases, *unit.former_names)
        ]
        editing = _OFFICE_AT_END.sub("", _PARTY.sub("", squeezed(registry.bulletin.editing_unit)))
        return cls(sorted(found, key=lambda pair: -len(pair[0])), editing)

    def in_word(self, word: str) -> str:
        """Return the unit that a word names: 下柳镇, 下柳镇党委, 中共某县下柳镇委员会; "" for none.

        The name stands at the beginning, behind no more than the places and the department that it belongs to.
        """
        bare = _PARTY.sub("", word)
        for name, unit in self.names:
            before, found, after = bare.partition(name)
            if found and _ORGAN.fullmatch(after) and self._may_stand_before(before, name):
                return unit
        return ""

    def _may_stand_before(self, before: str, name: str) -> bool:
        """Whether *before* a name stand the department or the places that the unit belongs to, or nothing."""
        if not before or (self.department and self.department.endswith(before)):
            return True
        if not self.department:
            return bool(_PREFIX.search(before))
        county = _COUNTY.match(self.department)
        is_own = not county or before.endswith(county[0])
        return bool(_PLACES.fullmatch(before)) and is_own and not _OFFICE_AT_END.search(name)

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
        text = SIGNER.sub(" ", EDITOR.sub(" ", text))
        day = day or find_day(text)
        text = PHONE.sub(" ", CHINESE_DAY.sub(" ", DAY.sub(" ", CONTACT_PART.sub(" ", text))))
        text, others = _without_labelled(text, names)
        unknown += others
        for word in (word for part in _LISTED.split(text) for word in _with_organs(_words(part))):
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


def _without_labelled(text: str, names: UnitNames) -> tuple[str, list[str]]:
    """Return a text without what stands behind a word that is not known, and that: 摄影：王某."""
    text = LABEL.sub(" ", text)
    found = [match[0] for match in OTHER_LABEL.finditer(text) if not names.in_word(match[1])]
    for one in found:
        text = text.replace(one, " ")
    return text, found


def _with_organs(words: Iterable[str]) -> list[str]:
    """Return words with the organs of a place behind its name: the 办公室 in 下柳镇 办公室 is no office of ours."""
    found: list[str] = []
    for word in words:
        if found and _ORGAN.fullmatch(word) and _OF_A_PLACE.search(found[-1]):
            found[-1] += word
        else:
            found.append(word)
    return found


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
