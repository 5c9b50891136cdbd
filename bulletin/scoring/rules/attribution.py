"""Attribute points: to the units of a joint item, to parents and successors, to authors."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from bulletin.model.attributes import unit_attributes
from bulletin.model.registry import Registry
from bulletin.model.scheme import Scheme, SharingRule
from bulletin.model.scheme_enums import MergerPoints, SplitMode
from bulletin.scoring import reasons
from bulletin.scoring.reasons import Reason, make_reason

ONE, ZERO = Fraction(1), Fraction(0)


class Share(NamedTuple):
    """The fraction of some points that a unit gets; the placeholder ``{points}`` in ``why`` is filled later."""

    unit: str
    fraction: Fraction
    why: tuple[Reason, ...] = ()
    source: str = ""
    """The unit whose points they are, where the receiver is credited with them."""


def shares_by_split(joint: SharingRule, how: SplitMode, number: int) -> tuple[Fraction, ...]:
    """Return the fractions of *number* units or authors, in their order; those who do not count have 0."""
    counted = min(number, joint.first or number)
    return _shares_by_split(joint.weights, how, counted) + (ZERO,) * (number - counted)


@lru_cache(maxsize=256)
def _shares_by_split(weights: tuple[Fraction, ...], how: SplitMode, number: int) -> tuple[Fraction, ...]:
    match how:
        case SplitMode.FULL:
            return (ONE,) * number
        case SplitMode.EVEN:
            return (Fraction(1, number),) * number
        case SplitMode.FIRST:
            return (ONE, *(ZERO,) * (number - 1))
        case SplitMode.WEIGHTS:
            known = weights or (ONE,)
            each = [known[min(place, len(known) - 1)] for place in range(number)]
            return tuple(weight / sum(each) for weight in each)


def shares_of_units(
    scheme: Scheme, registry: Registry, units: tuple[str, ...], sources: tuple[str, ...], *, how: SplitMode, day: date
) -> list[Share]:
    """Return the shares that go to *sources*, some of the *units* of an item, on *day*; each receiver once."""
    if len(units) == 1 and not scheme.credits and _is_permanent(registry, units[0]):
        return [Share(units[0], ONE)]
    found: dict[str, Share] = {}
    for unit, share in zip(units, shares_by_split(scheme.joint, how, len(units)), strict=True):
        if unit not in sources:
            continue
        for part in credit_shares(scheme, registry, unit, day):
            why = (*_split_reasons(how, share, len(units)), *part.why)
            whole = Share(part.unit, part.fraction * share, why, part.source)
            found[part.unit] = _merge_shares(found.get(part.unit), whole, how)
    return list(found.values())


def _is_permanent(registry: Registry, unit: str) -> bool:
    entry = registry.unit.get(unit)
    return entry is not None and entry.left is None


def _merge_shares(known: Share | None, part: Share, how: SplitMode) -> Share:
    """Return the share of a receiver that gets points from two units of an item: then they are its own."""
    if known is None:
        return part
    if how is SplitMode.FULL:
        return max(known, part, key=lambda p: p.fraction)
    return Share(part.unit, known.fraction + part.fraction, (*known.why, *part.why))


def _split_reasons(how: SplitMode, share: Fraction, number: int) -> Iterator[Reason]:
    if number > 1 and how is SplitMode.FIRST:
        yield Reason(reasons.SPLIT_FIRST)
    elif share != ONE:
        yield make_reason(reasons.SPLIT if share else reasons.SPLIT_NOTHING, share=str(share), number=str(number))


def credit_shares(scheme: Scheme, registry: Registry, unit: str, day: date) -> Iterator[Share]:
    """Yield the shares of a unit's points on *day*: of itself, of its parent, or of a successor."""
    entry = registry.unit.get(unit)
    credit = next((c for c in scheme.credits if c.condition.matches(unit_attributes(unit, day))), None)
    if credit is None or entry is None or not entry.parent:
        yield _pass_to_successor(scheme, registry, Share(unit, ONE), day)
        return
    parent, words = registry.unit[entry.parent], credit.words
    to_parent, from_child = reasons.TO_PARENT, reasons.FROM_CHILD
    if credit.give == ONE:
        to_parent, from_child = reasons.ALL_TO_PARENT, reasons.ALL_FROM_CHILD
    given = make_reason(to_parent, share=str(credit.give), unit=parent.name, words=words)
    yield _pass_to_successor(scheme, registry, Share(unit, credit.keep, (given,)), day)
    received = make_reason(from_child, share=str(credit.give), unit=entry.name, words=words)
    yield _pass_to_successor(scheme, registry, Share(parent.id, credit.give, (received,), unit), day)


def _pass_to_successor(scheme: Scheme, registry: Registry, part: Share, day: date) -> Share:
    receiver = successor(registry, part.unit, day) if scheme.merged is not MergerPoints.STAY else part.unit
    if receiver == part.unit:
        return part
    reason = make_reason(reasons.SUCCEEDED, unit=registry.unit[part.unit].name)
    return Share(receiver, part.fraction, (*part.why, reason), part.source)


def successor(registry: Registry, unit: str, day: date) -> str:
    """Return the unit that gets the points of *unit* on *day*: itself, unless it has left and has a successor."""
    seen = {unit}
    entry = registry.unit.get(unit)
    while entry and entry.left and entry.left < day and entry.successor in registry.unit:
        if entry.successor in seen:
            break
        seen.add(entry.successor)
        entry = registry.unit[entry.successor]
    return entry.id if entry else unit
