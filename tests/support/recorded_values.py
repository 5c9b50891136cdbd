"""Values that note what is read of them: lists, mappings, the withheld items and the day of an archive."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any, Self

from bulletin.model.keys import Names
from tests.support.coverage_of_reads import Read


class Recorder:
    """The reads of one page or file at a time."""

    def __init__(self) -> None:
        self.reads: set[Read] = set()
        self.depth = 1
        """How often recording has been paused and not resumed."""

    def note(self, *read: Hashable) -> None:
        if not self.depth:
            self.reads.add(read)

    @contextmanager
    def paused(self) -> Iterator[None]:
        self.depth += 1
        try:
            yield
        finally:
            self.depth -= 1

    def of(self, make: Callable[[], object]) -> set[Read]:
        """Return what *make* reads."""
        self.reads, self.depth = set(), 0
        try:
            make()
        finally:
            self.depth = 1
        return self.reads


class Listed(tuple[Any, ...]):  # noqa: SLOT001 - a tuple with slots can hold nothing else
    """A list of the archive; using it is recorded."""

    recorder: Recorder
    names: Names
    raw: tuple[Any, ...]

    def __new__(cls, recorder: Recorder, names: Names, found: tuple[Any, ...]) -> Self:
        made = super().__new__(cls, found)
        made.recorder, made.names, made.raw = recorder, names, found
        return made

    def _used(self) -> None:
        self.recorder.note("list", *self.names)

    def __iter__(self) -> Iterator[Any]:
        self._used()
        return super().__iter__()

    def __len__(self) -> int:
        self._used()
        return super().__len__()

    def __getitem__(self, at: Any) -> Any:  # noqa: ANN401
        self._used()
        return super().__getitem__(at)

    def __reversed__(self) -> Iterator[Any]:
        self._used()
        return iter(tuple(super().__iter__())[::-1])

    def __contains__(self, one: object) -> bool:
        self._used()
        return super().__contains__(one)

    def __add__(self, other: tuple[Any, ...]) -> tuple[Any, ...]:
        self._used()
        return (*super().__iter__(), *other)

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        self._used()
        return super().__eq__(other)


class Looked(Mapping[Any, Any]):
    """A mapping in which every look-up is noted by *note*, and every look at all of it by *note_all*."""

    def __init__(
        self, found: Mapping[Any, Any], note: Callable[[Any, bool], Any], note_all: Callable[[], None]
    ) -> None:
        self.found, self.note, self.note_all = found, note, note_all

    def __getitem__(self, key: Any) -> Any:  # noqa: ANN401
        wrapped = self.note(key, key in self.found)
        return self.found[key] if wrapped is None else wrapped

    def get(self, key: Any, default: Any = None) -> Any:  # noqa: ANN401
        wrapped = self.note(key, key in self.found)
        return self.found.get(key, default) if wrapped is None else wrapped

    def __contains__(self, key: object) -> bool:
        if isinstance(wrapped := self.note(key, key in self.found), Listed):
            len(wrapped)
        return key in self.found

    def __iter__(self) -> Iterator[Any]:
        self.note_all()
        return iter(self.found)

    def __len__(self) -> int:
        self.note_all()
        return len(self.found)


class Withheld(frozenset[str]):
    """The ids of withheld items: asking for one is recorded."""

    recorder: Recorder

    def __contains__(self, identifier: object) -> bool:
        self.recorder.note("withheld", identifier)
        return super().__contains__(identifier)


class Today(date):
    """The day of the build: to compare it with another day is recorded otherwise than to use it."""

    recorder: Recorder

    def _used(name: str) -> Any:  # type: ignore[misc]  # noqa: ANN401, N805 - makes methods
        def use(self: Today, *args: Any) -> Any:  # noqa: ANN401
            self.recorder.note("today")
            found = getattr(date, name)(self, *args)
            # Another day that is counted from today is a plain one.
            return date.fromordinal(date.toordinal(found)) if isinstance(found, Today) else found

        return use

    def _compared(name: str) -> Any:  # type: ignore[misc]  # noqa: ANN401, N805
        def compare(self: Today, other: date) -> Any:  # noqa: ANN401
            self.recorder.note("passed", other)
            return getattr(date, name)(self, other)

        return compare

    __lt__, __le__, __gt__, __ge__, __eq__ = map(_compared, ("__lt__", "__le__", "__gt__", "__ge__", "__eq__"))
    __sub__, __add__, __str__, __format__ = map(_used, ("__sub__", "__add__", "__str__", "__format__"))
    isoformat, toordinal, replace, weekday = map(_used, ("isoformat", "toordinal", "replace", "weekday"))
    __hash__ = _used("__hash__")

    def __rsub__(self, other: date) -> Any:  # noqa: ANN401
        self.recorder.note("today")
        return other - date(super().year, super().month, super().day)

    @property
    def year(self) -> int:
        self.recorder.note("today")
        return super().year

    @property
    def month(self) -> int:
        self.recorder.note("today")
        return super().month

    @property
    def day(self) -> int:
        self.recorder.note("today")
        return super().day
