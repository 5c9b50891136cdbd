"""Digests of the facts that figures depend on, by quarter: whether figures can have changed is known without scoring.

Values that points depend on are digested apart from values that are only shown (a title), so that a changed title
affects the lists that show it and not every later ranking. The digest of a quarter covers every item with an event in
it, or with events before and after it. Floors, caps and ranks reach back to the beginning of their year at most, so the
figures of a period depend on the quarters of some years only.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from functools import cache
from hashlib import blake2b
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

from bulletin.core.dates import Grain, Period
from bulletin.core.memo import memoized
from bulletin.model.archive import Archive
from bulletin.model.attributes import Attribute, values_beside_fields
from bulletin.model.records import Item
from bulletin.model.schema import ITEM
from bulletin.model.schema.types import Entries, Schema
from bulletin.model.scheme import used_attributes
from bulletin.scoring.activity import event_days

K = TypeVar("K", bound=Hashable)
SIZE = 12
Quarter = int
"""The year times four, plus the quarter from 0."""
_Getter = Callable[[object], Any]


class FactDigests(NamedTuple):
    """Digests of facts. ``scored``, ``listed``, ``submitted`` and ``adopted`` are by quarter."""

    registry: bytes
    scored: Mapping[Quarter, bytes]
    """Values that points depend on, of all items with events in the quarter, or before and after it."""
    listed: Mapping[Quarter, bytes]
    """All values of the items with an event in the quarter."""
    submitted: Mapping[Quarter, bytes]
    adopted: Mapping[Quarter, bytes]
    by_unit: Mapping[tuple[str, int], bytes]
    """All values of the items of a unit with events in the year, or before and after it."""
    by_author: Mapping[tuple[str, str], bytes]


def digest(*parts: bytes | str) -> bytes:
    """Return a short digest of some parts, each with its length."""
    found = blake2b(digest_size=SIZE)
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        found.update(len(data).to_bytes(8, "big"))
        found.update(data)
    return found.digest()


def quarter(day: date) -> Quarter:
    """Return the quarter of a day."""
    return day.year * 4 + (day.month - 1) // 3


def quarters(period: Period) -> range:
    """Return the quarters that a period touches."""
    return range(quarter(period.first), quarter(period.last) + 1)


def fact_digests(archive: Archive) -> FactDigests:
    """Return the digests of an archive, computed once in one pass over its items."""
    return memoized(archive, "fact digests", lambda: _fact_digests(archive))


def _fact_digests(archive: Archive) -> FactDigests:
    used = used_attributes(archive.schemes, archive.targets)
    due = {
        call.id: [day for day in (call.due, call.due and call.due + timedelta(days=1)) if day] for call in archive.calls
    }
    answered = {
        call: sorted(day for item in items for day in event_days(item)) for call, items in archive.answers.items()
    }
    scored, listed = _Buckets[Quarter](), _Buckets[Quarter]()
    submitted, adopted = _Buckets[Quarter](), _Buckets[Quarter]()
    units, authors = _Buckets[tuple[str, int]](), _Buckets[tuple[str, str]]()
    for item in archive.items:
        counted = _scored_values(item, used).encode()
        everything = counted + _other_values(item).encode()
        days = list(event_days(item))
        if item.commission:
            days += [*due.get(item.commission, ()), *answered.get(item.commission, ())]
        known = {quarter(day) for day in days}
        for number in range(min(known), max(known) + 1):
            scored.add(number, counted)
        for number in known:
            listed.add(number, everything)
        submitted.add(quarter(item.date), everything)
        for number in {quarter(adoption.date or item.date) for adoption in item.adoptions}:
            adopted.add(number, everything)
        for unit in item.units:
            for year in range(min(known) // 4, max(known) // 4 + 1):
                units.add((unit, year), everything)
        for author in item.authors:
            authors.add((item.units[0], author), everything)
    registry = archive.registry
    return FactDigests(
        digest(repr((registry.groups, registry.units, registry.categories, registry.publications))),
        scored.digests(),
        listed.digests(),
        submitted.digests(),
        adopted.digests(),
        units.digests(),
        authors.digests(),
    )


class _Buckets(dict[K, list[bytes]]):
    """Values grouped by key."""

    def add(self, key: K, value: bytes) -> None:
        if key in self:
            self[key].append(value)
        else:
            self[key] = [value]

    def digests(self) -> Mapping[K, bytes]:
        return {key: digest(*values) for key, values in self.items()}


def _scored_values(item: Item, used: frozenset[Attribute]) -> str:
    """Return the values of an item that points may depend on, as text."""
    return repr((item.id, *_values(item, ITEM, scored=True), *values_beside_fields(item, used)))


def _other_values(item: Item) -> str:
    """Return the other values of an item, as text."""
    return repr(_values(item, ITEM, scored=False))


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


def combined(found: Mapping[Quarter, bytes], numbers: Iterable[Quarter]) -> bytes:
    """Return the digests of some quarters as one."""
    return b"".join(found.get(number, b"-" * SIZE) for number in numbers)


def rules_digest(archive: Archive, period: Period) -> bytes:
    """Return a digest of the schemes and targets that touch *period*, and of all calls."""
    known = memoized(archive, "rule digests", lambda: list(_rules(archive)))
    return digest(*(rule for first, last, rule in known if first <= period.last and period.first <= last))


def _rules(archive: Archive) -> Iterator[tuple[date, date, bytes]]:
    yield from ((scheme.first, scheme.last, digest(canonical(scheme))) for scheme in archive.schemes)
    yield from ((target.first, target.last, digest(canonical(target))) for target in archive.targets)
    calls = [(c.id, c.title, str(c.date), str(c.due), c.units) for c in archive.calls]
    yield date.min, date.max, digest(repr(calls))


def year_digest(archive: Archive, year: int) -> str:
    """Return a digest of everything that points, ranks and completion of a year depend on."""
    found, period = fact_digests(archive), Period.year(year)
    scored = combined(found.scored, quarters(period))
    return digest(found.registry, rules_digest(archive, period), scored, str(min(archive.today, period.last))).hex()


def window(period: Period) -> Period:
    """Return the days that the points and ranks of a period, and the ranks of the one before, depend on."""
    return Period(Period.holding(period.previous.first, Grain.YEAR).first, period.last)


def canonical(value: object) -> str:
    """Return a value as text that is the same in every process: sets and mappings sorted."""
    if is_dataclass(value):
        parts = (f"{f.name}={canonical(getattr(value, f.name))}" for f in fields(value))
        return f"{type(value).__name__}({','.join(parts)})"
    if isinstance(value, Mapping):
        return f"{{{','.join(sorted(f'{canonical(k)}:{canonical(v)}' for k, v in value.items()))}}}"
    if isinstance(value, frozenset):
        return f"{{{','.join(sorted(map(canonical, value)))}}}"
    return f"({','.join(map(canonical, value))})" if isinstance(value, tuple) else repr(value)
