"""Ledgers: the entries of each unit and author, of one scheme or of the schemes that are in force in a period."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

from bulletin.core.dates import Period
from bulletin.core.memo import memoized
from bulletin.model.archive import Archive
from bulletin.model.scheme import Scheme
from bulletin.scoring.engine import score_archive, scored_spans
from bulletin.scoring.entries import NO_ACCOUNT, Account
from bulletin.scoring.lapses import Lapse, all_lapses, lapses_by_unit

_NOTHING: Mapping[Any, Any] = MappingProxyType({})


class _Ledger(NamedTuple):
    units: Mapping[str, Account] = _NOTHING
    authors: Mapping[tuple[str, str], Account] = _NOTHING
    lapses: tuple[Lapse, ...] = ()
    measured: Mapping[str, Account] = _NOTHING


class Ledger(_Ledger):
    """The accounts of all units, by id, and of all authors, by unit and name; and the lapses that they depend on."""

    def account(self, unit: str) -> Account:
        """Return a unit's account."""
        return self.units.get(unit, NO_ACCOUNT)

    def measured_account(self, unit: str) -> Account:
        """Return what a unit has earned without quotas and thresholds, where something measures points."""
        return self.measured.get(unit, NO_ACCOUNT)

    def slice(self, period: Period) -> Ledger:
        """Return the part of *period*, with the lapses that were open at its end."""
        open_lapses = tuple(lapse for lapse in self.lapses if lapse.date in period and lapse.is_open(period.last))
        return Ledger(
            units={unit: Account(account.within(period)) for unit, account in self.units.items()},
            authors={author: Account(account.within(period)) for author, account in self.authors.items()},
            lapses=open_lapses,
        )

    def points(self, unit: str, period: Period) -> Fraction:
        """Return a unit's points in *period*."""
        return self.account(unit).points(period)

    @cached_property
    def authors_by_unit(self) -> Mapping[str, Mapping[str, Account]]:
        """The authors' accounts by unit id, then by name."""
        found: dict[str, dict[str, Account]] = {}
        for (unit, name), account in self.authors.items():
            found.setdefault(unit, {})[name] = account
        return found

    @cached_property
    def lapses_by_unit(self) -> Mapping[str, tuple[Lapse, ...]]:
        """Lapses by unit id, by date."""
        return lapses_by_unit(self.lapses)

    def lapses_in(self, unit: str, period: Period) -> tuple[Lapse, ...]:
        """Return the lapses of *period* that were open at its end."""
        mine = self.lapses_by_unit.get(unit, ())
        first = bisect_left(mine, period.first, key=lambda lapse: lapse.date) if mine else 0
        found = []
        for lapse in mine[first:]:
            if lapse.date > period.last:
                break
            if lapse.is_open(period.last):
                found.append(lapse)
        return tuple(found)


K = TypeVar("K")


def whole_ledger(archive: Archive) -> Ledger:
    """Return the ledger of an archive, up to its day."""
    first = min((scheme.first for scheme in archive.schemes), default=archive.today)
    return ledgers_for(archive, Period(first, max(first, archive.today)))


def period_ledger(archive: Archive, period: Period) -> Ledger:
    """Return the ledger of one period."""
    return ledgers_for(archive, period).slice(period)


def ledgers_for(archive: Archive, period: Period) -> Ledger:
    """Return the ledger of all schemes that are in force in *period*: of its years, or of more days."""

    def compute() -> Ledger:
        schemes = [s for s in archive.schemes if s.first <= period.last and period.first <= s.last]
        parts = tuple((scheme, span) for scheme in schemes for span in scored_spans(scheme, period))
        if len(parts) == 1:
            return _scheme_ledger(archive, *parts[0])
        key = ("ledger of", *((scheme.id, span.first) for scheme, span in parts))
        return memoized(archive, key, lambda: _join(archive, parts))

    return memoized(archive, ("ledger", period.first, period.last), compute)


def _join(archive: Archive, scored: Sequence[tuple[Scheme, Period]]) -> Ledger:
    parts = [_scheme_ledger(archive, scheme, span) for scheme, span in scored]
    return Ledger(
        units=_join_accounts([part.units for part in parts]),
        authors=_join_accounts([part.authors for part in parts]),
        lapses=all_lapses(archive),
        measured=_join_accounts([part.measured for part in parts]),
    )


def _join_accounts(parts: Sequence[Mapping[K, Account]]) -> dict[K, Account]:
    """Return accounts that join those of spans which follow each other."""
    keys = dict.fromkeys(key for part in parts for key in part)
    return {key: Account(tuple(e for part in parts if key in part for e in part[key].entries)) for key in keys}


def _scheme_ledger(archive: Archive, scheme: Scheme, span: Period) -> Ledger:
    def compute() -> Ledger:
        units, authors, measured = score_archive(archive, scheme, span, all_lapses(archive))
        return Ledger(
            units={unit: Account(tuple(entries)) for unit, entries in units.items()},
            authors={author: Account(tuple(entries)) for author, entries in authors.items()},
            lapses=all_lapses(archive),
            measured=measured,
        )

    return memoized(archive, ("ledger of", (scheme.id, span.first)), compute)
