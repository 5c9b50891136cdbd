"""The JSON of ``build.py search``, whose form is a contract."""

from __future__ import annotations

from typing import Any

from bulletin.model import urls
from bulletin.search.query.engine import Hit, SearchRequest, SearchResult
from bulletin.search.query.excerpts import find_spans, make_excerpt
from bulletin.search.query.reader import Index
from bulletin.search.query.suggestions import count_items, suggest_alternatives


def result_json(request: SearchRequest, typed: str, limit: int = 10, *, by_date: bool = False) -> dict[str, Any]:
    """Return the result of a request as JSON values, with the first *limit* hits; 0 means all."""
    result = request.run(by_date=by_date)
    shown = result.hits[: limit or None]
    query = request.query
    unknown = [choice.typed for choice in query.choices if not request.resolve(choice)]
    found = {
        "query": typed,
        "total": len(result.hits),
        "facets": _facets(result),
        "hits": [_hit(request, hit) for hit in shown],
        "unread": [*query.wrong, *unknown],
    }
    return found if result.hits else found | {"missing": _missing(request)}


def _facets(result: SearchResult) -> dict[str, dict[str, int]]:
    return {
        name: dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
        for name, counts in result.facets.items()
    }


def _hit(request: SearchRequest, hit: Hit) -> dict[str, Any]:
    index, terms = request.index, request.query.terms
    segment = index.segments[hit.segment]
    identifier, title = index.title(segment, hit.number)
    sets, of = segment.column("unit")
    units = sets[of[hit.number]]
    piece = make_excerpt(index.text(segment, hit.number), terms)
    wanted = [term for term in terms if not term.excluded and term.where in ("", "title")]
    return {
        "id": identifier,
        "title": title,
        "title_marks": [list(span) for span in find_spans(title, wanted)[0]],
        "url": urls.item(identifier),
        "date": hit.day,
        "unit": units[0],
        "units": units,
        "unit_names": [index.names["unit"][unit][0] for unit in units],
        "excerpt": piece.text,
        "marks": [list(span) for span in piece.marks],
    }


def _missing(request: SearchRequest) -> list[dict[str, Any]]:
    """Return for each term how many items contain it, and alternatives where none does."""
    index: Index = request.index
    found = []
    for term in request.query.terms:
        if not term.excluded:
            number = count_items(index, term)
            found.append(
                {"term": term.typed, "total": number, "nearest": [] if number else suggest_alternatives(index, term)}
            )
    return found
