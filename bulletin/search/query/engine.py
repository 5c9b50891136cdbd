"""Answers: which items a query finds, in which order, and how they are spread over units, years and the like."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from bulletin.search.normalize import fold
from bulletin.search.query.matching import Found, holds, occurrences
from bulletin.search.query.parser import Choice, Days, Query, Term, resolve
from bulletin.search.query.reader import Index, Segment

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]

FACETS = ("unit", "category", "publication", "level", "year", "topic", "endorsed")
_BY_NAME = ("unit", "publication", "topic")
"""Fields whose names are searched as if each item held them."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One item that was found: where it stands, and what it is ranked by."""

    segment: int
    number: int
    titles: int
    """How many terms stand in its title."""
    count: int
    """How often the terms occur."""
    day: str


@dataclass(frozen=True, slots=True)
class Answer:
    """All hits in order, and counts of them."""

    hits: tuple[Hit, ...]
    facets: Mapping[str, Mapping[str, int]]


@dataclass(slots=True)
class Question:
    """A query against one index."""

    index: Index
    query: Query
    _names: dict[tuple[str, Term], frozenset[str]] = field(default_factory=dict)

    def answer(self, *, by_date: bool = False) -> Answer:
        """Return the hits, the best first, or the newest, and their counts."""
        facets: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
        hits: list[Hit] = []
        for number, segment in enumerate([] if self.query.is_empty else self.index.segments):
            found, counts, titles = self.find(segment)
            numbers = np.flatnonzero(found)
            hits += (Hit(number, i, int(titles[i]), int(counts[i]), segment.days[i]) for i in numbers.tolist())
            self._count(segment, numbers.tolist(), facets)
        hits.sort(key=lambda hit: (hit.day, hit.segment, hit.number), reverse=True)
        if not by_date:
            hits.sort(key=lambda hit: (-hit.titles, -hit.count))
        return Answer(tuple(hits), facets)

    def find(self, segment: Segment) -> tuple[Mask, NDArray[np.int64], NDArray[np.int64]]:
        """Return which items of a segment are found, how often the terms occur there, and how many in the title."""
        kept = self._filtered(segment)
        counts, titles = np.zeros(segment.size, dtype=np.int64), np.zeros(segment.size, dtype=np.int64)
        for term in sorted(self.query.terms, key=lambda term: term.without):
            if not kept.any():
                break
            found = self.occurrences(segment, term)
            kept &= (found.counts == 0) if term.without else (found.counts > 0)
            if not term.without:
                counts += found.counts
                titles += found.titled
        return kept, counts, titles

    def occurrences(self, segment: Segment, term: Term) -> Found:
        """Return where a term occurs in a segment, names of units, publications and topics included."""
        if term.where:
            return occurrences(segment, term, self._publications() if term.where == "issue" else None)
        found = occurrences(segment, term)
        for name in _BY_NAME:
            if held := self._held(name, term):
                found.counts[:] += _having(segment, name, held)
        return found

    def _held(self, name: str, term: Term) -> frozenset[str]:
        key = (name, term)
        if key not in self._names:
            known = self.index.named(name)
            self._names[key] = frozenset(i for i, names in known.items() if any(holds(fold(n), term) for n in names))
        return self._names[key]

    def _publications(self) -> Sequence[str] | None:
        """Return the publications asked for: the number of an issue has to be one of theirs."""
        asked = [c for c in self.query.choices if c.field == "publication" and not c.without]
        return [p for choice in asked for p in self.chosen(choice)] if asked else None

    def chosen(self, choice: Choice) -> tuple[str, ...]:
        """Return the ids that a choice names."""
        return resolve(choice.values, self.index.named(choice.field))

    def _filtered(self, segment: Segment) -> Mask:
        kept = np.ones(segment.size, dtype=bool)
        together: dict[str, Mask] = {}
        for choice in self.query.choices:
            found = self._chosen(segment, choice)
            if choice.without:
                kept &= ~found
            else:
                together[choice.field] = together.get(choice.field, np.zeros(segment.size, dtype=bool)) | found
        for mask in together.values():
            kept &= mask
        return kept & self._dated(segment)

    def _chosen(self, segment: Segment, choice: Choice) -> Mask:
        ids = frozenset(self.chosen(choice))
        if choice.field == "level":
            ids = frozenset(p for p, level in self.index.levels.items() if level in ids)
            return _having(segment, "publication", ids)
        if choice.field == "endorsed":
            endorsed = _having(segment, "endorsed", frozenset(["yes"]))
            return (endorsed if "yes" in ids else np.zeros_like(endorsed)) | (~endorsed if "no" in ids else False)
        return _having(segment, choice.field, ids)

    def _dated(self, segment: Segment) -> Mask:
        spans = self.query.days
        if not spans:
            return np.ones(segment.size, dtype=bool)
        wanted = [span for span in spans if not span.without]
        return np.array(
            [
                (not wanted or any(_within(day, span) for span in wanted))
                and not any(_within(day, span) for span in spans if span.without)
                for day in segment.days
            ],
            dtype=bool,
        )

    def _count(self, segment: Segment, numbers: list[int], facets: dict[str, Counter[str]]) -> None:
        for name, key in _counted(self.index, segment, numbers):
            facets[name][key] += 1


def _counted(index: Index, segment: Segment, numbers: list[int]) -> Iterator[tuple[str, str]]:
    for name in ("unit", "category", "publication", "topic", "endorsed"):
        sets, of = segment.column(name)
        for number in numbers:
            found = sets[of[number]]
            yield from ((name, key) for key in found)
            if name == "publication":
                yield from (("level", level) for level in {index.levels[key] for key in found})
            if name == "endorsed" and not found:
                yield name, "no"
    yield from (("year", segment.days[number][:4]) for number in numbers)


def _having(segment: Segment, name: str, ids: frozenset[str]) -> Mask:
    sets, of = segment.column(name)
    return np.array([not ids.isdisjoint(found) for found in sets], dtype=bool)[of]


def _within(day: str, span: Days) -> bool:
    return span.first <= day and (not span.last or day <= span.last)
