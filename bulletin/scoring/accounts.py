"""Accounts: the entries of each unit and author, and the ledger that holds them all."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TypeVar

from bulletin.periods import Period
from bulletin.scoring.entries import Entry
from bulletin.scoring.lapses import Lapse

T = TypeVar("T")
ZERO = Fraction(0)


@dataclass(frozen=True)
class Account:
    """The entries of one unit or author, by day."""

    entries: tuple[Entry, ...] = ()

    @cached_property
    def _sums(self) -> tuple[Fraction, ...]:
        sums = [ZERO]
        for entry in self.entries:
            sums.append(sums[-1] + entry.points)
        return tuple(sums)

    def _ends(self, period: Period) -> tuple[int, int]:
        first = bisect_left(self.entries, period.first, key=lambda e: e.date)
        return first, bisect_right(self.entries, period.last, key=lambda e: e.date)

    def within(self, period: Period) -> tuple[Entry, ...]:
        """Return the entries of *period*."""
        first, last = self._ends(period)
        return self.entries[first:last]

    def points(self, period: Period) -> Fraction:
        """Return the sum of the entries of *period*."""
        first, last = self._ends(period)
        return self._sums[last] - self._sums[first]


NONE = Account()


@dataclass(frozen=True)
class Ledger:
    """The accounts of all units, by id, and of all authors, by unit and name; and the lapses they rest on."""

    units: Mapping[str, Account] = field(default_factory=dict)
    authors: Mapping[tuple[str, str], Account] = field(default_factory=dict)
    lapses: tuple[Lapse, ...] = ()

    def of(self, unit: str) -> Account:
        """Return a unit's account."""
        return self.units.get(unit, NONE)

    def slice(self, period: Period) -> Ledger:
        """Return the part of *period*, with the lapses that were lapses still at its end."""
        standing = tuple(lapse for lapse in self.lapses if lapse.date in period and lapse.stands(period.last))
        return Ledger(
            units={unit: Account(account.within(period)) for unit, account in self.units.items()},
            authors={author: Account(account.within(period)) for author, account in self.authors.items()},
            lapses=standing,
        )

    def points(self, unit: str, period: Period) -> Fraction:
        """Return a unit's points in *period*."""
        return self.of(unit).points(period)

    @cached_property
    def lapses_of(self) -> Mapping[str, tuple[Lapse, ...]]:
        """Lapses by unit id."""
        found: dict[str, list[Lapse]] = {}
        for lapse in self.lapses:
            found.setdefault(lapse.unit, []).append(lapse)
        return {unit: tuple(listed) for unit, listed in found.items()}

    def lapses_in(self, unit: str, period: Period) -> tuple[Lapse, ...]:
        """Return the lapses of *period* that were lapses still at its end."""
        mine = self.lapses_of.get(unit, ())
        return tuple(lapse for lapse in mine if lapse.date in period and lapse.stands(period.last))
