"""Issues, calls, schemes, the registry and the day: what differs between two states of an archive, as keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

from bulletin.model import keys
from bulletin.model.archive import Archive
from bulletin.model.feedback import feedback_changes, feedback_days
from bulletin.model.keys import Key
from bulletin.model.records import Call
from bulletin.model.schema import CALL, CIRCULAR, COMPILATION, ISSUE
from bulletin.model.schema.types import Schema
from bulletin.model.scheme import Scheme, Target

T = TypeVar("T")


def registry_keys(before: Archive, after: Archive) -> Iterator[Key]:
    """Yield the keys of what differs in the registry: the bulletin's own entry, names, anything else."""
    old, new = before.registry, after.registry
    if old.bulletin != new.bulletin:
        yield keys.BULLETIN
    if old.redirects != new.redirects:
        yield keys.REDIRECTS
    differing, regrouped = changed_entries(before, after)
    if differing:
        yield from (keys.NAMES, *differing)
    if regrouped or _beside_entries(before) != _beside_entries(after):
        yield keys.REGISTRY


def changed_entries(before: Archive, after: Archive) -> tuple[frozenset[Key], frozenset[Key]]:
    """Return the keys of the entries of the registry that differ; and of those in which more than a name differs."""
    if before.registry is after.registry:
        return frozenset(), frozenset()
    old, new = dict(_entries(before)), dict(_entries(after))
    differ = {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)}
    more = {key for key in differ if key not in old or key not in new or _unnamed(old[key]) != _unnamed(new[key])}
    return frozenset(differ), frozenset(more)


def _beside_entries(archive: Archive) -> tuple[object, ...]:
    """Return the order of the entries, and what else there is in the registry."""
    return [key for key, _ in _entries(archive)], archive.registry.groups, archive.registry.treatments


def _entries(archive: Archive) -> Iterator[tuple[Key, object]]:
    registry = archive.registry
    yield from ((keys.named("unit", unit.id), unit) for unit in registry.units)
    yield from ((keys.named("category", category.id), category) for category in registry.categories)
    yield from ((keys.named("publication", publication.id), publication) for publication in registry.publications)


_NAMES = ("name", "aliases", "former_names", "publisher")


def _unnamed(entry: object) -> list[tuple[str, object]]:
    fields = entry.__slots__  # type: ignore[attr-defined]  # entries are dataclasses with slots
    return [(name, getattr(entry, name)) for name in fields if name not in _NAMES]


def issue_keys(before: Archive, after: Archive) -> Iterator[Key]:
    """Yield the keys of issues that differ, and of the items that came into an issue or left one."""
    same = before.issues is after.issues and before.contents is after.contents
    old, new = ({}, {}) if same else (_issue_values(before), _issue_values(after))
    for identifier in _differing(old, new):
        yield from (keys.ISSUES, keys.issue(identifier))
        yield from (keys.issues_of(found.date.year) for a in (before, after) if (found := a.issue.get(identifier)))
        was, now = old.get(identifier, _NO_ISSUE), new.get(identifier, _NO_ISSUE)
        # What stays in an issue depends on its key; in data files, its row holds the number.
        yield from map(keys.item, {*was.items} ^ {*now.items} if was.issue == now.issue else {*was.items, *now.items})
    if before.pending != after.pending:
        yield keys.PENDING
    if before.withdrawn != after.withdrawn:
        yield keys.TOMBSTONES
        yield from map(keys.item, _differing(before.tombstone, after.tombstone))


class _IssueValues(NamedTuple):
    """What is compared of an issue: its front matter, the ids of its items, and the issues beside it."""

    issue: tuple[Any, ...] | None
    items: tuple[str, ...]
    beside: Sequence[object]


_NO_ISSUE = _IssueValues(None, (), ())


def _issue_values(archive: Archive) -> dict[str, _IssueValues]:
    get = _getter(ISSUE)
    found = {}
    for issue in archive.issues:
        beside = [other and (other.id, get(other)) for other in archive.neighbours[issue.id]]
        found[issue.id] = _IssueValues(get(issue), archive.contents[issue.id], beside)
    return found


def call_keys(before: Archive, after: Archive) -> Iterator[Key]:
    """Yield the keys of calls that differ, or whose day has passed, and of the years that they count in."""
    get = _getter(CALL)
    old, new = ({call.id: get(call) for call in archive.calls} for archive in (before, after))
    passed = [call.id for call in after.calls if _days_passed(before, call) != _days_passed(after, call)]
    differing = _differing(old, new)
    yield from map(keys.call, differing)
    yield from map(keys.overdue, passed)
    for identifier in (*differing, *passed):
        yield keys.CALLS
        for archive in (before, after):
            if call := archive.call.get(identifier):
                yield from map(keys.rules, _years_of_call(archive, call))


