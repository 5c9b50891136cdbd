"""Occurrences of a term in a segment, found exactly from the places of its pairs of characters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bulletin.search.document import AUTHOR_MARK, encode_issue_number
from bulletin.search.index_format import RUN, RUN_DIGITS, RUN_END, RUN_START, digits_code
from bulletin.search.query.parser import Term

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bulletin.search.query.reader import Numbers, SegmentReader

Probe = tuple[int, int, int]
"""Two units, or the kind and the code of a run of digits, and their offset in the term."""
_PROBES_PER_STEP = 2
"""Probes that are fetched before it is checked whether any place is left."""


@dataclass(frozen=True, slots=True)
class Occurrences:
    """For each item of a segment, how often a term occurs, and whether in its title."""

    counts: Numbers
    titled: NDArray[np.bool_]


def find_occurrences(segment: SegmentReader, term: Term, publications: Sequence[str] | None = None) -> Occurrences:
    """Return the occurrences of a term; *publications* are those to which the number of an issue may belong."""
    found = Occurrences(np.zeros(segment.size, dtype=np.int64), np.zeros(segment.size, dtype=bool))
    for text in _indexed_forms(term, publications):
        _add(segment, text, found, loose=term.loose or term.where == "issue")
    if term.where == "title":
        return Occurrences(np.where(found.titled, found.counts, 0), found.titled)
    return found


def _indexed_forms(term: Term, publications: Sequence[str] | None) -> list[str]:
    if term.where == "author":
        return [AUTHOR_MARK + term.text]
    if term.where == "issue":
        return (
            [encode_issue_number(term.text)]
            if publications is None
            else [encode_issue_number(term.text, p) for p in publications]
        )
    return [term.text]


def _add(segment: SegmentReader, text: str, found: Occurrences, *, loose: bool) -> None:
    units = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype="<u2").tolist()
    if len(units) == 1 and (loose or not text.isdigit()):
        documents, counts, titled = segment.singles(units[0])
        found.counts[documents] += counts
        found.titled[documents] |= titled
        return
    places = _places(segment, list(probes(text, units, loose=loose)))
    items, in_title = segment.items_at(places)
    np.add.at(found.counts, items, 1)
    found.titled[items[in_title]] = True


def _places(segment: SegmentReader, asked: list[Probe]) -> Numbers:
    places: Numbers | None = None
    for start in range(0, len(asked), _PROBES_PER_STEP):
        if places is not None and not len(places):
            break
        for first, second, offset in asked[start : start + _PROBES_PER_STEP]:
            begins = segment.places(first, second) - offset
            places = begins if places is None else np.intersect1d(places, begins, assume_unique=True)
    return np.zeros(0, dtype=np.int64) if places is None else places


def probes(text: str, units: Sequence[int], *, loose: bool) -> Iterator[Probe]:
    """Yield the probes that must all match for a text to occur: its ends first, as they exclude the most."""
    wanted = [] if loose else list(_boundary_runs(text, len(units)))
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


def _boundary_runs(text: str, length: int) -> Iterator[tuple[int, int, int, int]]:
    """Yield the runs that make a number at either end of a text a whole one: kind, code, offset, length."""
    head = re.match("[0-9]+", text)
    if head:
        yield from _run(head[0], 0, starts=True, ends=len(head[0]) == length)
    tail = re.search("[0-9]+$", text)
    if tail and not (head and len(head[0]) == length):
        yield from _run(tail[0], length - len(tail[0]), starts=False, ends=True)


def _run(digits: str, offset: int, *, starts: bool, ends: bool) -> Iterator[tuple[int, int, int, int]]:
    if len(digits) <= RUN_DIGITS:
        yield RUN, digits_code(digits), offset, len(digits)
        return
    if starts:
        yield RUN_START, digits_code(digits[:RUN_DIGITS]), offset, RUN_DIGITS
    if ends:
        yield RUN_END, digits_code(digits[-RUN_DIGITS:]), offset + len(digits) - RUN_DIGITS, RUN_DIGITS


def name_matches(name: str, term: Term) -> bool:
    """Return whether a term occurs in a folded name, by the same rules."""
    if term.loose:
        return term.text in name
    before = "(?<![0-9])" if term.text[0] in "0123456789" else ""
    after = "(?![0-9])" if term.text[-1] in "0123456789" else ""
    return re.search(before + re.escape(term.text) + after, name) is not None
