"""The ledger of a unit in a period as it is shown everywhere: entries, closed circulars beside them, and remarks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from bulletin.core.dates import Grain, Period
from bulletin.core.i18n import Translator
from bulletin.model.archive import Archive
from bulletin.model.closed import ClosedPeriod, closed_by_period
from bulletin.model.registry import Unit
from bulletin.scoring.closing.printed import circulated_results, standings_for
from bulletin.scoring.closing.supplements import Supplement, marked_entries, unit_supplement
from bulletin.scoring.entries import Entry, total
from bulletin.scoring.ledger import ledgers_for
from bulletin.scoring.remarks import changes_texts, failure_texts
from bulletin.scoring.standings import RankedUnit


class ClosedPart(NamedTuple):
    """What a closed circular has of a unit on some of its days, and what has come or gone since."""

    closed: ClosedPeriod
    days: Period
    printed: Fraction
    supplements: tuple[Supplement, ...]

    @property
    def since(self) -> Fraction:
        """The points that have come since, less those that have gone."""
        return total(one.entry.points for one in self.supplements)

    @property
    def known(self) -> Fraction:
        """The points by all that is known."""
        return self.printed + self.since


class UnitLedger(NamedTuple):
    """The entries of a unit in a period, which are all that is known, and what else a reader has to know of them."""

    unit: Unit
    period: Period
    entries: Sequence[Entry]
    closed: tuple[ClosedPart, ...]
    standings: tuple[RankedUnit, ...]
    """The unit in the circulars of the quarters in the period, and of the period itself."""

    @property
    def total(self) -> Fraction:
        """The sum of the entries."""
        return total(entry.points for entry in self.entries)


def unit_ledger(archive: Archive, unit: Unit, period: Period) -> UnitLedger:
    """Return the ledger of a unit in *period*."""
    entries = ledgers_for(archive, period).account(unit.id).within(period)
    spans = dict.fromkeys((*period.counted(Grain.QUARTER), period))
    places = (standings_for(archive, span).by_unit.get(unit.id) for span in spans)
    return UnitLedger(
        unit=unit,
        period=period,
        entries=marked_entries(archive, unit.id, entries),
        closed=tuple(_closed_parts(archive, unit.id, period)),
        standings=tuple(place for place in places if place),
    )


def _closed_parts(archive: Archive, unit: str, period: Period) -> Iterator[ClosedPart]:
    """Yield what closed circulars have of a unit in *period*, those whose days begin first and are longest first."""
    closed = closed_by_period(archive.closed)
    for span in sorted(closed, key=lambda span: (span.first, -span.last.toordinal())):
        days = Period(max(span.first, period.first), min(span.last, period.last))
        found = unit_supplement(archive, closed[span], unit) if days.first <= days.last else None
        if days.first <= days.last and (found or unit in closed[span].unit):
            printed = circulated_results(archive, span, unit).entries
            points = total(entry.points for entry in printed if entry.date in days)
            later = tuple(one for one in (found.entries if found else ()) if one.entry.date in days)
            yield ClosedPart(closed[span], days, points, later)


def remarks_by_period(ledger: UnitLedger, say: Translator) -> list[tuple[Period, list[str]]]:
    """Return what the unit failed, and what changed its points, by quarter, and what more there is of the period."""
    found, told = [], set[str]()
    for place in ledger.standings:
        span = place.results.period
        texts = failure_texts(place, say) + changes_texts(place, say)
        if new := [text for text in texts if span != ledger.period or text not in told]:
            found.append((span, new))
        told.update(texts)
    return found
