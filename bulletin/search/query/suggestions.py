"""What to offer when nothing was found: which term fails, and what is near it."""

from __future__ import annotations

from dataclasses import replace

from bulletin.search.normalize import fold
from bulletin.search.query.engine import Question
from bulletin.search.query.parser import Query, Term
from bulletin.search.query.reader import Index

_LIKE, _OFFERS, _LONGEST = 0.4, 3, 16


def total(index: Index, term: Term) -> int:
    """Return how many items hold a term."""
    question = Question(index, Query(terms=(term,)))
    return sum(int(question.find(segment)[0].sum()) for segment in index.segments)


def nearest(index: Index, term: Term) -> list[str]:
    """Return words near a term that is nowhere: names that are like it, and the longest part that is somewhere."""
    alike = sorted((-likeness(term.text, fold(name)), name) for name in _names(index))
    offers = [name for unlike, name in alike[:_OFFERS] if -unlike >= _LIKE]
    return list(dict.fromkeys(offers + _parts(index, term)))


def _names(index: Index) -> set[str]:
    fields = ("unit", "publication", "topic")
    return {name for field in fields for names in index.named(field).values() for name in names}


def _parts(index: Index, term: Term) -> list[str]:
    text = term.text[:_LONGEST]
    for length in range(len(text) - 1, 1, -1):
        pieces = dict.fromkeys(text[at : at + length] for at in range(len(text) - length + 1))
        found = [(total(index, replace(term, text=piece)), piece) for piece in pieces]
        best = max(found, key=lambda pair: pair[0])
        if best[0]:
            return [best[1]]
    return []


def likeness(one: str, other: str) -> float:
    """Return how alike two folded names are, from 0 to 1: the share of pairs of characters they have in common."""
    pairs = [{text[at : at + 2] for at in range(len(text) - 1)} for text in (one, other)]
    both = len(pairs[0]) + len(pairs[1])
    return 2 * len(pairs[0] & pairs[1]) / both if both else 0.0
