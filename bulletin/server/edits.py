"""Edits that change nothing but one text: what is known of the archive then, without looking at all of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from bulletin.checks.consistency import texts_keep_to_their_category
from bulletin.checks.context import Findings
from bulletin.content.file_reader import Read
from bulletin.content.loader import Loaded
from bulletin.core.problems import Problem
from bulletin.model.archive import Archive
from bulletin.model.records import Item
from bulletin.schemes.coverage import adoptions_have_points

# Of the indexes of an archive: those that hold lists of items, and those that hold no item.
_LISTS = ("by_unit", "by_category", "by_topic", "by_year", "answers")
_OTHERS = ("issue", "call", "notice", "issues_of", "years", "neighbours")
_ABOUT_TEXTS = frozenset({"duplicate-body", "duplicate-title", "link-to-draft", "broken-anchor"})


class Wordings:
    """How often each wording stands in the archive, so that a copy is seen without reading all the others."""

    def __init__(self) -> None:
        self._counts: Counter[bytes] = Counter()

    def exchange(self, old: Read | None, new: Read | None) -> None:
        """Take note that a file says something else now, came or went."""
        for read, step in ((old, -1), (new, 1)):
            if read and isinstance(read.fact, Item):
                self._counts[read.length_and_digest[1]] += step

    def alone(self, old: Read, new: Read) -> bool:
        """Whether neither the old nor the new wording stands in any other file; *new* is not taken note of yet."""
        (length, before), (size, after) = old.length_and_digest, new.length_and_digest
        return bool(length and size) and self._counts[before] == 1 and self._counts[after] == (before == after)


def is_plain(old: Read, new: Read, loaded: Loaded) -> bool:
    """Whether a file differs in its text alone, and no rule about several files looks at the difference."""
    if not (isinstance(old.fact, Item) and isinstance(new.fact, Item) and old.body and new.body):
        return False
    if not old.fact.is_published or replace(new.fact, body=old.fact.body) != old.fact:
        return False
    if (old.body.links, old.body.fragment_links) != (new.body.links, new.body.fragment_links):
        return False
    if old.fact.id in loaded.archive.withheld or (loaded.archive.withheld and new.body.fragment_links):
        return False
    if any(p.path == new.path and p.code in _ABOUT_TEXTS for p in loaded.problems):
        return False
    # Somebody may link to a heading that is gone or has come.
    return old.body.headings == new.body.headings or not any(body.fragment_links for body in loaded.bodies.values())


def applied(loaded: Loaded, old: Read, new: Read) -> Loaded:
    """Return *loaded* after an edit that is plain."""
    assert isinstance(old.fact, Item)  # noqa: S101 - the edit is plain
    assert isinstance(new.fact, Item)  # noqa: S101
    assert new.body  # noqa: S101
    gone = {problem.order for problem in _of_text(old, old.fact, loaded.archive)}
    kept = {problem.order: problem for problem in loaded.problems if problem.order not in gone}
    kept |= {problem.order: problem for problem in _of_text(new, new.fact, loaded.archive)}
    return replace(
        loaded,
        archive=exchanged(loaded.archive, new.fact),
        bodies={**loaded.bodies, new.path: new.body},
        problems=tuple(kept[order] for order in sorted(kept)),
        converted=loaded.converted + old.plain - new.plain,
    )


def _of_text(read: Read, item: Item, archive: Archive) -> list[Problem]:
    """Return every problem that the text of one item can bring about by itself."""
    own = Findings(registry=archive.registry, today=archive.today, items=(item,))
    points = adoptions_have_points((item,), archive.schemes, archive.registry)
    return [*read.problems, *texts_keep_to_their_category(own), *points]


def exchanged(archive: Archive, item: Item) -> Archive:
    """Return *archive* with another text of *item*; indexes that it has computed are carried over."""
    items = _swapped(archive.items, item)
    known = vars(archive)
    fresh = replace(archive, items=items)
    found = {name: known[name] for name in _OTHERS if name in known}
    found |= {name: _exchanged(known[name], _keys(item)[name], item) for name in _LISTS if name in known}
    if "item" in known:
        found["item"] = {**known["item"], item.id: item}
    # This is where cached properties are kept.
    vars(fresh).update(found)
    return fresh


def _keys(item: Item) -> Mapping[str, tuple[object, ...]]:
    return {
        "by_unit": item.units,
        "by_category": (item.category,),
        "by_topic": item.topics,
        "by_year": (item.date.year,),
        "answers": (item.commission,) if item.commission else (),
    }


def _exchanged(
    index: Mapping[object, tuple[Item, ...]], keys: tuple[object, ...], item: Item
) -> Mapping[object, tuple[Item, ...]]:
    return {**index, **{key: _swapped(index[key], item) for key in keys}}


def _swapped(items: tuple[Item, ...], item: Item) -> tuple[Item, ...]:
    return tuple(item if other.id == item.id else other for other in items)
