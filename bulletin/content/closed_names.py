"""Closed periods name items, calls and issues by the ids that these had then: read with those that they have now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bulletin.model import urls
from bulletin.model.closed import ClosedEntry, ClosedPeriod, ClosedUnit
from bulletin.model.redirects import final_address
from bulletin.model.registry import Redirect


def with_present_ids(closed: tuple[ClosedPeriod, ...], redirects: tuple[Redirect, ...]) -> tuple[ClosedPeriod, ...]:
    """Return closed periods with the present ids of what has been renamed since."""
    items, calls, issues = (_renamed(redirects, folder) for folder in (urls.ITEMS, urls.CALLS, urls.ISSUES))
    if not (items or calls or issues):
        return closed
    return tuple(_period(one, items, calls, issues) for one in closed)


def _renamed(redirects: tuple[Redirect, ...], folder: str) -> dict[str, str]:
    """Return the present id of each thing in a folder of addresses, by an id that it had."""
    known = {one.old: one.new for one in redirects}
    found = {}
    for old in known:
        new = final_address(known, old)
        if new and old.startswith(folder) and new.startswith(folder):
            found[old.removeprefix(folder).rstrip("/")] = new.removeprefix(folder).rstrip("/")
    return found


def _period(
    one: ClosedPeriod, items: Mapping[str, str], calls: Mapping[str, str], issues: Mapping[str, str]
) -> ClosedPeriod:
    return replace(
        one,
        items=tuple(item._replace(id=items.get(item.id, item.id)) for item in one.items),
        units=tuple(_unit(unit, items, calls) for unit in one.units),
        issues=None if one.issues is None else tuple(issues.get(name, name) for name in one.issues),
        answered=None if one.answered is None else tuple((unit, calls.get(call, call)) for unit, call in one.answered),
    )


def _unit(unit: ClosedUnit, items: Mapping[str, str], calls: Mapping[str, str]) -> ClosedUnit:
    lapses = (
        one._replace(item=items.get(one.item, one.item), call=calls.get(one.call, one.call)) for one in unit.lapses
    )
    targets = (one._replace(done=tuple(_reference(done, items) for done in one.done)) for one in unit.targets)
    return replace(
        unit,
        lapses=tuple(lapses),
        targets=tuple(targets),
        entries=tuple(_entry(entry, items, calls) for entry in unit.entries),
    )


def _reference(parts: tuple[str, ...], items: Mapping[str, str]) -> tuple[str, ...]:
    return (items.get(parts[0], parts[0]), *parts[1:]) if parts else parts


def _entry(entry: ClosedEntry, items: Mapping[str, str], calls: Mapping[str, str]) -> ClosedEntry:
    event = tuple(calls.get(part, part) for part in entry.event)
    return entry._replace(item=items.get(entry.item, entry.item), event=event)
