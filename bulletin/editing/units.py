"""Units that get another name, leave, or become a part of another: in ``registry/units.toml``."""

from __future__ import annotations

from datetime import date

from bulletin.content.registry import UNITS
from bulletin.content.sources import Sources
from bulletin.core.i18n import N_
from bulletin.core.problems import BulletinError
from bulletin.core.text import collapse_spaces
from bulletin.editing.changes import Edit, FileChange, Sentence, read_text
from bulletin.editing.toml_text import TomlText
from bulletin.model.key_names import REGISTRY_KEYS
from bulletin.model.registry import Unit, lookup_key

_RENAMED = N_("{old} is now called {new}; by its former name it is still found.")
_LEFT = N_("{unit} was there until {day}.")
_MERGED = N_("{unit} was there until {day}; since then {other} stands for it.")
_SAME = N_("{unit} is called so already.")
_ITSELF = N_("A unit cannot be merged with itself.")
_GONE = N_("{unit} left on {day} already.")
_NAMELESS = N_("The new name is empty.")


def rename_unit(sources: Sources, identifier: str, name: str) -> Edit:
    """Return the edit that gives a unit another name, and keeps the old one as a former name."""
    unit, new = sources.registry.unit[identifier], collapse_spaces(name)
    if not new:
        raise BulletinError(_NAMELESS)
    if new == unit.name:
        raise BulletinError(_SAME, unit=unit.name)
    aliases, former = ([one for one in names if lookup_key(one) != lookup_key(new)] for names in _names(unit))
    if lookup_key(unit.name) != lookup_key(new):
        former.append(unit.name)
    before = text = read_text(sources.root, UNITS)
    for key, value in (("name", new), ("aliases", aliases), ("former-names", former)):
        text = _with_value(text, identifier, key, value)
    done = Sentence(_RENAMED, {"old": unit.name, "new": new})
    return Edit(done, (FileChange(UNITS, before, text),))


def _names(unit: Unit) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return unit.aliases, unit.former_names


def _with_value(text: str, identifier: str, key: str, value: str | list[str]) -> str:
    """Return the text with a value of a unit; an empty list is no key."""
    table = TomlText(text, REGISTRY_KEYS, UNITS)
    known = table.value("unit", identifier, key)
    if not value:
        return table.remove_value("unit", identifier, key) if known is not None else text
    return text if known == value else table.set_value("unit", identifier, key, value)


def unit_leaves(sources: Sources, identifier: str, day: date, successor: str = "") -> Edit:
    """Return the edit by which *day* is the last one of a unit, and another stands for it from then on."""
    registry = sources.registry
    unit, other = registry.unit[identifier], registry.unit.get(successor)
    if other is unit:
        raise BulletinError(_ITSELF)
    for one in (unit, *([other] if other else [])):
        if one.left and (one is unit or one.left <= day):
            raise BulletinError(_GONE, unit=one.name, day=one.left)
    before = read_text(sources.root, UNITS)
    text = TomlText(before, REGISTRY_KEYS, UNITS).set_value("unit", identifier, "left", day)
    values = {"unit": unit.name, "day": day.isoformat()}
    if other is None:
        return Edit(Sentence(_LEFT, values), (FileChange(UNITS, before, text),))
    text = TomlText(text, REGISTRY_KEYS, UNITS).set_value("unit", identifier, "successor", other.id)
    return Edit(Sentence(_MERGED, {**values, "other": other.name}), (FileChange(UNITS, before, text),))
