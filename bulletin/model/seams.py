"""Seams: where one scheme ends and another begins within a year, what was given before counts on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from bulletin.model.scheme import Clause, PointsRule, Scheme
from bulletin.model.scheme_enums import Family

C = TypeVar("C", bound=Clause)


def continued_schemes(schemes: Iterable[Scheme], scheme: Scheme) -> tuple[Scheme, ...]:
    """Return the schemes that a scheme goes on from, by date: each ended in the year in which the next one begins.

    At the turn of a year nothing goes on, nor from what was before a scheme that starts afresh.
    """
    found: list[Scheme] = []
    later = scheme
    for earlier in sorted((s for s in schemes if s.last < scheme.first), key=lambda s: s.first, reverse=True):
        if later.resets or earlier.last.year != later.first.year:
            break
        found.append(earlier)
        later = earlier
    return tuple(reversed(found))


def schemes_earlier_in_year(schemes: Iterable[Scheme], scheme: Scheme) -> tuple[Scheme, ...]:
    """Return the schemes that were in force in the year in which a scheme begins, before it, by date."""
    found = [s for s in schemes if s.last < scheme.first and s.last.year == scheme.first.year]
    return tuple(sorted(found, key=lambda s: s.first))


def scheme_of(schemes: Iterable[Scheme], day: date) -> Scheme | None:
    """Return the one of *schemes* that is in force on *day*."""
    return next((scheme for scheme in schemes if day in scheme), None)


def without_words(clause: C) -> C:
    """Return a clause without its words and its line: equal ones say the same."""
    return replace(clause, words="", line=0)


def say_the_same(ours: Sequence[Clause], others: Sequence[Clause]) -> bool:
    """Whether clauses of two schemes say the same, in the same order."""
    return list(map(without_words, ours)) == list(map(without_words, others))


def count_items_alike(one: Scheme, other: Scheme) -> bool:
    """Whether two schemes say the same about what the events of an item earn together."""
    several = [
        (s.several.take, s.several.best, s.endorsements.within, s.endorsements.across, s.endorsements.further)
        for s in (one, other)
    ]
    return several[0] == several[1] and say_the_same(_clauses_about_items(one), _clauses_about_items(other))


def _clauses_about_items(scheme: Scheme) -> list[Clause]:
    rules: list[PointsRule] = [*scheme.rules.get(Family.ENDORSEMENT, ()), *scheme.rules.get(Family.BONUS, ())]
    return [
        *rules,
        *(multiplier for multiplier in scheme.multipliers if multiplier.whole_item),
        *(rule for rule in scheme.lapses if rule.share or not rule.adds),
        *(limit for limit in scheme.limits if limit.per is None),
    ]
