"""The previous build: its facts and the digests of its pages, for a build in which more than texts has changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bulletin.build.cache.store import unpacked
from bulletin.build.cache.text_record import TextRecord, drop_outdated
from bulletin.build.cache.unchanged import Known, known
from bulletin.content.loader import LoadedArchive, archive_as_of
from bulletin.content.parsed_file import ParsedFile
from bulletin.content.reading import Reading
from bulletin.model import urls
from bulletin.model.enums import Status
from bulletin.model.records import Item
from bulletin.site.placeholders import source


@dataclass(frozen=True, kw_only=True)
class PreviousBuild:
    """The last build of the same archive with the same program and theme, whose site is intact."""

    day: date
    texts: TextRecord
    reading: Reading
    touched: frozenset[str]
    """Paths below the archive of files changed, added or removed since."""

    @property
    def changed(self) -> frozenset[str]:
        """Paths of files that have changed since they were read."""
        return self.touched.union(self.texts["build"]["stale"])

    @property
    def registry_changed(self) -> bool:
        """Whether the registry has changed since: then every file has to be read again."""
        return any(path.startswith("registry/") for path in self.touched)

    def build(self) -> Known | None:
        """Return what is known of the build; None if the registry has changed since.

        A first build computes no digests, as nothing can be compared with them; they are computed here from its facts.
        """
        if self.registry_changed:
            return None
        build: dict[str, Any] = self.texts["build"]
        if "year_results" not in build:
            build |= known(archive_as_of(self.reading, self.day), parsed_texts(self.reading))
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


def parsed_texts(reading: Reading) -> list[ParsedFile]:
    """Return what was found in items, calls and issues."""
    return [parsed for parsed in reading.files.values() if parsed.fact]


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
    registry = loaded.archive.registry
    parsed_files = {
        one.path: one
        for one in parsed_texts(loaded.reading)
        if isinstance(one.fact, Item) and one.fact.status is not Status.WITHDRAWN
    }
    paths_with_problems = {problem.path for problem in loaded.problems}
    pinned = {address for parsed in parsed_files.values() for address, _, _ in parsed.fragment_links}
    items = {}
    for item in () if registry.is_public else loaded.archive.items:
        if item.is_withheld:
            continue
        one, category = parsed_files[item.path], registry.category[item.category]
        if item.path in paths_with_problems or one.links or one.images or urls.item(item) in pinned:
            continue
        limits = (category.min_chars or 0, category.max_chars or 0)
        items[item.path] = (one.front_digest, one.text_digest, *limits, where.get(item.path, []))
    more = dict(build or {})
    prints = more.pop("prints", {})
    return {
        "items": items,
        "places": kept,
        "known": b"".join(one.text_digest for one in parsed_files.values()),
        "limit": registry.bulletin.text_kilobytes * 1000,
        "build": more | {"stale": []},
        "prints": dict(prints),
    }
