"""A reading as plain values, to be stored from one build to the next."""

from __future__ import annotations

import types
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import Any, get_args, get_type_hints

from bulletin.content.parsed_file import ParsedFile
from bulletin.content.reading import Reading, Stored
from bulletin.content.scan import SourceTree
from bulletin.content.sources import parse_sources
from bulletin.core.cache_file import CacheCorrupted
from bulletin.core.problems import Problem
from bulletin.core.terms import Term
from bulletin.model.records import Call, Issue, Item

_KINDS: tuple[Any, ...] = (Item, Issue, Call)
_LISTS = ("items", "calls", "issues", "registry", "pages", "images")
_DAYS = (date, date | None)

_Values = tuple[Any, ...]


def dump_reading(reading: Reading) -> _Values:
    """Return a reading as plain values; those of a file that has not changed since it was loaded are the same."""
    sources, stored = reading.sources, reading.stored
    tree = sources.files
    return (
        _shape(),
        tuple(getattr(tree, name) for name in _LISTS),
        _dump_problems(tree.problems),
        _dump_problems(sources.name_problems),
        dict(sources.tables),
        [
            stored.values[path] if stored.files.get(path) is parsed else _dump_file(parsed)
            for path, parsed in reading.files.items()
        ],
    )


def load_reading(root: Path, values: Any) -> Reading:  # noqa: ANN401 - whatever was stored
    """Return the reading of the archive at *root* that *values* were dumped from. Raises CacheCorrupted."""
    try:
        shape, lists, tree_problems, name_problems, tables, listed = values
        if shape != _shape():
            raise CacheCorrupted(root)
        tree = SourceTree(**dict(zip(_LISTS, lists, strict=True)), problems=list(_load_problems(tree_problems)))
        files = {parsed.path: parsed for parsed in map(_file_loader(), listed)}
        sources = parse_sources(root, tree, tables, name_problems=_load_problems(name_problems))
    except (TypeError, ValueError, LookupError, AttributeError, OverflowError) as error:
        raise CacheCorrupted(root) from error
    return Reading(sources=sources, files=files, stored=Stored(files, dict(zip(files, listed, strict=True))))


def _dump_file(parsed: ParsedFile) -> _Values:
    path, fact, problems, *others = parsed
    kind = -1 if fact is None else _KINDS.index(type(fact))
    return path, kind, fact and _converter(_KINDS[kind]).dump(fact), problems and _dump_problems(problems), *others


def _file_loader() -> Callable[[_Values], ParsedFile]:
    load_fact = [_converter(kind).load for kind in _KINDS]

    def load(values: _Values) -> ParsedFile:
        path, kind, fact, problems, *others = values
        return ParsedFile(
            path, None if fact is None else load_fact[kind](fact), problems and _load_problems(problems), *others
        )

    return load


def _dump_problems(problems: Iterable[Problem]) -> _Values:
    return tuple((p.path, p.code, p.line, p.field, tuple(p.values.items())) for p in problems)


def _load_problems(kept: Iterable[Any]) -> tuple[Problem, ...]:
    return tuple(
        Problem(path=path, code=code, line=line, field=field, values=dict(values))
        for path, code, line, field, values in kept
    )


class _Converter:
    """Converts a dataclass to plain values: days to numbers, terms to texts, nested records to tuples."""

    def __init__(self, kind: type) -> None:
        hints = get_type_hints(kind)
        self.kind = kind
        self.names = [field.name for field in fields(kind)]
        self._values: Callable[[object], _Values] = attrgetter(*self.names)
        self._days = [n for n, name in enumerate(self.names) if hints[name] in _DAYS]
        self._terms = [(n, terms) for n, name in enumerate(self.names) if (terms := _terms(hints[name]))]
        self._parts = [(n, _converter(part)) for n, name in enumerate(self.names) if (part := _part(hints[name]))]
        self._set = [getattr(kind, name).__set__ for name in self.names]

    def dump(self, record: object) -> _Values:
        """Return the plain values of a record."""
        values = list(self._values(record))
        for n in self._days:
            values[n] = values[n] and values[n].toordinal()
        for n, _ in self._terms:
            values[n] = values[n] and values[n].value
        for n, converter in self._parts:
            if values[n]:
                values[n] = tuple(map(converter.dump, values[n]))
        return tuple(values)

    def load(self, kept: Iterable[Any]) -> Any:  # noqa: ANN401 - a record of the kind
        """Return the record of plain values."""
        values = list(kept)
        for n in self._days:
            values[n] = values[n] and _day(values[n])
        for n, terms in self._terms:
            values[n] = values[n] and terms[values[n]]
        for n, converter in self._parts:
            if values[n]:
                values[n] = tuple(map(converter.load, values[n]))
        return self.kind(**dict(zip(self.names, values, strict=True)))

    @property
    def shape(self) -> str:
        """What values depend on, beside the record."""
        return repr((self.names, self._days, self._terms, [(n, part.shape) for n, part in self._parts]))


# Days repeat from item to item.
_day = cache(date.fromordinal)


@cache
def _converter(kind: Any) -> _Converter:  # noqa: ANN401 - a class of facts or of their parts
    return _Converter(kind)


@cache
def _shape() -> str:
    """Return what tells whether another version has stored values."""
    return repr((ParsedFile._fields, [_converter(kind).shape for kind in _KINDS]))


def _terms(hint: Any) -> Mapping[str, Term]:  # noqa: ANN401 - a type as it is written
    for kind in get_args(hint) if isinstance(hint, types.UnionType) else (hint,):
        if isinstance(kind, type) and issubclass(kind, Term):
            return {term.value: term for term in kind}
    return {}


def _part(hint: Any) -> type | None:  # noqa: ANN401 - a type as it is written
    return next((kind for kind in get_args(hint) if is_dataclass(kind) and isinstance(kind, type)), None)
