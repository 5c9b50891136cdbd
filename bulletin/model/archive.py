"""The whole archive as one value: facts, assigned to issues, with the indexes that pages need.

``items`` holds only what may be shown: no drafts, of withdrawn items only id and date (a tombstone), of withheld items
only what figures depend on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date as Day  # noqa: N812 - fields are called date
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeVar

from bulletin.core.memo import fields_only
from bulletin.model.enums import IssueKind, Level
from bulletin.model.records import Adoption, Call, CircularText, Compilation, Endorsement, Issue, Item
from bulletin.model.registry import Publication, Registry

if TYPE_CHECKING:
    from bulletin.model.closed import ClosedPeriod
    from bulletin.model.scheme import Scheme, Target

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """What is left of a withdrawn item."""

    id: str
    date: Day


@dataclass(frozen=True, slots=True, kw_only=True)
class Adopted:
    """One adoption as an event: the item, the publication, and the day it counts on."""

    item: Item
    adoption: Adoption
    publication: Publication
    date: Day

    @property
    def level(self) -> Level:
        """The level of the publication."""
        return self.publication.level


@dataclass(frozen=True, slots=True, kw_only=True)
class Endorsed:
    """One endorsement as an event; without a date of its own it counts on the item's."""

    item: Item
    endorsement: Endorsement
    date: Day


