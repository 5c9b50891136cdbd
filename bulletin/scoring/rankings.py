"""Rankings of a group: the keys that units are ordered by, and ranks by each of them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Protocol, TypeVar

from bulletin.model.enums import Level
from bulletin.model.rankings import BY_POINTS, Ranking, RankingKey
from bulletin.model.scheme_enums import TieRanking
from bulletin.scoring import activity

if TYPE_CHECKING:
    from bulletin.model.registry import Unit
    from bulletin.model.scheme import Scheme
    from bulletin.scoring.period_results import PeriodResults
    from bulletin.scoring.reasons import Reason

Key = tuple[Fraction, ...]
K = TypeVar("K", bound=Hashable)


class Row(Protocol):
    """What rankings look at: the figures of one unit."""

    @property
    def unit(self) -> Unit:
        """The unit."""

    @property
    def results(self) -> PeriodResults:
        """What it submitted, and what was adopted."""

    @property
    def result(self) -> Fraction | None:
        """Its points, or what the scheme makes of them."""

    @property
    def disqualified(self) -> tuple[Reason, ...]:
        """Why it stands apart."""


def _rate(row: Row) -> Key | None:
    return None if row.results.rate is None else (row.results.rate,)


def _levels(row: Row) -> Key:
    return tuple(Fraction(row.results.by_level[level]) for level in Level)


_KEYS: Mapping[RankingKey, Callable[[Row], Key | None]] = {
    RankingKey.POINTS: lambda row: None if row.result is None else (row.result,),
    RankingKey.RATE: _rate,
    RankingKey.LEVEL: _levels,
    RankingKey.SUBMITTED: lambda row: (Fraction(len(row.results.submitted)),),
    RankingKey.ADOPTIONS: lambda row: (Fraction(len(row.results.adoptions)),),
}


def key_of(row: Row, ranking: Ranking) -> Key | None:
    """Return what a unit is ordered by, the highest first; None for a unit that has no rank."""
    if ranking.key:
        return _KEYS[ranking.key](row)
    return (Fraction(row.results.by_publication[ranking.publication]),)


def ranks_of(results: Sequence[K], ties: TieRanking) -> dict[K, int]:
    """Return the rank of each of *results*, the best first; equal ones share theirs."""
    if ties is TieRanking.DENSE:
        return {result: rank for rank, result in enumerate(dict.fromkeys(results), 1)}
    ranks: dict[K, int] = {}
    for rank, result in enumerate(results, 1):
        ranks.setdefault(result, rank)
    return ranks


def takes_part(row: Row) -> bool:
    """Whether a unit existed in some part of the period, or submitted something or was adopted in it.

    What else comes before a unit joined or after it left, such as points that are given back, does not rank it.
    """
    results = row.results
    return bool(activity.presence(row.unit, results.period) or results.submitted or results.adoptions)


def ranks_by(ranking: Ranking, rows: Iterable[Row], ties: TieRanking) -> dict[str, int]:
    """Return the ranks of the units of one group by id; those have none that are disqualified or take no part."""
    keys = {row.unit.id: key_of(row, ranking) for row in rows if not row.disqualified and takes_part(row)}
    known = {unit: key for unit, key in keys.items() if key is not None}
    ranks = ranks_of(sorted(known.values(), reverse=True), ties)
    return {unit: ranks[key] for unit, key in known.items()}


def main_ranking(scheme: Scheme | None) -> Ranking:
    """Return the ranking that says the rank."""
    return scheme.rankings[0] if scheme and scheme.rankings else BY_POINTS


def further_rankings(scheme: Scheme | None) -> tuple[Ranking, ...]:
    """Return the rankings that a scheme has beside the one that says the rank."""
    return scheme.rankings[1:] if scheme else ()


def further_ranks(rows: Sequence[Row], scheme: Scheme | None) -> dict[str, tuple[int | None, ...]]:
    """Return the ranks of the units of one group by each further ranking, by unit id."""
    found = [ranks_by(ranking, rows, scheme.ties) for ranking in further_rankings(scheme)] if scheme else []
    return {row.unit.id: tuple(ranks.get(row.unit.id) for ranks in found) for row in rows}
