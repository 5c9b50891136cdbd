"""Which keys a change of what was read is sure to touch: a page that read it must depend on one of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from bulletin.build.changes.items import ItemChange, all_lists_of, item_keys, related_keys, story_keys, used_attributes
from bulletin.build.changes.registry import call_keys, issue_keys
from bulletin.model import keys as k
from bulletin.model.archive import Adopted, Archive, Endorsed, Tombstone
from bulletin.model.keys import Key, Names
from bulletin.model.records import Call, Issue, Item
from bulletin.model.schema import CALL, ISSUE, ITEM
from bulletin.model.schema.types import Entries, Schema

Read = tuple[Hashable, ...]
Alternatives = frozenset[Key]
_NAMES_OF_ENTRY = frozenset({"name", "aliases", "former_names", "publisher"})
_PLACING = frozenset({"id", "path", "date", "units", "topics", "kept_topics"})
"""Fields that decide where an item is in all of its lists."""
_OF_A_LIST = {"category": "category", "authors": "authors", "commission": "answers", "adoptions": "adoptions"}
"""Fields that decide whether an item is in some of its lists, and the kind of these."""
_MEASURED = frozenset({"chars", "has_pictures"})
"""What is measured in the text of an item."""


def _attributes(schema: Schema, *, scored: bool) -> frozenset[str]:
    """Return the fields on which figures depend, or all."""
    found = {spec.attribute for spec in schema.fields if spec.scored or not scored or isinstance(spec.type, Entries)}
    return frozenset(found)


_OF_ITEM, _SCORED = _attributes(ITEM, scored=False), _attributes(ITEM, scored=True)
_ENTRIES: dict[type, Schema] = {
    spec.type.schema.record: spec.type.schema for spec in ITEM.fields if isinstance(spec.type, Entries)
}


class Covers:
    """Tells for each read of an archive the keys of which one has to be declared."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._owners: dict[int, tuple[object, object]] = {}
        for record in (*archive.items, *archive.lapsed, *archive.issues, *archive.calls, *archive.withdrawn):
            self._owners[id(record)] = record, record
        for item in (*archive.items, *archive.lapsed):
            entry: object
            for entry in (*item.adoptions, *item.sent_up, *item.endorsements, *item.outcomes, *item.corrections):
                self._owners[id(entry)] = entry, item
        events: list[Adopted | Endorsed] = [*archive.adoptions, *archive.endorsements]
        self._owners |= {id(event): (event, event.item) for event in events}
        registry = archive.registry
        for found in (registry.groups, registry.units, registry.categories, registry.publications):
            self._owners |= {id(entry): (entry, entry) for entry in found}
        self._makers = self._make_makers()
        self._touched = cache(self._item_touched)
        self._issue_keys, self._call_keys = cache(self._keys_of_issue), cache(self._keys_of_call)
        self._entry_keys = cache(self._keys_of_entry)

    def uncovered(self, reads: Iterable[Read], inputs: Collection[Key]) -> Iterator[tuple[str, Alternatives]]:
        """Yield what was read that none of the *inputs* covers, with some keys that would."""
        declared = frozenset(inputs)
        for read in reads:
            for alternatives in self._needed(read, declared):
                if declared.isdisjoint(alternatives):
                    yield self._told(read), alternatives

    def _told(self, read: Read) -> str:
        if read[0] != "field":
            return repr(read)
        record, owner = self._owners.get(read[1], ("?", "?"))  # type: ignore[call-overload]
        return f"{type(record).__name__}.{read[2]} of {getattr(owner, 'id', owner)}"

    def _needed(self, read: Read, declared: frozenset[Key]) -> Iterator[Alternatives]:
        match read:
            case ("field", int(identity), str(name)):
                yield from self._field(identity, name)
            case ("list", *names):
                yield _of_lists(_lists_around(tuple(names)))
            case ("submitted" | "adopted" as kind, str(unit), date() as first, date() as last):
                yield from (_of_span(kind, unit, day) for day in _months(first, last))
            case ("figures", date() as first, date() as last):
                for number in range(k.quarter_of(first), k.quarter_of(last) + 1):
                    ledgers = (key for key in declared if key[:2] == ("listed", "ledger") and key[3] == number // 4)
                    kinds = ("quarter", "submitted", "adopted")
                    yield frozenset({k.scored(number), *ledgers, *_of_lists((kind, number) for kind in kinds)})
            case _:
                yield self._other(read, declared)

    def _other(self, read: Read, declared: frozenset[Key]) -> Alternatives:
        kind, *about = read
        return frozenset(self._makers[str(kind)](declared, *about))

    def _make_makers(self) -> Mapping[str, Callable[..., Iterable[Key]]]:
        """Return for each other kind of read a function that makes its keys, given the declared ones."""

        archive = self._archive

        def kinds(declared: frozenset[Key], *names: str) -> Iterator[Key]:
            return (key for key in declared if key[0] in names)

        def item(_: object, one: str, known: bool) -> Iterable[Key]:  # noqa: FBT001 - a part of the read
            return {k.TOMBSTONES, *(self._touched(one, "id") if known else (k.item(one),))}

        def withheld(_: object, one: str) -> Iterable[Key]:
            return self._touched(one, "kept_topics") if one in self._archive.item else (k.item(one),)

        def passed(declared: frozenset[Key], day: date) -> Iterable[Key]:
            return k.DAY, k.elapsed(k.quarter_of(day)), *kinds(declared, "overdue")

        return {
            "key": lambda _, key: (key,),
            "today": lambda _: (k.DAY, k.elapsed(k.quarter_of(self._archive.today))),
            "passed": passed,
            "schemes": lambda declared: (k.SCHEMES, *kinds(declared, "rules")),
            "years": lambda _: (k.YEARS, k.PERIODS),
            "topics": lambda _: (k.TOPICS, k.FIGURES),
            "text": lambda _, path: (k.text(path),),
            "contents": lambda _, one, _known: (k.ISSUES, k.issue(one), k.issues_of(archive.issue[one].date.year)),
            "issues of year": lambda _, year: (k.ISSUES, k.issues_of(year)),
            "issue": lambda _, one, _known: (k.ISSUES, k.issue(one)),
            "issues of": lambda _, one, _known: (k.ISSUES, k.item(one)),
            # An item that answers no call asks for the one without an id.
            "call": lambda declared, one, _known: (k.CALLS, k.call(one)) if one else declared,
            "tombstone": lambda _, one, _known: (k.TOMBSTONES, k.item(one)),
            "item": item,
            "withheld": withheld,
            "years of": lambda _, *names: (k.years_of(*names), *_of_lists(_lists_around(names))),
            # Names of authors are scored: with them, what is counted of all items differs.
            "all authors": lambda _: (k.AUTHORS, k.FIGURES),
            "authors": lambda _, unit: (k.AUTHORS, k.authors(unit), k.listed("authors", unit), k.listed("items")),
            "author": lambda _, unit, name: (k.author_result(unit, name), k.author_points(unit)),
            "rate": lambda _, group, year: (
                k.counted("group", group, year),
                *_of_lists([("items", year), ("items",)]),
            ),
            "related": lambda _, one: (k.related(one),),
        }

    def _field(self, identity: int, name: str) -> Iterator[Alternatives]:
        record, owner = self._owners[identity]
        match record:
            case Item():
                yield self._touched(record.id, name)
            case Adopted() | Endorsed():
                # Their days are those of their records, or of the item; what else they have are these records.
                if name == "date" and isinstance(owner, Item):
                    yield self._touched(owner.id, "date")
            case Tombstone():
                yield frozenset({k.TOMBSTONES, k.item(record.id)})
            case Issue():
                yield self._issue_keys(record.id, name)
            case Call():
                yield self._call_keys(record.id, name)
            case _ if isinstance(owner, Item):
                schema = _ENTRIES[type(record)]
                if name in _attributes(schema, scored=False):
                    counted = name in _attributes(schema, scored=True)
                    yield self._touched(owner.id, "adoptions" if counted else "title")
                else:
                    yield frozenset()
            case _:
                yield self._entry_keys(type(record).__name__, record.id, name in _NAMES_OF_ENTRY)  # type: ignore[attr-defined]

    def _item_touched(self, identifier: str, name: str) -> Alternatives:
        """Return what a change of a field of an item touches."""
        archive = self._archive
        lapsed = {item.id: item for item in archive.lapsed}
        item = archive.item.get(identifier) or lapsed[identifier]
        if name in _MEASURED:
            used = {one.value for one in used_attributes(archive)}
            is_used = {"chars": "chars", "has_pictures": "pictures"}[name] in used
            return frozenset({k.text(item.path), *(self._touched(identifier, "category") if is_used else ())})
        if name not in _OF_ITEM | _PLACING:
            return frozenset()
        counted = name in _SCORED | _PLACING
        found = {*item_keys(archive, archive, [ItemChange(item, item, counted)])}
        found.update(related_keys(archive, archive, [ItemChange(item, item, counted)]))
        found.update(story_keys(archive, archive, [ItemChange(item, item, counted)]))
        lists = list(all_lists_of(archive, item))
        if name in _PLACING:
            found.update(k.members(*names) for names in lists)
        found.update(k.members(*names) for names in lists if names[0] == _OF_A_LIST.get(name))
        if item.authors and name in ("authors", "units", "date", "id"):
            found |= {k.AUTHORS, k.authors(item.units[0])}
        return frozenset(found)

    def _keys_of_issue(self, identifier: str, name: str) -> Alternatives:
        archive, issue = self._archive, self._archive.issue[identifier]
        if name == "has_foreword":
            return frozenset({k.text(issue.path)})
        if name not in _attributes(ISSUE, scored=False) | {"id", "path"}:
            return frozenset()
        without = replace(archive, issues=tuple(other for other in archive.issues if other is not issue))
        return frozenset(issue_keys(archive, without))

    def _keys_of_call(self, identifier: str, name: str) -> Alternatives:
        archive, call = self._archive, self._archive.call[identifier]
        if name not in _attributes(CALL, scored=False) | {"id", "path"}:
            return frozenset()
        return frozenset(call_keys(archive, replace(archive, calls=tuple(o for o in archive.calls if o is not call))))

    def _keys_of_entry(self, kind: str, identifier: str, is_name: bool) -> Alternatives:  # noqa: FBT001 - a key
        """Return what a change of an entry of the registry touches: it is one of every item that names it."""
        names: dict[str, Callable[[Item], Collection[str]]] = {
            "Unit": lambda item: item.units,
            "Category": lambda item: (item.category,),
            "Publication": lambda item: [adoption.publication for adoption in item.adoptions],
        }
        items = (item for item in self._archive.items if kind in names and identifier in names[kind](item))
        field = "title" if is_name else "category"
        own = {k.NAMES, k.named(kind.lower(), identifier)} if is_name and kind in names else {k.REGISTRY}
        return frozenset(own.union(*(self._touched(item.id, field) for item in items)))


def _of_lists(lists: Iterable[Names]) -> Alternatives:
    return frozenset(make(*names) for names in lists for make in (k.listed, k.counted, k.members))


def _lists_around(names: Names) -> Iterator[Names]:
    """Yield a list, and those that hold all of its items."""
    kind, *about = names
    if kind == "adoptions of unit":
        yield from (("unit", about[0]), ("adoptions",))
    else:
        yield from (names[:length] for length in range(1, len(names) + 1))
    if kind in ("publication", "adoptions"):
        yield from (("adoptions",), ("adoptions", about[-1]) if len(about) > (kind == "publication") else ("items",))
    if kind in ("category", "topic") and len(about) > 1:
        yield "items", about[1]
    if kind == "authors":
        yield "unit", about[0]
    yield ("items",)


def _months(first: date, last: date) -> Iterator[date]:
    day = first.replace(day=1)
    while day <= last:
        yield day
        day = (day + timedelta(days=31)).replace(day=1)


def _of_span(kind: str, unit: str, day: date) -> Alternatives:
    """Return what covers the items that were submitted, or the adoptions, in a month."""
    year, quarter = day.year, k.quarter_of(day)
    lists: list[Names] = [("items",), ("quarter", quarter), (kind, quarter), ("month", year, day.month)]
    lists += [("items", year)] if kind == "submitted" else [("adoptions",), ("adoptions", year)]
    lists += [("unit", unit), ("unit", unit, year), ("ledger", unit, year)] if unit else []
    return _of_lists(lists) | {k.scored(quarter)}
