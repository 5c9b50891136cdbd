"""What rules can tell events apart by: one table of all marks of an item and of what happened to it."""

# ruff: noqa: ARG005 - all ways to look at an event take the same

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from bulletin.model.conditions import Mark
from bulletin.model.records import Item

if TYPE_CHECKING:
    from bulletin.model.scheme import Scheme, Target

Value = Callable[[Item, str, date, object, Collection[str]], Any]
"""Makes a mark of an item, the unit it counts for, the day, what happened (None: submitted), who carried it so far."""

VALUES: Mapping[Mark, Value] = {
    Mark.CATEGORY: lambda item, unit, day, about, carried: item.category,
    Mark.CHANNEL: lambda item, unit, day, about, carried: item.channel,
    Mark.UNIT: lambda item, unit, day, about, carried: unit,
    Mark.TOPIC: lambda item, unit, day, about, carried: item.scored_topics,
    Mark.JOINT: lambda item, unit, day, about, carried: len(item.units) > 1,
    Mark.COMMISSIONED: lambda item, unit, day, about, carried: bool(item.commission),
    Mark.ADOPTED_BY: lambda item, unit, day, about, carried: carried,
    Mark.DAY: lambda item, unit, day, about, carried: day,
    Mark.CHARS: lambda item, unit, day, about, carried: item.chars,
    Mark.PICTURES: lambda item, unit, day, about, carried: item.has_pictures,
    Mark.PUBLICATION: lambda item, unit, day, about, carried: getattr(about, "publication", None),
    Mark.TREATMENT: lambda item, unit, day, about, carried: getattr(about, "treatment", None),
    Mark.LEVEL: lambda item, unit, day, about, carried: getattr(about, "level", None),
    Mark.POST: lambda item, unit, day, about, carried: getattr(about, "by", None),
}
OF_TEXT = frozenset({Mark.CHARS, Mark.PICTURES})
"""Marks that are read off the text: they take time, and no field of the front matter has them."""


def of_item(  # noqa: PLR0917 - in the order of a Value
    item: Item,
    unit: str,
    day: date,
    marks: frozenset[Mark],
    about: object = None,
    carried: Collection[str] = (),
) -> dict[Mark, Any]:
    """Return the marks of what happened to an item; those of its text only where they are among *marks*."""
    return {
        mark: value(item, unit, day, about, carried)
        for mark, value in VALUES.items()
        if mark in marks or mark not in OF_TEXT
    }


def of_unit(unit: str, day: date) -> dict[Mark, Any]:
    """Return the marks of a unit on a day."""
    return {Mark.UNIT: unit, Mark.DAY: day}


def topics_of_rules(schemes: Iterable[Scheme], targets: Iterable[Target]) -> frozenset[str]:
    """Return the topics that rules of points name."""
    wheres = [target.where for target in targets]
    for scheme in schemes:
        clauses = [rule for family in scheme.rules.values() for rule in family]
        wheres += [c.where for c in (*clauses, *scheme.multipliers, *scheme.limits, *scheme.deadlines, *scheme.lapses)]
    return frozenset(str(topic) for where in wheres for topic in where.values.get(Mark.TOPIC, ()))
