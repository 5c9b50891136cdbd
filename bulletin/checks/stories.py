"""Checks of items that follow others; the docstring of each is its rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bulletin.checks.context import CheckContext, item_problem
from bulletin.core.problems import Problem
from bulletin.core.text import nearest
from bulletin.model.enums import Status
from bulletin.model.records import Item


def check_follows(context: CheckContext) -> Iterator[Problem]:
    """No item follows one that is not there, is a draft, was submitted later, or follows it in turn."""
    following = [item for item in context.items if item.follows]
    if not following:
        return
    items = {item.id: item for item in context.items}
    for item in following:
        other = items.get(item.follows)
        if other is not None:
            yield from _problems(item, other, items)
        elif f"content/items/{item.follows}.md" not in context.paths:
            yield item_problem(item, "unknown-item", "follows", name=item.follows, nearest=nearest(item.follows, items))


def _problems(item: Item, other: Item, items: Mapping[str, Item]) -> Iterator[Problem]:
    if circle := _circle(item, items):
        if item.id == min(circle):
            yield item_problem(item, "follows-circle", "follows", names=" → ".join((*circle, item.id)))
    elif other.date > item.date:
        values = {"name": other.id, "date": str(item.date), "other_date": str(other.date)}
        yield item_problem(item, "follows-later", "follows", **values)
    if other.status is Status.DRAFT and item.status is not Status.DRAFT:
        yield item_problem(item, "follows-draft", "follows", name=other.id)
    elif other.is_withdrawn and not item.is_withdrawn:
        yield item_problem(item, "follows-withdrawn", "follows", name=other.id)


def _circle(item: Item, items: Mapping[str, Item]) -> list[str]:
    """Return the ids from an item back to itself, or none where it is in no circle."""
    found = [item.id]
    while (before := items[found[-1]].follows) in items:
        if before == item.id:
            return found
        if before in found:
            return []
        found.append(before)
    return []
