"""Whether figures can have changed: digests of the facts that they may rest on, by quarter, without any scoring.

What counts for points is told apart from what is only shown (a title): so that a changed title touches the lists that
it stands in, and not every ranking after it. A quarter's digest covers every item of which something happened in it, or
before and after it; as floors, caps and ranks reach back to the beginning of their year and no further, the digests of
the quarters of some years are all that a period's figures hang on.
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
_Getter = Callable[[object], Any]
"""The year times four, and the quarter from 0."""


class Prints(NamedTuple):
    """Digests of facts. ``scored``, ``listed``, ``submitted`` and ``adopted`` are by quarter."""

    registry: bytes
    scored: Mapping[Quarter, bytes]
    """What counts for points, of all items that are not new or done with in the quarter."""
    listed: Mapping[Quarter, bytes]
    """All facts of the items of which something happened in the quarter."""
    submitted: Mapping[Quarter, bytes]
    adopted: Mapping[Quarter, bytes]
    by_unit: Mapping[tuple[str, int], bytes]
    """All facts of the items of a unit that are not new or done with in a year."""
    by_author: Mapping[tuple[str, str], bytes]


def digest(*parts: bytes | str) -> bytes:
    """Return a short digest of some parts, each told apart from the next."""
    found = blake2b(digest_size=SIZE)
    for part in parts:
        told = part.encode() if isinstance(part, str) else part
        found.update(len(told).to_bytes(8, "big"))
        found.update(told)
    return found.digest()


def quarter(day: date) -> Quarter:
    """Return the quarter of a day."""
    return day.year * 4 + (day.month - 1) // 3


def quarters(period: Period) -> range:
    """Return the quarters that a period touches."""
    return range(quarter(period.first), quarter(period.last) + 1)


def prints(archive: Archive) -> Prints:
    """Return the digests of an archive; they are made once, in one pass over its items."""
    return memoized(archive, "prints", lambda: _prints(archive))


def _prints(archive: Archive) -> Prints:
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
        counted = _counted(item, used).encode()
        told = counted + _shown(item).encode()
        days = list(event_days(item))
        if item.commission:
            days += [*due.get(item.commission, ()), *answered.get(item.commission, ())]
        known = {quarter(day) for day in days}
        for number in range(min(known), max(known) + 1):
            scored.add(number, counted)
        for number in known:
            listed.add(number, told)
        submitted.add(quarter(item.date), told)
        for number in {quarter(adoption.date or item.date) for adoption in item.adoptions}:
            adopted.add(number, told)
        for unit in item.units:
            for year in range(min(known) // 4, max(known) // 4 + 1):
                units.add((unit, year), told)
        for author in item.authors:
            authors.add((item.units[0], author), told)
    registry = archive.registry
    return Prints(
        digest(repr((registry.groups, registry.units, registry.categories, registry.publications))),
        scored.digests(),
        listed.digests(),
        submitted.digests(),
        adopted.digests(),
        units.digests(),
        authors.digests(),
    )


class _Buckets(dict[K, list[bytes]]):
    """Facts by what they are gathered under."""

    def add(self, key: K, told: bytes) -> None:
        if key in self:
            self[key].append(told)
        else:
            self[key] = [told]

    def digests(self) -> Mapping[K, bytes]:
        return {key: digest(*told) for key, told in self.items()}


def _counted(item: Item, used: frozenset[Attribute]) -> str:
    """Return what points may depend on of an item, as text."""
    return repr((item.id, *_values(item, ITEM, scored=True), *values_beside_fields(item, used)))


def _shown(item: Item) -> str:
    """Return what else the front matter of an item says, as text."""
    return repr(_values(item, ITEM, scored=False))


def _values(record: object, schema: Schema, *, scored: bool) -> list[object]:
    """Return the values of those fields that count for points, or of the others."""
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


def together(found: Mapping[Quarter, bytes], numbers: Iterable[Quarter]) -> bytes:
    """Return the digests of some quarters as one."""
    return b"".join(found.get(number, b"-" * SIZE) for number in numbers)


def rules(archive: Archive, period: Period) -> bytes:
    """Return a digest of the schemes and targets that touch *period*, and of all calls."""
    known = memoized(archive, "rules told", lambda: list(_rules(archive)))
    return digest(*(told for first, last, told in known if first <= period.last and period.first <= last))


def _rules(archive: Archive) -> Iterator[tuple[date, date, bytes]]:
    yield from ((scheme.first, scheme.last, digest(canonical(scheme))) for scheme in archive.schemes)
    yield from ((target.first, target.last, digest(canonical(target))) for target in archive.targets)
    calls = [(c.id, c.title, str(c.date), str(c.due), c.units) for c in archive.calls]
    yield date.min, date.max, digest(repr(calls))


def year_print(archive: Archive, year: int) -> str:
    """Return a text that stays the same as long as nobody's points, ranks and completion of a year can have changed."""
    found, period = prints(archive), Period.year(year)
    told = together(found.scored, quarters(period))
    return digest(found.registry, rules(archive, period), told, str(min(archive.today, period.last))).hex()


def window(period: Period) -> Period:
    """Return the days that the points and ranks of a period, and the ranks of the one before, hang on."""
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
