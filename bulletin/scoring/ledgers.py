"""The ledgers of an archive: those of the schemes that are in force in a period, put together.

Scoring itself (:mod:`bulletin.scoring.engine`) is imported only where there is a scheme.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from bulletin.core.dates import Period
from bulletin.model.archive import Archive
from bulletin.scoring.lapses import Lapse, lapses
from bulletin.scoring.ledger import Account, Ledger
from bulletin.scoring.memo import remembered

if TYPE_CHECKING:
    from bulletin.model.scheme import Scheme

K = TypeVar("K")


def whole(archive: Archive) -> Ledger:
    """Return the ledger of an archive, from its beginning to its day."""
    return _together(archive, archive.schemes)


def ledger(archive: Archive, period: Period) -> Ledger:
    """Return the ledger of one period."""
    return books(archive, period).slice(period)


def books(archive: Archive, period: Period) -> Ledger:
    """Return the ledger of the schemes that are in force in *period*: all that its figures need."""

    def make() -> Ledger:
        schemes = tuple(s for s in archive.schemes if s.first <= period.last and period.first <= s.last)
        return _together(archive, schemes)

    return remembered(archive, ("books", period.first, period.last), make)


def _together(archive: Archive, schemes: tuple[Scheme, ...]) -> Ledger:
    if len(schemes) == 1:
        return _of_scheme(archive, schemes[0])
    return remembered(archive, ("ledger", *(s.id for s in schemes)), lambda: _merged(archive, schemes))


def _merged(archive: Archive, schemes: tuple[Scheme, ...]) -> Ledger:
    parts = [_of_scheme(archive, scheme) for scheme in schemes]
    return Ledger(
        units=_chained([part.units for part in parts]),
        authors=_chained([part.authors for part in parts]),
        lapses=all_lapses(archive),
    )


def _chained(parts: Sequence[Mapping[K, Account]]) -> dict[K, Account]:
    """Return the accounts of schemes that follow each other, each as one."""
    keys = dict.fromkeys(key for part in parts for key in part)
    return {key: Account(tuple(e for part in parts if key in part for e in part[key].entries)) for key in keys}


def all_lapses(archive: Archive) -> tuple[Lapse, ...]:
    """Return every lapse of an archive, by date."""
    return remembered(archive, "lapses", lambda: lapses(archive))


def _of_scheme(archive: Archive, scheme: Scheme) -> Ledger:
    def make() -> Ledger:
        from bulletin.scoring.engine import make

        return make(archive, scheme, all_lapses(archive))

    return remembered(archive, ("scheme", scheme.id), make)
