"""Where a term occurs in a segment: exactly, by the places of its pairs of characters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bulletin.search.document import AUTHOR, numbered
from bulletin.search.index_format import RUN, RUN_DIGITS, RUN_END, RUN_START, run_code
from bulletin.search.query.parser import Term

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bulletin.search.query.reader import Numbers, Segment

Probe = tuple[int, int, int]
"""Two units, or a mark and a code, and how far from the beginning of the term they stand."""
_AT_ONCE = 2
"""How many probes are fetched before it is looked whether anything is left."""


@dataclass(frozen=True, slots=True)
class Found:
    """Of each item of a segment, how often something occurs, and whether in its title."""

    counts: Numbers
    titled: NDArray[np.bool_]


def occurrences(segment: Segment, term: Term, publications: Sequence[str] | None = None) -> Found:
    """Return where a term occurs; *publications* are those that the number of an issue must be of."""
    found = Found(np.zeros(segment.size, dtype=np.int64), np.zeros(segment.size, dtype=bool))
    for text in _written(term, publications):
        _add(segment, text, found, loose=term.loose or term.where == "issue")
    if term.where == "title":
        return Found(np.where(found.titled, found.counts, 0), found.titled)
    return found


def _written(term: Term, publications: Sequence[str] | None) -> list[str]:
    if term.where == "author":
        return [AUTHOR + term.text]
    if term.where == "issue":
        return [numbered(term.text)] if publications is None else [numbered(term.text, p) for p in publications]
    return [term.text]


def _add(segment: Segment, text: str, found: Found, *, loose: bool) -> None:
    units = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype="<u2").tolist()
    if len(units) == 1 and (loose or not text.isdigit()):
        documents, counts, titled = segment.singles(units[0])
        found.counts[documents] += counts
        found.titled[documents] |= titled
        return
    places = _places(segment, list(probes(text, units, loose=loose)))
    documents = np.searchsorted(segment.begins, places, side="right") - 1
    np.add.at(found.counts, documents, 1)
    in_title = places - segment.begins[documents] < segment.head["title"]
    found.titled[documents[in_title]] = True


def _places(segment: Segment, asked: list[Probe]) -> Numbers:
    places: Numbers | None = None
    for start in range(0, len(asked), _AT_ONCE):
        if places is not None and not len(places):
            break
        for first, second, offset in asked[start : start + _AT_ONCE]:
            begins = segment.places(first, second) - offset
            places = begins if places is None else np.intersect1d(places, begins, assume_unique=True)
    return np.zeros(0, dtype=np.int64) if places is None else places


def probes(text: str, units: Sequence[int], *, loose: bool) -> Iterator[Probe]:
    """Yield what must stand where for a text to occur: its ends first, which rule out the most."""
    wanted = [] if loose else list(_runs(text, len(units)))
    covered = {offset + i for _, _, offset, length in wanted for i in range(length)}
    found = [(first, second, offset) for first, second, offset, _ in wanted]
    at = 0
    while at < len(units):
        if at not in covered:
            place = min(at, len(units) - 2)
            found.append((units[place], units[place + 1], place))
            at = place + 1
        at += 1
    yield from (found[0], *found[:0:-1])


def _runs(text: str, length: int) -> Iterator[tuple[int, int, int, int]]:
    """Yield what makes sure that a number at either end of a text is a whole one: mark, code, offset, length."""
    head = re.match("[0-9]+", text)
    if head:
        yield from _run(head[0], 0, starts=True, ends=len(head[0]) == length)
    tail = re.search("[0-9]+$", text)
    if tail and not (head and len(head[0]) == length):
        yield from _run(tail[0], length - len(tail[0]), starts=False, ends=True)


def _run(digits: str, offset: int, *, starts: bool, ends: bool) -> Iterator[tuple[int, int, int, int]]:
    if len(digits) <= RUN_DIGITS:
        yield RUN, run_code(digits), offset, len(digits)
        return
    if starts:
        yield RUN_START, run_code(digits[:RUN_DIGITS]), offset, RUN_DIGITS
    if ends:
        yield RUN_END, run_code(digits[-RUN_DIGITS:]), offset + len(digits) - RUN_DIGITS, RUN_DIGITS


def holds(name: str, term: Term) -> bool:
    """Return whether a folded name holds a term, by the same rules."""
    if term.loose:
        return term.text in name
    before = "(?<![0-9])" if term.text[0] in "0123456789" else ""
    after = "(?![0-9])" if term.text[-1] in "0123456789" else ""
    return re.search(before + re.escape(term.text) + after, name) is not None
