"""Statistics of a period as JSON objects with the documented keys."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from bulletin.core.dates import Period
from bulletin.core.numbers import amount, ratio
from bulletin.model.archive import Archive
from bulletin.model.closed import RemarkValues
from bulletin.model.enums import Level
from bulletin.model.rankings import Ranking
from bulletin.model.scheme_enums import LapseKind, Measure
from bulletin.scoring import circular
from bulletin.scoring.circulars.circular import Circular, CircularRow
from bulletin.scoring.closing.supplements import UnitSupplement, figures_of
from bulletin.scoring.credited_points import credited_elsewhere, points_from_others
from bulletin.scoring.group_points import group_points
from bulletin.scoring.lapses import NEXT, Lapse
from bulletin.scoring.period_results import PeriodResults
from bulletin.scoring.remarks import change_values, failure_values
from bulletin.scoring.standings import RankedUnit
from bulletin.scoring.targets import Completion
from bulletin.scoring.top import RankedAuthor, ranked_authors_by_group

_LEVELS = tuple((level, level.value) for level in Level)
"""Precomputed, as iterating over an enum is slow."""


def stats_record(archive: Archive, period: Period, group: str | None = None) -> dict[str, Any]:
    """Return the circular of *period*, of all groups or of one; points are null where no scheme is in force."""
    found = circular(archive, period)
    tables = [table for table in found.tables if group is None or table.group.id == group]
    rows = [row for table in tables for row in table.rows]
    shown = {row.unit.id for row in rows}
    published = {each.group.id: each.points for each in group_points(archive, period)}
    return {
        "period": period_record(period),
        "scheme": found.scheme.id if found.scheme else None,
        "totals": _totals(archive, found),
        "groups": [
            {
                "id": table.group.id,
                "name": table.group.name,
                "points": _points_text(table.points if found.scheme else published.get(table.group.id)),
                "units": [_unit_record(row, found.further_rankings) for row in table.rows],
            }
            for table in tables
        ],
        "zero_reports": [unit.id for unit in found.zero_reports if unit.id in shown],
        "zero_adoptions": [unit.id for unit in found.zero_adoptions if unit.id in shown],
        "unmet": [_unmet_record(lapse) for lapse in found.unmet if lapse.unit in shown],
        "closed": _closed_record(found),
        "supplements": [
            _supplement_record(one, scored=found.scheme is not None)
            for one in found.supplements
            if group is None or one.unit.group == group
        ],
        "authors": author_records(archive, period, group),
        "best": [{"item": item.id, "points": amount(points)} for item, points in found.top_items],
    }


def period_record(period: Period) -> dict[str, str]:
    """Return the first and the last day of a period, and its label."""
    return {"from": period.first.isoformat(), "to": period.last.isoformat(), "label": period.label}


def author_records(archive: Archive, period: Period, group: str | None = None) -> list[dict[str, Any]]:
    """Return the authors with points by rank, of all groups or of one; none where authors are not scored."""
    return [
        {"id": ranking.group.id, "name": ranking.group.name, "authors": list(map(_author_record, ranking.authors))}
        for ranking in ranked_authors_by_group(archive, period)
        if group is None or ranking.group.id == group
    ]


def _author_record(author: RankedAuthor) -> dict[str, Any]:
    return {
        "name": author.name,
        "unit": author.unit.id,
        "points": amount(author.points),
        "rank": author.rank_in_group,
        "rank_among_all": author.rank,
    }


def _closed_record(found: Circular) -> dict[str, Any] | None:
    closed = found.closed
    return {"day": str(closed.closed), "digest": closed.digest} if closed else None


def _supplement_record(found: UnitSupplement, *, scored: bool) -> dict[str, Any]:
    """Return the figures of a unit as printed, since and in all; points as texts, null where they are not shown."""
    *counts, points = figures_of(found)
    names = ("submitted", "adopted_items", "adoptions")
    record = {name: [one.printed, one.since, one.known] for name, one in zip(names, counts, strict=True)}
    texts = [amount(Fraction(value)) for value in (points.printed, points.since, points.known)]
    return {"unit": found.unit.id, **record, "points": texts if scored else None}


def _totals(archive: Archive, found: Circular) -> dict[str, Any]:
    now, categories = found.now, Counter([item.category for item in found.now.submitted])
    return _figures(now) | {
        "adoption_rate": ratio(now.rate),
        "by_category": {category.id: categories[category.id] for category in archive.registry.categories},
        "before": _summary(found.before) if found.before.has_items else None,
        "year_before": _summary(found.year_before) if found.year_before.has_items else None,
        "to_date": _summary(found.to_date),
    }


def _summary(span: PeriodResults) -> dict[str, Any]:
    return {
        "period": span.period.label,
        "submitted": len(span.submitted),
        "adopted_items": len(span.adopted),
        "adoptions": len(span.adoptions),
        "adoption_rate": ratio(span.rate),
    }


def _figures(found: PeriodResults) -> dict[str, Any]:
    levels = found.by_level
    return {
        "submitted": len(found.submitted),
        "adopted_items": len(found.adopted),
        "withdrawn_items": len(found.withdrawn),
        "adoptions": len(found.adoptions),
        "by_level": {name: levels.get(level, 0) for level, name in _LEVELS},
        "by_publication": dict(found.by_publication),
    }


def _unit_record(row: CircularRow, rankings: Sequence[Ranking]) -> dict[str, Any]:
    target = row.completion
    return (
        {"id": row.unit.id, "name": row.unit.name}
        | _figures(row.now)
        | _standing_record(row.standing)
        | {
            "submitted_to_date": len(row.to_date.submitted),
            "adoptions_to_date": len(row.to_date.adoptions),
            "adoption_rate": ratio(row.now.rate),
            "points_to_date": _points_text(row.points_to_date),
            "points_by_family": {family.value: amount(points) for family, points in row.now.points_by_family.items()},
            "points_by_publication": {
                publication: amount(points) for publication, points in row.now.points_by_publication.items()
            },
            "rank_before": row.rank_before,
            "rank_to_date": row.rank_to_date,
            "rankings": _ranking_records(row, rankings),
            "quota": amount(target.quota) if target else None,
            "completion": ratio(target.ratio) if target else None,
            "targets": [_target_record(completion) for completion in row.standing.whole_completions],
            "progress": [_progress_record(completion) for completion in row.standing.progress],
            "late": len(row.lapses(LapseKind.LATE)),
            "late_answers": len(row.lapses(LapseKind.LATE_ANSWER)),
            "missed": len(row.lapses(LapseKind.MISSED)),
            "unanswered": len(row.lapses(LapseKind.UNANSWERED)),
            "erroneous": len(row.lapses(LapseKind.ERRONEOUS)),
            "withdrawn": len(row.lapses(LapseKind.WITHDRAWN)),
            "late_feedback": len(row.lapses(LapseKind.LATE_FEEDBACK)),
            "feedback_overdue": len(row.lapses(LapseKind.FEEDBACK_OVERDUE)),
        }
    )


def _ranking_records(row: CircularRow, rankings: Sequence[Ranking]) -> list[dict[str, Any]]:
    return [
        {"by": ranking.key or "publication", "publication": ranking.publication or None, "rank": rank}
        for ranking, rank in zip(rankings, row.further_ranks, strict=True)
    ]


def _standing_record(place: RankedUnit) -> dict[str, Any]:
    return {
        "points": _points_text(place.points),
        "result": _points_text(place.result),
        "rank": place.rank,
        "disqualified": [dict(note.values) for note in place.disqualified],
        "failed": list(dict.fromkeys(failure.period.label for failure in place.failed)),
        "failures": remark_records(failure_values(place)),
        "changes": remark_records(change_values(place)),
        "points_from": {unit: amount(points) for unit, points in points_from_others(place).items()},
        "points_with": list(credited_elsewhere(place)),
    }


def remark_records(remarks: Iterable[RemarkValues]) -> list[dict[str, Any]]:
    """Return remarks with their points as texts."""
    return [
        {name: amount(Fraction(str(value))) if name in ("points", "least") else value for name, value in values.items()}
        for values in remarks
    ]


def _points_text(points: Fraction | None) -> str | None:
    return None if points is None else amount(points)


def _target_record(completion: Completion) -> dict[str, Any]:
    return {
        "id": completion.target.id,
        "words": completion.target.words,
        "quota": amount(completion.quota),
        "done": amount(completion.achieved) if completion.target.measure is Measure.POINTS else len(completion.done),
        "completion": ratio(completion.ratio),
    }


def _progress_record(completion: Completion) -> dict[str, Any]:
    record = _target_record(completion) | {"period": completion.window.label if completion.window else None}
    del record["completion"]
    return record


def _unmet_record(lapse: Lapse) -> dict[str, Any]:
    due = (lapse.date - NEXT).isoformat() if lapse.call else None
    return {"unit": lapse.unit, "call": lapse.call.id if lapse.call else "", "due": due}
