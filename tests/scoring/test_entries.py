"""Entries: ranks and sums of points are exact."""

from __future__ import annotations

from fractions import Fraction

from bulletin.model.scheme_enums import TieRanking
from bulletin.scoring.entries import total
from bulletin.scoring.rankings import ranks_of

F = Fraction


def test_ranks() -> None:
    results = [F(9), F(9), F(7), F(7), F(7), F(1)]
    assert ranks_of(results, TieRanking.SKIP) == {F(9): 1, F(7): 3, F(1): 6}
    assert ranks_of(results, TieRanking.DENSE) == {F(9): 1, F(7): 2, F(1): 3}
    assert ranks_of([], TieRanking.SKIP) == {}


def test_sums_are_exact() -> None:
    assert total([F(1, 3), F(1, 3), F(1, 3), F(2), F(-5)]) == F(-2)
    assert total([]) == 0
