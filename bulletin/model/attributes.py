"""What rules can tell events apart by: the marks of an item and of what happened to it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from bulletin.model.conditions import Mark
from bulletin.model.records import Adoption, Endorsement, Item, SentUp


def of_item(
    item: Item, unit: str, day: date, marks: frozenset[Mark], adopted_by: Iterable[str] = ()
) -> dict[Mark, Any]:
    """Return the marks of an item as *unit* submitted it; the costly ones only where they are among *marks*."""
    facts: dict[Mark, Any] = {
        Mark.CATEGORY: item.category,
        Mark.CHANNEL: item.channel,
        Mark.UNIT: unit,
        Mark.TOPIC: topics(item),
        Mark.JOINT: len(item.units) > 1,
        Mark.COMMISSIONED: bool(item.commission),
        Mark.ADOPTED_BY: adopted_by,
        Mark.DAY: day,
    }
    if Mark.CHARS in marks:
        facts[Mark.CHARS] = chars(item)
    if Mark.PICTURES in marks:
        facts[Mark.PICTURES] = pictures(item)
    return facts


def chars(item: Item) -> int:
    """Return how many characters an item's text has, without spaces."""
    return item.measured.chars if item.measured else len("".join(item.body.split()))


def pictures(item: Item) -> bool:
    """Whether an item's text has pictures."""
    return item.measured.pictures if item.measured else "![" in item.body


def topics(item: Item) -> tuple[str, ...]:
    """Return what an item is about; of one that is withheld, as far as rules ask for it."""
    return item.measured.topics if item.measured else item.topics


def of_adoption(adoption: Adoption) -> dict[Mark, Any]:
    """Return the marks of an adoption."""
    return {Mark.PUBLICATION: adoption.publication, Mark.TREATMENT: adoption.treatment}


def of_endorsement(endorsement: Endorsement) -> dict[Mark, Any]:
    """Return the marks of an endorsement."""
    return {Mark.LEVEL: endorsement.level, Mark.POST: endorsement.by}


def of_sending(sent: SentUp) -> dict[Mark, Any]:
    """Return the marks of an item's being sent up."""
    return {Mark.LEVEL: sent.level, Mark.PUBLICATION: sent.publication}


def of_unit(unit: str, day: date) -> dict[Mark, Any]:
    """Return the marks of a unit on a day."""
    return {Mark.UNIT: unit, Mark.DAY: day}
