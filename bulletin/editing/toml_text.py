"""TOML files are changed where a change is asked for; comments, order, spacing and every other line stay.

A library that writes TOML back cannot be used: it knows no bare Chinese keys, which the archive's files may have, and
puts a new key behind the comment that belongs to the next table.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from bulletin.core.i18n import N_
from bulletin.core.problems import BulletinError
from bulletin.core.toml_keys import KeyNames, in_chinese, quote_chinese_keys
from bulletin.editing.splices import Splice, spliced

Value = str | int | bool | date | Sequence[str]

_UNREADABLE = N_("{path} cannot be changed: line {line} cannot be read. Run “python3 build.py check”.")
_NO_TABLE = N_("{path} has no entry “{name}”.")
_HEADER = re.compile(r"\s*(\[\[?)\s*(.*?)\s*\]\]?\s*(?:#.*)?")
_STRING_OR_COMMENT = re.compile(
    r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|(?P<comment>#[^\r\n]*)', re.DOTALL
)


@dataclass(frozen=True, slots=True)
class _Assignment:
    key: str
    start: int
    value_start: int
    value_end: int
    end: int
    """The end of its line, without the sign for it."""
    value: Any


@dataclass(slots=True)
class _Table:
    name: str
    """The canonical name; "" of what stands before all tables."""
    end: int
    """The end of the line of its head."""
    assignments: list[_Assignment] = field(default_factory=list)

    @property
    def last(self) -> int:
        """The end of its last line that says something."""
        return max([self.end, *(one.end for one in self.assignments)])

    def value(self, key: str) -> Any:  # noqa: ANN401 - a value of TOML
        """Return the value of a key, None where there is none."""
        return next((one.value for one in self.assignments if one.key == key), None)


@dataclass(frozen=True)
class TomlText:
    """A TOML file, to be changed. Keys are canonical; every method raises BulletinError where it cannot be read."""

    text: str
    names: KeyNames
    path: str

    def append_table(self, kind: str, values: Mapping[str, Value]) -> str:
        """Return the text with one more table ``[[kind]]``, behind the last one of its kind."""
        tables = [table for table in self._tables if table.name == kind]
        at = tables[-1].last if tables else len(self.text.rstrip())
        end = self._line_end
        lines = [f"[[{self._called(kind)}]]", *(self._line(key, value, kind) for key, value in values.items())]
        before = end * 2 if self.text[:at].strip("\ufeff \r\n") else ""
        return spliced(self.text, [Splice(at, at, before + end.join(lines) + ("" if self.text[at:] else end))])

    def set_value(self, kind: str, identifier: str, key: str, value: Value) -> str:
        """Return the text with a key of the table ``[[kind]]`` with that id; of ``[kind]`` where the id is ""."""
        table = self._table(kind, identifier)
        known = next((one for one in table.assignments if one.key == key), None)
        if known:
            return spliced(self.text, [Splice(known.value_start, known.value_end, written_value(value))])
        at = table.last
        return spliced(self.text, [Splice(at, at, self._line_end + self._line(key, value, kind))])

    def remove_value(self, kind: str, identifier: str, key: str) -> str:
        """Return the text without a key of a table."""
        found = [one for one in self._table(kind, identifier).assignments if one.key == key]
        return spliced(self.text, [Splice(one.start, self._next_line(one.end), "") for one in found])

    def value(self, kind: str, identifier: str, key: str) -> Any:  # noqa: ANN401 - a value of TOML
        """Return what a table has under a key, None where it has nothing."""
        return self._table(kind, identifier).value(key)

    @cached_property
    def _tables(self) -> list[_Table]:
        tables = [_Table("", 0)]
        for start, end in self._statements():
            statement = self.text[start:end]
            if (header := _HEADER.fullmatch(statement)) and "=" not in header[2]:
                tables.append(_Table(self.names.canonical(header[2].strip("\"'")), end))
            else:
                tables[-1].assignments.append(self._assignment(start, end))
        return tables

    def _table(self, kind: str, identifier: str) -> _Table:
        for table in self._tables:
            if table.name == kind and (not identifier or table.value("id") == identifier):
                return table
        raise BulletinError(_NO_TABLE, path=self.path, name=identifier or kind)

    def _statements(self) -> Iterator[tuple[int, int]]:
        """Yield where heads of tables and assignments begin and end; a value may have several lines."""
        start, at = None, int(self.text.startswith("\ufeff"))
        for line in self.text[at:].splitlines(keepends=True):
            end = at + len(line.rstrip("\r\n"))
            if start is None and line.strip() and not line.lstrip().startswith("#"):
                start = at
            at += len(line)
            if start is not None and _parsed(self.text[start:end]) is not None:
                yield start, end
                start = None
        if start is not None:
            raise BulletinError(_UNREADABLE, path=self.path, line=self.text.count("\n", 0, start) + 1)

    def _assignment(self, start: int, end: int) -> _Assignment:
        statement = self.text[start:end]
        written, value = next(iter((_parsed(statement) or {}).items()))
        last_line = statement.rfind("\n") + 1
        comments = (found.start() for found in _STRING_OR_COMMENT.finditer(statement) if found["comment"])
        stop = next((comment for comment in comments if comment >= last_line), len(statement))
        name = re.compile(r"""\s*(?:"(?:\\.|[^"\\])*"|'[^']*'|[^"'=]*)\s*=\s*""").match(statement)
        value_start = name.end() if name else 0
        value_end = len(statement[:stop].rstrip())
        return _Assignment(self.names.canonical(written), start, start + value_start, start + value_end, end, value)

    def _line(self, key: str, value: Value, table: str) -> str:
        return f"{self._called(key, table)} = {written_value(value)}"

    def _called(self, key: str, table: str = "") -> str:
        return self.names.chinese(key, table) if self._is_chinese else key

    @cached_property
    def _is_chinese(self) -> bool:
        """Whether the keys of the file are Chinese."""
        return in_chinese(self.text[one.start : one.value_start] for table in self._tables for one in table.assignments)

    @property
    def _line_end(self) -> str:
        return "\r\n" if "\r\n" in self.text else "\n"

    def _next_line(self, end: int) -> int:
        return end + len(self._line_end) if self.text[end:] else end


def written_value(value: Value) -> str:
    """Return a value as TOML writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, int | date):
        return str(value)
    return f"[{', '.join(map(written_value, value))}]"


def _parsed(statement: str) -> dict[str, Any] | None:
    """Return what a statement says, None where it has not ended yet."""
    try:
        return tomllib.loads(quote_chinese_keys(statement))
    except tomllib.TOMLDecodeError:
        return None
