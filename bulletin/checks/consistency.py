"""Checks of facts, of one item or of several files; the docstring of each is its rule."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain, pairwise

from bulletin.checks import dates, repeats
from bulletin.checks.compilations import check_compilations
from bulletin.checks.context import Check, CheckContext, ItemCheck, item_problem
from bulletin.checks.stories import check_follows
from bulletin.core.problems import Problem
from bulletin.core.text import nearest
from bulletin.model.enums import Audience, IssueKind, Status
from bulletin.model.records import Call, Extension, Issue, Item, Waiver
from bulletin.model.registry import Registry
from bulletin.model.stories import beginnings
from bulletin.model.urls import is_long_topic, topic_slug

_SHORT_TOPIC = 30
_SEVERAL_NAMES = re.compile(r"[\u4e00-\u9fff]{2,3}(?: [\u4e00-\u9fff]{2,3})+")
"""No topic of at most so many characters has a long address; most have far fewer."""


def check_item(item: Item, registry: Registry) -> list[Problem]:
    """Return the problems of an item that depend on nothing but the item and the registry, and not on the day."""
    return [problem for check in ITEM_CHECKS for problem in check(item, registry)]


def check_several_files(context: CheckContext) -> Iterator[Problem]:
    """Yield the problems that depend on several files, or on today's date, those of issues excepted."""
    for check in CHECKS:
        yield from check(context)


def check_issues(context: CheckContext) -> Iterator[Problem]:
    """Yield the problems of issues and of which items they hold: of items, no more than id, date and status matter."""
    for check in ISSUE_CHECKS:
        yield from check(context)


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


def check_extended_and_waived(context: CheckContext) -> Iterator[Problem]:
    """What is extended or waived was asked of the unit, once in each list, and what is waived has not come."""
    answers = [item for item in context.published if item.commission]
    for call in context.calls:
        for key, entries in (("extended", call.extended), ("waived", call.waived)):
            yield from _entries_about_units(context, call, key, entries)
        for waiver in call.waived:
            for item in answers:
                if item.commission == call.id and (units := set(waiver.units) & set(item.units)):
                    names = "、".join(context.registry.unit[unit].name for unit in sorted(units))
                    values = {"unit": names, "other": item.path}
                    yield item_problem(call, "waived-and-answered", "waived", waiver.line, **values)


def _entries_about_units(
    context: CheckContext, call: Call, key: str, entries: Sequence[Extension | Waiver]
) -> Iterator[Problem]:
    lines: dict[str, int] = {}
    for entry in entries:
        for unit in entry.units:
            values = {"key": key, "unit": context.registry.unit[unit].name}
            if unit not in call.units:
                names = "、".join(context.registry.unit[one].name for one in call.units)
                yield item_problem(call, "unit-not-asked", key, entry.line, known=names, **values)
            elif unit in lines:
                yield item_problem(call, "unit-twice", key, entry.line, first=str(lines[unit]), **values)
            lines.setdefault(unit, entry.line)


def check_duplicates(context: CheckContext) -> Iterator[Problem]:
    """No two items have the same text; only within a story are two nearly the same, or have the same title."""
    items = [item for item in context.items if not item.is_withdrawn]
    titles = {item.path: repeats.plain(item.title) for item in items}
    digests = context.text_digests
    if not context.alike and len(items) == len(set(titles.values())) == len({digests[path] for path in titles}):
        return
    first_of = beginnings(items)
    story = {item.path: first_of.get(item.id, item.id) for item in items}
    apart = (texts for texts in context.alike if story.get(texts.one) != story.get(texts.other, ""))
    alike = {frozenset(texts[:2]): texts.percent for texts in apart}
    first: dict[str | bytes, Item] = {}
    told = set()
    in_order = sorted(items, key=lambda i: (i.date, i.id))
    for item in in_order:
        other = first.setdefault(digests[item.path], item)
        if other is not item and item.chars:
            told.add(frozenset((item.path, other.path)))
            yield item_problem(item, "duplicate-body", "title", item.body_line, other=other.path)
    places = {item.path: place for place, item in enumerate(in_order)}
    for pair, percent in alike.items():
        if pair not in told and pair <= places.keys():
            told.add(pair)
            other, item = (in_order[place] for place in sorted(map(places.__getitem__, pair)))
            values = {"percent": str(percent), "other": other.path}
            yield item_problem(item, "similar-text", "title", item.body_line, **values)
    for item in in_order:
        other = first.setdefault(titles[item.path], item)
        if story[item.path] != story[other.path] and frozenset((item.path, other.path)) not in told:
            yield item_problem(item, "duplicate-title", "title", other=other.path)


