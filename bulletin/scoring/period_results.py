"""Results of a unit, or of all units, in a period: the lists that figures are the lengths or sums of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from bulletin.core.dates import Period
from bulletin.core.memo import memoized
from bulletin.model.archive import Adopted, Archive
from bulletin.model.enums import Level
from bulletin.model.records import Adoption, Item
from bulletin.model.scheme_enums import Family
from bulletin.scoring import activity
from bulletin.scoring.entries import total
from bulletin.scoring.ledger import ledgers_for

if TYPE_CHECKING:
    from bulletin.scoring.entries import Entry

ZERO = Fraction(0)


class _PeriodResults(NamedTuple):
    period: Period
    submitted: Sequence[Item]
    adoptions: Sequence[Adopted]
    entries: Sequence[Entry] = ()
    withdrawn: Sequence[Item] = ()
    """What is left of items that were submitted and withdrawn: points are measured and divided by them, too."""


class PeriodResults(_PeriodResults):
    """What a unit, or all units, submitted, and what was adopted and earned in a period."""

    @property
    def has_items(self) -> bool:
        """Whether anything was submitted or adopted: with a period without items nothing is compared."""
        return bool(self.submitted or self.adoptions)

    @cached_property
    def adopted(self) -> tuple[Item, ...]:
        """The submitted items that were adopted, whenever that was."""
        return tuple([item for item in self.submitted if item.adoptions])

    @property
    def rate(self) -> Fraction | None:
        """Adopted over submitted items; None where nothing was submitted."""
        return Fraction(len(self.adopted), len(self.submitted)) if self.submitted else None

    @cached_property
    def by_publication(self) -> Counter[str]:
        """Number of adoptions by publication id."""
        return Counter([event.publication.id for event in self.adoptions])

    @cached_property
    def by_level(self) -> Counter[Level]:
        """Number of adoptions by level."""
        return Counter([event.publication.level for event in self.adoptions])

    def select_adoptions(
        self,
        *,
        publication: str | None = None,
        level: Level | None = None,
        treatments: Iterable[str | None] | None = None,
    ) -> list[Adopted]:
        """Return the adoptions by a publication, at a level, in some treatments, or all of these."""
        wanted = None if treatments is None else set(treatments)
        return [
            event
            for event in self.adoptions
            if (publication is None or event.publication.id == publication)
            and (level is None or event.level is level)
            and (wanted is None or event.adoption.treatment in wanted)
        ]

    @cached_property
    def points_by_family(self) -> Mapping[Family, Fraction]:
        """Sums of points by family, also those that are zero."""
        found: dict[Family, list[Fraction]] = {}
        for entry in self.entries:
            found.setdefault(entry.family, []).append(entry.points)
        return {family: total(points) for family, points in found.items()}

    @cached_property
    def points_by_publication(self) -> Mapping[str, Fraction]:
        """Sums of the points of adoptions by publication id, also those that are zero."""
        found: dict[str, list[Fraction]] = {}
        for entry in self.entries:
            if entry.family is Family.ADOPTION and isinstance(entry.event.fact, Adoption):
                found.setdefault(entry.event.fact.publication, []).append(entry.points)
        return {publication: total(points) for publication, points in found.items()}

    @cached_property
    def total_points(self) -> Fraction:
        """The sum of all entries."""
        return sum(self.points_by_family.values(), ZERO)

    def points(self, *families: Family, level: Level | None = None) -> Fraction:
        """Return the points of some families, all where none is named, and for what happened at one level."""
        return total(entry.points for entry in self.select_entries(*families, level=level))

    def select_entries(self, *families: Family, level: Level | None = None) -> list[Entry]:
        """Return the entries of some families, all where none is named, and for what happened at one level."""
        return [
            entry
            for entry in self.entries
            if (not families or entry.family in families) and level in (None, entry.event.level)
        ]


def period_results(archive: Archive, period: Period, unit: str = "") -> PeriodResults:
    """Return the results of a unit in *period*, or of all units for ""; those of all have no entries."""

    def compute() -> PeriodResults:
        entries = ledgers_for(archive, period).account(unit).within(period) if unit else ()
        return PeriodResults(
            period,
            activity.submitted(archive, unit, period),
            activity.adoptions(archive, unit, period),
            entries,
            activity.withdrawn(archive, unit, period),
        )

    return memoized(archive, ("period results", unit, period.first, period.last), compute)
