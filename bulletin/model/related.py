"""Related items: the ones before and after by date, on the same topics, and of the same units."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Literal, NamedTuple

from bulletin.core.memo import memoized
from bulletin.model.archive import Archive
from bulletin.model.records import Item

RELATED = 5
"""How many related items a list shows."""
WINDOW = 10
"""How many neighbours in time are looked at on either side: keeps a popular topic from costing its square."""
Kind = Literal["all", "topic", "unit"]
_TOPIC: Kind = "topic"
_UNIT: Kind = "unit"


def items_related_to(archive: Archive, item: Item) -> list[Item]:
    """Return all items that the page of an item shows as related."""
    topics = items_on_same_topics(archive, item)
    adjacent = [other for other in adjacent_items(archive, item) if other is not None]
    return [*adjacent, *topics, *items_of_same_units(archive, item, topics)]


def items_that_may_relate(archive: Archive, item: Item) -> list[Item]:
    """Return the items to which an item may be related: all others are not affected when it comes, changes or goes."""
    found = {other.id: other for other in adjacent_items(archive, item) if other is not None}
    for kind, names in (_TOPIC, item.topics), (_UNIT, item.units):
        found |= {other.id: other for other in _around(archive, kind, names, item)}
    return list(found.values())


def adjacent_items(archive: Archive, item: Item) -> tuple[Item | None, Item | None]:
    """Return the item before and the item after, by date, past those that are withheld."""
    position = _timeline(archive, "all").positions[item.id]
    before, after = range(position - 1, -1, -1), range(position + 1, len(archive.items))
    return _first_readable(archive.items, before), _first_readable(archive.items, after)


def _first_readable(items: Sequence[Item], positions: Iterable[int]) -> Item | None:
    for position in positions:
        if not items[position].is_withheld:
            return items[position]
    return None


def items_on_same_topics(archive: Archive, item: Item) -> list[Item]:
    """Return items that share topics: the most shared first, then the nearest in date."""
    if len(item.topics) < 2:  # noqa: PLR2004 - only several topics can be shared in part
        return _nearest(archive, _TOPIC, item.topics, item, RELATED)[:RELATED]
    shared, day = frozenset(item.topics).intersection, item.date.toordinal()
    near = [
        (-len(shared(other.topics)), abs(after := other.date.toordinal() - day), after < 0, other.id, other)
        for other in _around(archive, _TOPIC, item.topics, item)
    ]
    return [other for *_, other in sorted(near)[:RELATED]]


def items_of_same_units(archive: Archive, item: Item, shown: Sequence[Item]) -> list[Item]:
    """Return items of the same units that are not *shown* already, the nearest in date first."""
    near = _nearest(archive, _UNIT, item.units, item, RELATED + len(shown))
    seen = {other.id for other in shown}
    return [other for other in near if other.id not in seen][:RELATED]


def _nearest(archive: Archive, kind: Kind, keys: Sequence[str], item: Item, wanted: int) -> list[Item]:
    """Return items of its topics or units, the nearest to it in date first: *wanted* of them, or more."""
    if len(keys) != 1:
        return sorted(_around(archive, kind, keys, item), key=_distance_from(item))
    found = _timeline(archive, kind, keys[0]).near(item, wanted)
    if not archive.withheld:
        return found
    readable = [other for other in found if not other.is_withheld]
    if len(readable) < wanted:
        all_near = _timeline(archive, kind, keys[0]).near(item, 2 * WINDOW)
        readable = [other for other in all_near if not other.is_withheld]
    return readable


def _around(archive: Archive, kind: Kind, keys: Sequence[str], item: Item) -> Collection[Item]:
    """Return the neighbours of an item, in each of its topics or units, that may be read."""
    found: dict[str, Item] = {}
    for key in keys:
        items, _, positions = _timeline(archive, kind, key)
        position = positions[item.id]
        for other in items[max(0, position - WINDOW) : position + WINDOW + 1]:
            found[other.id] = other
    found.pop(item.id, None)
    return [other for other in found.values() if not other.is_withheld] if archive.withheld else found.values()


def _distance_from(item: Item) -> Callable[[Item], tuple[int, bool, str]]:
    """Return a key that sorts items by their distance in date from *item*, later ones before earlier ones."""
    day = item.date.toordinal()

    def distance(other: Item) -> tuple[int, bool, str]:
        after = other.date.toordinal() - day
        return abs(after), after < 0, other.id

    return distance


class _Timeline(NamedTuple):
    """Items in order of date and id: all, or those of a topic or a unit."""

    items: tuple[Item, ...]
    days: list[int]
    positions: dict[str, int]
    """The position of each, by id."""

    def near(self, item: Item, wanted: int) -> list[Item]:
        """Return neighbours by their distance in date, later ones before earlier ones: *wanted* of them, or more."""
        position = self.positions[item.id]
        day = self.days[position]
        first, last = max(0, position - WINDOW), min(position + WINDOW + 1, len(self.items))
        start, end = bisect_left(self.days, day, first, last), bisect_right(self.days, day, first, last)
        found = [*self.items[start:position], *self.items[position + 1 : end]]
        while len(found) < wanted and (first < start or end < last):
            if start == first or (end < last and self.days[end] - day <= day - self.days[start - 1]):
                found.append(self.items[end])
                end += 1
            else:
                # Those of one day stay in their order.
                before, start = start, bisect_left(self.days, self.days[start - 1], first, start)
                found += self.items[start:before]
        return found


def _timeline(archive: Archive, kind: Kind, key: str = "") -> _Timeline:
    return memoized(archive, ("line", kind, key), lambda: _make_timeline(_items_of(archive, kind, key)))


def _items_of(archive: Archive, kind: Kind, key: str) -> tuple[Item, ...]:
    match kind:
        case "topic":
            return archive.by_topic[key]
        case "unit":
            return archive.by_unit[key]
    return archive.items


def _make_timeline(items: tuple[Item, ...]) -> _Timeline:
    return _Timeline(items, [item.date.toordinal() for item in items], {item.id: n for n, item in enumerate(items)})
