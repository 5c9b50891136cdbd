"""The cache of facts, from one build to the next: unchanged files are not read again."""

from __future__ import annotations

import types
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from operator import attrgetter
from typing import Any, get_args, get_type_hints

from bulletin.content.file_reader import ParsedFile
from bulletin.core.terms import Term
from bulletin.model.records import Call, Fact, Issue, Item

_KINDS: tuple[Any, ...] = (Item, Issue, Call)
_DAYS = (date, date | None)


def dump(parsed_files: Iterable[ParsedFile], texts: bool) -> list[Any]:  # noqa: FBT001 - as it is kept
    """Return the facts of files as plain values; the texts of items only where *texts* are wanted."""
    return [
        (
            read.path,
            (
                read.front_digest,
                *read.length_and_digest,
                read.used_fast_path,
                read.cache_key,
                read.file_digest,
                read.may_defer,
            ),
            _KINDS.index(type(read.fact)),
            _dump_fact(read.fact, texts),
        )
        for read in parsed_files
        if read.fact is not None
    ]


def _dump_fact(fact: Fact, texts: bool) -> tuple[Any, ...]:  # noqa: FBT001
    kind: Any = type(fact)
    converter = _converter(kind)
    values = converter.dump(fact)
    if not texts and isinstance(fact, Item):
        values[converter.names.index("body")] = ""
    return tuple(values)


def load(kept: Iterable[Any]) -> Iterator[ParsedFile]:
    """Yield the files that *kept* was dumped from; their texts are read when needed."""
    shapes = [_converter(kind) for kind in _KINDS]
    for path, (front, length, bare, plain, key, whole, may_defer), kind, values in kept:
        fact = shapes[kind].load(values)
        yield ParsedFile(path, fact, None, [], front, (length, bare), plain, key, whole, is_deferred=may_defer)


class _Converter:
    """Converts a dataclass to plain values: days to numbers, terms to texts, nested records to tuples."""

    def __init__(self, kind: type) -> None:
        hints = get_type_hints(kind)
        self.kind = kind
        self.names = [field.name for field in fields(kind)]
        self._values: Callable[[object], tuple[Any, ...]] = attrgetter(*self.names)
        self._days = [n for n, name in enumerate(self.names) if hints[name] in _DAYS]
        self._terms = [(n, terms) for n, name in enumerate(self.names) if (terms := _terms(hints[name]))]
        self._parts = [(n, _converter(part)) for n, name in enumerate(self.names) if (part := _part(hints[name]))]

    def dump(self, fact: object) -> list[Any]:
        """Return the plain values of a fact."""
        values = list(self._values(fact))
        for n in self._days:
            values[n] = values[n] and values[n].toordinal()
        for n, _ in self._terms:
            values[n] = values[n] and values[n].value
        for n, converter in self._parts:
            if values[n]:
                values[n] = tuple(tuple(converter.dump(part)) for part in values[n])
        return values

    def load(self, kept: Iterable[Any]) -> Any:  # noqa: ANN401 - a fact of the kind
        """Return the fact of plain values."""
        values = list(kept)
        for n in self._days:
            values[n] = values[n] and date.fromordinal(values[n])
        for n, terms in self._terms:
            values[n] = values[n] and terms[values[n]]
        for n, converter in self._parts:
            if values[n]:
                values[n] = tuple(map(converter.load, values[n]))
        return self.kind(**dict(zip(self.names, values, strict=True)))


@cache
def _converter(kind: Any) -> _Converter:  # noqa: ANN401 - a class of facts or of their parts
    return _Converter(kind)


def _terms(hint: Any) -> Mapping[str, Term]:  # noqa: ANN401 - a type as it is written
    for kind in get_args(hint) if isinstance(hint, types.UnionType) else (hint,):
        if isinstance(kind, type) and issubclass(kind, Term):
            return {term.value: term for term in kind}
    return {}


def _part(hint: Any) -> type | None:  # noqa: ANN401 - a type as it is written
    return next((kind for kind in get_args(hint) if is_dataclass(kind) and isinstance(kind, type)), None)
