"""Rules that need more than one file: each a generator named by its rule, whose docstring is the rule."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from bulletin.checks import dates
from bulletin.checks.context import Findings, Rule, item_problem
from bulletin.core.problems import Problem
from bulletin.core.text import nearest
from bulletin.model.enums import Audience, IssueKind, Status
from bulletin.model.records import Issue, Item
from bulletin.model.urls import topic_slug


def check(findings: Findings) -> list[Problem]:
    """Return every problem that the rules of this module find."""
    return [problem for rule in RULES for problem in rule(findings)]


def commissions_are_known(f: Findings) -> Iterator[Problem]:
    """An item answers a call that exists, and a commission that was addressed to one of its units."""
    calls = {call.id: call for call in f.calls}
    for item in f.items:
        if not item.commission:
            continue
        call = calls.get(item.commission)
        if call is None:
            near = nearest(item.commission, calls)
            yield item_problem(item, "unknown-commission", "commission", name=item.commission, nearest=near)
        elif call.units and not set(call.units) & set(item.units):
            units = "、".join(f.registry.unit[u].name for u in item.units)
            yield item_problem(item, "not-addressed", "commission", name=call.id, unit=units)


def nothing_is_submitted_twice(f: Findings) -> Iterator[Problem]:
    """No two items have the same text, and hardly two the same title."""
    items = [item for item in f.items if item.status is not Status.WITHDRAWN]
    if len(items) == len({item.title for item in items}) == len({f.bare_of(item) for item in items}):
        return
    titles: dict[str, Item] = {}
    bodies: dict[bytes, Item] = {}
    for item in sorted(items, key=lambda i: (i.date, i.id)):
        length, body = f.bare_of(item)
        if (other := bodies.setdefault(body, item)) is not item and length:
            yield item_problem(item, "duplicate-body", "title", item.body_line, other=other.path)
        elif (other := titles.setdefault(item.title, item)) is not item:
            yield item_problem(item, "duplicate-title", "title", other=other.path)


def topics_have_pages_of_their_own(f: Findings) -> Iterator[Problem]:
    """No two topics are spelt so alike that they share an address."""
    topics = {topic for item in f.published for topic in item.topics}
    if len(topics) == len(set(map(topic_slug, topics))):
        return
    spellings: dict[str, tuple[str, Item]] = {}
    for item in f.published:
        for topic in item.topics:
            other, owner = spellings.setdefault(topic_slug(topic), (topic, item))
            if other != topic and owner is not item:
                yield item_problem(item, "topic-address", "topics", name=topic, other=other)


def texts_keep_to_their_category(f: Findings) -> Iterator[Problem]:
    """A text is neither shorter nor longer than its category asks."""
    limited = {category.id: category for category in f.registry.categories if category.min_chars or category.max_chars}
    for item in f.published if limited else ():
        category = limited.get(item.category)
        if category is None:
            continue
        length, _ = f.bare_of(item)
        values = {"length": str(length), "category": category.name}
        if category.min_chars and length < category.min_chars:
            yield item_problem(item, "too-short", "category", item.body_line, limit=str(category.min_chars), **values)
        if category.max_chars and length > category.max_chars:
            yield item_problem(item, "too-long", "category", item.body_line, limit=str(category.max_chars), **values)


def issues_name_items_that_exist(f: Findings) -> Iterator[Problem]:
    """An issue lists items that exist, are no drafts, are for everybody, and were submitted by its date; each once."""
    if not f.issues:
        return
    items = {item.id: item for item in f.items}
    unread = {path.removeprefix("content/items/").removesuffix(".md") for path in f.paths}
    for issue in f.issues:
        for name, line in zip(issue.listed or (), issue.listed_lines, strict=False):
            item = items.get(name)
            if item is None and name not in unread:
                yield _issue_problem(issue, "unknown-item", line, name=name, nearest=nearest(name, items))
            elif item and item.status is Status.DRAFT:
                yield _issue_problem(issue, "draft-in-issue", line, name=name)
            elif item and item.is_published and item.audience is Audience.RESTRICTED:
                yield _issue_problem(issue, "restricted-in-issue", line, name=name)
            elif item and item.date > issue.date:
                values = {"name": name, "date": str(item.date), "issue_date": str(issue.date)}
                yield _issue_problem(issue, "item-after-issue", line, **values)


def _issue_problem(issue: Issue, code: str, line: int, key: str = "items", **values: str) -> Problem:
    return Problem(path=issue.path, code=code, line=line, field=key, values=values)


def items_stand_in_one_regular_issue(f: Findings) -> Iterator[Problem]:
    """An item is in one regular issue at most."""
    homes: dict[str, Issue] = {}
    for issue in sorted(f.issues, key=lambda i: (i.date, i.id)):
        if issue.kind is IssueKind.REGULAR:
            for name, line in zip(issue.listed or (), issue.listed_lines, strict=False):
                if (home := homes.setdefault(name, issue)) is not issue:
                    yield _issue_problem(issue, "item-in-two-issues", line, name=name, other=home.path)


def nothing_is_left_out(f: Findings) -> Iterator[Problem]:
    """An item older than the newest regular issue stands in some issue."""
    newest = max((i.date for i in f.issues if i.kind is IssueKind.REGULAR), default=date.min)
    pending = set(f.grouped.pending)
    for item in f.published if pending else ():
        if item.id in pending and item.date <= newest:
            yield item_problem(item, "left-out", "date")


def numbers_run_without_gap(f: Findings) -> Iterator[Problem]:
    """Within a series and a year, issues are numbered without gap or repeat, in the order of their dates."""
    series: dict[tuple[IssueKind, int], list[Issue]] = {}
    for issue in f.issues:
        series.setdefault((issue.kind, issue.date.year), []).append(issue)
    for issues in series.values():
        ordered = sorted(issues, key=lambda i: (i.number, i.date, i.id))
        if ordered[0].number > 1:
            yield _gap(0, ordered[0])
        for before, issue in pairwise(ordered):
            line = issue.line_of("number")
            values = {"number": str(issue.number), "other": before.path}
            if issue.number == before.number:
                yield _issue_problem(issue, "number-repeat", line, "number", **values)
            elif issue.number > before.number + 1:
                yield _gap(before.number, issue)
            if issue.number > before.number and issue.date < before.date:
                yield _issue_problem(issue, "number-order", line, "number", **values)


def _gap(before: int, issue: Issue) -> Problem:
    first, last = before + 1, issue.number - 1
    missing = str(first) if first == last else f"{first}–{last}"
    return _issue_problem(
        issue, "number-gap", issue.line_of("number"), "number", number=str(issue.number), missing=missing
    )


def serial_numbers_rise(f: Findings) -> Iterator[Problem]:
    """Serial numbers rise by one from issue to issue and never repeat."""
    with_serial = [(i.serial, i) for i in f.issues if i.serial is not None]
    owners: dict[int, Issue] = {}
    for serial, issue in sorted(with_serial, key=lambda p: (p[1].date, p[1].id)):
        if (owner := owners.setdefault(serial, issue)) is not issue:
            values = {"number": str(serial), "other": owner.path}
            yield _issue_problem(issue, "serial-repeat", issue.line_of("serial"), "serial", **values)
    ordered = sorted(with_serial, key=lambda p: (p[1].date, p[0], p[1].id))
    for (before, other), (serial, issue) in pairwise(ordered):
        if serial not in (before, before + 1):
            values = {"number": str(serial), "before": str(before), "other": other.path}
            yield _issue_problem(issue, "serial-order", issue.line_of("serial"), "serial", **values)


RULES: tuple[Rule, ...] = (
    *dates.RULES,
    commissions_are_known,
    nothing_is_submitted_twice,
    topics_have_pages_of_their_own,
    texts_keep_to_their_category,
    issues_name_items_that_exist,
    items_stand_in_one_regular_issue,
    nothing_is_left_out,
    numbers_run_without_gap,
    serial_numbers_rise,
)
