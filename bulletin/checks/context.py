"""What the checks of several files work on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from bulletin.checks.likeness import LikeTexts
from bulletin.core.problems import Problem
from bulletin.model.issues import IssueAssignment
from bulletin.model.records import Call, CircularText, Compilation, Issue, Item
from bulletin.model.registry import Registry
from bulletin.model.schema import chinese_key


@dataclass(frozen=True, kw_only=True)
class CheckContext:
    """Everything that was read, before it has been checked."""

    registry: Registry
    today: date
    items: Sequence[Item] = ()
    """All items, also drafts and withdrawn ones."""
    future_items: Sequence[Item] = ()
    """The items that name a day after today."""
    issues: Sequence[Issue] = ()
    calls: Sequence[Call] = ()
    circular_texts: Sequence[CircularText] = ()
    compilations: Sequence[Compilation] = ()
    paths: Sequence[str] = ()
    """Every item file, also those that could not be read."""
    text_digests: Mapping[str, bytes] = field(default_factory=dict)
    """The digest of each text without spaces, by path."""
    alike: Sequence[LikeTexts] = ()
    """Texts that are nearly the same, of which neither links to the other."""
    grouped: IssueAssignment = field(default_factory=lambda: IssueAssignment(issues=(), contents={}, pending=()))

    @cached_property
    def published(self) -> tuple[Item, ...]:
        """The published items."""
        return tuple([item for item in self.items if item.is_published])


_KEY_VALUES = {"key", "earlier", "later"}
"""The values of problems that are keys."""

Check = Callable[[CheckContext], Iterator[Problem]]
"""Yields the problems of one rule that needs several files, or today's date."""
ItemCheck = Callable[[Item, Registry], Sequence[Problem]]
"""Returns the problems of one rule that an item keeps or breaks by itself, whatever the day."""


def item_problem(item: Item | Issue | Call, code: str, key: str, line: int = 0, /, **values: str) -> Problem:
    """Return a problem of the field *key* of an item, issue or call, on the field's line or on *line*."""
    written = written_key(item, key)
    for name in _KEY_VALUES & values.keys():
        values[name] = written_key(item, values[name])
    return Problem(path=item.path, code=code, line=line or item.line_of(key), field=key, values=values, written=written)


def written_key(fact: Item | Issue | Call, key: str) -> str:
    """Return a front-matter key as the file of *fact* writes it, or would where it is absent or in an entry."""
    if any(name == key for name, _, _ in fact.lines):
        return fact.written(key)
    return chinese_key(key) if any(not written.isascii() for _, _, written in fact.lines) else key
