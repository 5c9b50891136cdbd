"""Suggestions where nothing was found: how many items have each term, and similar words."""

from __future__ import annotations

from dataclasses import replace

from bulletin.search.normalize import fold
from bulletin.search.query.engine import SearchRequest
from bulletin.search.query.parser import Query, Term
from bulletin.search.query.reader import Index

_MIN_SIMILARITY, _MAX_NAMES, _MAX_LENGTH = 0.4, 3, 16


def count_items(index: Index, term: Term) -> int:
    """Return how many items contain a term."""
    request = SearchRequest(index, Query(terms=(term,)))
    return sum(int(request.find(segment)[0].sum()) for segment in index.segments)


def suggest_alternatives(index: Index, term: Term) -> list[str]:
    """Return alternatives to a term that does not occur: similar names, and its longest part that does occur."""
    similar = sorted((-similarity(term.text, fold(name)), name) for name in _names(index))
    offers = [name for negative, name in similar[:_MAX_NAMES] if -negative >= _MIN_SIMILARITY]
    return list(dict.fromkeys(offers + _longest_parts(index, term)))


def _names(index: Index) -> set[str]:
    fields = ("unit", "publication", "topic")
    return {name for field in fields for names in index.named(field).values() for name in names}


def _longest_parts(index: Index, term: Term) -> list[str]:
    text = term.text[:_MAX_LENGTH]
    for length in range(len(text) - 1, 1, -1):
        pieces = dict.fromkeys(text[at : at + length] for at in range(len(text) - length + 1))
        found = [(count_items(index, replace(term, text=piece)), piece) for piece in pieces]
        best = max(found, key=lambda pair: pair[0])
        if best[0]:
            return [best[1]]
    return []


def similarity(one: str, other: str) -> float:
    """Return the Dice coefficient of the pairs of characters of two folded names, from 0 to 1."""
    pairs = [{text[at : at + 2] for at in range(len(text) - 1)} for text in (one, other)]
    both = len(pairs[0]) + len(pairs[1])
    return 2 * len(pairs[0] & pairs[1]) / both if both else 0.0
