"""Edits of one text: the archive is updated without running the checks that need all files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from bulletin.checks.consistency import check_text_lengths
from bulletin.checks.context import CheckContext
from bulletin.content.file_reader import ParsedFile
from bulletin.content.loader import LoadedArchive
from bulletin.core.problems import Problem
from bulletin.model.archive import Archive
from bulletin.model.records import Item
from bulletin.schemes.checks import adoptions_have_points

# The indexes of an archive that hold lists of items, and those that hold no item.
_ITEM_INDEXES = ("by_unit", "by_category", "by_topic", "by_year", "answers")
_OTHER_INDEXES = ("issue", "call", "tombstone", "issues_of", "years", "neighbours")
_TEXT_CODES = frozenset({"duplicate-body", "duplicate-title", "link-to-draft", "broken-anchor"})


class TextCounts:
    """How often each text occurs in the archive, to find duplicates without comparing all texts."""

    def __init__(self) -> None:
        self._counts: Counter[bytes] = Counter()

    def replace(self, old: ParsedFile | None, new: ParsedFile | None) -> None:
        """Replace the text of a file; *old* or *new* is None where the file is new or was removed."""
        for read, step in ((old, -1), (new, 1)):
            if read and isinstance(read.fact, Item):
                self._counts[read.length_and_digest[1]] += step

    def is_unique(self, old: ParsedFile, new: ParsedFile) -> bool:
        """Whether no other file has the old or the new text; call before :meth:`replace`."""
        (length, before), (size, after) = old.length_and_digest, new.length_and_digest
        return bool(length and size) and self._counts[before] == 1 and self._counts[after] == (before == after)


def changes_only_text(old: ParsedFile, new: ParsedFile, loaded: LoadedArchive) -> bool:
    """Whether a file differs in its text only, and no check of several files depends on the difference."""
    if not (isinstance(old.fact, Item) and isinstance(new.fact, Item) and old.body and new.body):
        return False
    if not old.fact.is_published or replace(new.fact, body=old.fact.body) != old.fact:
        return False
    if (old.body.links, old.body.fragment_links) != (new.body.links, new.body.fragment_links):
        return False
    if old.fact.id in loaded.archive.withheld or (loaded.archive.withheld and new.body.fragment_links):
        return False
    if any(p.path == new.path and p.code in _TEXT_CODES for p in loaded.problems):
        return False
    # Other texts may link to a heading that was added or removed.
    return old.body.headings == new.body.headings or not any(body.fragment_links for body in loaded.bodies.values())


def apply_text_edit(loaded: LoadedArchive, old: ParsedFile, new: ParsedFile) -> LoadedArchive:
    """Return *loaded* after an edit for which :func:`changes_only_text` holds."""
    assert isinstance(old.fact, Item)  # noqa: S101 - changes_only_text
    assert isinstance(new.fact, Item)  # noqa: S101
    assert new.body  # noqa: S101
    removed = {problem.order for problem in _text_problems(old, old.fact, loaded.archive)}
    kept = {problem.order: problem for problem in loaded.problems if problem.order not in removed}
    kept |= {problem.order: problem for problem in _text_problems(new, new.fact, loaded.archive)}
    return replace(
        loaded,
        archive=replace_item(loaded.archive, new.fact),
        bodies={**loaded.bodies, new.path: new.body},
        problems=tuple(kept[order] for order in sorted(kept)),
        converted=loaded.converted + old.used_fast_path - new.used_fast_path,
    )


def _text_problems(read: ParsedFile, item: Item, archive: Archive) -> list[Problem]:
    """Return every problem that depends on the text of one item only."""
    own = CheckContext(registry=archive.registry, today=archive.today, items=(item,))
    points = adoptions_have_points((item,), archive.schemes, archive.registry)
    return [*read.problems, *check_text_lengths(own), *points]


def replace_item(archive: Archive, item: Item) -> Archive:
    """Return *archive* with *item* in place of the item with its id; computed indexes are kept."""
    items = _replace_in_tuple(archive.items, item)
    cached = vars(archive)
    changed = replace(archive, items=items)
    indexes = {name: cached[name] for name in _OTHER_INDEXES if name in cached}
    indexes |= {
        name: _replace_in_index(cached[name], _index_keys(item)[name], item) for name in _ITEM_INDEXES if name in cached
    }
    if "item" in cached:
        indexes["item"] = {**cached["item"], item.id: item}
    # functools.cached_property keeps its values there.
    vars(changed).update(indexes)
    return changed


def _index_keys(item: Item) -> Mapping[str, tuple[object, ...]]:
    return {
        "by_unit": item.units,
        "by_category": (item.category,),
        "by_topic": item.topics,
        "by_year": (item.date.year,),
        "answers": (item.commission,) if item.commission else (),
    }


def _replace_in_index(
    index: Mapping[object, tuple[Item, ...]], keys: tuple[object, ...], item: Item
) -> Mapping[object, tuple[Item, ...]]:
    return {**index, **{key: _replace_in_tuple(index[key], item) for key in keys}}


def _replace_in_tuple(items: tuple[Item, ...], item: Item) -> tuple[Item, ...]:
    return tuple(item if other.id == item.id else other for other in items)
