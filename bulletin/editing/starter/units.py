"""The units of a new archive, from a list that somebody pasted, or from a table: with ids from their names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from bulletin.core.i18n import N_
from bulletin.core.pinyin import free_id, name_id
from bulletin.core.problems import BulletinError
from bulletin.core.text import collapse_spaces
from bulletin.model.registry import lookup_key
from bulletin.office.sheet_rows import Rows, text_rows

_TWICE = N_("“{name}” is in the list of units twice.")
_NOBODY = N_("There is no unit in the list.")
_NAMES = re.compile("[、,，;；\n]+")
_HEADS = {
    "name": ("名称", "单位名称", "单位", "name", "unit"),
    "group": ("组别", "分组", "group"),
    "id": ("编号", "标识", "id"),
    "aliases": ("简称", "别名", "aliases"),
    "former": ("曾用名", "原名", "former-names"),
}
"""The heads of columns that are understood, by what stands below them."""
_TOWNSHIP = re.compile("(?:乡|镇|街道|街道办|街道办事处)$")
OFFICES, TOWNSHIPS = "机关科室", "乡镇（街道）"
"""The groups of a list that names none."""


class ListedUnit(NamedTuple):
    """A unit as a list has it; without an id it gets one from its name."""

    name: str
    group: str = ""
    id: str = ""
    aliases: tuple[str, ...] = ()
    former: tuple[str, ...] = ()


def units_of_text(text: str) -> tuple[ListedUnit, ...]:
    """Return the units of a list: ``甲、乙``, ``组别：甲、乙；组别：丙``, a name a line, or cells of a spreadsheet."""
    if "\t" in text:
        return units_of_rows(text_rows(text))
    return _finished(_listed(text))


def units_of_rows(rows: Rows) -> tuple[ListedUnit, ...]:
    """Return the units of a table: by the heads of its columns, else name and group in this order."""
    rows = [row for row in rows if any(row)]
    heads = _heads(rows[0]) if rows else {}
    if "name" not in heads:
        heads = {"name": 0, "group": 1}
    else:
        rows = rows[1:]
    return _finished(_unit_of_row(row, heads) for row in rows)


def _heads(row: Sequence[str]) -> dict[str, int]:
    typed = [lookup_key(cell) for cell in row]
    return {
        kind: next(typed.index(lookup_key(name)) for name in names if lookup_key(name) in typed)
        for kind, names in _HEADS.items()
        if any(lookup_key(name) in typed for name in names)
    }


def _unit_of_row(row: Sequence[str], heads: dict[str, int]) -> ListedUnit:
    cells = {kind: row[place] if place < len(row) else "" for kind, place in heads.items()}
    return ListedUnit(
        name=collapse_spaces(cells.get("name", "")),
        group=collapse_spaces(cells.get("group", "")),
        id=cells.get("id", "").strip().lower(),
        aliases=_names(cells.get("aliases", "")),
        former=_names(cells.get("former", "")),
    )


def _names(text: str) -> tuple[str, ...]:
    return tuple(filter(None, (collapse_spaces(part) for part in _NAMES.split(text))))


def _listed(text: str) -> Iterator[ListedUnit]:
    """Yield units in the order of a list; a group stands before a colon and holds until the next one."""
    group = ""
    for part in _NAMES.split(text):
        head, colon, name = part.replace("：", ":").rpartition(":")
        group = collapse_spaces(head) if colon else group
        if name.strip():
            yield ListedUnit(collapse_spaces(name), group)


def _finished(units: Iterable[ListedUnit]) -> tuple[ListedUnit, ...]:
    """Return units with ids and, where no unit has a group, in groups of townships and of offices."""
    named = [unit for unit in units if unit.name]
    if not named:
        raise BulletinError(_NOBODY)
    seen: set[str] = set()
    for unit in named:
        if lookup_key(unit.name) in seen:
            raise BulletinError(_TWICE, name=unit.name)
        seen.add(lookup_key(unit.name))
    if not any(unit.group for unit in named):
        named = _in_groups(named)
    return tuple(_with_ids(named))


def _in_groups(units: Sequence[ListedUnit]) -> list[ListedUnit]:
    """Return units in the groups that their names tell, where there are both offices and townships."""
    groups = [TOWNSHIPS if _TOWNSHIP.search(unit.name) else OFFICES for unit in units]
    if len(set(groups)) == 1:
        return list(units)
    return [unit._replace(group=group) for unit, group in zip(units, groups, strict=True)]


def _with_ids(units: Iterable[ListedUnit]) -> Iterator[ListedUnit]:
    taken: set[str] = set()
    for unit in units:
        identifier = free_id(unit.id or name_id(unit.name), taken, fallback="unit")
        taken.add(identifier)
        yield unit._replace(id=identifier)
