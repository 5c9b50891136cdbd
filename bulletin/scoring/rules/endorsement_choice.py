"""Which of several endorsements of one item count: by each rule for itself, or by all within and across levels."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from bulletin.model.enums import Level
from bulletin.model.scheme import Clause, EndorsementSettings, PointsRule, Scheme
from bulletin.model.scheme_enums import EndorsementChoice, EndorsementsCounted, Family
from bulletin.model.seams import without_words
from bulletin.scoring import reasons
from bulletin.scoring.entries import EventScore, drop
from bulletin.scoring.events import Event
from bulletin.scoring.reasons import Reason

ZERO = Fraction(0)


RuleOf = Callable[[EventScore], Clause]
"""The rule of the scheme that scores for the event of a score, which an earlier scheme may have scored."""


def choose_endorsements(scheme: Scheme, scores: Sequence[EventScore], rule_of: RuleOf) -> list[EventScore]:
    """Return the scores of an item, those of its endorsements with the points that count."""
    if sum(score.family is Family.ENDORSEMENT for score in scores) < 2:  # noqa: PLR2004 - one cannot meet another
        return list(scores)
    if scheme.endorsements.decides:
        return _LevelChoice(scheme.endorsements, scores, rule_of).result()
    rules = [rule_of(score) if score.family is Family.ENDORSEMENT else None for score in scores]
    groups: dict[object, list[tuple[EventScore, PointsRule]]] = {}
    for score, rule in zip(scores, rules, strict=True):
        if isinstance(rule, PointsRule):
            groups.setdefault(_group(score, rule), []).append((score, rule))
    leading = {key: max(group, key=_precedence)[0] for key, group in groups.items()}
    return [
        _by_rule(score, rule, leading[_group(score, rule)]) if isinstance(rule, PointsRule) else score
        for score, rule in zip(scores, rules, strict=True)
    ]


def _precedence(scored: tuple[EventScore, PointsRule]) -> tuple[bool, Fraction]:
    """Sort endorsements of a rule; one that counted in full by another rule before this scheme still does."""
    score, rule = scored
    is_kept = rule.further is not None and score.rule is not rule and without_words(score.rule) != without_words(rule)
    return is_kept, score.points


def _group(score: EventScore, rule: PointsRule) -> tuple[str, Level | None]:
    return rule.words, score.event.level if rule.often is EndorsementsCounted.ONCE_PER_LEVEL else None


def _by_rule(score: EventScore, rule: PointsRule, leader: EventScore) -> EventScore:
    """Return a score after the choice among the endorsements of its rule, the highest of which is the *leader*."""
    if score is leader:
        return score
    if rule.often is not EndorsementsCounted.EACH:
        is_later = _place(score.event) > _place(leader.event)
        return drop(score, Reason(reasons.ENDORSED_BEFORE if is_later else reasons.ENDORSED_HIGHER))
    return score if rule.further is None else score.with_points(rule.further, Reason(reasons.FURTHER))


def _place(event: Event) -> tuple[object, int]:
    return event.date, event.number


class _Endorsement(NamedTuple):
    """One endorsement: what it is worth, and what it is worth as a further one; ``why`` it is one, or is dropped."""

    event: Event
    full: Fraction
    further: Fraction
    why: Reason | None = None
    is_dropped: bool = False

    @property
    def worth(self) -> Fraction:
        """What it counts."""
        return ZERO if self.is_dropped else self.full if self.why is None else self.further


class _LevelChoice:
    """The choice among all endorsements of an item, within and across levels."""

    def __init__(self, settings: EndorsementSettings, scores: Sequence[EventScore], rule_of: RuleOf) -> None:
        self._settings, self._scores, self._rule_of = settings, scores, rule_of

    def result(self) -> list[EventScore]:
        """Return the scores with the points that count."""
        levels: dict[Level | None, list[_Endorsement]] = {}
        for endorsement in self._endorsements():
            levels.setdefault(endorsement.event.level, []).append(endorsement)
        chosen = {level: self._within(found) for level, found in levels.items()}
        counted = {e.event.number: e for found in self._across(chosen) for e in found}
        return [
            self._counted_score(score, counted[score.event.number]) if score.family is Family.ENDORSEMENT else score
            for score in self._scores
        ]

    def _endorsements(self) -> Iterable[_Endorsement]:
        found: dict[int, _Endorsement] = {}
        for score in self._scores:
            if score.family is Family.ENDORSEMENT:
                known = found.get(score.event.number) or _Endorsement(score.event, ZERO, ZERO)
                full, further = known.full + score.points, known.further + self._further(score)
                found[score.event.number] = known._replace(full=full, further=further)
        return found.values()

    def _further(self, score: EventScore) -> Fraction:
        """Return what a score counts as a further one: rules that add count in full."""
        rule = self._rule_of(score)
        if rule.adds or not isinstance(rule, PointsRule):
            return score.points
        further = rule.further if rule.further is not None else self._settings.further_at(score.event.level)
        return score.points if further is None else further

    def _within(self, found: list[_Endorsement]) -> list[_Endorsement]:
        """Return the endorsements of one level after the choice among them."""
        choice = self._settings.within
        if choice is EndorsementChoice.ALL:
            return found
        leader = _leader(found, choice)
        reason = Reason(reasons.ENDORSED_FIRST_AT_LEVEL if choice.is_by_day else reasons.ENDORSED_HIGHER_AT_LEVEL)
        return [e if e is leader else _lessened(e, choice, reason) for e in found]

    def _across(self, levels: dict[Level | None, list[_Endorsement]]) -> Iterable[list[_Endorsement]]:
        """Return the endorsements of each level after the choice among levels."""
        choice = self._settings.across
        if choice is EndorsementChoice.ALL or len(levels) <= 1:
            return levels.values()
        if choice.is_by_day:
            first = _leader([e for found in levels.values() for e in found], choice)
            leading = first.event.level
        else:
            leading = max(levels, key=lambda level: sum((e.worth for e in levels[level]), ZERO))
        reason = Reason(reasons.ENDORSED_FIRST_LEVEL if choice.is_by_day else reasons.ENDORSED_HIGHEST_LEVEL)
        return [
            found if level is leading else [_lessened(e, choice, reason) for e in found]
            for level, found in levels.items()
        ]

    def _counted_score(self, score: EventScore, counted: _Endorsement) -> EventScore:
        if counted.why is None:
            return score
        if counted.is_dropped:
            return drop(score, counted.why)
        further = self._further(score)
        return score if further == score.points else score.with_points(further, counted.why)


def _leader(found: Sequence[_Endorsement], choice: EndorsementChoice) -> _Endorsement:
    """Return the one that counts in full: the first, of one day the highest; or the highest, of equals the first."""
    if choice.is_by_day:
        return min(found, key=lambda e: (e.event.date, -e.full, e.event.number))
    return min(found, key=lambda e: (-e.full, e.event.date, e.event.number))


def _lessened(endorsement: _Endorsement, choice: EndorsementChoice, reason: Reason) -> _Endorsement:
    if endorsement.is_dropped:
        return endorsement
    if choice.has_further:
        return endorsement._replace(why=endorsement.why or Reason(reasons.FURTHER))
    return endorsement._replace(why=reason, is_dropped=True)
