"""The language of queries, read the same way as in ``theme/assets/search/query.js``.

Words stand for themselves and must all occur; ``"…"`` is a phrase, ``-`` leaves out, ``单位:`` and the like are fields.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bulletin.search.normalize import fold, fold_query
from bulletin.search.query.fields import FIELDS, NAMED, issue_number

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
    """Something that must occur, or must not; ``text`` is folded."""

    typed: str
    text: str
    without: bool = False
    where: str = ""
    """"title", "author" or "issue"; "" is anywhere."""
    loose: bool = False
    """Whether a number in it may be part of a longer one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Values of a field, of which an item must have one, or must have none; they are folded names."""

    field: str
    typed: str
    values: tuple[str, ...]
    without: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """Days, both included, in the form 2026-03-31; "" is open."""

    typed: str
    first: str
    last: str
    without: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What was asked. ``wrong`` holds what could not be read: parts such as ``年:二十``."""

    terms: tuple[Term, ...] = ()
    choices: tuple[Choice, ...] = ()
    days: tuple[Days, ...] = ()
    wrong: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked."""
        return not (self.terms or self.choices or self.days)


def parse(text: str) -> Query:
    """Return the query that *text* writes; nothing is refused, what cannot be read is noted."""
    plain = _CONTROLS.sub(" ", unicodedata.normalize("NFC", text))
    parts = [part for match in _TOKEN.finditer(plain) for part in _part(match)]
    return Query(
        terms=tuple(p for p in parts if isinstance(p, Term)),
        choices=tuple(p for p in parts if isinstance(p, Choice)),
        days=tuple(p for p in parts if isinstance(p, Days)),
        wrong=tuple(p for p in parts if isinstance(p, str)),
    )


def _part(match: re.Match[str]) -> Iterator[Term | Choice | Days | str]:
    named = match["field"]
    field = _FIELD.get(fold_query(named), "") if named else ""
    value = match["phrase"] or match["open"] or match["word"]
    if named and not field:
        # A colon that belongs to the text.
        quoted = match[0][len(match["minus"] or "") :]
        value = quoted
    typed, without = match[0], bool(match["minus"])
    if field in NAMED:
        values = tuple(filter(None, map(fold_query, re.split("[,，|]", value))))
        yield Choice(field=field, typed=typed, values=values, without=without)
    elif field in ("year", "date"):
        span = days(value)
        yield Days(typed=typed, first=span[0], last=span[1], without=without) if span else typed
    else:
        yield from _term(typed, value, field, without=without)


def _term(typed: str, value: str, where: str, *, without: bool) -> Iterator[Term]:
    folded = fold_query(value)
    bare = folded.strip("*")
    if where == "issue":
        bare = issue_number(bare)
    if bare:
        yield Term(typed=typed, text=bare, without=without, where=where, loose=bare != folded and where != "issue")


def days(text: str) -> tuple[str, str] | None:
    """Return the first and the last day of what *text* writes: a year, month, day, quarter, half, or two of them."""
    first, to, last = fold_query(text).partition("..")
    if not to and (years := re.fullmatch(r"([0-9]{4})[-~]([0-9]{4})", first)):
        first, to, last = years[1], "..", years[2]
    begin, end = _span(first), _span(last if to else first)
    if begin is None or end is None or not (begin[0] or end[1]):
        return None
    return begin[0], end[1]


def _span(text: str) -> tuple[str, str] | None:
    # Compared as texts: no month has a day above 31.
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


def resolve(values: Sequence[str], names: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return the ids that folded *values* name: by id or whole name, or else by a part of a name."""
    found: dict[str, None] = {}
    for value in values:
        folded = {key: [fold(key), *map(fold, known)] for key, known in names.items()}
        exact = [key for key, known in folded.items() if value in known]
        found |= dict.fromkeys(exact or [key for key, known in folded.items() if any(value in n for n in known[1:])])
    return tuple(found)
