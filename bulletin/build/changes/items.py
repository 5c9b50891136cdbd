"""Items that differ between two states of an archive, and the keys of all that shows or counts them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple

from bulletin.build.changes.registry import changed_entries
from bulletin.core.memo import memoized
from bulletin.model import keys
from bulletin.model.archive import Archive
from bulletin.model.attributes import Attribute, values_beside_fields
from bulletin.model.feedback import feedback_days
from bulletin.model.keys import Key
from bulletin.model.records import Item
from bulletin.model.related import items_related_to, items_that_may_relate
from bulletin.model.schema import ITEM
from bulletin.model.schema.types import Entries, Schema
from bulletin.model.stories import story_of
from bulletin.scoring.activity import event_days

_Getter = Callable[[object], Any]


class ItemChange(NamedTuple):
    """An item that differs: it was added, removed or changed."""

    old: Item | None
    new: Item | None
    counted: bool
    """Whether a value differs that figures may depend on."""

    @property
    def moved(self) -> bool:
        """Whether it may be in other lists than before, or at another place in them."""
        old, new = self.old, self.new
        return old is None or new is None or _place(old) != _place(new)


def _place(item: Item) -> tuple[object, ...]:
    return item.date, item.units, item.topics, item.is_withheld


def changed_items(before: Archive, after: Archive) -> list[ItemChange]:
    """Return the items whose front matter differs, or which name an entry of the registry that does.

    What lapses depend on of withdrawn items is among them.
    """
    used = frozenset(attribute for archive in (before, after) for attribute in used_attributes(archive))
    old, new = ({**archive.item, **{item.id: item for item in archive.lapsed}} for archive in (before, after))
    found = [ItemChange(item, None, counted=True) for key, item in old.items() if key not in new]
    renamed, regrouped = changed_entries(before, after)
    for key, item in new.items():
        was = old.get(key)
        if was is None:
            found.append(ItemChange(None, item, counted=True))
        elif was is not item and (counted := _counted(was, used) != _counted(item, used)):
            found.append(ItemChange(was, item, counted))
        elif was is not item and _shown(was) != _shown(item):
            found.append(ItemChange(was, item, counted=False))
        elif renamed and not renamed.isdisjoint(entries := _entries_named(item)):
            found.append(ItemChange(was, item, counted=not regrouped.isdisjoint(entries)))
    return found


def used_attributes(archive: Archive) -> frozenset[Attribute]:
    """Return the attributes of items that figures look at, also those of which only sums are published."""
    hidden = used_attributes(archive.scored) if archive.scored else frozenset[Attribute]()
    found = [scheme.attributes for scheme in (*archive.schemes, *archive.deadlines)]
    return hidden.union(*found, *(target.condition.attributes for target in archive.targets))


def _entries_named(item: Item) -> list[Key]:
    found = [keys.named("unit", unit) for unit in item.units]
    found.append(keys.named("category", item.category))
    return found + [keys.named("publication", adoption.publication) for adoption in item.adoptions]


def item_keys(before: Archive, after: Archive, changes: Iterable[ItemChange]) -> Iterator[Key]:
    """Yield the keys of all lists, pages and figures that changed items touch."""
    for change in changes:
        for archive, item in ((before, change.old), (after, change.new)):
            if item is None:
                continue
            yield keys.item(item.id)
            for names in all_lists_of(archive, item):
                yield keys.listed(*names)
                if change.counted:
                    yield keys.counted(*names)
            if change.counted:
                yield from map(keys.scored, span_of_quarters(archive, item))
                yield from _group_keys(archive, item)
        yield from (keys.members(*names) for names in _lists_left_or_entered(before, after, change))
        if _authors(change.old) != _authors(change.new):
            yield keys.AUTHORS
            yield from (keys.authors(item.units[0]) for item in (change.old, change.new) if item and item.authors)


def _lists_left_or_entered(before: Archive, after: Archive, change: ItemChange) -> set[keys.Names]:
    """Return the names of the lists in which an item is not, or not at the same place, before and after."""
    old = set(all_lists_of(before, change.old)) if change.old else set()
    new = set(all_lists_of(after, change.new)) if change.new else set()
    return old | new if change.moved else old ^ new


def _authors(item: Item | None) -> tuple[object, ...]:
    return (item.authors, item.units[0], item.date) if item and item.authors else ()


def _group_keys(archive: Archive, item: Item) -> Iterator[Key]:
    for group in {archive.registry.unit[unit].group for unit in item.units}:
        yield keys.counted("group", group, item.date.year)


def all_lists_of(archive: Archive, item: Item) -> Iterator[keys.Names]:
    """Yield the names of all lists that an item is in."""
    yield from keys.lists_of(item)
    quarters = _event_quarters(archive, item)
    yield from (("quarter", number) for number in quarters)
    for unit in item.units:
        yield from (("ledger", unit, year) for year in range(min(quarters) // 4, max(quarters) // 4 + 1))


def span_of_quarters(archive: Archive, item: Item) -> range:
    """Return all quarters from the first event of an item to its last."""
    found = _event_quarters(archive, item)
    return range(min(found), max(found) + 1)


def _event_quarters(archive: Archive, item: Item) -> set[int]:
    """Return the quarters of the events of an item, and of what its answer to a commission depends on."""
    found = {keys.quarter_of(day) for day in (*event_days(item), *feedback_days(item))}
    if item.commission:
        found |= memoized(archive, ("quarters of answers", item.commission), lambda: _answer_quarters(archive, item))
    return found


def _answer_quarters(archive: Archive, item: Item) -> set[int]:
    call = archive.call.get(item.commission)
    due = [day for last in (call.due_days if call else ()) for day in (last, last + timedelta(days=1))]
    answers = archive.answers.get(item.commission, ())
    return {keys.quarter_of(day) for day in (*due, *(d for answer in answers for d in event_days(answer)))}


def related_keys(before: Archive, after: Archive, changes: Iterable[ItemChange]) -> Iterator[Key]:
    """Yield the keys of pages of items whose related items differ: which they are, or what is shown of them."""
    for change in changes:
        if (change.new or change.old) in (*before.lapsed, *after.lapsed):
            continue
        if change.new is not None and not change.moved:
            for other in items_that_may_relate(after, change.new):
                if change.new.id in _related_ids(after, other):
                    yield keys.related(other.id)
        else:
            yield from _related_to_moved(before, after, change)


def _related_to_moved(before: Archive, after: Archive, change: ItemChange) -> Iterator[Key]:
    around = {other.id: other for other in items_that_may_relate(after, change.new)} if change.new else {}
    around |= {other.id: other for other in items_that_may_relate(before, change.old)} if change.old else {}
    for key in around:
        if key in before.item and key in after.item:
            old, new = _related_ids(before, before.item[key]), _related_ids(after, after.item[key])
            if old != new or (change.new and change.new.id in new):
                yield keys.related(key)


def _related_ids(archive: Archive, item: Item) -> list[str]:
    # Where a unit is renamed, the neighbours of its items are asked for again and again.
    known = memoized(archive, "ids of related items", dict[str, list[str]])
    if item.id not in known:
        known[item.id] = [other.id for other in items_related_to(archive, item)]
    return known[item.id]


def story_keys(before: Archive, after: Archive, changes: Iterable[ItemChange]) -> Iterator[Key]:
    """Yield the keys of the stories that changed items are in, or were."""
    for change in changes:
        for archive, item in ((before, change.old), (after, change.new)):
            if item is not None:
                yield from (keys.story(other.id) for other in story_of(archive, item))


def _counted(item: Item, used: frozenset[Attribute]) -> tuple[object, ...]:
    """Return the values of an item that figures may depend on."""
    return item.id, item.kept_topics, *_values(item, ITEM, scored=True), *values_beside_fields(item, used)


def _shown(item: Item) -> list[object]:
    """Return the other values of an item."""
    return _values(item, ITEM, scored=False)


def _values(record: object, schema: Schema, *, scored: bool) -> list[object]:
    """Return the values of the scored fields, or of the others."""
    get, entries = _getters(schema, scored)
    nested = [[_values(entry, part, scored=scored) for entry in listed(record)] for listed, part in entries]
    return [get(record), nested]


@cache
def _getters(schema: Schema, scored: bool) -> tuple[_Getter, list[tuple[_Getter, Schema]]]:  # noqa: FBT001 - a key
    names = [s.attribute for s in schema.fields if s.scored is scored and not isinstance(s.type, Entries)]
    entries: list[tuple[_Getter, Schema]] = [
        (attrgetter(s.attribute), s.type.schema) for s in schema.fields if isinstance(s.type, Entries)
    ]
    return (attrgetter(*names) if names else lambda _: ()), entries
