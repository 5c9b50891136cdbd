"""What a change of the archive has touched: two states of it in, keys out.

An output is made again when one of the keys that it depends on has been touched. This is the one place that judges
it, for builds and for the preview server alike.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from bulletin.build.changes.derived import derived_keys, keep_results
from bulletin.build.changes.dues import due_keys
from bulletin.build.changes.items import changed_items, item_keys, related_keys, story_keys
from bulletin.build.changes.registry import (
    call_keys,
    circular_keys,
    closed_keys,
    compilation_keys,
    day_keys,
    feedback_keys,
    issue_keys,
    registry_keys,
    rule_keys,
)
from bulletin.content.reading import Reading
from bulletin.model import keys, urls
from bulletin.model.archive import Archive
from bulletin.model.keys import Key

_MAY_ADD_PAGES = frozenset(
    {
        keys.members("items"),
        keys.AUTHORS,
        keys.ISSUES,
        keys.CALLS,
        keys.COMPILATIONS,
        keys.TOMBSTONES,
        keys.REGISTRY,
        keys.SCHEMES,
        keys.PERIODS,
        keys.TOPICS,
        keys.YEARS,
    }
)
_MAY_ADD_PAGES_OF_YEARS = frozenset({"years of", "has ledger"})
"""The keys, and kinds of keys, without which no page is new, and none is gone."""
_FIGURES = frozenset({"counted", "rules", "elapsed", "registry"})
"""The kinds of keys on which derived values depend, beside what :func:`_years_and_periods` returns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveState:
    """A state of an archive, as far as it is compared with another."""

    archive: Archive
    text_digests: Mapping[str, bytes]
    """The digest of each rendered text, by path."""
    static_page_urls: frozenset[str] = frozenset()
    """Addresses of hand-written pages."""

    @classmethod
    def of(cls, archive: Archive, reading: Reading, static_page_urls: frozenset[str]) -> ArchiveState:
        """Return the state of *archive*, which *reading* has given."""
        digests = {path: file.body_digest for path, file in reading.files.items()}
        withheld = {urls.item(identifier) for identifier in archive.withheld}
        for path, file in reading.files.items() if withheld else ():
            # Links to withheld items lose their fragments.
            if file.fragment_links and (hidden := withheld.intersection(to for to, _, _ in file.fragment_links)):
                digests[path] += repr(sorted(hidden)).encode()
        return cls(archive=archive, text_digests=digests, static_page_urls=static_page_urls)


def changed_keys(
    before: ArchiveState, after: ArchiveState, images: Collection[str] = (), *, score: bool = True
) -> frozenset[Key]:
    """Return the keys of everything that differs in two states; *images* are the paths of those that do.

    Unless they are to *score*, :data:`keys.RESULTS` stands for the results of all years that may differ.
    """
    touched = {*map(keys.image, images), *_text_keys(before.text_digests, after.text_digests)}
    if before.static_page_urls != after.static_page_urls:
        touched.add(keys.PAGES)
    if before.archive is not after.archive:
        touched |= _archive_keys(before.archive, after.archive, score=score)
    return frozenset(touched)


def _years_and_periods(archive: Archive) -> tuple[set[int], set[str]]:
    """Return the years of issues, and the periods of written circulars, of which there are pages without any figure."""
    return {issue.date.year for issue in archive.issues}, {text.id for text in archive.circular_texts}


def _text_keys(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Iterator[Key]:
    yield from (keys.text(path) for path, digest in after.items() if before.get(path) != digest)
    yield from map(keys.text, before.keys() - after.keys())


def _archive_keys(before: Archive, after: Archive, *, score: bool) -> set[Key]:
    touched: set[Key] = {
        *registry_keys(before, after),
        *issue_keys(before, after),
        *call_keys(before, after),
        *circular_keys(before, after),
        *compilation_keys(before, after),
        *feedback_keys(before, after),
        *rule_keys(before, after),
        *closed_keys(before, after),
        *day_keys(before.today, after.today),
    }
    changes = changed_items(before, after)
    touched.update(item_keys(before, after, changes))
    touched.update(related_keys(before, after, changes))
    touched.update(story_keys(before, after, changes))
    keep_results(before, after, touched)
    if any(key[0] in _FIGURES for key in touched) or _years_and_periods(before) != _years_and_periods(after):
        touched.update(derived_keys(before, after, frozenset(touched), score=score))
    touched.update(due_keys(before, after, frozenset(touched)))
    if not touched.isdisjoint(_MAY_ADD_PAGES) or any(key[0] in _MAY_ADD_PAGES_OF_YEARS for key in touched):
        touched.add(keys.PAGES)
    return touched
