"""Remarks on a unit in a circular: what does not show in its figures alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from bulletin.core.dates import Period
from bulletin.core.i18n import N_, Translator, join_clauses
from bulletin.core.memo import memoized
from bulletin.core.numbers import amount, signed
from bulletin.model.scheme_enums import Family, Measure
from bulletin.scoring.credited_points import credited_elsewhere, points_from_others
from bulletin.scoring.periods import period_name
from bulletin.scoring.points_changes import ChangeKind, PointsChange, sum_changes
from bulletin.scoring.rankings import takes_part

if TYPE_CHECKING:
    from bulletin.model.closed import RemarkValues
    from bulletin.scoring.entries import Entry
    from bulletin.scoring.reasons import Reason
    from bulletin.scoring.standings import RankedUnit
    from bulletin.scoring.targets import Completion

ZERO = Fraction(0)
PROGRESS_SUBMITTED = N_("{period}: {quota} to submit, {done} submitted")
PROGRESS = N_("{period}: {quota} to reach, {done} reached")
WITHDRAWN = N_("withdrawn: {number}, counted as submitted where points are measured or divided by it")
CREDITED_FROM = N_("{points} of these are for what {unit} submitted or had adopted")
CREDITED_TO = N_("some of its points are with {units}")
NOT_RANKED = N_("not there in this period, therefore without a rank")
FAILED = N_("{period} failed: {points}, less than {least}")
MEASURED_AT_END = N_("{text} ({value} at the end of the period)")
FAILED_HERE = N_("{points}, less than {least}")


_CHANGES = {
    ChangeKind.THRESHOLD: N_("threshold {points}: {words}"),
    ChangeKind.FLOOR: N_("floor {points}: {words}"),
    ChangeKind.CAP: N_("cap {points}: {words}"),
    ChangeKind.FORFEIT: N_("forfeited {points}: {words}"),
}
_TAKEN_BACK = {
    (ChangeKind.FLOOR, False): N_("taken back of what the floor gave {points}: {words}"),
    (ChangeKind.CAP, True): N_("made up for by what is above the cap {points}: {words}"),
    (ChangeKind.FORFEIT, True): N_("forfeited before and given back {points}: {words}"),
}
"""The sentences where more is taken back than given, or given back than taken, by whether points are given."""


def progress_text(progress: Iterable[Completion], say: Translator) -> str:
    """Return how far a unit is in the targets of longer periods: 2026年第四季度应报3，已报1."""
    return join_clauses((_progress_in(completion, say) for completion in progress), say)


def _progress_in(completion: Completion, say: Translator) -> str:
    message = PROGRESS_SUBMITTED if completion.target.measure is Measure.SUBMITTED else PROGRESS
    window = completion.window or completion.period
    values = {"quota": amount(completion.quota), "done": amount(completion.achieved, 2)}
    return say(message, period=period_name(window, say), **values)


def remarks(standing: RankedUnit, say: Translator) -> list[str]:
    """Return why a unit is out of the awards, what it failed, and what changed its points beside events."""
    failed, found = failure_texts(standing, say), [reason.text(say) for reason in _other_reasons(standing)]
    more = (*credited_texts(standing, say), *_withdrawn_texts(standing, say))
    return [*found, *failed, *changes_texts(standing, say), *more]


def credited_texts(standing: RankedUnit, say: Translator) -> Iterator[str]:
    """Yield whose points are in a unit's, and who has the points of what stands in its row: parents and successors."""
    registry = standing.archive.registry
    for unit, points in points_from_others(standing).items():
        yield say(CREDITED_FROM, unit=registry.unit[unit].name, points=signed(points))
    if others := credited_elsewhere(standing):
        yield say(CREDITED_TO, units=say(", ").join(registry.unit[unit].name for unit in others))
    if not takes_part(standing):
        yield say(NOT_RANKED)


def _withdrawn_texts(standing: RankedUnit, say: Translator) -> Iterator[str]:
    if standing.results.withdrawn:
        yield say(WITHDRAWN, number=len(standing.results.withdrawn))


def _other_reasons(standing: RankedUnit) -> Iterator[Reason]:
    """Yield the reasons of a disqualification that are not said as failed periods."""
    failed = {failure.period.label for failure in standing.failed}
    yield from (reason for reason in standing.disqualified if reason.values.get("period") not in failed)