@dataclass(frozen=True, kw_only=True)
class Archive:
    """Everything that the site is made from. ``items`` and ``issues`` are sorted by date, then id."""

    registry: Registry
    today: Day
    items: tuple[Item, ...] = ()
    withdrawn: tuple[Tombstone, ...] = ()
    lapsed: tuple[Item, ...] = ()
    """What figures depend on of withdrawn items, without a name: see :func:`bulletin.model.redaction.nameless`."""
    withheld: frozenset[str] = frozenset()
    """Ids of those items that count but may not be read: see :mod:`bulletin.model.redaction`."""
    issues: tuple[Issue, ...] = ()
    contents: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Item ids of each issue, in print order, by issue id; withdrawn items are among them."""
    pending: tuple[str, ...] = ()
    """Ids of items that are in no issue yet."""
    calls: tuple[Call, ...] = ()
    circular_texts: tuple[CircularText, ...] = ()
    """Texts of circulars that editors have written."""
    compilations: tuple[Compilation, ...] = ()
    """By day, then id."""
    schemes: tuple[Scheme, ...] = ()
    """Scoring schemes, by date; no two are in force on one day."""
    targets: tuple[Target, ...] = ()
    closed: tuple[ClosedPeriod, ...] = ()
    """Periods whose circulars were printed, and those that were opened again."""
    deadlines: tuple[Scheme, ...] = ()
    """Of schemes that are not published, what says when an item is late: see :mod:`bulletin.model.public`."""
    scored: Archive | None = None
    """The archive with its schemes, where only sums of groups are published."""

    @cached_property
    def shows_points(self) -> bool:
        """Whether there are points of units to be shown."""
        return bool(self.schemes)

    @cached_property
    def item(self) -> Mapping[str, Item]:
        """Items by id."""
        return {item.id: item for item in self.items}

    @cached_property
    def issue(self) -> Mapping[str, Issue]:
        """Issues by id."""
        return {issue.id: issue for issue in self.issues}

    @cached_property
    def call(self) -> Mapping[str, Call]:
        """Calls by id."""
        return {call.id: call for call in self.calls}

    @cached_property
    def circular_text(self) -> Mapping[str, CircularText]:
        """Texts of circulars by the label of their period."""
        return {text.id: text for text in self.circular_texts}

    @cached_property
    def compilation(self) -> Mapping[str, Compilation]:
        """Compilations by id."""
        return {compilation.id: compilation for compilation in self.compilations}

    @cached_property
    def tombstone(self) -> Mapping[str, Tombstone]:
        """What is left of withdrawn items, by item id."""
        return {left.id: left for left in self.withdrawn}

    @cached_property
    def issues_by_year(self) -> Mapping[int, tuple[Issue, ...]]:
        """Issues by the year in which they came out."""
        return _index((issue.date.year, issue) for issue in self.issues)

    @cached_property
    def issues_of(self) -> Mapping[str, tuple[Issue, ...]]:
        """The issues that contain an item, regular ones first, by item id."""
        found: dict[str, tuple[Issue, ...]] = {}
        for issue in sorted(self.issues, key=lambda i: (i.kind.rank, i.date, i.id)):
            alone = (issue,)
            for item in self.contents[issue.id]:
                # Nearly every item is in one issue only, and shares this tuple with the others in it.
                found[item] = found[item] + alone if item in found else alone
        return found

    @cached_property
    def by_unit(self) -> Mapping[str, tuple[Item, ...]]:
        """Items by unit id; a joint item is listed for each of its units."""
        return _index((unit, item) for item in self.items for unit in item.units)

    @cached_property
    def by_category(self) -> Mapping[str, tuple[Item, ...]]:
        """Items by category id."""
        return _index((item.category, item) for item in self.items)

    @cached_property
    def by_topic(self) -> Mapping[str, tuple[Item, ...]]:
        """Items by topic, the topics in order of their first use."""
        return _index((topic, item) for item in self.items for topic in item.topics)

    @cached_property
    def by_year(self) -> Mapping[int, tuple[Item, ...]]:
        """Items by the year of their submission."""
        return _index((item.date.year, item) for item in self.items)

    @cached_property
    def adoptions(self) -> tuple[Adopted, ...]:
        """Every adoption, by date, then level, then item."""
        events = (
            Adopted(
                item=item,
                adoption=adoption,
                publication=self.registry.publication[adoption.publication],
                date=adoption.date or item.date,
            )
            for item in self.items
            for adoption in item.adoptions
        )
        return tuple(sorted(events, key=lambda e: (e.date, e.level.rank, e.item.id)))

    def levels(self, item: Item) -> tuple[Level, ...]:
        """Return the levels at which an item was adopted, each once, the highest first."""
        found = {self.registry.publication[adoption.publication].level for adoption in item.adoptions}
        return tuple(sorted(found, key=lambda level: level.rank))

    @cached_property
    def endorsements(self) -> tuple[Endorsed, ...]:
        """Every endorsement, by date, then item."""
        events = (
            Endorsed(item=item, endorsement=endorsement, date=endorsement.date or item.date)
            for item in self.items
            for endorsement in item.endorsements
        )
        return tuple(sorted(events, key=lambda e: (e.date, e.item.id)))

    @cached_property
    def adoptions_by_publication(self) -> Mapping[str, tuple[Adopted, ...]]:
        """Adoptions by publication id."""
        return _index((event.publication.id, event) for event in self.adoptions)

    @cached_property
    def adoptions_by_year(self) -> Mapping[int, tuple[Adopted, ...]]:
        """Adoptions by the year they count in."""
        return _index((event.date.year, event) for event in self.adoptions)

    @cached_property
    def adoptions_by_unit(self) -> Mapping[str, tuple[Adopted, ...]]:
        """Adoptions by unit id; those of a joint item are listed for each of its units."""
        return _index((unit, event) for event in self.adoptions for unit in event.item.units)

    @cached_property
    def answers(self) -> Mapping[str, tuple[Item, ...]]:
        """Items that answer a call, by call id."""
        return _index((item.commission, item) for item in self.items if item.commission)

    @cached_property
    def withdrawn_answers(self) -> Mapping[str, tuple[Item, ...]]:
        """What is left of withdrawn items that answered a call, by call id."""
        return _index((item.commission, item) for item in self.lapsed if item.commission)

    @cached_property
    def years(self) -> tuple[int, ...]:
        """Every year in which something was submitted, issued or adopted; the newest first."""
        days = [i.date for i in self.items] + [i.date for i in self.issues] + [a.date for a in self.adoptions]
        return tuple(sorted({day.year for day in days}, reverse=True))

    @cached_property
    def neighbours(self) -> Mapping[str, tuple[Issue | None, Issue | None]]:
        """The issue before and the issue after, within the series, by issue id."""
        around: dict[str, tuple[Issue | None, Issue | None]] = {}
        for kind in IssueKind:
            series = [None, *(issue for issue in self.issues if issue.kind is kind), None]
            for (before, issue), (_, after) in pairwise(pairwise(series)):
                if issue is not None:
                    around[issue.id] = (before, after)
        return around

    def __getstate__(self) -> dict[str, Any]:
        """Leave out indexes and what else was computed."""
        return fields_only(self)


def _index(pairs: Iterable[tuple[K, V]]) -> dict[K, tuple[V, ...]]:
    found: dict[K, list[V]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in found.items()}
