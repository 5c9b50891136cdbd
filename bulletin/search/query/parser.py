"""Parsing of queries, as in ``theme/assets/search/query.js``.

All words must occur. ``"…"`` is a phrase, ``-`` excludes, ``单位:`` and the like name fields.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bulletin.search.normalize import fold, fold_query, issue_number
from bulletin.search.query_fields import FIELDS, LISTED

_FIELD = {name: field for field, names in FIELDS.items() for name in (field, *names)}
_QUOTES = '"“”＂「」『』'
_CONTROLS = re.compile("[\\x00-\\x1f\\x7f-\\x9f\ufeff]")
_TOKEN = re.compile(
    rf"""(?P<minus>[-－−](?=\S))?
    (?:(?P<field>[^\s:：{_QUOTES}]+)[:：](?=\S))?
    (?: [{_QUOTES}](?P<phrase>[^{_QUOTES}]+)[{_QUOTES}](?=\s|$) | "(?P<open>[^"]+)$ | (?P<word>\S+) )""",
    re.VERBOSE,
)
_DAY = re.compile(r"([0-9]{4})(?:[-/.年]([0-9]{1,2})(?:[-/.月]([0-9]{1,2})日?|月)?|年)?")
_PART = re.compile(r"([0-9]{4})-?([hq])([1-4])")
_MONTHS = {"h": 6, "q": 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A text that must occur, or must not if it is excluded; ``text`` is folded."""

    typed: str
    text: str
    excluded: bool = False
    where: str = ""
    """"title", "author" or "issue"; "" is anywhere."""
    loose: bool = False
    """Whether a number in it may be part of a longer one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Folded values of a field, one of which an item must have; none of them if they are excluded."""

    field: str
    typed: str
    values: tuple[str, ...]
    excluded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DateRange:
    """The first and the last day of a period, in the form 2026-03-31; "" means no limit."""

    typed: str
    first: str
    last: str
    excluded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A parsed query. ``wrong`` holds the parts that could not be parsed, such as ``年:二十``."""

    terms: tuple[Term, ...] = ()
    choices: tuple[Choice, ...] = ()
    days: tuple[DateRange, ...] = ()
    wrong: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether the query asks for nothing."""
        return not (self.terms or self.choices or self.days)


def parse_query(text: str) -> Query:
    """Parse a query. Nothing is refused: what cannot be parsed is in ``Query.wrong``."""
    plain = _CONTROLS.sub(" ", unicodedata.normalize("NFC", text))
    parts = [part for match in _TOKEN.finditer(plain) for part in _part(match)]
    return Query(
        terms=tuple(p for p in parts if isinstance(p, Term)),
        choices=tuple(p for p in parts if isinstance(p, Choice)),
        days=tuple(p for p in parts if isinstance(p, DateRange)),
        wrong=tuple(p for p in parts if isinstance(p, str)),
    )


def _part(match: re.Match[str]) -> Iterator[Term | Choice | DateRange | str]:
    named = match["field"]
    field = _FIELD.get(fold_query(named), "") if named else ""
    value = match["phrase"] or match["open"] or match["word"]
    if named and not field:
        # The colon belongs to the text.
        quoted = match[0][len(match["minus"] or "") :]
        value = quoted
    typed, excluded = match[0], bool(match["minus"])
    if field in LISTED:
        values = tuple(filter(None, map(fold_query, re.split("[,，|]", value))))
        yield Choice(field=field, typed=typed, values=values, excluded=excluded)
    elif field in ("year", "date"):
        span = parse_days(value)
        yield DateRange(typed=typed, first=span[0], last=span[1], excluded=excluded) if span else typed
    else:
        yield from _term(typed, value, field, excluded=excluded)


def _term(typed: str, value: str, where: str, *, excluded: bool) -> Iterator[Term]:
    folded = fold_query(value)
    bare = folded.strip("*")
    if where == "issue":
        bare = issue_number(bare)
    if bare:
        yield Term(typed=typed, text=bare, excluded=excluded, where=where, loose=bare != folded and where != "issue")


def parse_days(text: str) -> tuple[str, str] | None:
    """Return the first and the last day of a year, half, quarter, month, day, or a range of these; None for others."""
    first, to, last = fold_query(text).partition("..")
    if not to and (years := re.fullmatch(r"([0-9]{4})[-~]([0-9]{4})", first)):
        first, to, last = years[1], "..", years[2]
    begin, end = _span(first), _span(last if to else first)
    if begin is None or end is None or not (begin[0] or end[1]):
        return None
    return begin[0], end[1]


def _span(text: str) -> tuple[str, str] | None:
    # Days are compared as strings, so that the 31st can end every month.
    if not text:
        return "", ""
    if part := _PART.fullmatch(text):
        months = _MONTHS[part[2]]
        last = int(part[3]) * months
        return (f"{part[1]}-{last - months + 1:02}-01", f"{part[1]}-{last:02}-31") if last <= 12 else None  # noqa: PLR2004
    if day := _DAY.fullmatch(text):
        year, month, number = day[1], day[2], day[3]
        first = f"{year}-{int(month or 1):02}-{int(number or 1):02}"
        return first, f"{year}-{int(month or 12):02}-{int(number or 31):02}"
    return None


def resolve_names(values: Sequence[str], names: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return the ids that folded *values* name: by id or full name, otherwise by a part of a name."""
    found: dict[str, None] = {}
    for value in values:
        folded = {key: [fold(key), *map(fold, known)] for key, known in names.items()}
        exact = [key for key, known in folded.items() if value in known]
        found |= dict.fromkeys(exact or [key for key, known in folded.items() if any(value in n for n in known[1:])])
    return tuple(found)