def failure_values(standing: RankedUnit) -> Sequence[RemarkValues]:
    """Return the periods that a unit failed; with the sentence that was printed, if the period is closed."""
    if standing.printed:
        return standing.printed.failures
    return [
        {
            "period": failure.period.label,
            "points": str(failure.points),
            "least": str(failure.mark.points),
            "words": failure.mark.words,
            "disqualifies": failure.mark.disqualifies,
        }
        for failure in standing.failed
        if failure.mark
    ]


def failure_texts(standing: RankedUnit, say: Translator, known: Period | None = None) -> list[str]:
    """Return which periods a unit failed, and by which points; the name of the period that is *known* is left out."""
    return [_failure_text(values, say, known.label if known else "") for values in failure_values(standing)]


def _failure_text(values: RemarkValues, say: Translator, known: str) -> str:
    if "period" not in values or ("text" in values and values["period"] != known):
        return str(values["text"])
    least, period = amount(_exact(values["least"])), str(values["period"])
    message = FAILED_HERE if period == known else FAILED
    name = period_name(Period.parse(period), say)
    return say(message, period=name, points=amount(_exact(values["points"])), least=least)


def change_values(standing: RankedUnit) -> Sequence[RemarkValues]:
    """Return what changed the points of a unit; with the sentence that was printed, if the period is closed."""
    if standing.printed:
        return standing.printed.changes
    return [
        {"kind": kind.value, "points": str(given), "words": words} for kind, given, words in points_changes(standing)
    ]


def changes_texts(standing: RankedUnit, say: Translator) -> list[str]:
    """Return what changed the points of a unit beside events, a text for each rule."""
    return [_change_text(standing, values, say) for values in change_values(standing)]


def _change_text(standing: RankedUnit, values: RemarkValues, say: Translator) -> str:
    if "text" in values:
        return str(values["text"])
    change = PointsChange(ChangeKind(str(values["kind"])), _exact(values["points"]), str(values["words"]))
    value = _rate_at_end(standing, change)
    return say(MEASURED_AT_END, text=change_text(change, say), value=value) if value else change_text(change, say)


def _rate_at_end(standing: RankedUnit, change: PointsChange) -> str:
    """Return the rate that a threshold measured; that of the row has what was adopted since the period ended, too."""
    if change.kind is not ChangeKind.THRESHOLD:
        return ""
    found = standing.results.select_entries(Family.THRESHOLD)
    rates = (
        reason.values["value"]
        for entry in found
        if entry.words == change.words and entry.event.fact == standing.results.period
        for reason in entry.why
        if reason.values.get("value", "").endswith("%")
    )
    return next(rates, "")


def change_text(change: PointsChange, say: Translator) -> str:
    """Return what a rule gave or took in a sentence."""
    message = _TAKEN_BACK.get((change.kind, change.points > 0), _CHANGES[change.kind])
    return say(message, points=signed(change.points), words=change.words)


def _exact(value: object) -> Fraction:
    return Fraction(str(value))


def points_changes(standing: RankedUnit) -> list[PointsChange]:
    """Return what thresholds, floors, caps and forfeitures gave or took of a unit, each rule once.

    It is computed once: pages and files of a circular and of a ledger all ask for it.
    """
    return memoized(standing, "changes", lambda: _points_changes(standing.results.entries))


def _points_changes(entries: Sequence[Entry]) -> list[PointsChange]:
    """Return what rules gave or took in *entries*, each once.

    What a floor or a cap gave and took back within the period is left out.
    """
    # Nearly all entries have no changes.
    found = sum_changes(
        change
        for entry in entries
        if entry.changes or entry.family is Family.THRESHOLD
        for change in (*entry.changes, *_threshold_changes(entry))
    )
    return sorted(found, key=lambda change: list(ChangeKind).index(change.kind))


def _threshold_changes(entry: Entry) -> Iterator[PointsChange]:
    """Yield what a threshold gave or took, before floors, caps and forfeits."""
    if entry.family is Family.THRESHOLD:
        points = entry.points - sum((change.points for change in entry.changes), ZERO)
        yield PointsChange(ChangeKind.THRESHOLD, points, entry.words)
