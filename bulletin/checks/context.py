"""What the checks of several files work on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bulletin.core.problems import Problem
from bulletin.model.issues import IssueAssignment
from bulletin.model.records import Call, Issue, Item
from bulletin.model.registry import Registry


@dataclass(frozen=True, kw_only=True)
class CheckContext:
    """Everything that was read, before it has been checked."""

    registry: Registry
    today: date
    items: Sequence[Item] = ()
    """All items, also drafts and withdrawn ones."""
    issues: Sequence[Issue] = ()
    calls: Sequence[Call] = ()
    paths: Sequence[str] = ()
    """Every item file, also those that could not be read."""
    text_digests: Mapping[str, bytes] = field(default_factory=dict)
    """The digest of each text without spaces, by path."""
    grouped: IssueAssignment = field(default_factory=lambda: IssueAssignment(issues=(), contents={}, pending=()))

    def text_digest(self, item: Item) -> tuple[int, bytes]:
        """Return length and digest of an item's text without spaces."""
        return item.chars, self.text_digests[item.path]

    @property
    def published(self) -> Iterable[Item]:
        """The published items."""
        return (item for item in self.items if item.is_published)


Check = Callable[[CheckContext], Iterator[Problem]]
"""Yields the problems of one rule."""


def item_problem(item: Item, code: str, key: str, line: int = 0, /, **values: str) -> Problem:
    """Return a problem of the field *key* of an item, on the field's line or on *line*."""
    return Problem(path=item.path, code=code, line=line or item.line_of(key), field=key, values=values)
