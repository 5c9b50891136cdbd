"""Items and calls are found by id, path, title or a part of the title, without reading the whole archive."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property, lru_cache
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from bulletin.content import scan
from bulletin.content.sources import read_bytes
from bulletin.core.i18n import N_
from bulletin.core.problems import BulletinError
from bulletin.model.registry import lookup_key
from bulletin.model.schema import ITEM

_TITLE = re.compile(rf"^(?:{'|'.join(ITEM.field('title').spellings)})[ \t]*:[ \t]*(.+?)[ \t\r]*$", re.MULTILINE)
_HEAD = 4000
"""A title stands within so many bytes."""
_SURE, _NEAR, _LEAD = 0.86, 0.45, 0.05
"""How much alike titles are that are taken for one, and those that are proposed; by how much the first has to lead."""
_FAR = 0.25
"""How much less alike than the first one what is proposed may be."""
_OF_PART = 0.75
"""How much the words that a title has in common with a name count, where the title is longer."""
_CANDIDATES, _PROPOSED = 30, 5
_LONG_PART = 6
"""So many characters of a title say which it is, where nobody looks."""

_UNKNOWN = N_("There is no “{name}” in this archive.")
_UNKNOWN_NEAR = N_("There is no “{name}” in this archive. Near it:{near}")
_SEVERAL = N_("“{name}” may be one of {n}. Give the id:{near}")


class Titled(NamedTuple):
    """A file and the title that it has."""

    path: str
    title: str

    @property
    def id(self) -> str:
        """The id by which it can be named."""
        path = PurePosixPath(self.path)
        return path.stem if self.path.startswith(f"{scan.CALLS}/") else f"{path.parent.name}/{path.stem}"


class NotFound(BulletinError):
    """A name that stands for no file, or for several; ``near`` are those that may be meant."""

    def __init__(self, name: str, near: Sequence[Titled], *, several: int = 0) -> None:
        message = _SEVERAL if several else _UNKNOWN_NEAR if near else _UNKNOWN
        listed = "".join(f"\n  {one.id}  {one.title}" for one in near)
        super().__init__(message, name=name, near=listed, n=several)
        self.near = near


@dataclass(frozen=True)
class Titles:
    """The titles of files of an archive: items, calls, issues."""

    root: Path
    paths: Sequence[str]

    def find(self, name: str, shortest_part: int = 2) -> Titled:
        """Return the file that is meant by an id, a path, a title, or a part of one. Raises :class:`NotFound`."""
        if path := self._by_path(name):
            return Titled(path, self._title(path))
        for found in (self._by_title(name), self._by_part(name, shortest_part)):
            if len(found) == 1:
                return found[0]
            if found:
                raise NotFound(name, found[:_PROPOSED], several=len(found))
        raise NotFound(name, self._proposed(name))

    def is_unknown(self, name: str) -> bool:
        """Whether no file is meant by a name, nor several."""
        return not (self._by_path(name) or self._by_title(name) or self._by_part(name, 2))

    def find_alike(self, name: str) -> Titled:
        """Return what :meth:`find` does, or the file whose title is so much alike that no other can be meant."""
        try:
            return self.find(name, _LONG_PART)
        except NotFound as error:
            best = [] if name.isascii() else sorted(self.nearest(name), key=lambda found: -found[1])[:2]
            if not best or best[0][1] < _SURE or (len(best) > 1 and best[0][1] - best[1][1] < _LEAD):
                raise error from None
            return best[0][0]

    def _proposed(self, name: str) -> list[Titled]:
        found = [(one, max(likeness, part)) for one, likeness, part in self.nearest(name)]
        least = max(_NEAR, found[0][1] - _FAR) if found else 1
        return [one for one, likeness in found if likeness >= least][:_PROPOSED]

    def nearest(self, name: str) -> list[tuple[Titled, float, float]]:
        """Return the files whose titles, or ids where it is no Chinese, are most like a name; how much, and in part."""
        key = _plain(name)
        names = self._by_pair_of_id if name.isascii() else self._by_pair_of_title
        shared = Counter(found for pair in set(_pairs(key)) for found in names.get(pair, ()))
        likeness = SequenceMatcher(None, "", key, autojunk=False)
        alike = []
        for (known, one), _ in shared.most_common(_CANDIDATES):
            likeness.set_seq1(known)
            longest = likeness.find_longest_match().size
            alike.append((one, likeness.ratio(), longest / len(key) * _OF_PART))
        return sorted(alike, key=lambda found: -max(found[1:]))

    def is_other_title(self, title: str, found: Titled) -> bool:
        """Whether a title is another than that of the file that was found by it."""
        return _plain(title) != _plain(found.title)

    @cached_property
    def all(self) -> tuple[Titled, ...]:
        """Every file with its title."""
        return tuple(Titled(path, self._title(path)) for path in self.paths)

    @cached_property
    def _by_pair_of_title(self) -> Mapping[str, Sequence[tuple[str, Titled]]]:
        return _by_pair((_plain(one.title), one) for one in self.all)

    @cached_property
    def _by_pair_of_id(self) -> Mapping[str, Sequence[tuple[str, Titled]]]:
        return _by_pair((_plain(one.id), one) for one in self.all)

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self.paths)

    @cached_property
    def _of_stem(self) -> Mapping[str, Sequence[str]]:
        found: dict[str, list[str]] = {}
        for path in self.paths:
            found.setdefault(path.rpartition("/")[2].removesuffix(".md"), []).append(path)
        return found

    @cached_property
    def _of_key(self) -> Mapping[str, Sequence[Titled]]:
        found: dict[str, list[Titled]] = {}
        for one in self.all:
            found.setdefault(_plain(one.title), []).append(one)
        return found

    def _by_path(self, name: str) -> str | None:
        """Return the path that is meant by a path, an id, or the stem of one file only."""
        plain = name.strip().replace("\\", "/")
        real, root = Path(os.path.realpath(plain)), Path(os.path.realpath(self.root))
        inside = real.relative_to(root).as_posix() if real.is_relative_to(root) else ""
        candidates = [
            plain,
            inside,
            *(f"{folder}/{plain.removesuffix('.md')}.md" for folder in (scan.ITEMS, scan.CALLS, scan.ISSUES)),
        ]
        found = next((path for path in candidates if path in self._known), None)
        by_stem = self._of_stem.get(plain.removesuffix(".md"), ())
        return found or (by_stem[0] if len(by_stem) == 1 else None)

    def _by_title(self, name: str) -> Sequence[Titled]:
        return self._of_key.get(_plain(name), ()) if _plain(name) else ()

    def _by_part(self, name: str, shortest: int) -> list[Titled]:
        part = _plain(name)
        return [] if len(part) < shortest else [one for one in self.all if part in _plain(one.title)]

    def _title(self, path: str) -> str:
        try:
            head = read_bytes(f"{self.root}{os.sep}{path}", _HEAD)[:_HEAD].decode("utf-8", "ignore")
        except OSError:
            return ""
        found = _TITLE.search(head)
        return _unquoted(found[1]) if found else ""


def _unquoted(value: str) -> str:
    """Return the text of a value of front matter on one line."""
    quote = value[:1]
    if quote in ("'", '"') and (end := value.rfind(quote)) > 0:
        return value[1:end].replace("''", "'") if quote == "'" else value[1:end]
    return re.sub(r"\s{2,}#.*", "", value)


@lru_cache(maxsize=65536)
def _plain(title: str) -> str:
    """Return a title without spaces and punctuation, by which people write it in several ways."""
    return re.sub(r"[\W_]+", "", lookup_key.__wrapped__(title))


def _by_pair(names: Iterable[tuple[str, Titled]]) -> dict[str, list[tuple[str, Titled]]]:
    """Return names, each with its file, by every two characters that follow each other in them."""
    found: dict[str, list[tuple[str, Titled]]] = {}
    for name, one in names:
        for pair in set(_pairs(name)):
            found.setdefault(pair, []).append((name, one))
    return found


def _pairs(text: str) -> Iterable[str]:
    return (text[at : at + 2] for at in range(max(1, len(text) - 1)))
