"""Which other pages than those of figures can have changed: a digest for each, from what their texts are known by.

As long as the digest of a page stays, the page stays, byte for byte (in one language, with the same program and theme).
A digest may change where the page does not: then it is made for nothing.
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
    """What a file is known by."""

    front: bytes
    """Its front matter."""
    whole: bytes
    """All its bytes."""


_NOTHING = FileDigests(b"", b"")
_INDEXED = frozenset({"unit", "category", "topic", "publication", "items", "adoptions", "year"})
"""Kinds of which the pages with a key show a part of the archive."""


class PageDigests:
    """The digests of an archive's pages; *marks* are those of its files, by path."""

    def __init__(self, archive: Archive, marks: Mapping[str, FileDigests], figures: Mapping[str, bytes]) -> None:
        """Take the digests of the pages of *figures* from what was made of those."""
        self._archive, self._marks, self._figures = archive, marks, figures
        # An item's address is its path.
        self._front = {item.id: _named(item) + self._of(item.path).front for item in archive.items}
        aliases = [names for names in topics_by_slug(archive).values() if len(names) > 1]
        self._base = digest(canonical(archive.registry), repr(aliases))
        issues = [self._issue(issue) + repr(archive.contents[issue.id]).encode() for issue in archive.issues]
        calls = [call.id.encode() + self._of(call.path).whole for call in archive.calls]
        notices = repr([(notice.id, notice.date) for notice in archive.withdrawn])
        answers = [self._front[item.id] for items in archive.answers.values() for item in items]
        self._calls = digest(*calls, str(archive.today), *answers)
        self._all = digest(self._base, self._calls, notices, b"".join(self._front.values()), *issues)
        self._found = self._buckets()

    def pages(self, routes: Iterable[Route]) -> Iterator[tuple[str, bytes]]:
        """Yield the digest of each page that is not of figures, by its address."""
        for route in routes:
            match route.kind:
                case "item":
                    yield route.url, self._item(self._archive.item[route.key[0]])
                case "issue":
                    yield route.url, self._page_of_issue(self._archive.issue[route.key[0]])
                case "notice":
                    yield route.url, self._notice(route.key[0])
                case kind if kind in _INDEXED and route.key:
                    more = self._figures.get(route.url, b""), self._calls if route.kind == "unit" else b""
                    yield route.url, digest(self._base, self._found[_key(route)], self._around(route), *more)
                case "stats" | "ledger" | "authors":
                    pass
                case _:
                    yield route.url, self._all

    def feeds(self) -> Iterator[tuple[str, bytes]]:
        """Yield the digest of each feed, by its address."""
        for feed in feeds(self._archive):
            yield feed.address, digest(self._base, feed.name, *map(self._text, feed.items))

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield the digest of each data file that is not of figures, by its address."""
        return ((urls.DATA + name, self._all) for name, _ in DATA_FILES)

    def document(self, item: Item) -> bytes:
        """Return what all that is searched of an item is known by, the registry excepted."""
        issues = self._archive.issues_of.get(item.id, ())
        return digest(self._text(item), *map(self._issue, issues))

    @property
    def base(self) -> bytes:
        """What the registry is known by."""
        return self._base

    def _of(self, path: str) -> FileDigests:
        return self._marks.get(path, _NOTHING)

    def _text(self, item: Item) -> bytes:
        return _named(item) + self._of(item.path).whole

    def _issue(self, issue: Issue) -> bytes:
        # Issues that are made by the calendar have no file.
        told = self._of(issue.path).front or repr((issue.number, issue.date, issue.kind)).encode()
        return issue.id.encode() + told

    def _item(self, item: Item) -> bytes:
        archive = self._archive
        topics = items_on_same_topics(archive, item)
        beside = [*adjacent_items(archive, item), *topics, None, *items_of_same_units(archive, item, topics)]
        call = archive.call.get(item.commission)
        return digest(
            self._base,
            self._text(item),
            b"".join([self._front[other.id] if other else b"-" for other in beside]),
            *map(self._issue, archive.issues_of.get(item.id, ())),
            call.id + repr(call.title) if call else "",
        )

    def _notice(self, key: str) -> bytes:
        issues = self._archive.issues_of.get(key, ())
        told = self._front.get(key) or repr(self._archive.tombstone[key])
        return digest(self._base, told, *map(self._issue, issues))

    def _page_of_issue(self, issue: Issue) -> bytes:
        archive = self._archive
        entries = [archive.item.get(key) or archive.tombstone.get(key) for key in archive.contents[issue.id]]
        beside = [other and self._issue(other) for other in archive.neighbours[issue.id]]
        texts = [self._text(e) if isinstance(e, Item) else repr(e).encode() for e in entries if e]
        return digest(self._base, self._issue(issue), self._of(issue.path).whole, repr(beside), *texts)

    def _around(self, route: Route) -> str:
        """Return which pages stand beside one of several."""
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

    def _buckets(self) -> Mapping[Hashable, bytes]:
        """Return a digest of all that is told on the pages of each thing and year, by kind, thing and year."""
        found: dict[Hashable, list[bytes]] = {}

        def add(told: bytes, *keys: Hashable) -> None:
            for key in keys:
                if key in found:
                    found[key].append(told)
                else:
                    found[key] = [told]

        archive = self._archive
        for item in archive.items:
            told, year = self._front[item.id], item.date.year
            add(told, ("items", year), ("year", year), ("category", item.category), ("category", item.category, year))
            for unit in item.units:
                add(told, ("unit", unit), ("unit", unit, year))
            for slug in {urls.topic_slug(topic) for topic in item.topics}:
                add(told, ("topic", slug))
        for event in archive.adoptions:
            told, year, one = self._front[event.item.id], event.date.year, event.publication.id
            add(told, ("adoptions", year), ("year", year), ("publication", one), ("publication", one, year))
            for unit in event.item.units:
                add(told, ("unit", unit, year))
        for issue in archive.issues:
            listed = (self._front.get(key, key.encode()) for key in archive.contents[issue.id])
            add(self._issue(issue) + b"".join(listed), ("year", issue.date.year))
        return _Digests({key: digest(b"".join(told)) for key, told in found.items()})


def _named(item: Item) -> bytes:
    # What may not be read any more has the file it had.
    return f"{item.id} -".encode() if item.is_withheld else item.id.encode()


class _Digests(dict[Hashable, bytes]):
    def __missing__(self, key: Hashable) -> bytes:
        return b""


def _key(route: Route) -> Hashable:
    """Return the bucket of a page that has a key."""
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
