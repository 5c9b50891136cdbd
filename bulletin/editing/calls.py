"""More time for units to answer a call, or none asked of them: entries of the call's file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from bulletin.content.items import read_call
from bulletin.content.sources import Sources
from bulletin.core.i18n import N_
from bulletin.core.problems import ArchiveProblems, BulletinError
from bulletin.editing.changes import Edit, FileChange, Sentence, read_text
from bulletin.editing.front_matter import FrontMatter
from bulletin.model.records import Call, Extension, Waiver
from bulletin.model.registry import Registry
from bulletin.model.schema import CALL

_EXTENDED = N_("{units} have until {due} for “{title}”.")
_WAIVED = N_("{units} need not answer “{title}”: {reason}.")
_NEED_NOT = N_("{unit} need not answer “{title}” any more ({reason}). Take it out of “waived” in {path} first.")


class _Entry(NamedTuple):
    """What is said of each unit: in which list, with which values beside the unit."""

    key: str
    values: dict[str, str]


def extend_call(sources: Sources, call: Call, units: Sequence[str], due: date) -> Edit:
    """Return the edit that gives units, by id, more time for a call."""
    for unit in units:
        if waiver := call.waiver_of(unit):
            values = {"unit": sources.registry.unit[unit].name, "title": call.title, "reason": waiver.reason}
            raise BulletinError(_NEED_NOT, path=call.path, **values)
    values = {"due": due.isoformat(), "title": call.title, "units": _names(sources.registry, units)}
    return _edit(sources, call, units, _Entry("extended", {"due": due.isoformat()}), Sentence(_EXTENDED, values))


def waive_call(sources: Sources, call: Call, units: Sequence[str], reason: str) -> Edit:
    """Return the edit that excuses units, by id, from answering a call."""
    values = {"reason": reason, "title": call.title, "units": _names(sources.registry, units)}
    return _edit(sources, call, units, _Entry("waived", {"reason": reason}), Sentence(_WAIVED, values))


def _names(registry: Registry, units: Iterable[str]) -> str:
    return "、".join(registry.unit[unit].name for unit in units)


def _edit(sources: Sources, call: Call, units: Sequence[str], entry: _Entry, done: Sentence) -> Edit:
    before = text = read_text(sources.root, call.path)
    for unit in units:
        text = _with_entry(text, call.path, sources.registry, unit, entry)
    return Edit(done, (FileChange(call.path, before, text),))


def _with_entry(text: str, path: str, registry: Registry, unit: str, entry: _Entry) -> str:
    """Return the text with an entry about a unit; one that there is gets other values, apart from its other units."""
    call, key = _read(text, path, registry), entry.key
    known: tuple[Extension | Waiver, ...] = call.extended if key == "extended" else call.waived
    number = next((n for n, one in enumerate(known) if unit in one.units), None)
    if number is not None:
        if len(known[number].units) == 1:
            return FrontMatter(text, CALL, path).change_entry(key, number, entry.values)
        others = _names(registry, (one for one in known[number].units if one != unit))
        text = FrontMatter(text, CALL, path).change_entry(key, number, {"unit": others})
    return FrontMatter(text, CALL, path).append_entry(key, {"unit": registry.unit[unit].name, **entry.values})


def _read(text: str, path: str, registry: Registry) -> Call:
    found = read_call(text.encode(), path, registry)
    if not isinstance(found.fact, Call):
        raise ArchiveProblems(found.problems)
    return found.fact
