"""Attributes of events, by which rules tell them apart. One table says how each is read and explained."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from bulletin.core.i18n import N_
from bulletin.model.records import Item


class Attribute(StrEnum):
    """An attribute of an event; the value is the key of a condition in a scheme file."""

    PUBLICATION = "publications"
    LEVEL = "levels"
    TREATMENT = "treatments"
    CATEGORY = "categories"
    CHANNEL = "channels"
    UNIT = "units"
    POST = "by"
    RESULT = "results"
    LAPSE = "kinds"
    SEVERITY = "severities"
    JOINT = "joint"
    COMMISSIONED = "commissioned"
    PICTURES = "pictures"
    ADOPTED_BY = "adopted-by"
    """Every publication that carried the item so far."""
    TOPIC = "topics"
    CHARS = "chars"
    DAY = "day"


AttributeValues = Mapping[Attribute, Any]
"""What is known of an event: one value an attribute, or a set where it is multi-valued."""


class EventFacts(NamedTuple):
    """What the attributes of an event are read from."""

    item: Item
    unit: str
    """The unit that the event is scored for."""
    day: date
    fact: object = None
    """The adoption, endorsement, outcome or forwarding; None for the submission."""
    carriers: Collection[str] = ()
    """The publications that carried the item so far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeSpec:
    """How an attribute is read, and the text that explains a condition on it: by values, as a flag or as a range."""

    value: Callable[[EventFacts], Any] | None = None
    """None where only lapses or commissions have the attribute."""
    values_text: str = ""
    flag_texts: tuple[str, str] | None = None
    """If it is not so, and if it is."""
    range_texts: tuple[str, str, str] | None = None
    """At least, at most, between."""
    multi_valued: bool = False
    """Whether an event can have several values: two rules about different ones may then match the same event."""
    from_text: bool = False
    """Whether it is measured in the text of the item, and is in no field of the front matter."""


ATTRIBUTES: Mapping[Attribute, AttributeSpec] = {
    Attribute.PUBLICATION: AttributeSpec(
        value=lambda facts: getattr(facts.fact, "publication", None), values_text=N_("publication: {values}")
    ),
    Attribute.LEVEL: AttributeSpec(
        value=lambda facts: getattr(facts.fact, "level", None), values_text=N_("level: {values}")
    ),
    Attribute.TREATMENT: AttributeSpec(
        value=lambda facts: getattr(facts.fact, "treatment", None), values_text=N_("treatment: {values}")
    ),
    Attribute.CATEGORY: AttributeSpec(value=lambda facts: facts.item.category, values_text=N_("category: {values}")),
    Attribute.CHANNEL: AttributeSpec(value=lambda facts: facts.item.channel, values_text=N_("channel: {values}")),
    Attribute.UNIT: AttributeSpec(value=lambda facts: facts.unit, values_text=N_("units: {values}")),
    Attribute.POST: AttributeSpec(value=lambda facts: getattr(facts.fact, "by", None), values_text=N_("by: {values}")),
    Attribute.RESULT: AttributeSpec(values_text=N_("result: {values}")),
    Attribute.LAPSE: AttributeSpec(values_text=N_("kind: {values}")),
    Attribute.SEVERITY: AttributeSpec(values_text=N_("severity: {values}")),
    Attribute.JOINT: AttributeSpec(
        value=lambda facts: len(facts.item.units) > 1, flag_texts=(N_("of one unit"), N_("of several units"))
    ),
    Attribute.COMMISSIONED: AttributeSpec(
        value=lambda facts: bool(facts.item.commission),
        flag_texts=(N_("not answering a commission"), N_("answering a commission")),
    ),
    Attribute.PICTURES: AttributeSpec(
        value=lambda facts: facts.item.has_pictures,
        flag_texts=(N_("without pictures"), N_("with pictures")),
        from_text=True,
    ),
    Attribute.ADOPTED_BY: AttributeSpec(
        value=lambda facts: facts.carriers, values_text=N_("carried by: {values}"), multi_valued=True
    ),
    Attribute.TOPIC: AttributeSpec(
        value=lambda facts: facts.item.scored_topics, values_text=N_("topic: {values}"), multi_valued=True
    ),
    Attribute.CHARS: AttributeSpec(
        value=lambda facts: facts.item.chars,
        range_texts=(
            N_("at least {low} characters"),
            N_("at most {high} characters"),
            N_("{low} to {high} characters"),
        ),
        from_text=True,
    ),
    Attribute.DAY: AttributeSpec(
        value=lambda facts: facts.day, range_texts=(N_("from {low}"), N_("until {high}"), N_("from {low} to {high}"))
    ),
}
MULTI_VALUED = frozenset(attribute for attribute, spec in ATTRIBUTES.items() if spec.multi_valued)
FROM_TEXT = frozenset(attribute for attribute, spec in ATTRIBUTES.items() if spec.from_text)
GETTERS = {attribute: spec.value for attribute, spec in ATTRIBUTES.items() if spec.value}
"""How the attributes of items are read."""


def item_attributes(facts: EventFacts, used: Collection[Attribute]) -> dict[Attribute, Any]:
    """Return the attributes of an event of an item; those of its text only where they are *used*."""
    return {
        attribute: get(facts) for attribute, get in GETTERS.items() if attribute in used or attribute not in FROM_TEXT
    }


def unit_attributes(unit: str, day: date) -> dict[Attribute, Any]:
    """Return the attributes of a unit on a day."""
    return {Attribute.UNIT: unit, Attribute.DAY: day}


def values_beside_fields(item: Item, used: Collection[Attribute]) -> list[Any]:
    """Return what rules can read of an item and no field declares as scored: topics, and *used* figures of its text."""
    facts = EventFacts(item, "", item.date)
    read = [attribute for attribute in ATTRIBUTES if attribute in FROM_TEXT and attribute in used]
    return [GETTERS[attribute](facts) for attribute in (Attribute.TOPIC, *read)]
