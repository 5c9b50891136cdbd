"""Digests of all pages but those of statistics, computed from the digests of files.

As long as the digest of a page is equal, the page is equal, byte for byte (in one language, with the same program and
theme). A digest may change where the page does not: then the page is rendered without need.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import NamedTuple

from bulletin.build.cache.facts_digests import canonical, digest
from bulletin.exports.catalog import DATA_FILES, feeds
from bulletin.model import urls
from bulletin.model.archive import Archive
from bulletin.model.records import Issue, Item
from bulletin.model.related import adjacent_items, items_of_same_units, items_on_same_topics
from bulletin.model.topics import items_on_topics, topics_by_slug
from bulletin.site import table_builders
from bulletin.site.page import Route


class FileDigests(NamedTuple):
    """The digests of a file."""

    front: bytes
    """That of its front matter."""
    whole: bytes
    """That of all its bytes."""


_NO_FILE = FileDigests(b"", b"")
_INDEXED = frozenset({"unit", "category", "topic", "publication", "items", "adoptions", "year"})
"""Kinds whose pages with a key show a part of the archive."""


class PageDigests:
    """Computes the digests of an archive's pages; *file_digests* are by path."""

    def __init__(self, archive: Archive, file_digests: Mapping[str, FileDigests], stats: Mapping[str, bytes]) -> None:
        """Take the digests of pages that also have statistics from *stats*."""
        self._archive, self._file_digests, self._stats = archive, file_digests, stats
        # An item's address is its path.
        self._front = {item.id: _id_bytes(item) + self._digests_of(item.path).front for item in archive.items}
        aliases = [names for names in topics_by_slug(archive).values() if len(names) > 1]
        self._base = digest(canonical(archive.registry), repr(aliases))
        issues = [self._issue_data(issue) + repr(archive.contents[issue.id]).encode() for issue in archive.issues]
        calls = [call.id.encode() + self._digests_of(call.path).whole for call in archive.calls]
        notices = repr([(notice.id, notice.date) for notice in archive.withdrawn])
        answers = [self._front[item.id] for items in archive.answers.values() for item in items]
        self._calls = digest(*calls, str(archive.today), *answers)
        self._everything = digest(self._base, self._calls, notices, b"".join(self._front.values()), *issues)
        self._entry_digests = self._digest_entries()

    def pages(self, routes: Iterable[Route]) -> Iterator[tuple[str, bytes]]:
        """Yield the digest of each page that is not of statistics, by its address."""
        for route in routes:
            match route.kind:
                case "item":
                    yield route.url, self._item_page(self._archive.item[route.key[0]])
                case "issue":
                    yield route.url, self._issue_page(self._archive.issue[route.key[0]])
                case "notice":
                    yield route.url, self._notice_page(route.key[0])
                case kind if kind in _INDEXED and route.key:
                    more = self._stats.get(route.url, b""), self._calls if route.kind == "unit" else b""
                    yield (
                        route.url,
                        digest(self._base, self._entry_digests[_entries_key(route)], self._navigation(route), *more),
                    )
                case "stats" | "ledger" | "authors":
                    pass
                case _:
                    yield route.url, self._everything

    def feeds(self) -> Iterator[tuple[str, bytes]]:
        """Yield the digest of each feed, by its address."""
        for feed in feeds(self._archive):
            yield feed.address, digest(self._base, feed.name, *map(self._text_data, feed.items))

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield the digest of each data file that is not of statistics, by its address."""
        return ((urls.DATA + name, self._everything) for name, _ in DATA_FILES)

    def document(self, item: Item) -> bytes:
        """Return the digest of all searchable texts of an item, the registry excepted."""
        issues = self._archive.issues_of.get(item.id, ())
        return digest(self._text_data(item), *map(self._issue_data, issues))

    @property
    def base(self) -> bytes:
        """The digest of the registry."""
        return self._base

    def _digests_of(self, path: str) -> FileDigests:
        return self._file_digests.get(path, _NO_FILE)

    def _text_data(self, item: Item) -> bytes:
        return _id_bytes(item) + self._digests_of(item.path).whole

    def _issue_data(self, issue: Issue) -> bytes:
        # Issues that result from the calendar have no file.
        data = self._digests_of(issue.path).front or repr((issue.number, issue.date, issue.kind)).encode()
        return issue.id.encode() + data

    def _item_page(self, item: Item) -> bytes:
        archive = self._archive
        topics = items_on_same_topics(archive, item)
        beside = [*adjacent_items(archive, item), *topics, None, *items_of_same_units(archive, item, topics)]
        call = archive.call.get(item.commission)
        return digest(
            self._base,
            self._text_data(item),
            b"".join([self._front[other.id] if other else b"-" for other in beside]),
            *map(self._issue_data, archive.issues_of.get(item.id, ())),
            call.id + repr(call.title) if call else "",
        )

    def _notice_page(self, key: str) -> bytes:
        issues = self._archive.issues_of.get(key, ())
        data = self._front.get(key) or repr(self._archive.tombstone[key])
        return digest(self._base, data, *map(self._issue_data, issues))

    def _issue_page(self, issue: Issue) -> bytes:
        archive = self._archive
        entries = [archive.item.get(key) or archive.tombstone.get(key) for key in archive.contents[issue.id]]
        beside = [other and self._issue_data(other) for other in archive.neighbours[issue.id]]
        texts = [self._text_data(e) if isinstance(e, Item) else repr(e).encode() for e in entries if e]
        return digest(self._base, self._issue_data(issue), self._digests_of(issue.path).whole, repr(beside), *texts)

    def _navigation(self, route: Route) -> str:
        """Return what a page shows of the other pages of its kind: years and levels."""
        archive, (first, *_) = self._archive, route.key
        match route.kind:
            case "unit":
                events = archive.adoptions_by_unit.get(first, ())
                years = table_builders.years_with_entries(archive, archive.by_unit.get(first, ()), events)
            case "category":
                years = table_builders.years_with_entries(archive, archive.by_category.get(first, ()))
            case "publication":
                years = table_builders.years_with_entries(archive, (), archive.adoptions_by_publication.get(first, ()))
            case "topic":
                years = table_builders.years_with_entries(archive, items_on_topics(archive, route.key[1:]))
            case _:
                years = archive.years
        return repr((route.key, years, table_builders.used_levels(archive)))

    def _digest_entries(self) -> Mapping[Hashable, bytes]:
        """Return a digest of all entries on the pages of each unit, category … and year, by kind, id and year."""
        found: dict[Hashable, list[bytes]] = {}

        def add(data: bytes, *keys: Hashable) -> None:
            for key in keys:
                if key in found:
                    found[key].append(data)
                else:
                    found[key] = [data]

        archive = self._archive
        for item in archive.items:
            data, year = self._front[item.id], item.date.year
            add(data, ("items", year), ("year", year), ("category", item.category), ("category", item.category, year))
            for unit in item.units:
                add(data, ("unit", unit), ("unit", unit, year))
            for slug in {urls.topic_slug(topic) for topic in item.topics}:
                add(data, ("topic", slug))
        for event in archive.adoptions:
            data, year, one = self._front[event.item.id], event.date.year, event.publication.id
            add(data, ("adoptions", year), ("year", year), ("publication", one), ("publication", one, year))
            for unit in event.item.units:
                add(data, ("unit", unit, year))
        for issue in archive.issues:
            listed = (self._front.get(key, key.encode()) for key in archive.contents[issue.id])
            add(self._issue_data(issue) + b"".join(listed), ("year", issue.date.year))
        return _DigestsByKey({key: digest(b"".join(data)) for key, data in found.items()})


def _id_bytes(item: Item) -> bytes:
    # The file of an item that is withheld now may be the same as when it was public.
    return f"{item.id} -".encode() if item.is_withheld else item.id.encode()


class _DigestsByKey(dict[Hashable, bytes]):
    def __missing__(self, key: Hashable) -> bytes:
        return b""


def _entries_key(route: Route) -> Hashable:
    """Return the key in the digests of entries of a page that has a key."""
    match route.kind, route.key:
        case "topic", (_, first, *_):
            return "topic", urls.topic_slug(first)
        case ("items" | "adoptions" | "year") as kind, (year, *_):
            return kind, int(year)
        case kind, (one, year):
            return kind, one, int(year)
        case kind, (one,):
            return kind, one
    raise LookupError(route)
