"""Rendered texts, rendered on first use where reading did not need to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from bulletin.content.file_reader import FileReader
from bulletin.content.parsed_file import body_digest
from bulletin.content.sources import Sources
from bulletin.core.i18n import N_
from bulletin.core.problems import BulletinError
from bulletin.markdown.body import Body, drop_fragments

_CHANGED = N_("{path} was changed while the site was being made; build again.")


class LazyBodies(Mapping[str, Body]):
    """Rendered texts by the path of their source."""

    def __init__(
        self, sources: Sources, digests: Mapping[str, bytes], rendered: dict[str, Body], withheld: frozenset[str]
    ) -> None:
        """Take the *digests* of all texts, those that are *rendered* already, and the URLs of withheld items."""
        self._sources, self._digests, self._rendered, self._withheld = sources, digests, rendered, withheld

    def __getitem__(self, path: str) -> Body:
        """Return a text; raises BulletinError where its file is no longer what was read."""
        body = self._rendered.get(path)
        if body is None:
            digest = self._digests[path]
            body = self._reader.render(path)
            if body is None or body_digest(body) != digest:
                raise BulletinError(_CHANGED, path=path)
            self._rendered[path] = body
        return drop_fragments(body, self._withheld) if body.fragment_links and self._withheld else body

    def __iter__(self) -> Iterator[str]:
        return iter(self._digests)

    def __eq__(self, other: object) -> bool:
        # Equal digests are equal texts; to compare these would render them all.
        if not isinstance(other, LazyBodies):
            return NotImplemented
        return (self._digests, self._withheld) == (other._digests, other._withheld)

    __hash__ = None  # type: ignore[assignment]  # as of every mapping

    def __len__(self) -> int:
        return len(self._digests)

    def __contains__(self, path: object) -> bool:
        return path in self._digests

    @property
    def rendered(self) -> Mapping[str, Body]:
        """The texts that are rendered already, as they were read."""
        return self._rendered

    @property
    def root(self) -> Path:
        """The folder of the archive."""
        return self._sources.root

    def unrendered(self) -> LazyBodies:
        """Return the same texts, none of which is rendered yet."""
        return LazyBodies(self._sources, self._digests, {}, self._withheld)

    def set_rendered(self, rendered: Mapping[str, Body]) -> None:
        """Keep the texts that are *rendered* already, and no others."""
        self._rendered = dict(rendered)

    @cached_property
    def _reader(self) -> FileReader:
        return FileReader.for_sources(self._sources)

    def __getstate__(self) -> dict[str, Any]:
        """Leave out the reader: each process creates its own."""
        return {name: value for name, value in vars(self).items() if name != "_reader"}
