"""The figures of a circular as running text: totals, comparisons, and units to mention."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from bulletin.core.i18n import N_, Translator
from bulletin.core.numbers import amount, percent
from bulletin.model.registry import Unit
from bulletin.scoring.circulars.circular import Circular
from bulletin.scoring.period_results import PeriodResults
from bulletin.scoring.periods import period_name

HEAD = N_("In {period}, {submitted} items were submitted, {items} of them adopted ({rate}); {adoptions} adoptions.")
HEAD_EMPTY = N_("In {period}, nothing was submitted; {adoptions} adoptions.")
AGAINST = N_("Against {period} ({submitted} items, {adoptions} adoptions): items {items}, adoptions {taken}.")
YEAR_TO_DATE = N_("The year so far: {submitted} items, {adoptions} adoptions.")
GROUP = N_("{group}: {submitted} items, {average} a unit.")
ZERO_REPORTS = N_("Nothing submitted: {units}.")
ZERO_ADOPTIONS = N_("Nothing adopted: {units}.")
UNMET = N_("Commissions not answered: {calls}.")
CALL = N_("“{title}” by {unit}")
BEST = N_("Most points: {items}.")
ITEM = N_("“{title}” {points}")
MORE, LESS, SAME = N_("{n} more"), N_("{n} fewer"), N_("as many")
NUMBER_OF_ITEMS = 3


def summary(circular: Circular, say: Translator) -> Iterator[str]:
    """Yield the sentences of a circular."""
    yield _opening_sentence(circular.now, say)
    for other in (circular.before, circular.year_before):
        if other.submitted or other.adoptions:
            yield _comparison_sentence(circular.now, other, say)
    if circular.period.first != circular.to_date.period.first:
        values = {"submitted": len(circular.to_date.submitted), "adoptions": len(circular.to_date.adoptions)}
        yield say(YEAR_TO_DATE, **values)
    for table in circular.tables:
        name = table.group.name or say("Other units")
        yield say(GROUP, group=name, submitted=table.submitted, average=_rounded(table.average))
    yield from _highlight_sentences(circular, say)


def _opening_sentence(results: PeriodResults, say: Translator) -> str:
    if results.rate is None:
        return say(HEAD_EMPTY, period=period_name(results.period, say), adoptions=len(results.adoptions))
    values = {"items": len(results.adopted), "adoptions": len(results.adoptions), "rate": percent(results.rate)}
    return say(HEAD, period=period_name(results.period, say), submitted=len(results.submitted), **values)


def _comparison_sentence(now: PeriodResults, other: PeriodResults, say: Translator) -> str:
    return say(
        AGAINST,
        period=period_name(other.period, say),
        submitted=len(other.submitted),
        adoptions=len(other.adoptions),
        items=comparison_text(len(now.submitted), len(other.submitted), say),
        taken=comparison_text(len(now.adoptions), len(other.adoptions), say),
    )


def comparison_text(now: int, before: int, say: Translator) -> str:
    """Return how many more or fewer, and what share that is, as text."""
    if now == before:
        return say(SAME)
    difference = say(MORE if now > before else LESS, n=abs(now - before))
    share = Fraction(now - before, before) if before else None
    return (
        difference
        if share is None
        else say("{more} ({share})", more=difference, share=("+" if share > 0 else "") + percent(share))
    )


def _highlight_sentences(circular: Circular, say: Translator) -> Iterator[str]:
    if circular.zero_reports:
        yield say(ZERO_REPORTS, units=_joined_names(circular.zero_reports, say))
    if circular.zero_adoptions:
        yield say(ZERO_ADOPTIONS, units=_joined_names(circular.zero_adoptions, say))
    names = {row.unit.id: row.unit.name for row in circular.rows}
    calls = [say(CALL, title=x.call.title, unit=names[x.unit]) for x in circular.unmet if x.call]
    if calls:
        yield say(UNMET, calls=say(", ").join(calls))
    if circular.top_items:
        best = (
            say(ITEM, title=item.title, points=_rounded(points))
            for item, points in circular.top_items[:NUMBER_OF_ITEMS]
        )
        yield say(BEST, items=say(", ").join(best))


def _joined_names(units: Iterable[Unit], say: Translator) -> str:
    return say(", ").join(unit.name for unit in units)


def _rounded(value: Fraction) -> str:
    return amount(value, 2)
