"""Excerpts: the piece of an item that shows why it was found, with the spans of hits in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bulletin.search.normalize import fold_mapped
from bulletin.search.query.parser import Term

if TYPE_CHECKING:
    from bulletin.search.document import Document

LENGTH, BEFORE = 100, 24
"""Characters of an excerpt, and how many of them precede the first hit."""

Span = tuple[int, int]
"""Start and end of a hit in a text."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of a text; ``marks`` are the spans of hits in it."""

    text: str
    marks: tuple[Span, ...]


def term_pattern(term: Term) -> re.Pattern[str]:
    """Return the pattern that finds a term in folded text by the same rules as the index."""
    before = "(?<![0-9])" if not term.loose and term.text[0] in "0123456789" else ""
    after = "(?![0-9])" if not term.loose and term.text[-1] in "0123456789" else ""
    # A look-ahead also finds hits that overlap.
    return re.compile(f"{before}(?=({re.escape(term.text)}){after})")


def find_spans(text: str, terms: Sequence[Term]) -> tuple[list[Span], int]:
    """Return the spans of all hits in *text*, merged where they touch, and how many terms occur."""
    folded, places = fold_mapped(text)
    found, hit = [], 0
    for term in terms:
        matches = [(m.start(1), m.end(1)) for m in term_pattern(term).finditer(folded)]
        hit += bool(matches)
        found += [(places[begin], places[end - 1] + 1) for begin, end in matches]
    return _merge_spans(sorted(found)), hit


def _merge_spans(found: Sequence[Span]) -> list[Span]:
    joined: list[Span] = []
    for begin, end in found:
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return joined


def make_excerpt(text: Document, terms: Sequence[Term]) -> Excerpt:
    """Return an excerpt of an item, from the first paragraph or note in which the most terms occur."""
    shown = [term for term in terms if not term.excluded and term.where in ("", "author")]
    pieces = [*text.blocks, *text.notes, *text.authors]
    best, marks, most = (pieces or [""])[0], [], 0
    for piece in pieces:
        found, hit = find_spans(piece, shown)
        if hit > most:
            best, marks, most = piece, found, hit
    return cut_excerpt(best, marks)


def cut_excerpt(text: str, marks: Sequence[Span]) -> Excerpt:
    """Return the piece of *text* around its first mark."""
    begin = max(0, min(marks[0][0] - BEFORE, len(text) - LENGTH)) if marks else 0
    end = min(len(text), begin + LENGTH)
    left, right = "…" if begin else "", "…" if end < len(text) else ""
    inside = [(max(a, begin), min(b, end)) for a, b in marks if a < end and b > begin]
    shift = len(left) - begin
    return Excerpt(left + text[begin:end] + right, tuple((a + shift, b + shift) for a, b in inside))
