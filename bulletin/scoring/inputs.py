"""What the figures of a period depend on, as keys."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin.core.dates import Grain, Period
from bulletin.model import keys
from bulletin.model.keys import Key


def ranking_inputs(period: Period) -> Iterator[Key]:
    """Yield what the points and ranks of a period depend on, and the ranks of the period before.

    Floors, caps and ranks reach back to the beginning of a year at most.
    """
    first = Period.holding(period.previous.first, Grain.YEAR).first
    yield from (keys.rules(year) for year in range(first.year, period.last.year + 1))
    for number in keys.quarters_of(Period(first, period.last)):
        yield from (keys.scored(number), keys.elapsed(number))


def period_inputs(period: Period) -> Iterator[Key]:
    """Yield what the circular of a period depends on, the periods that it is compared with included."""
    yield from (keys.REGISTRY, keys.NAMES, keys.PERIODS, keys.has_ledger(period.first.year))
    yield from ranking_inputs(period)
    for span in (period.previous, period.year_before):
        yield from (keys.counted("quarter", number) for number in keys.quarters_of(span))
    yield from (keys.listed("quarter", number) for number in keys.quarters_of(period))
