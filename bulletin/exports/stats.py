"""The counts of a period, in the shape of the contract's ``stats``; points and ranks are no matter of counting."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from bulletin import tally
from bulletin.archive import Archive
from bulletin.model import Level
from bulletin.periods import Period
from bulletin.registry import Unit
from bulletin.tally import Figures


def stats(archive: Archive, period: Period) -> dict[str, Any]:
    """Return what was submitted and adopted in *period*, in all, by group and by unit."""
    units = [unit for unit in archive.registry.units if _counts(archive, unit, period)]
    counted = {unit.id: tally.figures(archive, period, unit.id) for unit in units}
    found = {unit.id: _unit(archive, unit, period, counted[unit.id]) for unit in units}
    there = [unit.id for unit in units if _was_there(unit, period)]
    return {
        "period": {"from": period.first.isoformat(), "to": period.last.isoformat(), "label": period.label},
        "totals": _totals(archive, period),
        "groups": [
            {"id": key, "name": name, "units": [found[u.id] for u in units if _group(archive, u) == key]}
            for key, name in _groups(archive, units)
        ],
        "zero_reports": [unit for unit in there if not counted[unit].submitted],
        "zero_adoptions": [unit for unit in there if not counted[unit].adoptions],
    }


def _totals(archive: Archive, period: Period) -> dict[str, Any]:
    figures = tally.figures(archive, period)
    submitted = [item for item in archive.items if item.date in period]
    return _figures(figures) | {
        "adoption_rate": rate(figures),
        "by_category": {
            category.id: sum(1 for item in submitted if item.category == category.id)
            for category in archive.registry.categories
        },
    }


def _unit(archive: Archive, unit: Unit, period: Period, figures: Figures) -> dict[str, Any]:
    to_date = Period(period.first.replace(month=1, day=1), period.last)
    items = archive.by_unit.get(unit.id, ())
    since = {"submitted_to_date": sum(1 for item in items if item.date in to_date)}
    return {"id": unit.id, "name": unit.name} | _figures(figures) | since


def _figures(figures: Figures) -> dict[str, Any]:
    levels = dict(figures.by_level)
    return {
        "submitted": figures.submitted,
        "adopted_items": figures.adopted_items,
        "adoptions": figures.adoptions,
        "by_level": {level.value: levels.get(level, 0) for level in Level},
        "by_publication": {publication.id: number for publication, number in figures.by_publication},
    }


def rate(figures: Figures) -> str | None:
    """Return adopted items over submitted ones, four places as text; None where nothing was submitted."""
    if not figures.submitted:
        return None
    share = Decimal(figures.adopted_items) / Decimal(figures.submitted)
    return str(share.quantize(Decimal("0.0001"), ROUND_HALF_UP))


def _was_there(unit: Unit, period: Period) -> bool:
    return (unit.joined is None or unit.joined <= period.last) and (unit.left is None or unit.left >= period.first)


def _counts(archive: Archive, unit: Unit, period: Period) -> bool:
    items, events = archive.by_unit.get(unit.id, ()), archive.adoptions_by_unit.get(unit.id, ())
    return _was_there(unit, period) or any(i.date in period for i in items) or any(e.date in period for e in events)


def _group(archive: Archive, unit: Unit) -> str:
    return unit.group if unit.group in archive.registry.group else ""


def _groups(archive: Archive, units: list[Unit]) -> list[tuple[str, str]]:
    used = {_group(archive, unit) for unit in units}
    named = [(group.id, group.name) for group in archive.registry.groups if group.id in used]
    return named + ([("", "")] if "" in used else [])
