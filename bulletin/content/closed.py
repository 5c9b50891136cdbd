"""Files of closed periods, ``registry/closed/2026-Q3.json``: read strictly."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import PurePosixPath
from typing import Any, TypeVar

from bulletin.checks.report import errors
from bulletin.content.closed_writer import FORMAT, LIMIT, Record, content_digest
from bulletin.content.decode import decode_text
from bulletin.core.dates import BadDay, BadPeriod, Period, parse_day
from bulletin.core.problems import Problem
from bulletin.model.closed import (
    ClosedEntry,
    ClosedItem,
    ClosedLapse,
    ClosedPeriod,
    ClosedTarget,
    ClosedUnit,
    RemarkValues,
    Reopening,
)
from bulletin.model.rankings import RankingKey
from bulletin.model.records import Adoption
from bulletin.model.registry import Registry
from bulletin.model.scheme_enums import Family, LapseKind

_RATIO = re.compile(r"-?\d{1,40}(?:/[1-9]\d{0,39})?", re.ASCII)
_DIGEST = re.compile(r"[0-9a-f]{64}")

T = TypeVar("T")


class _Malformed(Exception):
    """A value that no closing has written; ``key`` is where it stands."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def read_closed(files: Mapping[str, bytes], registry: Registry) -> tuple[tuple[ClosedPeriod, ...], list[Problem]]:
    """Return the closed periods that *files* (bytes by path) hold, by period, and the problems of the files."""
    problems: list[Problem] = []
    found = []
    for path, data in sorted(files.items()):
        text, closed, of_file = _read_file(path, data)
        of_file += _unknown_references(closed, registry, text) if closed else []
        found += [closed] if closed and not errors(of_file) else []
        problems += of_file
    return tuple(sorted(found, key=lambda one: (one.period.first, one.period.last))), problems


def read_altered(path: str, data: bytes) -> ClosedPeriod | None:
    """Return what a file of a closed period says, whatever was altered in it; None where it cannot be understood."""
    return _read_file(path, data)[1]


def _read_file(path: str, data: bytes) -> tuple[str, ClosedPeriod | None, list[Problem]]:
    """Return the text of a file, the closed period that it holds, and its problems."""
    if len(data) > LIMIT:
        return "", None, [Problem(path=path, code="closed-too-large", values={"limit": f"{LIMIT // 1_000_000} MB"})]
    text, problems = decode_text(data, path, LIMIT)
    # What the text says is of no interest where its bytes are wrong.
    closed = None if errors(problems) else _parse(path, text, problems)
    return text, closed, problems


def _parse(path: str, text: str, problems: list[Problem]) -> ClosedPeriod | None:
    try:
        record = json.loads(text, parse_float=_refuse, parse_constant=_refuse)
        closed = _read_period(path, record)
    except json.JSONDecodeError as error:
        problems.append(Problem(path=path, code="closed-malformed", line=error.lineno))
    except _Malformed as error:
        line = _line_of(text, error.key)
        problems.append(Problem(path=path, code="closed-malformed", line=line, field=error.key))
    except (RecursionError, ValueError):
        # Python refuses numbers of more than 4,300 digits.
        problems.append(Problem(path=path, code="closed-malformed", line=1))
    else:
        digest = record.pop("digest")
        if digest != content_digest(record):
            line = _line_of(text, "digest")
            problems.append(Problem(path=path, code="closed-altered", line=line, field="digest"))
        return closed
    return None


def _refuse(text: str) -> object:
    raise _Malformed(text)


def _line_of(text: str, key: str) -> int:
    """Return the line on which a key or value stands first, or 1."""
    place = text.find(json.dumps(key, ensure_ascii=False))
    return text.count("\n", 0, place) + 1 if place >= 0 else 1


def _unknown_references(closed: ClosedPeriod, registry: Registry, text: str) -> Iterator[Problem]:
    publications = {adoption.publication for item in closed.items for adoption in item.adoptions}
    scored = (entry for unit in closed.units for entry in unit.entries if entry.family is Family.ADOPTION)
    publications |= {publication for _, publication in closed.rankings or () if publication}
    publications |= {entry.event[0] for entry in scored if entry.event}
    units = {unit for item in closed.items for unit in item.units} | set(closed.unit)
    units |= {unit for unit, _ in closed.answered or ()}
    for key, names, known in (
        ("units", units, registry.unit),
        ("adoptions", publications, registry.publication),
    ):
        for name in sorted(names - known.keys()):
            values = {"key": key, "name": name}
            line = _line_of(text, name)
            yield Problem(path=closed.path, code="closed-unknown-entry", line=line, field=key, values=values)


