"""The previous build: its facts and the digests of its pages, for a build in which more than texts has changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from bulletin.build.cache.facts_cache import dump, load
from bulletin.build.cache.store import unpacked
from bulletin.build.cache.text_record import TextRecord, drop_outdated
from bulletin.build.cache.unchanged import Known, known
from bulletin.content.file_reader import ParsedFile, rendered_bodies
from bulletin.content.loader import LoadedArchive, archive_as_of
from bulletin.markdown.body import EMPTY
from bulletin.model import urls
from bulletin.model.archive import Archive
from bulletin.model.enums import Status
from bulletin.model.records import Item
from bulletin.model.scheme import need_texts
from bulletin.site.placeholders import source


@dataclass(frozen=True, kw_only=True)
class PreviousBuild:
    """The last build of the same archive with the same program and theme, whose site is intact."""

    day: date
    texts: TextRecord
    kept: list[Any]
    """The cached facts."""
    changed: frozenset[str]
    """Paths below the archive of files changed, added or removed since."""

    @cached_property
    def _reads(self) -> list[ParsedFile]:
        return list(load(self.kept))

    @property
    def registry_changed(self) -> bool:
        """Whether the registry has changed since: then every file has to be read again."""
        return any(path.startswith("registry/") for path in self.changed)

    def parsed_files(self) -> Mapping[str, ParsedFile]:
        """Return the files that need not be read again, by path."""
        gone = self.changed.union(self.texts["build"]["stale"])
        return {} if self.registry_changed else {r.path: r for r in self._reads if r.is_deferred and r.path not in gone}

    def build(self, archive: Archive) -> Known | None:
        """Return what is known of the build; None if the registry of *archive* has changed since.

        A first build computes no digests, as nothing can be compared with them; they are computed here from its facts.
        """
        if self.registry_changed:
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
        """Return the positions of texts in the files at *addresses*, without those that hold none."""
        wanted = frozenset(addresses)
        return {address: found for address, found in self.texts["places"].items() if address in wanted}

    def _drop_outdated(self, stale: Collection[str]) -> None:
        """Remove the digests of files whose texts were replaced after the facts were saved."""
        if stale:
            places = self.texts["places"].items()
            drop_outdated(
                self.texts, (), [a for a, found in places if any(source(h) in stale for h, *_ in unpacked(found))]
            )


def facts(loaded: LoadedArchive) -> list[Any]:
    """Return the facts of an archive as plain values, to be saved."""
    return dump(loaded.parsed_files, texts=need_texts(loaded.archive.schemes, loaded.archive.targets))


def text_record(
    loaded: LoadedArchive, places: Mapping[str, bytes], build: Mapping[str, Any] | None = None
) -> TextRecord:
    """Return the record of the texts of a site, with the digests of the *build*.

    *places* are the packed positions of texts in the files of the site.
    """
    kept = {address: found for address, found in places.items() if found}
    where: dict[str, list[str]] = {}
    for address, found in kept.items():
        for path in dict.fromkeys(source(placeholder) for placeholder, _, _ in unpacked(found)):
            where.setdefault(path, []).append(address)
    registry, bodies = loaded.archive.registry, rendered_bodies(loaded.bodies)
    parsed_files = {
        one.path: one
        for one in loaded.parsed_files
        if isinstance(one.fact, Item) and one.fact.status is not Status.WITHDRAWN
    }
    paths_with_problems = {problem.path for problem in loaded.problems}
    pinned = {address for body in bodies.values() for address, _, _ in body.fragment_links}
    items = {}
    for item in () if registry.is_public else loaded.archive.items:
        if item.is_withheld:
            continue
        body, category = bodies.get(item.path, EMPTY), registry.category[item.category]
        if item.path in paths_with_problems or body.links or body.images or urls.item(item) in pinned:
            continue
        one, limits = parsed_files[item.path], (category.min_chars or 0, category.max_chars or 0)
        items[item.path] = (one.front_digest, one.length_and_digest[1], *limits, where.get(item.path, []))
    more = dict(build or {})
    prints = more.pop("prints", {})
    return {
        "items": items,
        "places": kept,
        "known": b"".join(one.length_and_digest[1] for one in parsed_files.values()),
        "limit": registry.bulletin.text_kilobytes * 1000,
        "build": more | {"stale": []},
        "prints": dict(prints),
    }
