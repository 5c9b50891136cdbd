"""Whether the figures of a period can have changed: a digest of every fact that they may rest on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date

from bulletin.archive import Archive
from bulletin.model import Item
from bulletin.periods import Period
from bulletin.scoring.memory import remembered

Traced = tuple[date, date, bytes]
"""The first and the last day of an item's facts, and a digest of them."""


def fingerprint(archive: Archive, period: Period) -> str:
    """Return a text that stays the same as long as no figure of the circular of *period* can have changed."""
    first = min([period.year_before.first, *(s.first for s in archive.schemes if _touches(s.first, s.last, period))])
    known = hashlib.sha256(repr((archive.registry, archive.calls)).encode())
    known.update(canonical((archive.schemes, archive.targets)).encode())
    known.update(f"{period.label} {min(archive.today, period.last)}".encode())
    for begun, ended, digest in remembered(archive, "traced", lambda: tuple(map(_traced, archive.items))):
        if begun <= period.last and ended >= first:
            known.update(digest)
    return known.hexdigest()


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


def _touches(first: date, last: date, period: Period) -> bool:
    return first <= period.last and period.previous.first <= last


def _traced(item: Item) -> Traced:
    """Return the span of an item's facts; of its text only what rules can look at."""
    days = [item.date, *_days(item)]
    text = f"{len(''.join(item.body.split()))} {'![' in item.body}"
    bare = replace(item, body=text, body_line=0, lines=())
    return min(days), max(days), hashlib.sha256(repr(bare).encode()).digest()


def _days(item: Item) -> Iterator[date]:
    dated = [fact.date for fact in item.adoptions] + [fact.date for fact in item.sent_up]
    dated += [fact.date for fact in item.endorsements] + [fact.date for fact in item.outcomes]
    dated += [fact.date for fact in item.corrections]
    yield from (day for day in dated if day)
