"""Rendered texts by path, some of which are read only when somebody asks for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from bulletin.content.file_reader import FileReader, HtmlCache, Sources
from bulletin.core.i18n import N_
from bulletin.core.problems import BulletinError
from bulletin.markdown.body import Body

_CHANGED = N_("{path} was changed while the site was being made; build again.")


def rendered_bodies(bodies: Mapping[str, Body]) -> Mapping[str, Body]:
    """Return those that need not be made first; all others neither link to anything nor show pictures."""
    return bodies.made if isinstance(bodies, LazyBodies) else bodies


class LazyBodies(Mapping[str, Body]):
    """Rendered texts by the path of their source."""

    def __init__(
        self, made: dict[str, Body], waiting: frozenset[str], sources: Sources, kept: HtmlCache | None
    ) -> None:
        """Take texts that were *made*, and the paths of those that are *waiting* to be."""
        self.made, self.waiting = made, waiting
        self._sources, self._kept = sources, kept

    def __getitem__(self, path: str) -> Body:
        """Return a text; raises BulletinError where its file says something else than it did."""
        found = self.made.get(path)
        if found is None:
            if path not in self.waiting:
                raise KeyError(path)
            found = self._desk.read(path).body
            if found is None:
                raise BulletinError(_CHANGED, path=path)
            self.made[path] = found
        return found

    def __iter__(self) -> Iterator[str]:
        yield from self.made
        yield from self.waiting.difference(self.made)

    def __len__(self) -> int:
        return len(self.made.keys() | self.waiting)

    def __contains__(self, path: object) -> bool:
        return path in self.made or path in self.waiting

    @cached_property
    def _desk(self) -> FileReader:
        return FileReader.at(self._sources, self._kept)

    def __getstate__(self) -> dict[str, Any]:
        """Leave behind what each process makes for itself."""
        return {name: value for name, value in vars(self).items() if name != "_desk"}
