"""Assign items to issues: explicit lists, issues that collect, and automatic periods.

An explicit list has priority: an item listed in any series is collected by no other issue. An issue without a
list collects what was submitted after the previous issue of its series, up to its own date. An archive that
declares no issue at all is grouped by periods of the calendar.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter

from bulletin.core.dates import Period
from bulletin.model.enums import IssueKind
from bulletin.model.records import Issue, Item
from bulletin.model.registry import Registry

_DATE_AND_ID = attrgetter("date", "id")


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueAssignment:
    """Issues by date, then id; item ids of each in print order; and ids of items in no issue."""

    issues: tuple[Issue, ...]
    contents: Mapping[str, tuple[str, ...]]
    pending: tuple[str, ...]


def assign_to_issues(items: Iterable[Item], declared: Iterable[Issue], registry: Registry) -> IssueAssignment:
    """Assign *items* (publishable ones only) to *declared* issues, or to periods where there are none."""
    ordered = sorted(items, key=_DATE_AND_ID)
    issues = tuple(sorted(declared, key=_DATE_AND_ID))
    if not issues:
        return _automatic(ordered, registry)
    contents = _declared(ordered, issues, registry)
    placed = {item for listed in contents.values() for item in listed}
    pending = tuple(item.id for item in ordered if item.id not in placed)
    return IssueAssignment(issues=issues, contents=contents, pending=pending)


def _declared(items: Sequence[Item], issues: Sequence[Issue], registry: Registry) -> dict[str, tuple[str, ...]]:
    listed = {item for issue in issues for item in issue.listed or ()}
    free = [item for item in items if item.id not in listed]
    days = [item.date for item in free]
    contents: dict[str, tuple[str, ...]] = {}
    for kind in IssueKind:
        start = 0
        for issue in (i for i in issues if i.kind is kind):
            end = bisect_right(days, issue.date)
            contents[issue.id] = print_order(free[start:end], registry) if issue.listed is None else issue.listed
            start = end
    return {issue.id: contents[issue.id] for issue in issues}


def print_order(items: Iterable[Item], registry: Registry, categories: Sequence[str] | None = None) -> tuple[str, ...]:
    """Order items by category (as the registry has them, or in another order), then by unit, then by date."""
    order = [category.id for category in registry.categories] if categories is None else categories
    places = {category: n for n, category in enumerate(order)}
    units = {unit.id: n for n, unit in enumerate(registry.units)}
    ranked = sorted(items, key=lambda i: (places[i.category], units[i.units[0]], i.date, i.id))
    return tuple(item.id for item in ranked)


def _automatic(items: Sequence[Item], registry: Registry) -> IssueAssignment:
    """Return one issue for each period, numbered within its year, dated by its last item."""
    grain = registry.bulletin.grouping
    issues: list[Issue] = []
    contents: dict[str, tuple[str, ...]] = {}
    number, year = 0, 0
    for period, members in groupby(items, key=lambda i: Period.holding(i.date, grain)):
        number = number + 1 if period.first.year == year else 1
        year = period.first.year
        group = list(members)
        issue = _issue(period, number, group[-1].date)
        issues.append(issue)
        contents[issue.id] = print_order(group, registry)
    return IssueAssignment(issues=tuple(issues), contents=contents, pending=())


def _issue(period: Period, number: int, day: date) -> Issue:
    year = period.first.year
    slug = period.label.removeprefix(f"{year:04}").lstrip("-").lower() or "year"
    return Issue(id=f"{year:04}/{slug}", path="", number=number, date=day)