def _read_period(path: str, record: object) -> ClosedPeriod:
    top = _dict("period", record)
    period = _period("period", top.get("period"))
    if top.get("format") != FORMAT:
        raise _Malformed("format")
    if period.label != PurePosixPath(path).stem:
        raise _Malformed("period")
    if not _DIGEST.fullmatch(_str("digest", top.get("digest"))):
        raise _Malformed("digest")
    rules = tuple(_strings("rules", top.get("rules")))
    closed = ClosedPeriod(
        period=period,
        path=path,
        closed=_optional(_day, "closed", top.get("closed")),
        digest=top["digest"],
        scheme=_str("scheme", top.get("scheme")),
        rules=rules,
        items=tuple(map(_item, _list("items", top.get("items", [])))),
        units=tuple(_unit(one, len(rules)) for one in _list("units", top.get("units", []))),
        rankings=_optional(_rankings, "rankings", top.get("rankings")),
        issues=_optional(_texts, "issues", top.get("issues")),
        answered=_optional(_pairs, "answered", top.get("answered")),
        reopened=tuple(map(_reopening, _list("reopened", top.get("reopened")))),
    )
    if any(len(unit.further_ranks) != len(closed.rankings or ()) for unit in closed.units):
        raise _Malformed("rankings")
    if len(closed.unit) != len(closed.units) or len({item.id for item in closed.items}) != len(closed.items):
        raise _Malformed("units")
    return closed


def _reopening(value: object) -> Reopening:
    one = _dict("reopened", value)
    return Reopening(
        _day("reopened", one.get("closed")),
        _str("reopened", one.get("digest")),
        _day("reopened", one.get("reopened")),
        _str("reopened", one.get("reason")),
    )


def _item(value: object) -> ClosedItem:
    one = _dict("items", value)
    units = tuple(_strings("items", one.get("units")))
    if not units:
        raise _Malformed("items")
    return ClosedItem(
        _str("items", one.get("id")),
        _day("items", one.get("date")),
        units,
        _str("items", one.get("category")),
        tuple(map(_adoption, _list("adoptions", one.get("adoptions")))),
    )


def _adoption(value: object) -> Adoption:
    publication, issue, day, treatment = _row("adoptions", value, 4)
    return Adoption(
        publication=_str("adoptions", publication),
        issue=_str("adoptions", issue),
        date=_optional(_day, "adoptions", day),
        treatment=None if treatment is None else _str("adoptions", treatment),
    )


def _unit(value: object, rules: int) -> ClosedUnit:
    one = _dict("units", value)
    families = _dict("points_by_family", one.get("points_by_family"))
    publications = _dict("by_publication", one.get("by_publication"))
    return ClosedUnit(
        id=_str("units", one.get("id")),
        group=_str("group", one.get("group")),
        submitted=_number("submitted", one.get("submitted")),
        adopted=_number("adopted", one.get("adopted")),
        rate=_optional(_fraction, "rate", one.get("rate")),
        adoptions=_number("adoptions", one.get("adoptions")),
        by_publication={name: _number("by_publication", number) for name, number in publications.items()},
        families={_term(Family, "points_by_family", n): _fraction("points_by_family", p) for n, p in families.items()},
        points=_optional(_fraction, "points", one.get("points")),
        result=_optional(_fraction, "result", one.get("result")),
        rank=_optional(_number, "rank", one.get("rank")),
        further_ranks=tuple(
            _optional(_number, "further_ranks", n) for n in _list("further_ranks", one.get("further_ranks", []))
        ),
        scored=_number("scored", one.get("scored")),
        disqualified=tuple(_reason(values) for values in _list("disqualified", one.get("disqualified"))),
        failed=tuple(_period("failed", label) for label in _list("failed", one.get("failed"))),
        failures=tuple(_remark("failures", row) for row in _list("failures", one.get("failures", []))),
        changes=tuple(_remark("changes", row) for row in _list("changes", one.get("changes", []))),
        targets=tuple(map(_target, _list("targets", one.get("targets")))),
        lapses=tuple(map(_lapse, _list("lapses", one.get("lapses")))),
        entries=tuple(_entry(row, rules) for row in _list("entries", one.get("entries"))),
    )


