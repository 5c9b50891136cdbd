"""Accounts: the entries of each unit and author, and the ledger that holds them all."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType
from typing import Any, NamedTuple

from bulletin.core.dates import Period
from bulletin.scoring.entries import Entry, total
from bulletin.scoring.lapses import Lapse

_NOTHING: Mapping[Any, Any] = MappingProxyType({})


class _Account(NamedTuple):
    entries: tuple[Entry, ...] = ()


class Account(_Account):
    """The entries of one unit or author, by day."""

    @cached_property
    def _days(self) -> Sequence[date]:
        return [entry.date for entry in self.entries]

    def within(self, period: Period) -> tuple[Entry, ...]:
        """Return the entries of *period*."""
        days = self._days
        first = bisect_left(days, period.first)
        return self.entries[first : bisect_right(days, period.last, first)]

    def points(self, period: Period) -> Fraction:
        """Return the sum of the entries of *period*."""
        return total(entry.points for entry in self.within(period))


NONE = Account()


class _Ledger(NamedTuple):
    units: Mapping[str, Account] = _NOTHING
    authors: Mapping[tuple[str, str], Account] = _NOTHING
    lapses: tuple[Lapse, ...] = ()


class Ledger(_Ledger):
    """The accounts of all units, by id, and of all authors, by unit and name; and the lapses they rest on."""

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
    def authors_of(self) -> Mapping[str, Mapping[str, Account]]:
        """The authors' accounts by unit id, then by name."""
        found: dict[str, dict[str, Account]] = {}
        for (unit, name), account in self.authors.items():
            found.setdefault(unit, {})[name] = account
        return found

    @cached_property
    def lapses_of(self) -> Mapping[str, tuple[Lapse, ...]]:
        """Lapses by unit id, by date."""
        found: dict[str, list[Lapse]] = {}
        for lapse in self.lapses:
            found.setdefault(lapse.unit, []).append(lapse)
        return {unit: tuple(listed) for unit, listed in found.items()}

    def lapses_in(self, unit: str, period: Period) -> tuple[Lapse, ...]:
        """Return the lapses of *period* that were lapses still at its end."""
        mine = self.lapses_of.get(unit, ())
        first = bisect_left(mine, period.first, key=lambda lapse: lapse.date) if mine else 0
        found = []
        for lapse in mine[first:]:
            if lapse.date > period.last:
                break
            if lapse.stands(period.last):
                found.append(lapse)
        return tuple(found)
