"""A reading as plain values, to be stored from one build to the next.

Records are converted field by field, each field of all records at once, by functions in C: for thousands of items, this
takes half the time of converting them one by one.
"""

from __future__ import annotations

import types
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from itertools import islice, repeat
from operator import attrgetter
from pathlib import Path
from typing import Any, get_args, get_type_hints

from bulletin.checks.likeness import LikeTexts
from bulletin.content.parsed_file import ParsedFile
from bulletin.content.reading import Reading, Stored
from bulletin.content.scan import SourceTree
from bulletin.content.sources import parse_sources
from bulletin.core.cache_file import MALFORMED, CacheCorrupted
from bulletin.core.problems import Problem
from bulletin.core.terms import Term
from bulletin.model.records import Call, CircularText, Compilation, Issue, Item

_KINDS: tuple[Any, ...] = (type(None), Item, Issue, Call, CircularText, Compilation)
_LISTS = ("items", "calls", "issues", "circulars", "compilations", "registry", "pages", "images")
_DAYS = (date, date | None)

_Values = tuple[Any, ...]


def dump_reading(reading: Reading) -> _Values:
    """Return a reading as plain values; those of a file that has not changed since it was loaded are the same."""
    sources, stored = reading.sources, reading.stored
    tree = sources.files
    others = [parsed for path, parsed in reading.files.items() if stored.files.get(path) is not parsed]
    dumped = dict(zip((parsed.path for parsed in others), _dump_files(others), strict=True))
    return (
        _shape(),
        tuple(getattr(tree, name) for name in _LISTS),
        _dump_problems(tree.problems),
        _dump_problems(sources.name_problems),
        dict(sources.tables),
        [tuple(texts) for texts in reading.alike],
        [dumped.get(path) or stored.values[path] for path in reading.files],
    )


def load_reading(root: Path, values: Any) -> Reading:  # noqa: ANN401 - whatever was stored
    """Return the reading of the archive at *root* that *values* were dumped from. Raises CacheCorrupted."""
    try:
        shape, lists, tree_problems, name_problems, tables, alike, listed = values
        if shape != _shape():
            raise CacheCorrupted(root)
        tree = SourceTree(**dict(zip(_LISTS, lists, strict=True)), problems=list(_load_problems(tree_problems)))
        files = {parsed.path: parsed for parsed in _load_files(listed)}
        sources = parse_sources(root, tree, tables, name_problems=_load_problems(name_problems))
        stored = Stored(files, dict(zip(files, listed, strict=True)))
        like_texts = tuple(map(LikeTexts._make, alike))
    except MALFORMED as error:
        raise CacheCorrupted(root) from error
    return Reading(sources=sources, files=files, alike=like_texts, stored=stored)


def _dump_files(files: Sequence[ParsedFile]) -> Iterator[_Values]:
    facts = [parsed.fact for parsed in files]
    kinds = [_KINDS.index(type(fact)) for fact in facts]
    for parsed, kind, fact in zip(files, kinds, _converted(kinds, facts, _Converter.dump), strict=True):
        path, _, problems, *others = parsed
        yield path, kind, fact, problems and _dump_problems(problems), *others


def _load_files(listed: Sequence[Any]) -> Iterable[ParsedFile]:
    if not listed:
        return ()
    paths, kinds, facts, problems, *others = zip(*listed, strict=True)
    loaded = [found and _load_problems(found) for found in problems]
    columns = (paths, _converted(kinds, facts, _Converter.load), loaded, *others)
    if len(columns) != len(ParsedFile._fields):
        raise ValueError(len(columns))
    return map(ParsedFile._make, zip(*columns, strict=True))


def _converted(
    kinds: Sequence[int], facts: Sequence[Any], convert: Callable[[_Converter, list[Any]], list[Any]]
) -> Iterator[Any]:
    """Yield facts, converted kind by kind, in their order; None for no fact."""
    found = [
        iter(convert(_converter(kind), [fact for n, fact in zip(kinds, facts, strict=True) if n == number]))
        if number
        else repeat(None)
        for number, kind in enumerate(_KINDS)
    ]
    return (next(found[number]) for number in kinds)


def _dump_problems(problems: Iterable[Problem]) -> _Values:
    return tuple([problem.to_values() for problem in problems])


def _load_problems(kept: Iterable[Any]) -> tuple[Problem, ...]:
    return tuple(map(Problem.of_values, kept))


class _Converter:
    """Converts records of a class to plain values: days to numbers, terms to texts, nested records to tuples."""

    def __init__(self, kind: type) -> None:
        hints = get_type_hints(kind)
        self.kind = kind
        self.names = [field.name for field in fields(kind)]
        self._hints = [hints[name] for name in self.names]
        self._values: Callable[[object], _Values] = attrgetter(*self.names)
        # Fields of frozen records are set as their constructor does, but without calling it.
        self._setters = [getattr(kind, name).__set__ for name in self.names]

    def dump(self, records: Collection[object]) -> list[_Values]:
        """Return the plain values of records."""
        columns = zip(*map(self._values, records), strict=True)
        dumped = [_dump_column(hint, column) for hint, column in zip(self._hints, columns, strict=bool(records))]
        return list(zip(*dumped, strict=True))

    def load(self, rows: Collection[_Values]) -> list[Any]:
        """Return the records of plain values."""
        records: list[Any] = list(map(object.__new__, repeat(self.kind, len(rows))))
        columns = zip(*rows, strict=True)
        for set_value, hint, column in zip(self._setters, self._hints, columns, strict=bool(rows)):
            deque(map(set_value, records, _load_column(hint, column)), maxlen=0)
        return records

    @property
    def shape(self) -> str:
        """What the values depend on, beside the records."""
        parts = [_converter(part).shape for part in map(_part, self._hints) if part]
        return repr((self.names, self._hints, [sorted(_terms(hint)) for hint in self._hints], parts))


def _dump_column(hint: Any, column: Sequence[Any]) -> Iterable[Any]:  # noqa: ANN401 - a type as it is written
    if hint in _DAYS:
        return [day and day.toordinal() for day in column]
    if _terms(hint):
        return [term and term.value for term in column]
    if part := _part(hint):
        flat = iter(_converter(part).dump([record for records in column for record in records]))
        return [records and tuple(islice(flat, len(records))) for records in column]
    return column


def _load_column(hint: Any, column: Sequence[Any]) -> Iterable[Any]:  # noqa: ANN401 - a type as it is written
    if hint in _DAYS:
        return map({day: day and date.fromordinal(day) for day in set(column)}.__getitem__, column)
    if terms := _terms(hint):
        return [term and terms[term] for term in column]
    if part := _part(hint):
        flat = iter(_converter(part).load([values for listed in column for values in listed]))
        return [listed and tuple(islice(flat, len(listed))) for listed in column]
    return column


@cache
def _converter(kind: Any) -> _Converter:  # noqa: ANN401 - a class of facts or of their parts
    return _Converter(kind)


@cache
def _shape() -> str:
    """Return what tells whether another version has stored values."""
    return repr((ParsedFile._fields, [_converter(kind).shape for kind in _KINDS[1:]]))


@cache
def _terms(hint: Any) -> Mapping[str, Term]:  # noqa: ANN401 - a type as it is written
    for kind in get_args(hint) if isinstance(hint, types.UnionType) else (hint,):
        if isinstance(kind, type) and issubclass(kind, Term):
            return {term.value: term for term in kind}
    return {}


@cache
def _part(hint: Any) -> type | None:  # noqa: ANN401 - a type as it is written
    return next((kind for kind in get_args(hint) if is_dataclass(kind) and isinstance(kind, type)), None)
