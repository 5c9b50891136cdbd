"""Running a query: which items it finds, in which order, and how many of them each unit, year and so on has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from bulletin.search.normalize import fold
from bulletin.search.query.matching import Occurrences, find_occurrences, name_matches
from bulletin.search.query.parser import Choice, DateRange, Query, Term, resolve_names
from bulletin.search.query.reader import Index, SegmentReader

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]

FACETS = ("unit", "category", "publication", "level", "year", "topic", "endorsed")
_BY_NAME = ("unit", "publication", "topic")
"""Fields whose names are searched as if they were in the text of their items."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One item that was found: where it is in the index, and what it is ranked by."""

    segment: int
    number: int
    titles: int
    """How many terms occur in its title."""
    count: int
    """How often the terms occur."""
    day: str


@dataclass(frozen=True, slots=True)
class SearchResult:
    """All hits in order, and how many of them have each value of a facet."""

    hits: tuple[Hit, ...]
    facets: Mapping[str, Mapping[str, int]]


@dataclass(slots=True)
class SearchRequest:
    """A query to be run on one index."""

    index: Index
    query: Query
    _names: dict[tuple[str, Term], frozenset[str]] = field(default_factory=dict)

    def run(self, *, by_date: bool = False) -> SearchResult:
        """Return the hits, the best first or the newest first, and their facets."""
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
        return SearchResult(tuple(hits), facets)

    def find(self, segment: SegmentReader) -> tuple[Mask, NDArray[np.int64], NDArray[np.int64]]:
        """Return which items of a segment are found, how often the terms occur, and how many terms the title has."""
        kept = self._filtered(segment)
        counts, titles = np.zeros(segment.size, dtype=np.int64), np.zeros(segment.size, dtype=np.int64)
        for term in sorted(self.query.terms, key=lambda term: term.excluded):
            if not kept.any():
                break
            found = self.term_occurrences(segment, term)
            kept &= (found.counts == 0) if term.excluded else (found.counts > 0)
            if not term.excluded:
                counts += found.counts
                titles += found.titled
        return kept, counts, titles

    def term_occurrences(self, segment: SegmentReader, term: Term) -> Occurrences:
        """Return the occurrences of a term in a segment, also in names of units, publications and topics."""
        if term.where:
            return find_occurrences(segment, term, self._publications() if term.where == "issue" else None)
        found = find_occurrences(segment, term)
        for name in _BY_NAME:
            if ids := self._matching_ids(name, term):
                found.counts[:] += _has_any(segment, name, ids)
        return found

    def _matching_ids(self, name: str, term: Term) -> frozenset[str]:
        key = (name, term)
        if key not in self._names:
            known = self.index.named(name)
            self._names[key] = frozenset(
                i for i, names in known.items() if any(name_matches(fold(n), term) for n in names)
            )
        return self._names[key]

    def _publications(self) -> Sequence[str] | None:
        """Return the publications that the query asks for; the number of an issue has to belong to one of them."""
        asked = [c for c in self.query.choices if c.field == "publication" and not c.excluded]
        return [p for choice in asked for p in self.resolve(choice)] if asked else None

    def resolve(self, choice: Choice) -> tuple[str, ...]:
        """Return the ids of the values of a choice."""
        return resolve_names(choice.values, self.index.named(choice.field))

    def _filtered(self, segment: SegmentReader) -> Mask:
        kept = np.ones(segment.size, dtype=bool)
        together: dict[str, Mask] = {}
        for choice in self.query.choices:
            found = self._chosen(segment, choice)
            if choice.excluded:
                kept &= ~found
            else:
                together[choice.field] = together.get(choice.field, np.zeros(segment.size, dtype=bool)) | found
        for mask in together.values():
            kept &= mask
        return kept & self._dated(segment)

    def _chosen(self, segment: SegmentReader, choice: Choice) -> Mask:
        ids = frozenset(self.resolve(choice))
        if choice.field == "level":
            ids = frozenset(p for p, level in self.index.levels.items() if level in ids)
            return _has_any(segment, "publication", ids)
        if choice.field == "endorsed":
            endorsed = _has_any(segment, "endorsed", frozenset(["yes"]))
            return (endorsed if "yes" in ids else np.zeros_like(endorsed)) | (~endorsed if "no" in ids else False)
        return _has_any(segment, choice.field, ids)

    def _dated(self, segment: SegmentReader) -> Mask:
        spans = self.query.days
        if not spans:
            return np.ones(segment.size, dtype=bool)
        wanted = [span for span in spans if not span.excluded]
        return np.array(
            [
                (not wanted or any(_within(day, span) for span in wanted))
                and not any(_within(day, span) for span in spans if span.excluded)
                for day in segment.days
            ],
            dtype=bool,
        )

    def _count(self, segment: SegmentReader, numbers: list[int], facets: dict[str, Counter[str]]) -> None:
        for name, key in _counted(self.index, segment, numbers):
            facets[name][key] += 1


def _counted(index: Index, segment: SegmentReader, numbers: list[int]) -> Iterator[tuple[str, str]]:
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


def _has_any(segment: SegmentReader, name: str, ids: frozenset[str]) -> Mask:
    sets, of = segment.column(name)
    return np.array([not ids.isdisjoint(found) for found in sets], dtype=bool)[of]


def _within(day: str, span: DateRange) -> bool:
    return span.first <= day and (not span.last or day <= span.last)
