"""What is told of an answer: the JSON of ``build.py search``, which is a contract."""

from __future__ import annotations

from typing import Any

from bulletin.model import urls
from bulletin.search.query.engine import Answer, Hit, Question
from bulletin.search.query.excerpts import excerpt, spans
from bulletin.search.query.reader import Index
from bulletin.search.query.suggestions import nearest, total


def results(question: Question, typed: str, limit: int = 10, *, by_date: bool = False) -> dict[str, Any]:
    """Return what a query found, the first *limit* hits of it; 0 is all."""
    answer = question.answer(by_date=by_date)
    shown = answer.hits[: limit or None]
    query = question.query
    unknown = [choice.typed for choice in query.choices if not question.chosen(choice)]
    found = {
        "query": typed,
        "total": len(answer.hits),
        "facets": _facets(answer),
        "hits": [_hit(question, hit) for hit in shown],
        "unread": [*query.wrong, *unknown],
    }
    return found if answer.hits else found | {"missing": _missing(question)}


def _facets(answer: Answer) -> dict[str, dict[str, int]]:
    return {
        name: dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
        for name, counts in answer.facets.items()
    }


def _hit(question: Question, hit: Hit) -> dict[str, Any]:
    index, terms = question.index, question.query.terms
    segment = index.segments[hit.segment]
    identifier, title = index.title(segment, hit.number)
    sets, of = segment.column("unit")
    units = sets[of[hit.number]]
    piece = excerpt(index.text(segment, hit.number), terms)
    wanted = [term for term in terms if not term.without and term.where in ("", "title")]
    return {
        "id": identifier,
        "title": title,
        "title_marks": [list(span) for span in spans(title, wanted)[0]],
        "url": urls.item(identifier),
        "date": hit.day,
        "unit": units[0],
        "units": units,
        "unit_names": [index.names["unit"][unit][0] for unit in units],
        "excerpt": piece.text,
        "marks": [list(span) for span in piece.marks],
    }


def _missing(question: Question) -> list[dict[str, Any]]:
    """Return of each term how many items hold it, and, where none does, what is near it."""
    index: Index = question.index
    found = []
    for term in question.query.terms:
        if not term.without:
            number = total(index, term)
            found.append({"term": term.typed, "total": number, "nearest": [] if number else nearest(index, term)})
    return found
