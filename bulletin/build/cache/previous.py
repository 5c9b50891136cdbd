"""What the last build left for one in which more than texts has changed: facts, and what was known of its pages."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from bulletin.build.cache.exchange import Texts, drop_outdated
from bulletin.build.cache.facts_cache import dump, load
from bulletin.build.cache.store import unpacked
from bulletin.build.cache.unchanged import Known, known
from bulletin.content.file_reader import ParsedFile
from bulletin.content.loader import LoadedArchive, archive_as_of
from bulletin.model.archive import Archive
from bulletin.model.scheme import need_texts
from bulletin.site.placeholders import source


@dataclass(frozen=True, kw_only=True)
class PreviousBuild:
    """The last build of the same archive with the same program and theme, whose site is intact."""

    day: date
    texts: Texts
    kept: list[Any]
    """The cached facts."""
    changed: frozenset[str]
    """Paths below the archive of files changed, added or removed since."""

    @cached_property
    def _reads(self) -> list[ParsedFile]:
        return list(load(self.kept))

    @property
    def rules(self) -> bool:
        """Whether it went by another registry: then nothing that was read is what it would be now."""
        return any(path.startswith("registry/") for path in self.changed)

    def parsed_files(self) -> Mapping[str, ParsedFile]:
        """Return what need not be read again, by path."""
        gone = self.changed.union(self.texts["build"]["stale"])
        return {} if self.rules else {r.path: r for r in self._reads if r.is_deferred and r.path not in gone}

    def build(self, archive: Archive) -> Known | None:
        """Return what is known of the build, where *archive* goes by the same registry; None if that is of no use.

        A first build has not looked into what it need not know; now that its facts are needed, they are looked up.
        """
        if self.rules:
            return None
        build: dict[str, Any] = self.texts["build"]
        if "year_results" not in build:
            build |= known(
                archive_as_of(archive, (read.fact for read in self._reads if read.fact), self.day), self._reads
            )
            self.texts["prints"] = build["prints"]
            self._drop_outdated(frozenset(build["stale"]))
        return build | {"prints": self.texts["prints"]}

    def places(self, addresses: Iterable[str]) -> dict[str, bytes]:
        """Return where texts stand in those of the files at some *addresses* that hold any."""
        wanted = frozenset(addresses)
        return {address: found for address, found in self.texts["places"].items() if address in wanted}

    def _drop_outdated(self, stale: Collection[str]) -> None:
        """Take out what the facts cannot tell, as texts were exchanged since they were kept."""
        if stale:
            places = self.texts["places"].items()
            drop_outdated(
                self.texts, (), [a for a, found in places if any(source(h) in stale for h, *_ in unpacked(found))]
            )


def facts(loaded: LoadedArchive) -> list[Any]:
    """Return what has to be kept of an archive's facts."""
    return dump(loaded.parsed_files, texts=need_texts(loaded.archive.schemes, loaded.archive.targets))
