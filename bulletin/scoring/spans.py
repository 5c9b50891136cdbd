"""What a unit, or all of them, did in some days: the lists behind the figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from bulletin.archive import Adopted, Archive
from bulletin.model import Item, Level, Treatment
from bulletin.periods import Period
from bulletin.schemes.terms import Family
from bulletin.scoring import counts
from bulletin.scoring.entries import Entry
from bulletin.scoring.ledger import books

ZERO = Fraction(0)


@dataclass(frozen=True)
class Span:
    """What a unit, or all of them, did in some days, and what it earned."""

    period: Period
    submitted: Sequence[Item]
    adoptions: Sequence[Adopted]
    entries: Sequence[Entry] = ()

    @cached_property
    def adopted(self) -> tuple[Item, ...]:
        """The submitted items that were adopted, whenever that was."""
        return tuple(item for item in self.submitted if item.adoptions)

    @property
    def rate(self) -> Fraction | None:
        """Adopted over submitted items; None where nothing was submitted."""
        return Fraction(len(self.adopted), len(self.submitted)) if self.submitted else None

    def taken(
        self,
        *,
        publication: str | None = None,
        level: Level | None = None,
        treatments: Iterable[Treatment | None] | None = None,
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

    def points(self, *families: Family, level: Level | None = None) -> Fraction:
        """Return the points of some families, all where none is named, and for what happened at one level."""
        return sum((e.points for e in self.earned(*families, level=level)), ZERO)

    def earned(self, *families: Family, level: Level | None = None) -> list[Entry]:
        """Return the entries of some families, all where none is named, and for what happened at one level."""
        return [
            entry
            for entry in self.entries
            if (not families or entry.family in families) and level in (None, entry.event.level)
        ]


def span(archive: Archive, period: Period, unit: str = "") -> Span:
    """Return what a unit, or "" for all, did and earned in *period*; for all, the entries are left out."""
    entries = books(archive, period).of(unit).within(period) if unit else ()
    return Span(period, counts.submitted(archive, unit, period), counts.adoptions(archive, unit, period), entries)