def _reason(value: object) -> dict[str, str]:
    values = {key: _str("disqualified", text) for key, text in _dict("disqualified", value).items()}
    if "text" not in values:
        raise _Malformed("disqualified")
    return values


def _remark(key: str, value: object) -> RemarkValues:
    """Return a remark; in old files it is its sentence."""
    values = {"text": _str(key, value)} if isinstance(value, str) else _dict(key, value)
    if "text" not in values or not all(isinstance(each, str | bool) for each in values.values()):
        raise _Malformed(key)
    if "period" in values:
        _period(key, values["period"])
        _fraction(key, values.get("least"))
    if len(values) > 1:
        _fraction(key, values.get("points"))
    return values


def _target(value: object) -> ClosedTarget:
    one = _dict("targets", value)
    return ClosedTarget(
        _str("targets", one.get("id")),
        _str("targets", one.get("words")),
        _fraction("targets", one.get("quota")),
        tuple(_reference(done) for done in _list("targets", one.get("done"))),
        _period("targets", one.get("period")),
        _optional(_period, "targets", one.get("window")),
        _optional(_fraction, "targets", one.get("points")),
    )


def _reference(value: object) -> tuple[str, ...]:
    parts = tuple(_strings("targets", value))
    if len(parts) not in (1, 3):
        raise _Malformed("targets")
    return parts


def _lapse(value: object) -> ClosedLapse:
    kind, day, *ids = _row("lapses", value, 5)
    return ClosedLapse(_term(LapseKind, "lapses", kind), _day("lapses", day), *_strings("lapses", ids))


def _entry(value: object, rules: int) -> ClosedEntry:
    row = _list("entries", value)
    if len(row) < 5:  # noqa: PLR2004 - those that every entry has
        raise _Malformed("entries")
    day, rule, points, family, item, *event = row
    if _number("entries", rule) >= rules:
        raise _Malformed("entries")
    return ClosedEntry(
        _day("entries", day),
        rule,
        _fraction("entries", points),
        _term(Family, "entries", family),
        _str("entries", item),
        tuple(_strings("entries", event)),
    )


def _optional(read: Callable[[str, object], T], key: str, value: object) -> T | None:
    return None if value is None else read(key, value)


def _dict(key: str, value: object) -> Record:
    if not isinstance(value, dict):
        raise _Malformed(key)
    return value


def _list(key: str, value: object) -> list[Any]:
    if not isinstance(value, list):
        raise _Malformed(key)
    return value


def _row(key: str, value: object, length: int) -> Sequence[Any]:
    row = _list(key, value)
    if len(row) != length:
        raise _Malformed(key)
    return row


def _str(key: str, value: object) -> str:
    if not isinstance(value, str):
        raise _Malformed(key)
    return value


def _strings(key: str, value: object) -> Iterable[str]:
    return [_str(key, member) for member in _list(key, value)]


def _texts(key: str, value: object) -> tuple[str, ...]:
    return tuple(_strings(key, value))


def _pairs(key: str, value: object) -> tuple[tuple[str, str], ...]:
    return tuple((_str(key, unit), _str(key, call)) for unit, call in (_row(key, row, 2) for row in _list(key, value)))


def _rankings(key: str, value: object) -> tuple[tuple[str, str], ...]:
    found = _pairs(key, value)
    for by, publication in found:
        if by:
            _term(RankingKey, key, by)
        elif not publication:
            raise _Malformed(key)
    return found


def _number(key: str, value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise _Malformed(key)
    return value


def _fraction(key: str, value: object) -> Fraction:
    text = _str(key, value)
    if not _RATIO.fullmatch(text):
        raise _Malformed(key)
    return Fraction(text)


def _day(key: str, value: object) -> date:
    try:
        return parse_day(_str(key, value))
    except BadDay:
        raise _Malformed(key) from None


def _period(key: str, value: object) -> Period:
    try:
        return Period.parse(_str(key, value))
    except BadPeriod:
        raise _Malformed(key) from None


E = TypeVar("E", Family, LapseKind, RankingKey)


def _term(kind: type[E], key: str, value: object) -> E:
    try:
        return kind(_str(key, value))
    except ValueError:
        raise _Malformed(key) from None
