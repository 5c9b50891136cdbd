"""What a change of the archive has touched: two states of it in, keys out.

An output is made again when one of the keys that it depends on has been touched. This is the one place that judges
it, for builds and for the preview server alike.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from bulletin.build.changes.derived import derived_keys
from bulletin.build.changes.items import changed_items, item_keys, related_keys
from bulletin.build.changes.registry import call_keys, day_keys, issue_keys, registry_keys, rule_keys
from bulletin.model import keys
from bulletin.model.archive import Archive
from bulletin.model.keys import Key

_FIGURES = frozenset({"counted", "rules", "elapsed", "registry"})
"""The kinds of keys on which derived values depend."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveState:
    """A state of an archive, as far as it is compared with another."""

    archive: Archive
    text_digests: Mapping[str, bytes]
    """The digest of each rendered text, by path."""
    static_page_urls: Collection[str] = field(default=())
    """Addresses of hand-written pages."""


def changed_keys(before: ArchiveState, after: ArchiveState, images: Collection[str] = ()) -> frozenset[Key]:
    """Return the keys of everything that differs in two states; *images* are the paths of those that do."""
    touched = {*map(keys.image, images), *_text_keys(before.text_digests, after.text_digests)}
    if before.static_page_urls != after.static_page_urls:
        touched.add(keys.PAGES)
    if before.archive is not after.archive:
        touched |= _archive_keys(before.archive, after.archive)
    return frozenset(touched)


def _text_keys(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Iterator[Key]:
    for path in before.keys() | after.keys():
        if before.get(path) != after.get(path):
            yield keys.text(path)


def _archive_keys(before: Archive, after: Archive) -> set[Key]:
    touched: set[Key] = {
        *registry_keys(before, after),
        *issue_keys(before, after),
        *call_keys(before, after),
        *rule_keys(before, after),
        *day_keys(before.today, after.today),
    }
    changes = changed_items(before, after)
    touched.update(item_keys(before, after, changes))
    touched.update(related_keys(before, after, changes))
    if any(key[0] in _FIGURES for key in touched):
        touched.update(derived_keys(before, after, frozenset(touched)))
    if any(change.old is None or change.new is None for change in changes) or keys.ISSUES in touched:
        touched.add(keys.PAGES)
    return touched
