"""Checks that need more than one file; the docstring of each is its rule."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from bulletin.checks import dates
from bulletin.checks.context import Check, CheckContext, item_problem
from bulletin.core.problems import Problem
from bulletin.core.text import nearest
from bulletin.model.enums import Audience, IssueKind, Status
from bulletin.model.records import Issue, Item
from bulletin.model.urls import topic_slug


def check_consistency(context: CheckContext) -> list[Problem]:
    """Return the problems that all checks of several files find."""
    return [problem for check in CHECKS for problem in check(context)]


def check_commissions(context: CheckContext) -> Iterator[Problem]:
    """An item answers a call that exists, and a commission that was addressed to one of its units."""
    calls = {call.id: call for call in context.calls}
    for item in context.items:
        if not item.commission:
            continue
        call = calls.get(item.commission)
        if call is None:
            near = nearest(item.commission, calls)
            yield item_problem(item, "unknown-commission", "commission", name=item.commission, nearest=near)
        elif call.units and not set(call.units) & set(item.units):
            units = "、".join(context.registry.unit[u].name for u in item.units)
            yield item_problem(item, "not-addressed", "commission", name=call.id, unit=units)


def check_duplicates(context: CheckContext) -> Iterator[Problem]:
    """No two items have the same text, and hardly two the same title."""
    items = [item for item in context.items if item.status is not Status.WITHDRAWN]
    if len(items) == len({item.title for item in items}) == len({context.text_digest(item) for item in items}):
        return
    titles: dict[str, Item] = {}
    bodies: dict[bytes, Item] = {}
    for item in sorted(items, key=lambda i: (i.date, i.id)):
        length, body = context.text_digest(item)
        if (other := bodies.setdefault(body, item)) is not item and length:
            yield item_problem(item, "duplicate-body", "title", item.body_line, other=other.path)
        elif (other := titles.setdefault(item.title, item)) is not item:
            yield item_problem(item, "duplicate-title", "title", other=other.path)


def check_topic_addresses(context: CheckContext) -> Iterator[Problem]:
    """No two topics have the same address."""
    topics = {topic for item in context.published for topic in item.topics}
    if len(topics) == len(set(map(topic_slug, topics))):
        return
    spellings: dict[str, tuple[str, Item]] = {}
    for item in context.published:
        for topic in item.topics:
            other, owner = spellings.setdefault(topic_slug(topic), (topic, item))
            if other != topic and owner is not item:
                yield item_problem(item, "topic-address", "topics", name=topic, other=other)


def check_text_lengths(context: CheckContext) -> Iterator[Problem]:
    """A text is neither shorter nor longer than its category asks."""
    limited = {c.id: c for c in context.registry.categories if c.min_chars or c.max_chars}
    for item in context.published if limited else ():
        category = limited.get(item.category)
        if category is None:
            continue
        length, _ = context.text_digest(item)
        values = {"length": str(length), "category": category.name}
        if category.min_chars and length < category.min_chars:
            yield item_problem(item, "too-short", "category", item.body_line, limit=str(category.min_chars), **values)
        if category.max_chars and length > category.max_chars:
            yield item_problem(item, "too-long", "category", item.body_line, limit=str(category.max_chars), **values)


def check_issue_items(context: CheckContext) -> Iterator[Problem]:
    """An issue lists items that exist, are no drafts, are for everybody, and were submitted by its date; each once."""
    if not context.issues:
        return
    items = {item.id: item for item in context.items}
    unread = {path.removeprefix("content/items/").removesuffix(".md") for path in context.paths}
    for issue in context.issues:
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


def check_single_regular_issue(context: CheckContext) -> Iterator[Problem]:
    """An item is in one regular issue at most."""
    homes: dict[str, Issue] = {}
    for issue in sorted(context.issues, key=lambda i: (i.date, i.id)):
        if issue.kind is IssueKind.REGULAR:
            for name, line in zip(issue.listed or (), issue.listed_lines, strict=False):
                if (home := homes.setdefault(name, issue)) is not issue:
                    yield _issue_problem(issue, "item-in-two-issues", line, name=name, other=home.path)


def check_left_out_items(context: CheckContext) -> Iterator[Problem]:
    """An item older than the newest regular issue is in some issue."""
    newest = max((i.date for i in context.issues if i.kind is IssueKind.REGULAR), default=date.min)
    pending = set(context.grouped.pending)
    for item in context.published if pending else ():
        if item.id in pending and item.date <= newest:
            yield item_problem(item, "left-out", "date")


def check_issue_numbers(context: CheckContext) -> Iterator[Problem]:
    """Within a series and a year, issues are numbered without gap or repeat, in the order of their dates."""
    series: dict[tuple[IssueKind, int], list[Issue]] = {}
    for issue in context.issues:
        series.setdefault((issue.kind, issue.date.year), []).append(issue)
    for issues in series.values():
        ordered = sorted(issues, key=lambda i: (i.number, i.date, i.id))
        if ordered[0].number > 1:
            yield _gap_problem(0, ordered[0])
        for before, issue in pairwise(ordered):
            line = issue.line_of("number")
            values = {"number": str(issue.number), "other": before.path}
            if issue.number == before.number:
                yield _issue_problem(issue, "number-repeat", line, "number", **values)
            elif issue.number > before.number + 1:
                yield _gap_problem(before.number, issue)
            if issue.number > before.number and issue.date < before.date:
                yield _issue_problem(issue, "number-order", line, "number", **values)


def _gap_problem(before: int, issue: Issue) -> Problem:
    first, last = before + 1, issue.number - 1
    missing = str(first) if first == last else f"{first}–{last}"
    return _issue_problem(
        issue, "number-gap", issue.line_of("number"), "number", number=str(issue.number), missing=missing
    )


def check_serial_numbers(context: CheckContext) -> Iterator[Problem]:
    """Serial numbers rise by one from issue to issue and never repeat."""
    with_serial = [(i.serial, i) for i in context.issues if i.serial is not None]
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


CHECKS: tuple[Check, ...] = (
    *dates.CHECKS,
    check_commissions,
    check_duplicates,
    check_topic_addresses,
    check_text_lengths,
    check_issue_items,
    check_single_regular_issue,
    check_left_out_items,
    check_issue_numbers,
    check_serial_numbers,
)
