"""Read TOML tables setting by setting, by type; errors become problems with their line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeVar

from bulletin.core.dates import BadDay, parse_day
from bulletin.core.i18n import N_
from bulletin.core.problems import Problem
from bulletin.core.terms import Term
from bulletin.core.text import first_control_character, nearest
from bulletin.core.toml_keys import NO_NAMES, KeyNames, WrittenKeys, canonical_keys, in_chinese, quote_chinese_keys
from bulletin.core.toml_reasons import reason_of

T = TypeVar("T", bound=Term)
_MANY = 1_000_000_000
_FIRST_YEAR = 1900
_AT = re.compile(r"\(at line (\d+), column \d+\)")
_ENTRY = '["甲", "乙"]'


@dataclass(slots=True)
class TomlTable:
    """One TOML table, read setting by setting under canonical keys; problems are collected."""

    data: Mapping[str, Any]
    path: str
    problems: list[Problem]
    text: str
    place: tuple[str, int] | None = None
    """Name of the table as the file writes it, and which of those of that name it is, from 0."""
    known: list[str] = field(default_factory=list)
    names: KeyNames = NO_NAMES
    head: str = ""
    """Canonical name of the table."""
    keys: WrittenKeys = field(default_factory=WrittenKeys)
    """How the file writes the keys."""

    def __post_init__(self) -> None:
        """Put the table under canonical keys."""
        self.head = self.head or (self.place[0] if self.place else "")
        if not self.keys.spellings:
            self.keys = canonical_keys(self.data, self.names)
            self.data = self.keys.data

    def inner(self, name: str, order: int = 0, data: object = None) -> TomlTable:
        """Return the *order*-th table ``[[name]]`` of this file, or ``[name]``."""
        place = (self.spelled(name), order)
        given = data if isinstance(data, dict) else {}
        return TomlTable(given, self.path, self.problems, self.text, place, names=self.names, head=name)

    def spelled(self, key: str) -> str:
        """Return a key as the file writes it; one that it has not in the language of the table."""
        if key in self.keys.spellings:
            return self.keys.spellings[key]
        written = (*self.keys.spellings.values(), self.place[0] if self.place else "")
        return self.names.chinese(key) if in_chinese(written) else key

    def note(self, code: str, key: str, /, **values: str) -> None:
        """Note a problem with a setting."""
        name = self.spelled(key)
        respelled = {"key": name, **values}
        for value in values.keys() & {"other", "example"}:
            respelled[value] = self._respell(key, values[value])
        self._add(code, name, respelled, self.line(key))

    def respelled(self, problem: Problem) -> Problem:
        """Return a problem of this file with its keys in the language of the file."""
        named = {key: self._respell("", value) for key, value in problem.values.items() if key in ("key", "other")}
        return replace(problem, field=self.spelled(problem.field), values={**problem.values, **named})

    def _respell(self, key: str, value: str) -> str:
        """Return another key, or an example of this one, with the key as the file writes it."""
        if value in self.names.names:
            return self.spelled(value)
        if value == f"[[{key}]]":
            return f"[[{self.spelled(key)}]]"
        return self.spelled(key) + value.removeprefix(key) if value.startswith(f"{key} = ") else value

    def _add(self, code: str, name: str, values: dict[str, str], line: int) -> None:
        self.problems.append(Problem(path=self.path, line=line, field=name, code=code, values=values))

    def line(self, key: str = "") -> int:
        """Return the line of a key, or of the table's head, or 1; at the top of a file also that of a table."""
        return self._line_of(self.keys.spellings.get(key, key))

    def _line_of(self, written: str) -> int:
        if written and self.place is None and (heads := _heads(self.text, written)):
            return heads[0]
        start = head_line(self.text, *self.place) if self.place else 1
        for number, line in enumerate(_lines(self.text)[start if self.place else 0 :], start + bool(self.place)):
            if self.place and line.lstrip().startswith("["):
                break
            if written and re.match(rf"\s*[\"']?{re.escape(written)}[\"']?\s*=", line):
                return number
        return start

    def take(self, key: str) -> Any:  # noqa: ANN401 - TOML holds anything
        """Return the raw value of a setting, or None."""
        self.known.append(key)
        return self.data.get(key)

    def text_of(self, key: str, *, required: bool = False, example: str = "") -> str:
        """Return a text, or ""; a missing one is a problem only where it is required."""
        value = self.take(key)
        if value is None or value == "":
            if required:
                self.note("missing-setting", key, example=example or f'{key} = "…"')
            return ""
        if not isinstance(value, str):
            self.note("bad-setting", key, example=example or f'{key} = "…"')
            return ""
        self._refuse_controls(key, value)
        return value.strip()

    def _refuse_controls(self, key: str, value: str) -> None:
        if character := first_control_character(value):
            self.note("control-character", key, character=character)

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; a single text is a list of one."""
        value = self.take(key)
        members = [value] if isinstance(value, str) else [] if value is None else value
        if not isinstance(members, list) or not all(isinstance(m, str) for m in members):
            self.note("bad-setting", key, example=f'{key} = ["…", "…"]')
            return ()
        self._refuse_controls(key, "".join(members))
        return tuple(m.strip() for m in members if m.strip())

    def whole(self, key: str, *, least: int = 0) -> int | None:
        """Return a whole number from *least*, or None."""
        value = self.take(key)
        if value is None or (isinstance(value, int) and not isinstance(value, bool) and least <= value < _MANY):
            return value
        self.note("bad-setting", key, example=f"{key} = {3 if least else 150}")
        return None

    def day(self, key: str) -> date | None:
        """Return a day, written as a TOML date or as a text, or None."""
        value = self.take(key)
        # A time of day would be lost.
        is_day = isinstance(value, date) and not isinstance(value, datetime)
        try:
            day = value if value is None or is_day else parse_day(str(value))
        except BadDay:
            day = date.min
        if day is None or day.year >= _FIRST_YEAR:
            return day
        self.note("bad-setting", key, example=f"{key} = 2026-01-01")
        return None

    def flag(self, key: str) -> bool | None:
        """Return true, false, or None."""
        value = self.take(key)
        if value is None or isinstance(value, bool):
            return value
        self.note("bad-setting", key, example=f"{key} = true")
        return None

    def term(self, key: str, terms: type[T], default: T, *, required: bool = False) -> T:
        """Return the member of a vocabulary that a setting names, or the default."""
        text = self.text_of(key, required=required, example=f'{key} = "{default.names[0]}"')
        term = terms.read(text) if text else default
        if term is None:
            known = "、".join(t.names[0] for t in terms)
            self.note(
                "unknown-term", key, name=text, nearest=nearest(text, [n for t in terms for n in t.names]), known=known
            )
        return term or default

    def finish(self, code: str = "unknown-setting") -> None:
        """Report settings that were not read, and those that are there under two names."""
        for second, first in self.keys.repeated:
            values = {"key": second, "other": first, "first": str(self._line_of(first))}
            is_table = isinstance(self.data[self.names.canonical(first)], list) and f"[[{first}" in self.text
            self._add("names-of-one-table" if is_table else "duplicate-key", second, values, self._line_of(second))
        for key in (key for key in self.data if key not in self.known):
            is_chinese = in_chinese([self.spelled(key)])
            known = [self.names.chinese(k, self.head) if is_chinese else k for k in self.known]
            listed = ("、" if is_chinese else ", ").join(known)
            self.note(code, key, nearest=nearest(self.spelled(key), known), known=listed)


def head_line(text: str, name: str, number: int) -> int:
    """Return the line of the *number*-th ``[[name]]`` (from 0), or of ``[name]``."""
    heads = _heads(text, name)
    return heads[number] if number < len(heads) else 1


# Called once for each problem of a file.
@lru_cache(maxsize=8)
def _lines(text: str) -> tuple[str, ...]:
    return tuple(text.split("\n"))


@lru_cache(maxsize=16)
def _heads(text: str, name: str) -> tuple[int, ...]:
    pattern = re.compile(rf"\s*\[\[?\s*[\"']?{re.escape(name)}[\"']?\s*\]\]?")
    return tuple(n for n, line in enumerate(_lines(text), 1) if pattern.match(line))


def read_toml(path: str, text: str, problems: list[Problem], names: KeyNames = NO_NAMES) -> TomlTable:
    """Return the top table of a TOML text, decimals exact; empty where it is not valid TOML."""
    try:
        data = tomllib.loads(quote_chinese_keys(text), parse_float=Decimal)
        return TomlTable(data, path, problems, text, names=names)
    except tomllib.TOMLDecodeError as error:
        match = _AT.search(str(error))
        line = int(match[1]) if match else text.count("\n") + 1
        reason = reason_of(_AT.sub("", str(error)).strip(), "".join(_lines(text)[line - 1 : line]))
        problems.append(Problem(path=path, code="toml-syntax", line=line, values={"reason": reason}))
    except RecursionError:
        line = _longest_line(text, r"[\[{]")
        problems.append(Problem(path=path, code="too-deep", line=line, values={"example": _ENTRY}))
    except ValueError:
        # Python refuses numbers of more than 4,300 digits.
        values = {"reason": N_("the number is too long")}
        problems.append(Problem(path=path, code="toml-syntax", line=_longest_line(text, r"\d"), values=values))
    return TomlTable({}, path, problems, text, names=names)


def _longest_line(text: str, pattern: str) -> int:
    """Return the line with the most matches of *pattern*."""
    counts = [len(re.findall(pattern, line)) for line in text.split("\n")]
    return counts.index(max(counts)) + 1