def circular_keys(before: Archive, after: Archive) -> Iterator[Key]:
    """Yield the keys of circulars whose front matter differs."""
    get = _getter(CIRCULAR)
    old, new = ({text.id: get(text) for text in archive.circular_texts} for archive in (before, after))
    yield from map(keys.circular, _differing(old, new))


def compilation_keys(before: Archive, after: Archive) -> Iterator[Key]:
    """Yield the keys of compilations that differ."""
    get = _getter(COMPILATION)
    old, new = ({one.id: get(one) for one in archive.compilations} for archive in (before, after))
    for identifier in _differing(old, new):
        yield from (keys.COMPILATIONS, keys.compilation(identifier))


def feedback_keys(before: Archive, after: Archive) -> Iterator[Key]:
    """Yield the keys of items whose feedback is in another state on another day, and of the years that it counts in."""
    if before.today == after.today:
        return
    for item in after.items:
        if item.endorsements and feedback_changes(item, before.today, after.today):
            yield from (keys.item(item.id), keys.listed("endorsements"))
            yield from map(keys.rules, {day.year for day in feedback_days(item)})


def _days_passed(archive: Archive, call: Call) -> int:
    return sum(day < archive.today for day in call.due_days)


def _years_of_call(archive: Archive, call: Call) -> set[int]:
    due = [day for last in call.due_days for day in (last, last + timedelta(days=1))]
    return {day.year for day in (call.date, *due, *(item.date for item in archive.answers.get(call.id, ())))}


def rule_keys(before: Archive, after: Archive) -> Iterator[Key]:
    """Yield the keys of schemes and targets that differ, and of the years in which they are in force."""
    if before.registry.calendar != after.registry.calendar:
        # What is late, and so points, may differ in any year.
        yield from map(keys.rules, {*before.years, *after.years})
    old, new = _rules(before), _rules(after)
    if old == new:
        return
    yield keys.SCHEMES
    if before.shows_points != after.shows_points or bool(before.scored) != bool(after.scored):
        yield keys.HAS_POINTS
    years = {*before.years, *after.years}
    for name in _differing(old, new):
        for rule in (old.get(name), new.get(name)):
            if rule:
                last = (
                    max(years, default=rule.last.year)
                    if _reaches_further(rule, (*before.schemes, *after.schemes))
                    else rule.last.year
                )
                yield from (keys.rules(year) for year in years if rule.first.year <= year <= last)


def _reaches_further(rule: Scheme | Target, schemes: Iterable[Scheme]) -> bool:
    """Whether figures after a scheme depend on it: it owns later adoptions, or another goes on where it ends."""
    if not isinstance(rule, Scheme):
        return False
    return rule.adoptions_by_submission or any(
        scheme.first.year == rule.last.year and scheme.first > rule.last for scheme in schemes
    )


def _rules(archive: Archive) -> dict[str, Scheme | Target]:
    rules: list[Scheme | Target] = [*archive.schemes, *archive.deadlines, *archive.targets]
    hidden = {f"hidden {name}": rule for name, rule in _rules(archive.scored).items()} if archive.scored else {}
    return {f"{rule.path} {rule.id}": rule for rule in rules} | hidden


def closed_keys(before: Archive, after: Archive) -> Iterator[Key]:
    """Yield the keys of the periods that were closed or opened again: of their figures, lists and rules."""
    if before.closed == after.closed:
        return
    old, new = ({one.path: one for one in archive.closed} for archive in (before, after))
    yield from (keys.FIGURES, keys.SCHEMES)
    for path in _differing(old, new):
        period = (new.get(path) or old[path]).period
        yield keys.rules(period.first.year)
        for number in keys.quarters_of(period):
            for kind in ("quarter", "submitted", "adopted"):
                yield from (keys.counted(kind, number), keys.listed(kind, number))


def day_keys(before: date, after: date) -> Iterator[Key]:
    """Yield the keys of the days between the day before and the day after."""
    if before != after:
        yield keys.DAY
        first, last = sorted((keys.quarter_of(before), keys.quarter_of(after)))
        yield from map(keys.elapsed, range(first, last + 1))


def _getter(schema: Schema) -> attrgetter[Any]:
    return attrgetter(*[spec.attribute for spec in schema.fields if spec.attribute in schema.record.__slots__])


def _differing(old: Mapping[str, object], new: Mapping[str, object]) -> Iterable[str]:
    return [key for key in old.keys() | new.keys() if old.get(key) != new.get(key)]