def check_topic_addresses(context: CheckContext) -> Iterator[Problem]:
    """No two topics have the same address."""
    topics = set(chain.from_iterable(item.topics for item in context.published))
    if len(topics) == len(set(map(topic_slug, topics))):
        return
    spellings: dict[str, tuple[str, Item]] = {}
    for item in context.published:
        for topic in item.topics:
            other, owner = spellings.setdefault(topic_slug(topic), (topic, item))
            if other != topic and owner is not item:
                yield item_problem(item, "topic-address", "topics", name=topic, other=other)


def check_topic_length(context: CheckContext) -> Iterator[Problem]:
    """No topic is so long that its address has to be cut; told where it stands first."""
    told: set[str] = set()
    facts: Iterable[Call | Item] = chain(context.calls, context.published)
    for fact in facts:
        for topic in fact.topics:
            if len(topic) > _SHORT_TOPIC and topic not in told and is_long_topic(topic):
                told.add(topic)
                yield item_problem(fact, "long-topic", "topics", name=topic)


def check_authors(item: Item, registry: Registry) -> Sequence[Problem]:  # noqa: ARG001 - as the rules beside it
    """No author is two names with nothing but a space between them."""
    joined = (author for author in item.authors if _SEVERAL_NAMES.fullmatch(author))
    return [item_problem(item, "joined-authors", "authors", name=a, shown="、".join(a.split())) for a in joined]


def check_text_length(item: Item, registry: Registry) -> Sequence[Problem]:
    """A text is neither shorter nor longer than its category asks."""
    category = registry.category.get(item.category)
    if category is None or not (category.min_chars or category.max_chars) or not item.is_published:
        return ()
    problems = []
    values = {"length": str(item.chars), "category": category.name}
    if category.min_chars and item.chars < category.min_chars:
        limit = str(category.min_chars)
        problems.append(item_problem(item, "too-short", "category", item.body_line, limit=limit, **values))
    if category.max_chars and item.chars > category.max_chars:
        limit = str(category.max_chars)
        problems.append(item_problem(item, "too-long", "category", item.body_line, limit=limit, **values))
    return problems


def check_issue_items(context: CheckContext) -> Iterator[Problem]:
    """An issue lists items that exist, are no drafts, are for everybody, and were submitted by its date; each once."""
    if not any(issue.listed for issue in context.issues):
        return
    items = {item.id: item for item in context.items}
    paths = frozenset(context.paths)
    published, everybody = Status.PUBLISHED, Audience.ALL
    for issue in context.issues:
        for name, line in zip(issue.listed or (), issue.listed_lines, strict=False):
            item = items.get(name)
            if item is None:
                if f"content/items/{name}.md" not in paths:
                    yield _issue_problem(issue, "unknown-item", line, name=name, nearest=nearest(name, items))
            elif item.status is published and item.audience is everybody and item.date <= issue.date:
                # Nearly all items.
                continue
            elif item.status is Status.DRAFT:
                yield _issue_problem(issue, "draft-in-issue", line, name=name)
            elif item.is_published and item.audience is Audience.RESTRICTED:
                yield _issue_problem(issue, "restricted-in-issue", line, name=name)
            elif item.date > issue.date:
                values = {"name": name, "date": str(item.date), "issue_date": str(issue.date)}
                yield _issue_problem(issue, "item-after-issue", line, **values)


def _issue_problem(issue: Issue, code: str, line: int, key: str = "items", **values: str) -> Problem:
    return item_problem(issue, code, key, line, **values)


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
        if item.date <= newest and item.id in pending:
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


def check_withdrawal(item: Item, _registry: Registry) -> Sequence[Problem]:
    """Only an item that is withdrawn has a day of its withdrawal."""
    if item.withdrawn_on is None or item.is_withdrawn:
        return ()
    return [item_problem(item, "not-withdrawn", "withdrawn-on", key="withdrawn-on", date=str(item.withdrawn_on))]


ITEM_CHECKS: tuple[ItemCheck, ...] = (
    *dates.ITEM_CHECKS,
    *repeats.ITEM_CHECKS,
    check_authors,
    check_text_length,
    check_withdrawal,
)
"""Rules that one item keeps by itself, whatever the day."""
CHECKS: tuple[Check, ...] = (
    *dates.CHECKS,
    check_commissions,
    check_extended_and_waived,
    check_follows,
    check_duplicates,
    check_topic_addresses,
    check_topic_length,
    check_compilations,
)
"""Rules for several files, or that depend on the day."""
ISSUE_CHECKS: tuple[Check, ...] = (
    check_issue_items,
    check_single_regular_issue,
    check_left_out_items,
    check_issue_numbers,
    check_serial_numbers,
)
"""Rules for issues."""
