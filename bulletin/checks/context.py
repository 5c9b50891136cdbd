"""What the rules across files look at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bulletin.core.problems import Problem
from bulletin.core.text import length_and_digest
from bulletin.model.issues import Grouped
from bulletin.model.records import Call, Issue, Item
from bulletin.model.registry import Registry


@dataclass(frozen=True, kw_only=True)
class Findings:
    """Everything that was read, before it is known to be right."""

    registry: Registry
    today: date
    items: Sequence[Item] = ()
    """All of them, drafts and withdrawn ones too."""
    issues: Sequence[Issue] = ()
    calls: Sequence[Call] = ()
    paths: Sequence[str] = ()
    """Every item file, whether it could be read or not."""
    length_and_digest: Mapping[str, tuple[int, bytes]] = field(default_factory=dict)
    """Length of each text without spaces, and what it is known by then, by path; found out here where it is missing."""
    grouped: Grouped = field(default_factory=lambda: Grouped(issues=(), contents={}, pending=()))

    def bare_of(self, item: Item) -> tuple[int, bytes]:
        """Return the length of an item's text without spaces, and what it is known by then."""
        return self.length_and_digest.get(item.path) or length_and_digest(item.body)

    @property
    def published(self) -> Iterable[Item]:
        """The items that readers may see."""
        return (item for item in self.items if item.is_published)


Rule = Callable[[Findings], Iterator[Problem]]


def item_problem(item: Item, code: str, key: str, line: int = 0, **values: str) -> Problem:
    """Return a problem of an item's field *key*, on its line unless another *line* is given."""
    return Problem(path=item.path, code=code, line=line or item.line_of(key), field=key, values=values)
