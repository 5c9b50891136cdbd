"""The items that earned most in a period, each with its own points, those that several units have in full once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from bulletin.model.archive import Archive
from bulletin.model.records import Item
from bulletin.model.scheme import PointsRule, scheme_at
from bulletin.model.scheme_enums import Family, SplitMode
from bulletin.scoring.entries import Entry, total

NUMBER_OF_TOP_ITEMS = 10
_OF_EACH_UNIT = frozenset({Family.LAPSE, Family.COMMISSION, Family.FEEDBACK})
"""What each unit of an item has in full, however points are split."""


def best_items(archive: Archive, accounts: Iterable[Sequence[Entry]]) -> tuple[tuple[Item, Fraction], ...]:
    """Return the items with the most points above zero; none that was only given back what it had lost."""
    found: dict[str, list[Entry]] = {}
    for entries in accounts:
        for entry in entries:
            if entry.item and entry.points and not entry.item.is_withdrawn:
                found.setdefault(entry.item.id, []).append(entry)
    # There are few amounts and many items: amounts are sorted, and items only within the highest amounts.
    by_points: dict[Fraction, list[Item]] = {}
    for listed in found.values():
        if (item := listed[-1].item) and any(entry.is_earned for entry in listed):
            by_points.setdefault(_own_points(archive, item, listed), []).append(item)
    best: list[tuple[Item, Fraction]] = []
    for points in sorted(by_points, reverse=True):
        if points <= 0 or len(best) >= NUMBER_OF_TOP_ITEMS:
            break
        best += [(item, points) for item in sorted(by_points[points], key=lambda item: (item.date, item.id))]
    return tuple(best[:NUMBER_OF_TOP_ITEMS])


def _own_points(archive: Archive, item: Item, entries: Sequence[Entry]) -> Fraction:
    """Return the points of an item, from the shares of its units."""
    if len(item.units) == 1:
        return total(entry.points for entry in entries)
    events: dict[tuple[object, ...], list[Entry]] = {}
    for entry in entries:
        key = entry.date, entry.family, entry.words, entry.event.id_parts
        events.setdefault(key, []).append(entry)
    return total(_points_of_event(archive, shares) for shares in events.values())


def _points_of_event(archive: Archive, shares: Sequence[Entry]) -> Fraction:
    """Return what an event is worth: the share of a unit, where each has it in full, else the sum."""
    owners: Mapping[str, list[Fraction]] = {entry.source or entry.unit: [] for entry in shares}
    for entry in shares:
        owners[entry.source or entry.unit].append(entry.points)
    sums = [total(points) for points in owners.values()]
    return max(sums, key=abs) if _is_counted_in_full(archive, shares[0]) else total(sums)


def _is_counted_in_full(archive: Archive, entry: Entry) -> bool:
    scheme = scheme_at(archive.schemes, entry.date)
    if entry.family in _OF_EACH_UNIT or scheme is None:
        return entry.family in _OF_EACH_UNIT
    # Of a closed period the entries have the words of their rule alone.
    rule = next((rule for rule in scheme.rules.get(entry.family, ()) if rule.words == entry.words), None)
    return ((rule.split if isinstance(rule, PointsRule) else None) or scheme.joint.split) is SplitMode.FULL
