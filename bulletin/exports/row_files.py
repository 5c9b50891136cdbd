"""Files that consist of rows, one for each item or adoption: rows of what has not changed can be kept."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from typing import NamedTuple

Rows = Mapping[str, Sequence[bytes]]
"""Rows by the id of their item, in their order."""
_NO_ROWS: Rows = {}


class RowFile(NamedTuple):
    """A file of rows, with what is before, between and after them."""

    ids: Sequence[str]
    """The id of the item of each row."""
    row: Callable[[int], bytes]
    """Returns the row at a position."""
    head: bytes
    between: bytes
    end: bytes
    empty: bytes
    """The file without rows."""

    def make(self, known: Rows = _NO_ROWS) -> bytes:
        """Return the file; the rows of an item that has *known* ones are not made."""
        if not self.ids:
            return self.empty
        if not known:
            return self.head + self.between.join(map(self.row, range(len(self.ids)))) + self.end
        left = {identifier: iter(rows) for identifier, rows in known.items()}
        rows = [
            next(left[identifier]) if identifier in left else self.row(number)
            for number, identifier in enumerate(self.ids)
        ]
        return self.head + self.between.join(rows) + self.end

    def split(self, data: bytes, changed: Container[str]) -> Rows:
        """Return the rows of the file *data*, without those of items that have *changed*; none if it does not fit."""
        head, end = len(self.head), len(data) - len(self.end)
        rows = data[head:end].split(self.between)
        if len(rows) != len(self.ids) or data[:head] != self.head or data[end:] != self.end:
            return _NO_ROWS
        found: dict[str, list[bytes]] = {}
        for identifier, row in zip(self.ids, rows, strict=True):
            if identifier not in changed:
                found.setdefault(identifier, []).append(row)
        return found
